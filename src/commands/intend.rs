//! A confirmation becomes an approval, its calls and its commands, in the transaction of the decision (CMD-1, CMD-3).

use chrono::TimeDelta;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::value::to_raw_value;
use sqlx::{PgConnection, types::Json};

use super::{
    plan::{Cut, Line, Plan, cut, digest},
    rules::Issue,
};
use crate::{
    audit::{Change, Deed, Event, Fields},
    db::Error,
};

/// CMD-3: an approval that nobody has decided, and a command that could not be sent, end after so long.
const VALIDITY: TimeDelta = TimeDelta::hours(72);

/// What a member has confirmed.
#[derive(Debug)]
pub struct Confirmation<'a> {
    /// What [`super::may_issue`] allowed.
    pub issue: &'a Issue,
    /// The connection it leaves by ([`super::account_for`]).
    pub account_id: i64,
    /// Made when the preview was shown: one confirmation is one approval.
    pub token: &'a str,
    /// ISO 4217; none where there is no amount.
    pub currency: Option<&'a str>,
    /// In the words of the member; at most 500 characters.
    pub remark: &'a str,
    /// What the approver reads; no personal data.
    pub facts: serde_json::Value,
    /// The change-set it belongs to.
    pub change_set_id: Option<i64>,
}

impl<'a> Confirmation<'a> {
    /// One of what has no amount: without currency and remark, and of no change-set.
    #[must_use]
    pub const fn plain(issue: &'a Issue, account_id: i64, token: &'a str, facts: serde_json::Value) -> Self {
        Self { issue, account_id, token, currency: None, remark: "", facts, change_set_id: None }
    }
}

/// What came of a confirmation.
#[derive(Debug)]
pub enum Intended {
    /// It was kept: commit with the event.
    New {
        /// Key of the approval.
        approval_id: i64,
        /// Keys of the commands, in the order of the lines.
        commands: Vec<i64>,
        /// What the change is committed with.
        event: Box<Event>,
    },
    /// This confirmation was kept before (double click, reload, back button): drop the change and show that one.
    Already {
        /// Key of the approval.
        approval_id: i64,
    },
}

/// What purpose the sealed part of a call is sealed for.
pub(super) fn sealed_for(organization_id: i64) -> String {
    format!("command_calls.sealed/{organization_id}")
}

#[derive(Serialize)]
struct CallRow<'a> {
    ord: usize,
    kind: &'static str,
    parameters: Box<serde_json::value::RawValue>,
    sealed: Option<String>,
    on_behalf_of: Option<&'a str>,
    lanes: Vec<String>,
}

#[derive(Serialize)]
struct CommandRow<'a> {
    ord: usize,
    call: usize,
    kind: &'static str,
    quota: Option<&'a str>,
    recipient: &'a str,
    name: &'a str,
    amount: Option<String>,
}

/// Keeps what a member wants done. Nothing is sent here: where somebody must agree its calls are held, else they wait for the
/// executor.
///
/// # Errors
/// When the database refuses, nothing is asked for, or there is no member behind the change.
pub async fn intend<P>(
    change: &mut Change<P>,
    confirmation: &Confirmation<'_>,
    plans: &[Plan],
) -> Result<Intended, Error> {
    let lines: Vec<&Line> = plans.iter().flat_map(|plan| &plan.lines).collect();
    if lines.is_empty() || lines.iter().enumerate().any(|(place, line)| line.follows.is_some_and(|of| of.line >= place))
    {
        return Err(Error::Protocol("a confirmation without recipients, or one that follows itself".to_owned()));
    }
    let total: Decimal = lines.iter().filter_map(|line| line.amount).sum();
    let Some(approval_id) = insert_approval(change, confirmation, plans, (lines.len(), total)).await? else {
        let approval_id = same(change, confirmation.token).await?;
        return Ok(Intended::Already { approval_id });
    };
    let cuts = cut(plans);
    let calls = insert_calls(change, confirmation, plans, (approval_id, &cuts)).await?;
    let commands = insert_commands(change, confirmation, plans, (approval_id, &cuts, &calls)).await?;
    link_followers(change, &lines, &commands).await?;
    let fields = Fields::new()
        .set("kind", confirmation.issue.kind().as_str())
        .set("commands", commands.len())
        .set("amount", total.to_string())
        .set("currency", confirmation.currency)
        .set("steps", confirmation.issue.steps())
        .set("digest", hex::encode(digest(confirmation.account_id, confirmation.currency, plans)));
    let event = Event::new(Deed::ApprovalMade, approval_id).after(fields).because(confirmation.remark);
    Ok(Intended::New { approval_id, commands, event: Box::new(event) })
}

async fn insert_approval<P>(
    change: &mut Change<P>,
    confirmation: &Confirmation<'_>,
    plans: &[Plan],
    (count, total): (usize, Decimal),
) -> Result<Option<i64>, Error> {
    let (org, now, made_by) = (change.org(), change.now(), change.member_id());
    let issue = confirmation.issue;
    let is_asked = issue.steps() > 0;
    sqlx::query_scalar!(
        "insert into approvals (organization_id, kind, code, steps, amount, currency, commands, facts, digest, token, remark, made_by,
           made_at, state, expires_at, decided_at, change_set_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         on conflict (organization_id, token) do nothing returning id",
        org,
        issue.kind().as_str(),
        issue.second().filter(|_| is_asked).map(|code| code.as_str()),
        issue.steps(),
        confirmation.currency.map(|_| total),
        confirmation.currency,
        i32::try_from(count).unwrap_or(i32::MAX),
        confirmation.facts,
        digest(confirmation.account_id, confirmation.currency, plans),
        confirmation.token,
        confirmation.remark,
        made_by,
        now,
        if is_asked { "pending" } else { "approved" },
        now + VALIDITY,
        (!is_asked).then_some(now),
        confirmation.change_set_id,
    )
    .fetch_optional(&mut **change)
    .await
}

