//! What is known about everybody and everything a sheet names: mirrors, never the vendor (QUOTA-14, ACCT-3).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    accounts::rules::{BALANCE, CREDIT, Holding, TRANSFERABLE, transferable_of},
    change_sets::rules::{
        column::Kind,
        ground::{Ground, Party, Stock},
    },
    db::Error,
};

/// Texts of the sheet that name something, each once.
#[derive(Debug, Default)]
pub struct Named {
    /// Resellers, customers, coupons.
    pub recipients: Vec<String>,
    /// Quotas and children.
    pub quotas: Vec<String>,
}

/// Everything that rows of this kind may name. `managers`: only their customers (AM-13); `among`: only resellers of these
/// organisations (AM-10).
pub async fn ground(
    connection: &mut PgConnection,
    organization_id: i64,
    (kind, named): (Kind, &Named),
    (managers, among): (Option<&[i64]>, Option<&[i64]>),
    now: DateTime<Utc>,
) -> Result<Ground, Error> {
    let mut ground = Ground::default();
    match kind {
        Kind::QuotaIssue => {
            ground.parties = resellers(connection, organization_id, &named.recipients, among).await?;
            ground.quotas = quotas(connection, organization_id, &named.quotas, now).await?;
        }
        Kind::CouponIssue => {
            ground.parties = customers(connection, organization_id, &named.recipients, managers).await?;
            ground.quotas = quotas(connection, organization_id, &named.quotas, now).await?;
        }
        Kind::QuotaReclaim => {
            ground.taken = children(connection, organization_id, (&named.quotas, among), now).await?;
            let parents: Vec<String> = ground.taken.values().filter_map(|child| child.parent.clone()).collect();
            ground.quotas = quotas(connection, organization_id, &parents, now).await?;
        }
        Kind::CouponReclaim => {
            ground.taken = coupons(connection, organization_id, (&named.recipients, managers), now).await?;
        }
        Kind::CustomerTransfer | Kind::CustomerTakeback => {
            ground.parties = customers(connection, organization_id, &named.recipients, managers).await?;
            ground.transferable = transferable(connection, organization_id).await?;
        }
    }
    Ok(ground)
}

/// By id and by account name in lower case.
fn by_name(parties: Vec<Party>) -> HashMap<String, Vec<Party>> {
    let mut found: HashMap<String, Vec<Party>> = HashMap::new();
    for party in parties {
        let name = party.account_name.to_lowercase();
        if !name.is_empty() && name != party.remote_id {
            found.entry(name).or_default().push(party.clone());
        }
        found.insert(party.remote_id.clone(), vec![party]);
    }
    found
}

async fn resellers(
    connection: &mut PgConnection,
    organization_id: i64,
    named: &[String],
    among: Option<&[i64]>,
) -> Result<HashMap<String, Vec<Party>>, Error> {
    let rows = sqlx::query_as!(
        Party,
        r#"select remote_id, coalesce(account_name, '') as "account_name!", left_at is not null as "has_left!", false as "is_advisor!"
           from resellers
           where organization_id = $1 and (remote_id = any($2) or lower(account_name) in (select lower(n) from unnest($2::text[]) n))
             and ($3::bigint[] is null or child_id = any($3))"#,
        organization_id,
        named,
        among,
    )
    .fetch_all(connection)
    .await?;
    Ok(by_name(rows))
}

async fn customers(
    connection: &mut PgConnection,
    organization_id: i64,
    named: &[String],
    managers: Option<&[i64]>,
) -> Result<HashMap<String, Vec<Party>>, Error> {
    let rows = sqlx::query_as!(
        Party,
        r#"select remote_id, account_name, left_at is not null as "has_left!", coalesce(association_type = '1', false) as "is_advisor!"
           from customers c
           where organization_id = $1 and (remote_id = any($2) or lower(account_name) in (select lower(n) from unnest($2::text[]) n))
             and ($3::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        organization_id,
        named,
        managers,
    )
    .fetch_all(connection)
    .await?;
    Ok(by_name(rows))
}

async fn quotas(
    connection: &mut PgConnection,
    organization_id: i64,
    named: &[String],
    now: DateTime<Utc>,
) -> Result<HashMap<String, Stock>, Error> {
    let rows = sqlx::query_as!(
        Stock,
        r#"select remote_id, coalesce(unlisted_at is null and status = 0 and effective_at <= $3 and expires_at > $3, false) as "is_sound!",
             effective_at, expires_at, coalesce(balance, 0) as "balance!", currency, null as parent, '' as "holder!",
             '' as "holder_name!"
           from voucher_quotas where organization_id = $1 and remote_id = any($2)"#,
        organization_id,
        named,
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.remote_id.clone(), row)).collect())
}

