//! A call with its commands, as the executor and the reconciler work on it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use secrecy::ExposeSecret;
use sqlx::{PgConnection, types::Json};

use super::{intend::sealed_for, kind::Kind, state::State, write::Write};
use crate::{cloud::seal::Key, db::Error};

/// One vendor write request.
#[derive(Debug, Clone)]
pub struct Call {
    /// Key.
    pub id: i64,
    /// Whose right it is.
    pub organization_id: i64,
    /// The connection it leaves by.
    pub account_id: i64,
    /// The approval that allows it.
    pub approval_id: i64,
    /// What the vendor is asked.
    pub write: Write,
    /// The reseller it is done for.
    pub on_behalf_of: Option<String>,
    /// How often a node took it.
    pub tries: i32,
    /// How often flow control refused it.
    pub refusals: i32,
    /// Why it waited last, and since when.
    pub waits: Option<(String, DateTime<Utc>)>,
    /// When a byte of it may first have left.
    pub sent_at: Option<DateTime<Utc>>,
    /// Records that stood there before.
    pub baseline: BTreeSet<String>,
    /// How often the proving list was read.
    pub looks: i32,
    /// Its commands, in the order of their keys.
    pub commands: Vec<Command>,
}

/// One recipient of a call.
#[derive(Debug, Clone)]
pub struct Command {
    /// Key.
    pub id: i64,
    /// Reseller, customer, child quota or coupon.
    pub recipient: String,
    /// Whole currency units, exact.
    pub amount: Option<Decimal>,
    /// Where it stands.
    pub state: State,
    /// What the answer names.
    pub made: Option<String>,
    /// The vendor's code.
    pub code: Option<String>,
    /// The record that proves it.
    pub record: Option<String>,
    /// Whether a person decided.
    pub is_decided: bool,
    /// It waits for this command, and issues what that took less so much.
    pub follows: Option<(i64, Decimal)>,
}

impl Call {
    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.write.kind()
    }

    /// What names it at the vendor: in the memo of coupons the call, in the remark of a reclaim the command (CMD-5).
    pub fn token(&self, command: &Command) -> Option<String> {
        match self.kind() {
            Kind::CouponIssue => Some(format!("ptl:{}", self.id)),
            Kind::QuotaReclaim => Some(format!("ptl:{}", command.id)),
            _ => None,
        }
    }

    /// The sum of its amounts.
    pub fn total(&self) -> Decimal {
        self.commands.iter().filter_map(|command| command.amount).sum()
    }
}

/// Reads a call with its commands; none when it is gone, or its sealed part does not open.
///
/// # Errors
/// When the database refuses.
pub async fn load(connection: &mut PgConnection, key: &Key, id: i64) -> Result<Option<Call>, Error> {
    let row = sqlx::query!(
        r#"select organization_id, account_id, approval_id, parameters, sealed, on_behalf_of, tries, refusals, waits, waits_since,
             sent_at, coalesce(baseline, '[]') as "baseline!: Json<BTreeSet<String>>", looks
           from command_calls where id = $1"#,
        id,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let commands = commands(connection, id).await?;
    let write = match &row.sealed {
        Some(sealed) => {
            let text = key.open(&sealed_for(row.organization_id), sealed).ok();
            text.and_then(|text| serde_json::from_str(text.expose_secret()).ok())
        }
        None => serde_json::from_value(row.parameters).ok(),
    };
    let Some(write) = write else {
        tracing::error!(call = id, "a call to the vendor cannot be read; was the key file replaced?");
        return Ok(None);
    };
    Ok(Some(Call {
        id,
        organization_id: row.organization_id,
        account_id: row.account_id,
        approval_id: row.approval_id,
        write,
        on_behalf_of: row.on_behalf_of,
        tries: row.tries,
        refusals: row.refusals,
        waits: row.waits.zip(row.waits_since),
        sent_at: row.sent_at,
        baseline: row.baseline.0,
        looks: row.looks,
        commands,
    }))
}

async fn commands(connection: &mut PgConnection, call_id: i64) -> Result<Vec<Command>, Error> {
    let rows = sqlx::query!(
        "select id, recipient_remote_id, amount, state, made_remote_id, code, record, proved_by, follows_id, follows_less
         from commands where call_id = $1 order by id",
        call_id,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        Some(Command {
            id: row.id,
            recipient: row.recipient_remote_id,
            amount: row.amount,
            state: State::parse(&row.state)?,
            made: row.made_remote_id,
            code: row.code,
            record: row.record,
            is_decided: row.proved_by.as_deref() == Some("person"),
            follows: row.follows_id.zip(row.follows_less),
        })
    });
    Ok(read.collect())
}

/// Gives the lanes of a call back, unless something of it may have happened and is not proved (CMD-6, CMD-7).
///
/// # Errors
/// When the database refuses.
pub async fn release(connection: &mut PgConnection, call_id: i64) -> Result<(), Error> {
    sqlx::query!(
        "delete from command_lanes where call_id = $1 and not exists (
           select from commands where call_id = $1
             and (state in ('sending', 'unknown') or (state = 'confirmed' and made_remote_id is null)))",
        call_id,
    )
    .execute(connection)
    .await
    .map(drop)
}
