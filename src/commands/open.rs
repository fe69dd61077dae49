//! What is under way, for forms that count it beside the vendor's figures (QUOTA-14, CMD-13), and by which connection a new
//! command leaves.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{kind::Kind, state::State};
use crate::{cloud::Site, db::Error};

/// A command that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Key.
    pub id: i64,
    /// What.
    pub kind: Kind,
    /// `intent`, `sending`, `unknown`, or `confirmed` and not yet proved.
    pub state: State,
    /// The quota it draws on or returns to, by the vendor's id.
    pub quota: Option<String>,
    /// Reseller, customer, child quota or coupon, by the vendor's id.
    pub recipient: String,
    /// Whole currency units, exact.
    pub amount: Option<Decimal>,
    /// The reseller it is done for.
    pub on_behalf_of: Option<String>,
}

impl Open {
    /// Whether it is over: done, but not yet in the balance that was read ([`drawing`]).
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.state == State::Reconciled
    }
}

/// Commands of these kinds that are not over, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn open(connection: &mut PgConnection, organization_id: i64, kinds: &[Kind]) -> Result<Vec<Open>, Error> {
    open_among(connection, &[organization_id], kinds).await
}

/// The same of several organisations: a distributor's, and the reseller's for which it acts (API-8).
///
/// # Errors
/// When the database refuses.
pub async fn open_among(
    connection: &mut PgConnection,
    organizations: &[i64],
    kinds: &[Kind],
) -> Result<Vec<Open>, Error> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let rows = sqlx::query!(
        "select c.id, c.kind, c.state, c.quota_remote_id, c.recipient_remote_id, c.amount, l.on_behalf_of
         from commands c join command_calls l on l.id = c.call_id
         where c.organization_id = any($1) and c.kind = any($2::text[]) and c.state in ('intent', 'sending', 'unknown', 'confirmed')
         order by c.id",
        organizations,
        words as _,
    )
    .fetch_all(connection)
    .await?;
    let read = |row: (i64, String, String)| Some((row.0, Kind::parse(&row.1)?, State::parse(&row.2)?));
    let known = rows.into_iter().filter_map(|row| {
        let (id, kind, state) = read((row.id, row.kind, row.state))?;
        Some(Open {
            id,
            kind,
            state,
            quota: row.quota_remote_id,
            recipient: row.recipient_remote_id,
            amount: row.amount,
            on_behalf_of: row.on_behalf_of,
        })
    });
    Ok(known.collect())
}

/// What draws on a balance of `owner` beside what the vendor said it is: commands that are not over, and those that were done
/// after it was last read ([`State::Reconciled`], with what was really taken), which the figure does not show yet (CMD-13). The
/// kinds draw on the same balance.
///
/// # Errors
/// When the database refuses.
pub async fn drawing(
    connection: &mut PgConnection,
    organizations: &[i64],
    kinds: &[Kind],
    owner: i64,
) -> Result<Vec<Open>, Error> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let resource = kinds.first().map_or("", |kind| kind.balance());
    let rows = sqlx::query!(
        r#"select c.id, c.kind, c.state, c.quota_remote_id, c.recipient_remote_id, l.on_behalf_of,
             case c.state when 'reconciled' then coalesce(c.taken, c.amount) else c.amount end as amount
           from commands c join command_calls l on l.id = c.call_id
           where c.organization_id = any($1) and c.kind = any($2::text[]) and (c.state in ('intent', 'sending', 'unknown', 'confirmed')
             or c.state = 'reconciled' and c.outcome = 'applied' and coalesce(l.answered_at, c.changed_at)
               > (select max(f.completed_at) from freshness($3, array[$4]) f))
           order by c.id"#,
        organizations,
        words as _,
        owner,
        resource,
    )
    .fetch_all(connection)
    .await?;
    let read = |kind: &str, state: &str| Some((Kind::parse(kind)?, State::parse(state)?));
    let known = rows.into_iter().filter_map(|row| {
        let (kind, state) = read(&row.kind, &row.state)?;
        Some(Open {
            id: row.id,
            kind,
            state,
            quota: row.quota_remote_id,
            recipient: row.recipient_remote_id,
            amount: row.amount,
            on_behalf_of: row.on_behalf_of,
        })
    });
    Ok(known.collect())
}

/// By which connection, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFor {
    /// Key of the connection.
    pub account_id: i64,
    /// Its site.
    pub site: Site,
    /// The asking organisation's own vendor id, when it acts over its distributor's connection (API-8).
    pub on_behalf_of: Option<String>,
}

/// The connection by which an organisation has this kind done: its own, or its distributor's in its name; none when no
/// connected site offers it.
///
/// # Errors
/// When the database refuses.
pub async fn account_for(
    connection: &mut PgConnection,
    organization_id: i64,
    kind: Kind,
) -> Result<Option<AccountFor>, Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", site as "site!", on_behalf_of from writing_accounts($1)"#,
        organization_id
    )
    .fetch_all(connection)
    .await?;
    let known = rows.into_iter().filter_map(|row| {
        let site: Site = row.site.parse().ok()?;
        Some(AccountFor { account_id: row.account_id, site, on_behalf_of: row.on_behalf_of })
    });
    Ok(known.into_iter().find(|account| account.site.offers(kind.sites())))
}
