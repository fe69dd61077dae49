//! Sums of records and children of one quota, for the comparison of QUOTA-5.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, sync::Freshness, vouchers::rules::tally::Tally};

/// What stands beside a quota's balance (CMD-13), and whether the vendor lets it be issued from at all (QUOTA-4).
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// Amounts of open commands that draw on it, in its currency.
    pub open: Decimal,
    /// How many those are.
    pub open_count: i64,
    /// See `uses_coupons_itself`.
    pub uses_coupons: bool,
}

/// What the mirrored records and children of quota `remote_id` say, as far as `organizations` hold them; and how fresh the
/// resources `names` are for `asking`, which decides what the sums are worth; and what stands beside it now. One round trip.
pub async fn of(
    connection: &mut PgConnection,
    organizations: &[i64],
    remote_id: &str,
    (asking, names): (i64, &[String]),
    now: DateTime<Utc>,
) -> Result<(Tally, Vec<Freshness>, Beside), Error> {
    let row = sqlx::query!(
        r#"with coupons as (
             select coalesce(sum(amount) filter (where operation_type = '1'), 0) as issued,
               coalesce(sum(amount) filter (where operation_type in ('2', '3', '4', '5', '6', '7', '8', '9')), 0) as returned
             from coupon_records where organization_id = any($1) and quota_remote_id = $2 and result = '0'
           ),
           children as (
             select coalesce(sum(quota_value), 0) as value
             from issued_quotas where organization_id = any($1) and parent_remote_id = $2
           ),
           taken as (
             select coalesce(sum(amount) filter (where parent_remote_id = $2), 0) as back,
               coalesce(sum(amount) filter (where quota_remote_id = $2), 0) as away
             from quota_records
             where organization_id = any($1) and (parent_remote_id = $2 or quota_remote_id = $2)
               and operation_type = '11' and result = '0'
           ),
           beside as (
             select coalesce(sum(amount), 0) as open, count(*) as open_count
             from commands where organization_id = $3 and quota_remote_id = $2 and kind in ('quota_issue', 'coupon_issue')
               and state in ('intent', 'sending', 'unknown', 'confirmed')
           )
           select children.value as "children!", taken.back as "taken_back!", coupons.issued as "coupons_issued!",
             coupons.returned as "coupons_returned!", taken.away as "reclaimed!",
             (select json_agg(to_json(f)) from freshness($3, $4) f) as "known: Json<Vec<Freshness>>",
             beside.open as "open!", beside.open_count as "open_count!", uses_coupons_itself($3, $5) as "uses_coupons!"
           from coupons, children, taken, beside"#,
        organizations,
        remote_id,
        asking,
        names,
        now,
    )
    .fetch_one(connection)
    .await?;
    let tally = Tally {
        children: row.children,
        taken_back: row.taken_back,
        coupons_issued: row.coupons_issued,
        coupons_returned: row.coupons_returned,
        reclaimed: row.reclaimed,
    };
    let beside = Beside { open: row.open, open_count: row.open_count, uses_coupons: row.uses_coupons };
    Ok((tally, row.known.map(|Json(known)| known).unwrap_or_default(), beside))
}
