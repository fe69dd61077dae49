//! Balances of partners and the consumption quota, with every value they had.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, web::pager::LIMIT};

/// One account of a partner.
#[derive(Debug)]
pub struct Balance {
    pub account_type: i32,
    pub vendor_account_id: String,
    pub currency: String,
    pub amount: Decimal,
    pub designated_amount: Option<Decimal>,
    pub credit_amount: Option<Decimal>,
    pub memo: Option<String>,
    pub gone_at: Option<DateTime<Utc>>,
    pub fetched_at: DateTime<Utc>,
    /// The balance after the latest line of the statement; `None` while the statement may not know of the latest change.
    pub stated: Option<Decimal>,
    /// What transfers done here have moved out, less what take-backs brought, after all balances were last read.
    pub done: Option<Decimal>,
}

/// Accounts of a partner, present ones first. Cash and credit come with what the statement says of them, once it was read
/// a quarter of an hour after they last changed: so late may its lines be (SYNC-3, SYNC-5). A balance that was read before the
/// latest line is not comparable.
pub async fn balances(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Balance>, Error> {
    sqlx::query_as!(
        Balance,
        r#"select account_type, vendor_account_id, currency, amount, designated_amount, credit_amount, memo, gone_at, fetched_at,
             case when b.gone_at is null and (select f.completed_at from freshness($1, '{partner_statement}') f limit 1)
                 >= b.fetched_at + interval '15 minutes'
             then (select s.balance_after_change from partner_statement s
               where s.organization_id = b.organization_id and s.currency = b.currency and s.balance_type =
                 case b.account_type when 1 then 'BALANCE_TYPE_DEBIT' when 2 then 'BALANCE_TYPE_CREDIT' end
                 and not exists (select from partner_statement n where n.organization_id = b.organization_id and n.currency = b.currency
                   and n.balance_type = s.balance_type and n.trade_time > greatest(b.fetched_at, r.completed_at))
               order by s.trade_time desc, s.id limit 1) end as stated,
             (select sum(coalesce(c.taken, c.amount) * case when c.kind in ('customer_transfer', 'reseller_transfer') then 1 else -1 end)
              from commands c join command_calls l on l.id = c.call_id
              where c.organization_id = $1 and c.currency = b.currency and c.state = 'reconciled' and c.outcome = 'applied'
                and c.kind in ('customer_transfer', 'reseller_transfer', 'customer_takeback', 'reseller_takeback')
                and (l.on_behalf_of is null or exists (select from organizations o where o.id = $1 and o.parent_id is not null))
                and coalesce(l.answered_at, c.changed_at) > r.completed_at) as done
           from partner_balances b left join (select max(f.completed_at) as completed_at from freshness($1, '{partner_balances}') f) r on true where b.organization_id = $1
           order by gone_at is not null, account_type, vendor_account_id, currency"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// A value an account had from then on.
#[derive(Debug)]
pub struct Change {
    pub account_type: i32,
    pub vendor_account_id: String,
    pub amount: Decimal,
    pub designated_amount: Option<Decimal>,
    pub currency: String,
    pub found_at: DateTime<Utc>,
}

/// The latest changes of a partner's balances, newest first.
pub async fn changes(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Change>, Error> {
    sqlx::query_as!(
        Change,
        "select b.account_type, b.vendor_account_id, c.amount, c.designated_amount, c.currency, c.found_at
         from partner_balance_changes c join partner_balances b on b.id = c.balance_id
         where c.organization_id = $1 order by c.id desc limit 50",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// One account as [`resellers`] reads it; amounts are decimal texts.
#[derive(Debug, serde::Deserialize)]
pub struct Account {
    pub account_type: i32,
    pub currency: String,
    pub amount: String,
    pub designated_amount: Option<String>,
}

/// A reseller with its accounts.
#[derive(Debug)]
pub struct Reseller {
    pub organization_id: i64,
    pub name: String,
    pub reseller_id: Option<i64>,
    pub accounts: Json<Vec<Account>>,
    pub fetched_at: Option<DateTime<Utc>>,
}

/// One page of resellers by name with the accounts each has, and one row more.
pub async fn resellers(
    connection: &mut PgConnection,
    organizations: &[i64],
    name: Option<&str>,
    after: Option<(String, i64)>,
) -> Result<Vec<Reseller>, Error> {
    let (after_name, after_id) = after.unwrap_or_default();
    sqlx::query_as!(
        Reseller,
        r#"select o.id as organization_id, o.name, r.id as "reseller_id?",
             coalesce(b.accounts, '[]') as "accounts!: Json<Vec<Account>>", b.fetched_at
           from (
             select id, name from organizations
             where id = any($1) and (name, id) > ($2, $3) and ($4::text is null or strpos(lower(name), lower($4)) > 0)
             order by name, id limit $5
           ) o
           left join resellers r on r.child_id = o.id
           left join lateral (
             select jsonb_agg(jsonb_build_object('account_type', account_type, 'currency', currency, 'amount', amount::text,
               'designated_amount', designated_amount::text) order by account_type) as accounts, max(fetched_at) as fetched_at
             from partner_balances where organization_id = o.id and gone_at is null
           ) b on true
           order by o.name, o.id"#,
        organizations,
        after_name,
        after_id,
        name,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A value the consumption quota had from then on (ACCT-23).
#[derive(Debug)]
pub struct Quota {
    pub consumption_quota: Option<Decimal>,
    pub used_consumption_quota: Option<Decimal>,
    pub amount: Option<Decimal>,
    pub coupon_amount: Option<Decimal>,
    pub due_amount: Option<Decimal>,
    pub unbilled_amount: Option<Decimal>,
    pub currency: String,
    pub fetched_at: DateTime<Utc>,
}

/// The latest values of the quota, the present one first.
pub async fn quotas(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Quota>, Error> {
    sqlx::query_as!(
        Quota,
        "select consumption_quota, used_consumption_quota, amount, coupon_amount, due_amount, unbilled_amount, currency, fetched_at
         from consumption_quotas where organization_id = $1 order by id desc limit 50",
        organization_id,
    )
    .fetch_all(connection)
    .await
}
