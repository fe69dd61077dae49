//! Versions of closed cycles and what each changed (BILL-43).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    bills::{forms::monthly::ChangeFilters, rules::DataSet},
    db::Error,
    web::pager::LIMIT,
};

/// One difference.
#[derive(Debug)]
pub struct Change {
    pub id: i64,
    pub version: i32,
    pub kind: String,
    pub customer_id: Option<String>,
    pub customer_key: Option<i64>,
    pub account_name: Option<String>,
    /// Code of the product type.
    pub service_code: Option<String>,
    /// Its name as it was sent.
    pub service: Option<String>,
    pub before: Option<Decimal>,
    pub after: Option<Decimal>,
    pub found_at: DateTime<Utc>,
}

/// One page of the differences of a cycle, latest first, and one row more; only of the customers of `managers`, if given
/// (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    (filters, managers): (&ChangeFilters, Option<&[i64]>),
    after: Option<i64>,
) -> Result<Vec<Change>, Error> {
    match filters.data_set {
        DataSet::Detail => {
            of_details(connection, organization_id, (filters, managers), after.unwrap_or(i64::MAX)).await
        }
        DataSet::Monthly | DataSet::PartnerBill => {
            of_sums(connection, organization_id, (filters, managers), after.unwrap_or(i64::MAX)).await
        }
    }
}

async fn of_sums(
    connection: &mut PgConnection,
    organization_id: i64,
    (filters, managers): (&ChangeFilters, Option<&[i64]>),
    after: i64,
) -> Result<Vec<Change>, Error> {
    sqlx::query_as!(
        Change,
        r#"select h.id, h.version, h.kind, h.customer_id, c.id as "customer_key?", c.account_name as "account_name?",
             h.service_code, h.service, h.before, h.after, h.found_at
           from (
             select id, version, kind, found_at, coalesce(after, before) ->> 'customer_id' as customer_id,
               coalesce(after, before) ->> 'cloud_service_type' as service_code,
               coalesce(coalesce(after, before) ->> 'cloud_service_type_name', coalesce(after, before) ->> 'cloud_service_type') as service,
               nullif(before ->> 'amount', '')::numeric as before, nullif(after ->> 'amount', '')::numeric as after
             from monthly_bill_changes
             where organization_id = $1 and bill_month = $2 and id < $3 and ($4::text is null or kind = $4)
               and ($5::text is null or coalesce(after, before) ->> 'customer_id' = $5
                 or coalesce(after, before) ->> 'customer_id' = any(array(
                   select remote_id from customers where organization_id = $1
                     and (strpos(lower(account_name), lower($5)) > 0 or customer_name_found(customer_type, name, $5)))))
               and ($7::bigint[] is null or coalesce(after, before) ->> 'customer_id' = any(array(
                 select k.remote_id from customer_assignments a join customers k on k.id = a.customer_id
                 where k.organization_id = $1 and a.ended_at is null and a.member_id = any($7))))
             order by id desc limit $6
           ) h
           left join customers c on c.organization_id = $1 and c.remote_id = h.customer_id
           order by h.id desc"#,
        organization_id,
        filters.cycle.first_day(),
        after,
        filters.kind,
        filters.customer,
        LIMIT,
        managers,
    )
    .fetch_all(connection)
    .await
}

async fn of_details(
    connection: &mut PgConnection,
    organization_id: i64,
    (filters, managers): (&ChangeFilters, Option<&[i64]>),
    after: i64,
) -> Result<Vec<Change>, Error> {
    sqlx::query_as!(
        Change,
        r#"select h.id, h.version, h.kind, h.customer_id, c.id as "customer_key?", c.account_name as "account_name?",
             h.service_code, h.service, h.before, h.after, h.found_at
           from (
             select id, version, kind, found_at, coalesce(after, before) ->> 'customer_id' as customer_id,
               coalesce(after, before) ->> 'service_type_code' as service_code,
               coalesce(coalesce(after, before) ->> 'service_type_name', coalesce(after, before) ->> 'service_type_code') as service,
               (before ->> 'payment_amount')::numeric as before, (after ->> 'payment_amount')::numeric as after
             from consumption_changes
             where organization_id = $1 and bill_month = $2 and id < $3 and ($4::text is null or kind = $4)
               and ($5::text is null or coalesce(after, before) ->> 'customer_id' = $5
                 or coalesce(after, before) ->> 'customer_id' = any(array(
                   select remote_id from customers where organization_id = $1
                     and (strpos(lower(account_name), lower($5)) > 0 or customer_name_found(customer_type, name, $5)))))
               and ($7::bigint[] is null or coalesce(after, before) ->> 'customer_id' = any(array(
                 select k.remote_id from customer_assignments a join customers k on k.id = a.customer_id
                 where k.organization_id = $1 and a.ended_at is null and a.member_id = any($7))))
             order by id desc limit $6
           ) h
           left join customers c on c.organization_id = $1 and c.remote_id = h.customer_id
           order by h.id desc"#,
        organization_id,
        filters.cycle.first_day(),
        after,
        filters.kind,
        filters.customer,
        LIMIT,
        managers,
    )
    .fetch_all(connection)
    .await
}

/// A version of a closed cycle's figures.
#[derive(Debug)]
pub struct Version {
    pub version: i32,
    pub lines: i64,
    pub sums: Value,
    pub pulled_at: DateTime<Utc>,
}

/// Versions of a cycle, latest first.
pub async fn versions(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &ChangeFilters,
) -> Result<Vec<Version>, Error> {
    sqlx::query_as!(
        Version,
        "select version, lines, sums, pulled_at from bill_versions
         where organization_id = $1 and bill_month = $2 and data_set = $3 order by version desc limit 20",
        organization_id,
        filters.cycle.first_day(),
        filters.data_set.as_str(),
    )
    .fetch_all(connection)
    .await
}
