//! Figures of the first page, in one round trip.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::db::Error;

/// What the member's organisation has now. Amounts are exact, in `currency`.
#[derive(Debug)]
pub struct Figures {
    /// Customers associated now, inside the member's scope (AM-13).
    pub customers: i64,
    /// Of these, verified.
    pub verified: i64,
    /// Cloud resellers associated now.
    pub resellers: i64,
    /// Members that are not deleted.
    pub members: i64,
    /// Currency of the amounts: the one the organisation settles in, if it has amounts in it (ORG-12), else that of its accounts;
    /// amounts in another are not added.
    pub currency: Option<String>,
    /// Left to issue in quotas that can be issued from (QUOTA-6), voucher and cash coupon together.
    pub quota_balance: Option<Decimal>,
    /// How many these are.
    pub quotas: i64,
    /// Of these, quotas that end within 30 days.
    pub quotas_ending: i64,
    /// Usable coupons issued to customers that have not expired (COUPON-3).
    pub coupons: i64,
    /// Of these, coupons that end within 30 days.
    pub coupons_ending: i64,
    /// May be transferred at most (ACCT-3).
    pub transferable: Option<Decimal>,
    /// Payable consumption of the open cycle; `None` for members who see only some customers.
    pub consumption: Option<Decimal>,
    /// Payable consumption of the cycle before.
    pub consumption_before: Option<Decimal>,
    /// Orders that wait for payment, approval or confirmation, inside the member's scope.
    pub orders_waiting: i64,
    /// Budgets of customers inside the member's scope (ACCT-21).
    pub budgets: i64,
    /// Of these, used by 80 % and more.
    pub budgets_short: i64,
    /// Resources whose latest reading did not complete.
    pub sync_problems: i64,
    /// Start of the latest complete reading by resource.
    pub read_at: Option<Json<HashMap<String, DateTime<Utc>>>>,
}

/// Whose figures, as of when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The member's organisation.
    pub organization_id: i64,
    /// Account managers whose customers the member sees; `None` = all (AM-13).
    pub managers: Option<&'a [i64]>,
    /// Organisations of the resellers the member sees; `None` = all (AM-10).
    pub resellers: Option<&'a [i64]>,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// First day of the open cycle.
    pub cycle: NaiveDate,
    /// First day of the cycle before.
    pub cycle_before: NaiveDate,
}

/// Counts and adds up what the organisation has.
pub async fn figures(connection: &mut PgConnection, asked: Asked<'_>) -> Result<Figures, Error> {
    sqlx::query_as!(
        Figures,
        r#"with customer as (
             select c.remote_id, c.verified_status from customers c where c.organization_id = $1 and c.left_at is null
               and ($2::bigint[] is null or exists (select from customer_assignments a
                 where a.customer_id = c.id and a.ended_at is null and a.member_id = any($2)))
           ),
           quota as (
             select balance, expires_at, currency from voucher_quotas
             where organization_id = $1 and status = 0 and unlisted_at is null
               and coalesce(effective_at, $3) <= $3 and expires_at > $3
           ),
           coupon as (
             select expires_at from coupons where organization_id = $1 and status = 2 and coalesce(expires_at, $3 + interval '1 day') > $3
               and ($2::bigint[] is null or customer_remote_id in (select remote_id from customer))
           ),
           holding as (
             select account_type, currency, sum(amount - coalesce(designated_amount, 0)) as free
             from partner_balances where organization_id = $1 and gone_at is null group by account_type, currency
           ),
           budget as (select used_amount >= budget_amount * 0.8 as short from customer_budgets where organization_id = $1 and gone_at is null
               and budget_amount > 0 and ($2::bigint[] is null or customer_id in (select remote_id from customer))
           ),
           money as (
             select coalesce((select settlement_currency_in(o, $4) from organizations o where o.id = $1 and settlement_currency_in(o, $4) in (
                 select currency from holding union select currency from consumption_by_customer where organization_id = $1)),
               (select currency from holding group by currency order by count(*) desc limit 1),
               (select currency from consumption_by_customer where organization_id = $1 order by bill_month desc limit 1),
               (select currency from voucher_quotas where organization_id = $1 limit 1)) as currency
           )
           select (select count(*) from customer) as "customers!", (select count(*) from customer where verified_status = '2') as "verified!",
             (select count(*) from resellers where organization_id = $1 and left_at is null and ($7::bigint[] is null or child_id = any($7))) as "resellers!",
             (select count(*) from members where organization_id = $1 and state <> 'deleted') as "members!",
             money.currency, (select sum(balance) from quota where quota.currency = money.currency) as quota_balance,
             (select count(*) from quota) as "quotas!", (select count(*) from quota where expires_at < $3 + interval '30 days') as "quotas_ending!",
             (select count(*) from coupon) as "coupons!", (select count(*) from coupon where expires_at < $3 + interval '30 days') as "coupons_ending!",
             coalesce((select sum(free) from holding where account_type = 8 and holding.currency = money.currency),
               (select sum(free) from holding where account_type in (1, 2))) as transferable,
             (select sum(payment_amount) from consumption_by_customer
               where organization_id = $1 and bill_month = $4 and consumption_by_customer.currency = money.currency and $2::bigint[] is null) as consumption,
             (select sum(payment_amount) from consumption_by_customer
               where organization_id = $1 and bill_month = $5 and consumption_by_customer.currency = money.currency and $2::bigint[] is null) as consumption_before,
             (select count(*) from orders o where o.organization_id = $1 and o.status in (1, 6, 9)
               and ($2::bigint[] is null or o.customer_id in (select remote_id from customer))) as "orders_waiting!",
             (select count(*) from budget) as "budgets!", (select count(*) from budget where short) as "budgets_short!",
             (select count(*) from sync_resources where organization_id = $1 and problem is not null) as "sync_problems!",
             (select jsonb_object_agg(f.resource, f.completed_at) from freshness($1, $6) f where f.completed_at is not null)
               as "read_at: _" from money"#,
        asked.organization_id,
        asked.managers,
        asked.now,
        asked.cycle,
        asked.cycle_before,
        &super::pages::sources(),
        asked.resellers,
    )
    .fetch_one(connection)
    .await
}
