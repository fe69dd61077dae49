//! Whom money may go to or come back from, and what the payer has: the vendor's snapshots with their age (CMD-13).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{access::Seen, accounts::rules::Holding, db::Error, values::Masked};

/// A customer or reseller with what it has.
#[derive(Debug, Clone)]
pub struct Party {
    /// Whose customer it is; of a reseller the distributor's.
    pub organization_id: i64,
    /// The reseller whose customer it is, by the vendor's id, when that is not the asking organisation itself (API-8).
    pub on_behalf_of: Option<String>,
    /// Name of that organisation.
    pub owner: String,
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub association_type: Option<String>,
    pub is_left: bool,
    /// Available amount of a customer, cash of a reseller; none: not read yet.
    pub balance: Option<Decimal>,
    pub debt: Option<Decimal>,
    /// When that was last read.
    pub read_at: Option<DateTime<Utc>>,
}

/// Whom a form means.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Keys of rows that were ticked.
    pub ids: &'a [i64],
    /// Account names and vendor's ids as typed.
    pub words: &'a [String],
}

/// Customers that are meant: the organisation's own and those of resellers for which it acts, as far as they are seen (AM-10,
/// AM-13).
pub async fn customers(connection: &mut PgConnection, seen: Seen<'_>, wanted: Wanted<'_>) -> Result<Vec<Party>, Error> {
    sqlx::query_as!(
        Party,
        r#"select c.organization_id, r.remote_id as "on_behalf_of?", o.name as owner, c.remote_id, c.account_name, c.name as "name: _",
             c.customer_type, c.association_type,
             (c.left_at is not null or r.left_at is not null) as "is_left!", b.amount as "balance?", b.debt_amount as "debt?",
             (select f.completed_at from freshness($1, '{customer_balances}') f limit 1) as read_at
           from customers c
           join organizations o on o.id = c.organization_id
           left join lateral (
             select r.remote_id, r.left_at from resellers r
             where r.organization_id = $1 and r.child_id = c.organization_id order by r.left_at is not null, r.id limit 1
           ) r on true
           left join customer_balances b on b.organization_id = c.organization_id and b.customer_id = c.remote_id and b.gone_at is null
           where c.organization_id = any($5)
             and (c.id = any($3) or c.remote_id = any($4) or lower(c.account_name) = any(select lower(w) from unnest($4) w))
             and ($2::bigint[] is null or c.organization_id <> $1 or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($2)))
           order by c.left_at is not null, c.organization_id <> $1, lower(c.account_name), c.id limit 500"#,
        seen.own,
        seen.managers,
        wanted.ids,
        wanted.words,
        seen.organizations,
    )
    .fetch_all(connection)
    .await
}

/// Resellers of a distributor that are meant; only those of the organisations `among`, if given (AM-10).
pub async fn resellers(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
    wanted: Wanted<'_>,
) -> Result<Vec<Party>, Error> {
    sqlx::query_as!(
        Party,
        r#"select r.organization_id, null::text as on_behalf_of, o.name as owner, r.remote_id, coalesce(nullif(r.account_name, ''), r.remote_id) as "account_name!", o.name as "name: _",
             1 as customer_type, null::text as association_type, r.left_at is not null as "is_left!", b.amount as "balance?",
             null::numeric as debt, (select f.completed_at from freshness($1, '{partner_balances}') f limit 1) as read_at
           from resellers r
           join organizations o on o.id = r.child_id
           left join lateral (
             select sum(amount) as amount from partner_balances b
             where b.organization_id = r.child_id and b.account_type = 1 and b.gone_at is null
           ) b on true
           where r.organization_id = $1
             and (r.id = any($3) or r.remote_id = any($4) or lower(r.account_name) = any(select lower(w) from unnest($4) w)
               or lower(o.name) = any(select lower(w) from unnest($4) w))
             and ($2::bigint[] is null or r.child_id = any($2))
           order by r.left_at is not null, 5, r.id limit 500"#,
        organization_id,
        among,
        wanted.ids,
        wanted.words,
    )
    .fetch_all(connection)
    .await
}

/// What the payer has.
#[derive(Debug, Clone)]
pub struct Payer {
    /// Its accounts of one currency.
    pub holdings: Vec<Holding>,
    /// That currency, ISO 4217.
    pub currency: String,
    /// When that was last read.
    pub read_at: Option<DateTime<Utc>>,
}

/// The payer's accounts at the vendor's last answer; none: not read yet.
pub async fn payer(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Payer>, Error> {
    let rows = sqlx::query!(
        r#"select account_type, currency, amount, designated_amount,
             (select f.completed_at from freshness($1, '{partner_balances}') f limit 1) as read_at
           from partner_balances where organization_id = $1 and gone_at is null
           order by account_type, vendor_account_id, currency"#,
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (currency, read_at) = (first.currency.clone(), first.read_at);
    let own = rows.into_iter().filter(|row| row.currency == currency);
    let holdings = own
        .map(|row| Holding {
            account_type: row.account_type,
            amount: row.amount,
            designated_amount: row.designated_amount,
        })
        .collect();
    Ok(Some(Payer { holdings, currency, read_at }))
}

/// Lets one confirmation about money at a time into an organisation, so that the second counts what the first will draw.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