async fn children(
    connection: &mut PgConnection,
    organization_id: i64,
    (named, among): (&[String], Option<&[i64]>),
    now: DateTime<Utc>,
) -> Result<HashMap<String, Stock>, Error> {
    let rows = sqlx::query_as!(
        Stock,
        r#"select remote_id, coalesce(unlisted_at is null and status = 0 and expires_at > $3, false) as "is_sound!", effective_at,
             expires_at, coalesce(balance, 0) as "balance!", currency, parent_remote_id as parent,
             coalesce(reseller_remote_id, '') as "holder!", coalesce(reseller_account_name, '') as "holder_name!"
           from issued_quotas where organization_id = $1 and remote_id = any($2)
             and ($4::bigint[] is null or reseller_remote_id in (select s.remote_id from resellers s
               where s.organization_id = $1 and s.child_id = any($4)))"#,
        organization_id,
        named,
        now,
        among,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.remote_id.clone(), row)).collect())
}

async fn coupons(
    connection: &mut PgConnection,
    organization_id: i64,
    (named, managers): (&[String], Option<&[i64]>),
    now: DateTime<Utc>,
) -> Result<HashMap<String, Stock>, Error> {
    let rows = sqlx::query_as!(
        Stock,
        r#"select k.remote_id, coalesce(k.unlisted_at is null and k.status in (1, 2) and k.expires_at > $3, false) as "is_sound!",
             k.effective_at, k.expires_at, coalesce(k.balance, 0) as "balance!", k.currency,
             (select r.quota_remote_id from coupon_records r
              where r.organization_id = $1 and r.coupon_remote_id = k.remote_id and r.operation_type = '1' and r.result = '0'
              order by r.operated_at limit 1) as parent,
             coalesce(k.customer_remote_id, '') as "holder!", coalesce(u.account_name, k.customer_remote_id, '') as "holder_name!"
           from coupons k
           left join customers u on u.organization_id = k.organization_id and u.remote_id = k.customer_remote_id
           where k.organization_id = $1 and k.remote_id = any($2)
             and ($4::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = u.id and a.ended_at is null and a.member_id = any($4)))"#,
        organization_id,
        named,
        now,
        managers,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.remote_id.clone(), row)).collect())
}

/// What may be transferred (ACCT-3), in the currency of the partner's accounts; none when there is no account.
async fn transferable(connection: &mut PgConnection, organization_id: i64) -> Result<Option<(Decimal, String)>, Error> {
    let rows = sqlx::query!(
        "select account_type, amount, designated_amount, currency from partner_balances
         where organization_id = $1 and gone_at is null and account_type = any($2) order by account_type",
        organization_id,
        &[BALANCE, CREDIT, TRANSFERABLE],
    )
    .fetch_all(connection)
    .await?;
    let Some(currency) = rows.first().map(|row| row.currency.clone()) else { return Ok(None) };
    let holdings: Vec<Holding> = rows
        .into_iter()
        .filter(|row| row.currency == currency)
        .map(|row| Holding {
            account_type: row.account_type,
            amount: row.amount,
            designated_amount: row.designated_amount,
        })
        .collect();
    Ok(Some((transferable_of(&holdings), currency)))
}

/// Whether the vendor answered the latest issue, not longer than a day ago, that the partner uses coupons itself (QUOTA-4).
pub async fn uses_coupons(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select uses_coupons_itself($1, $2) as "uses!""#, organization_id, now)
        .fetch_one(connection)
        .await
}
