//! SQL of customers, as pages read them. What synchronisation writes is `mirror.rs`.

pub mod codes;
pub mod creation;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{
    access::Seen,
    db::Error,
    values::Masked,
    web::pager::{LIMIT, MANY},
};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    /// Association time, or the year 1 without one: the sort key of the list.
    pub sort_at: DateTime<Utc>,
    pub organization: String,
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub association_type: Option<String>,
    pub associated_at: Option<DateTime<Utc>>,
    pub verified_status: Option<String>,
    pub customer_level: Option<String>,
    pub label: Option<String>,
    pub is_frozen: Option<i32>,
    pub left_at: Option<DateTime<Utc>>,
    pub manager: Option<String>,
    /// Rows of the whole list, counted up to one more than are told.
    pub total: i64,
}

/// A customer with everything the vendor says about it.
#[derive(Debug)]
pub struct Customer {
    pub id: i64,
    pub organization_id: i64,
    pub organization: String,
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub association_type: Option<String>,
    pub associated_at: Option<DateTime<Utc>>,
    pub verified_status: Option<String>,
    pub customer_level: Option<String>,
    pub label: Option<String>,
    pub is_frozen: Option<i32>,
    pub country_code: Option<String>,
    pub telephone: Option<Masked<String>>,
    pub email: Option<Masked<String>>,
    /// Login name of the account manager at the vendor.
    pub account_manager: Option<String>,
    pub xaccount_id: Option<String>,
    pub xaccount_type: Option<String>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub left_at: Option<DateTime<Utc>>,
    pub run_id: i64,
    /// Huawei Cloud's messages to it go to its organisation (ORG-12).
    pub messages_taken_over: bool,
    /// It sees its bills at Huawei Cloud (ORG-12).
    pub sees_bills: bool,
}

/// A period in which an account manager looked after a customer (AM-9).
#[derive(Debug)]
pub struct Period {
    pub manager: String,
    pub assigned_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// One page of customers, latest association first, and one row more (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    seen: Seen<'_>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (sort_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"with matching as not materialized (
            select * from customers c
            where organization_id = any($1)
              and ($4::bigint[] is null or organization_id <> $16 or exists (select from customer_assignments a
                where a.customer_id = c.id and a.ended_at is null and a.member_id = any($4)))
              and ($5::text is null or strpos(lower(account_name), lower($5)) > 0 or customer_name_found(customer_type, name, $5)
                or remote_id = $5)
              and ($6::text is null or association_type = $6)
              and ($7::text is null or verified_status = $7)
              and ($8::text is null or customer_level = $8)
              and ($9::text is null or strpos(label, $9) > 0)
              and ($10::boolean is null or (coalesce(is_frozen, 0) <> 0) = $10)
              and ($11::boolean is null or (left_at is not null) = $11)
              and ($12::timestamptz is null or associated_at >= $12)
              and ($13::timestamptz is null or associated_at < $13)
         )
         select c.id, c.sort_at as "sort_at!", o.name as organization, c.remote_id, c.account_name, c.name as "name: _",
            c.customer_type, c.association_type, c.associated_at, c.verified_status, c.customer_level, c.label, c.is_frozen,
            c.left_at, m.username as "manager?", (select count(*) from (select from matching limit $15) counted) as "total!"
         from (
            select *, coalesce(associated_at, '0001-01-01 00:00:00+00') as sort_at
            from matching
            where (coalesce(associated_at, '0001-01-01 00:00:00+00'), id) < ($2, $3)
            order by coalesce(associated_at, '0001-01-01 00:00:00+00') desc, id desc
            limit $14
         ) c
         join organizations o on o.id = c.organization_id
         left join customer_assignments a on a.customer_id = c.id and a.ended_at is null
         left join members m on m.id = a.member_id
         order by c.sort_at desc, c.id desc"#,
        seen.organizations,
        sort_at,
        id,
        seen.managers,
        filters.text,
        filters.association_type,
        filters.verified_status,
        filters.customer_level,
        filters.label,
        filters.frozen,
        filters.left,
        filters.associated_from,
        filters.associated_before,
        LIMIT,
        MANY + 1,
        seen.own,
    )
    .fetch_all(connection)
    .await
}

/// One customer, if it is seen (AM-10, AM-13).
pub async fn find(connection: &mut PgConnection, seen: Seen<'_>, id: i64) -> Result<Option<Customer>, Error> {
    sqlx::query_as!(
        Customer,
        r#"select c.id, c.organization_id, o.name as organization, c.remote_id, c.account_name, c.name as "name: _",
            c.customer_type, c.association_type, c.associated_at, c.verified_status, c.customer_level, c.label, c.is_frozen,
            c.country_code, c.telephone as "telephone: _", c.email as "email: _", c.account_manager,
            c.xaccount_id, c.xaccount_type, c.first_seen_at, c.fetched_at, c.left_at, c.run_id,
            o.takes_customer_messages as messages_taken_over, o.shows_customer_bills as sees_bills
         from customers c
         join organizations o on o.id = c.organization_id
         where c.organization_id = any($1) and c.id = $2
           and ($3::bigint[] is null or c.organization_id <> $4 or exists (select from customer_assignments a
             where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        seen.organizations,
        id,
        seen.managers,
        seen.own,
    )
    .fetch_optional(connection)
    .await
}

/// Who looked after a customer, latest first (查看历史客户经理).
pub async fn assignments(
    connection: &mut PgConnection,
    organization_id: i64,
    customer_id: i64,
) -> Result<Vec<Period>, Error> {
    sqlx::query_as!(
        Period,
        r#"select m.username as manager, a.assigned_at, a.ended_at
         from customer_assignments a
         join members m on m.id = a.member_id
         where a.organization_id = $1 and a.customer_id = $2
         order by a.assigned_at desc, a.id desc
         limit 100"#,
        organization_id,
        customer_id,
    )
    .fetch_all(connection)
    .await
}
