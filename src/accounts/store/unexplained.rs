//! Accounts whose balance the statement does not explain (SYNC-3), for the list of differences.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, sync::Freshness};

/// An account with a difference.
#[derive(Debug, Deserialize)]
pub struct Unexplained {
    /// The vendor's number of the account.
    pub vendor_account_id: String,
    /// The snapshot, in `currency`.
    #[serde(with = "rust_decimal::serde::str")]
    pub balance: Decimal,
    /// The balance after the latest line of the statement.
    #[serde(with = "rust_decimal::serde::str")]
    pub stated: Decimal,
    /// Currency of both.
    pub currency: String,
    /// When the snapshot last changed.
    pub since: DateTime<Utc>,
}

/// Cash and credit accounts whose balance is another one than after the latest line of the statement, once that was read a quarter
/// of an hour after the balance changed (SYNC-5) and none of its lines is later than the reading of the balance, if `sees_accounts`; and how fresh the resources `names` are. One round trip.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    names: &[String],
    sees_accounts: bool,
) -> Result<(Vec<Freshness>, Option<Vec<Unexplained>>), Error> {
    let row = sqlx::query!(
        r#"with stated as (
             select b.vendor_account_id, b.amount as balance, b.currency, b.fetched_at as since,
               (select s.balance_after_change from partner_statement s
                where s.organization_id = b.organization_id and s.currency = b.currency and s.balance_type =
                  case b.account_type when 1 then 'BALANCE_TYPE_DEBIT' when 2 then 'BALANCE_TYPE_CREDIT' end
                  and not exists (select from partner_statement n where n.organization_id = b.organization_id and n.currency = b.currency
                    and n.balance_type = s.balance_type and n.trade_time > greatest(b.fetched_at, r.completed_at))
                order by s.trade_time desc, s.id limit 1) as stated
             from partner_balances b left join (select max(f.completed_at) as completed_at from freshness($1, '{partner_balances}') f) r on true
             where $3 and b.organization_id = $1 and b.gone_at is null
               and (select f.completed_at from freshness($1, '{partner_statement}') f limit 1) >= b.fetched_at + interval '15 minutes'
           )
           select (select json_agg(to_json(f)) from freshness($1, $2) f) as "known: Json<Vec<Freshness>>",
             (select json_agg(json_build_object('vendor_account_id', vendor_account_id, 'balance', balance::text, 'currency', currency,
                'since', since, 'stated', stated::text) order by vendor_account_id)
              from stated where stated <> balance) as "accounts: Json<Vec<Unexplained>>""#,
        organization_id,
        names,
        sees_accounts,
    )
    .fetch_one(connection)
    .await?;
    let known = row.known.map(|Json(known)| known).unwrap_or_default();
    let accounts = row.accounts.map(|Json(accounts)| accounts).unwrap_or_default();
    Ok((known, sees_accounts.then_some(accounts)))
}