/// The approval that this confirmation was kept as before.
async fn same<P>(change: &mut Change<P>, token: &str) -> Result<i64, Error> {
    let org = change.org();
    sqlx::query_scalar!("select id from approvals where organization_id = $1 and token = $2", org, token)
        .fetch_one(&mut **change)
        .await
}

async fn insert_calls<P>(
    change: &mut Change<P>,
    confirmation: &Confirmation<'_>,
    plans: &[Plan],
    (approval_id, cuts): (i64, &[Cut]),
) -> Result<Vec<i64>, Error> {
    let (org, now) = (change.org(), change.now());
    let lines: Vec<&Line> = plans.iter().flat_map(|plan| &plan.lines).collect();
    let mut rows = Vec::with_capacity(cuts.len());
    for (ord, cut) in cuts.iter().enumerate() {
        let plan = &plans[cut.plan];
        let (parameters, sealed) = kept(change, plan)?;
        let first = cut.lines.first().map_or("", |place| lines[*place].recipient.as_str());
        let lanes = plan.write.lanes(plan.on_behalf_of.as_deref(), first);
        let on_behalf_of = plan.on_behalf_of.as_deref();
        rows.push(CallRow { ord, kind: plan.write.kind().as_str(), parameters, sealed, on_behalf_of, lanes });
    }
    let state = if confirmation.issue.steps() > 0 { "held" } else { "waiting" };
    let mut ids = sqlx::query_scalar!(
        "insert into command_calls (organization_id, account_id, approval_id, kind, parameters, sealed, on_behalf_of, lanes, state, not_before)
         select $1, $2, $3, x.kind, x.parameters, decode(x.sealed, 'hex'), x.on_behalf_of,
           array(select jsonb_array_elements_text(x.lanes)), $4, $5
         from jsonb_to_recordset($6) as x(ord integer, kind text, parameters jsonb, sealed text, on_behalf_of text, lanes jsonb)
         order by x.ord returning id",
        org,
        confirmation.account_id,
        approval_id,
        state,
        now,
        Json(&rows) as _,
    )
    .fetch_all(&mut **change)
    .await?;
    // Keys are drawn in the order of the rows.
    ids.sort_unstable();
    Ok(ids)
}

/// What of a write may lie open in the database, and what is sealed.
fn kept<P>(change: &Change<P>, plan: &Plan) -> Result<(Box<serde_json::value::RawValue>, Option<String>), Error> {
    let unreadable = |_| Error::Protocol("a write that cannot be kept".to_owned());
    let whole = serde_json::to_string(&plan.write).map_err(unreadable)?;
    if !plan.write.is_personal() {
        return Ok((to_raw_value(&plan.write).map_err(unreadable)?, None));
    }
    let open = serde_json::json!({ "sealed": plan.write.kind().as_str() });
    let sealed = change.key().seal(&sealed_for(change.org()), &SecretString::from(whole));
    let sealed = sealed.map_err(|error| Error::Protocol(error.to_string()))?;
    Ok((to_raw_value(&open).map_err(unreadable)?, Some(hex::encode(sealed))))
}

async fn insert_commands<P>(
    change: &mut Change<P>,
    confirmation: &Confirmation<'_>,
    plans: &[Plan],
    (approval_id, cuts, calls): (i64, &[Cut], &[i64]),
) -> Result<Vec<i64>, Error> {
    let (org, now) = (change.org(), change.now());
    let lines: Vec<&Line> = plans.iter().flat_map(|plan| &plan.lines).collect();
    let mut rows = Vec::with_capacity(lines.len());
    for (call, cut) in cuts.iter().enumerate() {
        let write = &plans[cut.plan].write;
        rows.extend(cut.lines.iter().map(|place| CommandRow {
            ord: *place,
            call: call + 1,
            kind: write.kind().as_str(),
            quota: write.quota(),
            recipient: &lines[*place].recipient,
            name: &lines[*place].name,
            amount: lines[*place].amount.map(|amount| amount.to_string()),
        }));
    }
    let mut ids = sqlx::query_scalar!(
        "insert into commands (organization_id, account_id, call_id, approval_id, kind, quota_remote_id, recipient_remote_id,
           recipient_name, amount, currency, state, made_at, changed_at)
         select $1, $2, ($3::bigint[])[x.call], $4, x.kind, x.quota, x.recipient, x.name, x.amount,
           case when x.amount is not null then $5::text end, 'intent', $6, $6
         from jsonb_to_recordset($7)
           as x(ord integer, call integer, kind text, quota text, recipient text, name text, amount numeric)
         order by x.ord returning id",
        org,
        confirmation.account_id,
        calls,
        approval_id,
        confirmation.currency,
        now,
        Json(&rows) as _,
    )
    .fetch_all(&mut **change)
    .await?;
    ids.sort_unstable();
    Ok(ids)
}

/// Ties lines to those they wait for (CMD-15).
async fn link_followers(connection: &mut PgConnection, lines: &[&Line], commands: &[i64]) -> Result<(), Error> {
    for (line, command) in lines.iter().zip(commands) {
        let Some(follows) = line.follows else { continue };
        sqlx::query!(
            "update commands set follows_id = $2, follows_less = $3 where id = $1",
            command,
            commands[follows.line],
            follows.less,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
