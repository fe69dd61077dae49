//! SQL of real-name states and tags, as pages read them. What synchronisation writes is in `mirror`.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::forms::Filters;
use crate::{db::Error, values::Masked, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    /// Key of the state: the second sort key.
    pub id: i64,
    /// Key of the customer.
    pub customer: i64,
    pub organization: String,
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub state: String,
    pub state_at: DateTime<Utc>,
    pub source: String,
    pub list_value: Option<String>,
    pub result_value: Option<i64>,
    pub opinion: Option<String>,
    pub result_read_at: Option<DateTime<Utc>>,
    pub next_ask_at: Option<DateTime<Utc>>,
}

/// Where one customer's verification stands.
#[derive(Debug)]
pub struct Standing {
    pub organization_id: i64,
    pub organization: String,
    pub remote_id: String,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    /// `xaccount_type` it was created with.
    pub xaccount_type: Option<String>,
    /// No longer associated.
    pub is_left: bool,
    /// Empty until the first reading after the customer appeared.
    pub state: Option<String>,
    pub state_at: DateTime<Utc>,
    pub source: String,
    pub list_value: Option<String>,
    pub list_read_at: Option<DateTime<Utc>>,
    pub result_value: Option<i64>,
    pub result_read_at: Option<DateTime<Utc>>,
    pub opinion: Option<String>,
    pub review_since: Option<DateTime<Utc>>,
    pub next_ask_at: Option<DateTime<Utc>>,
    /// New-customer tags (CUST-12); none outside the China site.
    pub tags: Json<Vec<Tag>>,
}

/// Something a source said.
#[derive(Debug)]
pub struct Said {
    pub source: String,
    pub value: Option<String>,
    pub state: String,
    pub opinion: Option<String>,
    pub read_at: DateTime<Utc>,
    pub run_id: i64,
}

/// A customer's new-customer tag (CUST-12); months are `YYYY-MM`.
#[derive(Debug, Deserialize)]
pub struct Tag {
    /// `customer_tag_type`, such as SMB.
    pub tag_type: String,
    /// `new_customer_tag`: Y, N, UNDETERMINED; nothing for unverified customers.
    pub tag: Option<String>,
    /// First month.
    pub effective_month: Option<String>,
    /// Last month; afterwards N.
    pub expire_month: Option<String>,
    /// When the tag last changed here.
    pub fetched_at: DateTime<Utc>,
}

/// One page of customers of `organizations`, latest change first, and one row more; only of `managers`, if given (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    filters: &Filters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (state_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select s.id, s.customer_id as customer, o.name as organization, c.remote_id, c.account_name, c.name as "name: _",
             c.customer_type, s.state, s.state_at, s.source, s.list_value, s.result_value, s.opinion, s.result_read_at,
             s.next_ask_at
           from realname_states s
           join customers c on c.organization_id = s.organization_id and c.id = s.customer_id
           join organizations o on o.id = s.organization_id
           where s.organization_id = any($1) and (s.state_at, s.id) < ($2, $3)
             and ($4::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($4)))
             and ($5::text is null or strpos(lower(c.account_name), lower($5)) > 0 or customer_name_found(c.customer_type, c.name, $5)
               or c.remote_id = $5)
             and ($6::text is null or s.state = $6)
             and ($7::int is null or c.customer_type = $7)
             and ($8::timestamptz is null or s.state_at >= $8)
             and ($9::timestamptz is null or s.state_at < $9)
           order by s.state_at desc, s.id desc limit $10"#,
        organizations,
        state_at,
        id,
        managers,
        filters.text,
        filters.state.map(super::rules::State::as_str),
        filters.customer_type,
        filters.since_from,
        filters.since_before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// How many customers of `organizations` are in each state; only of `managers`, if given.
pub async fn count(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
) -> Result<Vec<(String, i64)>, Error> {
    let rows = sqlx::query!(
        r#"select s.state, count(*) as "customers!" from realname_states s
           where s.organization_id = any($1)
             and ($2::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = s.customer_id and a.ended_at is null and a.member_id = any($2)))
           group by s.state"#,
        organizations,
        managers,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.state, row.customers)).collect())
}

/// One customer of `organizations`; only if assigned to one of `managers`, if given. Until the first reading after the
/// customer appeared, what the customer list said stands for the state.
pub async fn find(
    connection: &mut PgConnection,
    organizations: &[i64],
    managers: Option<&[i64]>,
    customer: i64,
) -> Result<Option<Standing>, Error> {
    sqlx::query_as!(
        Standing,
        r#"select c.organization_id, o.name as organization, c.remote_id, c.account_name, c.name as "name: _", c.customer_type,
             c.xaccount_type, c.left_at is not null as "is_left!", s.state as "state?", coalesce(s.state_at, c.fetched_at) as "state_at!", coalesce(s.source, 'list') as "source!",
             coalesce(s.list_value, c.verified_status) as list_value, coalesce(s.list_read_at, c.fetched_at) as list_read_at,
             s.result_value as "result_value?", s.result_read_at as "result_read_at?", s.opinion as "opinion?",
             s.review_since as "review_since?", s.next_ask_at as "next_ask_at?",
             (select coalesce(jsonb_agg(to_jsonb(t) order by t.tag_type), '[]') from (
                select tag_type, tag, effective_month, expire_month, fetched_at from new_customer_tags t
                where t.organization_id = c.organization_id and t.customer_id = c.remote_id) t) as "tags!: Json<Vec<Tag>>"
           from customers c
           join organizations o on o.id = c.organization_id
           left join realname_states s on s.organization_id = c.organization_id and s.customer_id = c.id
           where c.organization_id = any($1) and c.id = $2
             and ($3::bigint[] is null or exists (select from customer_assignments a
               where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))"#,
        organizations,
        customer,
        managers,
    )
    .fetch_optional(connection)
    .await
}

/// What the sources said about a customer, latest first.
pub async fn history(connection: &mut PgConnection, organization_id: i64, customer: i64) -> Result<Vec<Said>, Error> {
    sqlx::query_as!(
        Said,
        "select source, value, state, opinion, read_at, run_id from realname_readings
         where organization_id = $1 and customer_id = $2 order by id desc limit 100",
        organization_id,
        customer,
    )
    .fetch_all(connection)
    .await
}

/// Lets one application of a customer in at a time.
pub async fn lock(connection: &mut PgConnection, organization_id: i64, customer: i64) -> Result<(), Error> {
    sqlx::query!(
        "select id from customers where organization_id = $1 and id = $2 for no key update",
        organization_id,
        customer
    )
    .fetch_optional(connection)
    .await
    .map(drop)
}
