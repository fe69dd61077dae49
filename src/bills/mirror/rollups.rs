//! Roll-ups of consumption lines: rebuilt once for every cycle that a reading touched.

use sqlx::PgConnection;

use super::cycles::Figures;
use crate::values::Month;

/// Whether readings found differences in a cycle that lead to this version.
pub async fn has_changes(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    version: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from consumption_changes
             where organization_id = $1 and bill_month = $2 and version = $3) as "found!""#,
        organization_id,
        month.first_day(),
        version,
    )
    .fetch_one(connection)
    .await
}

/// Rows and sums of a cycle, from its roll-up.
pub async fn figures(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
) -> Result<Figures, sqlx::Error> {
    sqlx::query_as!(
        Figures,
        r#"select coalesce(sum(lines), 0)::bigint as "lines!",
             coalesce(jsonb_object_agg(currency, jsonb_build_object(
               'list', official_amount::text, 'discount', official_discount_amount::text, 'payable', payment_amount::text,
               'refund', refund_amount::text, 'coupon', coupon_amount::text, 'outstanding', debt_amount::text)), '{}') as "sums!"
           from consumption_by_month where organization_id = $1 and bill_month = $2"#,
        organization_id,
        month.first_day(),
    )
    .fetch_one(connection)
    .await
}

/// Rebuilds the roll-ups of a cycle from its lines.
pub async fn roll_up(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    clear(connection, organization_id, month).await?;
    by_customer(connection, organization_id, month).await?;
    by_service(connection, organization_id, month).await?;
    by_month(connection, organization_id, month).await?;
    sqlx::query!("select roll_up_cycle($1, $2)", organization_id, month.first_day()).execute(connection).await.map(drop)
}

async fn clear(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with customers as (delete from consumption_by_customer where organization_id = $1 and bill_month = $2),
           services as (delete from consumption_by_service where organization_id = $1 and bill_month = $2)
         delete from consumption_by_month where organization_id = $1 and bill_month = $2",
        organization_id,
        month.first_day(),
    )
    .execute(connection)
    .await
    .map(drop)
}

async fn by_customer(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into consumption_by_customer (organization_id, bill_month, customer_id, currency, lines, zero_lines,
           official_amount, official_discount_amount, payment_amount, refund_amount, cash_amount, credit_amount, coupon_amount,
           flexipurchase_coupon_amount, stored_value_card_amount, debt_amount, writeoff_amount)
         select organization_id, bill_month, customer_id, currency, count(*),
           count(*) filter (where coalesce(payment_amount, 0) = 0),
           coalesce(sum(official_amount), 0), coalesce(sum(official_discount_amount), 0), coalesce(sum(payment_amount), 0),
           coalesce(sum(payment_amount) filter (where bill_detail_type in (4, 20, 24)), 0),
           coalesce(sum(cash_amount), 0), coalesce(sum(credit_amount), 0), coalesce(sum(coupon_amount), 0),
           coalesce(sum(flexipurchase_coupon_amount), 0), coalesce(sum(stored_value_card_amount), 0),
           coalesce(sum(debt_amount), 0), coalesce(sum(writeoff_amount), 0)
         from consumption_lines where organization_id = $1 and bill_month = $2
         group by organization_id, bill_month, customer_id, currency",
        organization_id,
        month.first_day(),
    )
    .execute(connection)
    .await
    .map(drop)
}

async fn by_service(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into consumption_by_service (organization_id, bill_month, service_type_code, region_code, currency, lines,
           zero_lines, payment_amount, service_type_name, region_name)
         select organization_id, bill_month, coalesce(service_type_code, ''), coalesce(region_code, ''), currency, count(*),
           count(*) filter (where coalesce(payment_amount, 0) = 0), coalesce(sum(payment_amount), 0),
           coalesce(max(service_type_name), ''), coalesce(max(region_name), '')
         from consumption_lines where organization_id = $1 and bill_month = $2
         group by organization_id, bill_month, coalesce(service_type_code, ''), coalesce(region_code, ''), currency",
        organization_id,
        month.first_day(),
    )
    .execute(connection)
    .await
    .map(drop)
}

async fn by_month(connection: &mut PgConnection, organization_id: i64, month: Month) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into consumption_by_month (organization_id, bill_month, currency, lines, zero_lines, official_amount,
           official_discount_amount, payment_amount, refund_amount, cash_amount, credit_amount, coupon_amount,
           flexipurchase_coupon_amount, stored_value_card_amount, debt_amount, writeoff_amount)
         select organization_id, bill_month, currency, sum(lines), sum(zero_lines), sum(official_amount),
           sum(official_discount_amount), sum(payment_amount), sum(refund_amount), sum(cash_amount), sum(credit_amount),
           sum(coupon_amount), sum(flexipurchase_coupon_amount), sum(stored_value_card_amount), sum(debt_amount),
           sum(writeoff_amount)
         from consumption_by_customer where organization_id = $1 and bill_month = $2
         group by organization_id, bill_month, currency",
        organization_id,
        month.first_day(),
    )
    .execute(connection)
    .await
    .map(drop)
}
