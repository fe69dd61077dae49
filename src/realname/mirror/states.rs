//! States of customers and the history of what was read.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    realname::rules::{Reading, Source, Standing, State},
    sync::{Merged, Stamp},
};

/// A customer with what both sources said last.
#[derive(Debug)]
pub struct Known {
    /// Key of the customer.
    pub customer: i64,
    /// customer_id.
    pub remote_id: String,
    /// verified_status as the customer mirror holds it.
    pub verified_status: Option<String>,
    /// When the customer list said so last.
    pub listed_at: DateTime<Utc>,
    /// What the list had said when the state was last made up.
    pub list_value: Option<String>,
    pub result_value: Option<i64>,
    pub result_read_at: Option<DateTime<Utc>>,
    pub opinion: Option<String>,
    pub state: Option<String>,
    pub state_at: Option<DateTime<Utc>>,
    pub source: Option<String>,
    pub review_since: Option<DateTime<Utc>>,
    pub next_ask_at: Option<DateTime<Utc>>,
}

impl Known {
    /// What the list says.
    #[must_use]
    pub fn list(&self) -> Reading {
        Reading { state: State::of_list(self.verified_status.as_deref()), at: self.listed_at }
    }

    /// What the last asking said, if there was one.
    #[must_use]
    pub fn result(&self) -> Option<Reading> {
        self.result_read_at.map(|at| Reading { state: State::of_result(self.result_value), at })
    }

    /// How it stood before.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        Some(Standing {
            state: State::parse(self.state.as_deref()?)?,
            state_at: self.state_at?,
            source: Source::parse(self.source.as_deref()?)?,
            review_since: self.review_since,
            next_ask_at: self.next_ask_at,
        })
    }
}

/// When the customer list of a part was last read completely.
pub async fn listed_at(
    connection: &mut PgConnection,
    account_id: i64,
    scope: &str,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select completed_at from sync_cursors where account_id = $1 and resource = 'customers' and scope = $2",
        account_id,
        scope,
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.flatten())
}

/// The next customers after key `after` of whom the list said something that is not in their state yet.
pub async fn unfolded(
    connection: &mut PgConnection,
    organization_id: i64,
    listed_at: Option<DateTime<Utc>>,
    after: i64,
) -> Result<Vec<Known>, sqlx::Error> {
    sqlx::query_as!(
        Known,
        r#"with listed as (
             select id, remote_id, verified_status,
               greatest(fetched_at, case when missed_reads = 0 then $2::timestamptz end) as listed_at
             from customers where organization_id = $1 and id > $3
           )
           select c.id as customer, c.remote_id, c.verified_status, c.listed_at as "listed_at!", s.list_value as "list_value?",
             s.result_value as "result_value?", s.result_read_at as "result_read_at?", s.opinion as "opinion?",
             s.state as "state?", s.state_at as "state_at?", s.source as "source?", s.review_since as "review_since?",
             s.next_ask_at as "next_ask_at?"
           from listed c left join realname_states s on s.organization_id = $1 and s.customer_id = c.id
           where s.id is null or s.list_value is distinct from c.verified_status
             or (s.result_read_at is not null and s.list_read_at < c.listed_at)
           order by c.id limit 500"#,
        organization_id,
        listed_at,
        after,
    )
    .fetch_all(connection)
    .await
}

/// Customers in review whose result is due, longest waiting first. Those who left are not asked about.
pub async fn due(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Known>, sqlx::Error> {
    sqlx::query_as!(
        Known,
        r#"select c.id as customer, c.remote_id, s.list_value as verified_status, s.list_read_at as "listed_at!",
             s.list_value as "list_value?", s.result_value as "result_value?", s.result_read_at as "result_read_at?",
             s.opinion as "opinion?", s.state as "state?", s.state_at as "state_at?", s.source as "source?",
             s.review_since as "review_since?", s.next_ask_at as "next_ask_at?"
           from realname_states s join customers c on c.organization_id = $1 and c.id = s.customer_id
           where s.organization_id = $1 and s.next_ask_at <= $2 and c.left_at is null
           order by s.next_ask_at, c.id"#,
        organization_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// How a customer stands after the list was read.
#[derive(Debug, Serialize)]
pub struct Folded {
    pub customer: i64,
    pub state: &'static str,
    pub state_at: DateTime<Utc>,
    pub source: &'static str,
    pub list_value: Option<String>,
    pub list_read_at: DateTime<Utc>,
    pub list_state: &'static str,
    /// Whether the list says something it had not said before.
    pub is_news: bool,
    pub review_since: Option<DateTime<Utc>>,
    pub next_ask_at: Option<DateTime<Utc>>,
}

/// Writes what the list said.
pub async fn fold(connection: &mut PgConnection, stamp: Stamp, rows: &[Folded]) -> Result<Merged, sqlx::Error> {
    let counts = sqlx::query!(
        r#"with said as (
             select * from jsonb_to_recordset($5) as r (
               customer bigint, state text, state_at timestamptz, source text, list_value text, list_read_at timestamptz,
               list_state text, is_news boolean, review_since timestamptz, next_ask_at timestamptz)
           ),
           history as (
             insert into realname_readings (organization_id, account_id, customer_id, source, value, state, read_at, run_id)
             select $1, $2, customer, 'list', list_value, list_state, list_read_at, $3 from said where is_news
           ),
           merged as (
             insert into realname_states as t (organization_id, account_id, run_id, fetched_at, first_seen_at, customer_id,
               state, state_at, source, list_value, list_read_at, review_since, next_ask_at)
             select $1, $2, $3, $4, $4, customer, state, state_at, source, list_value, list_read_at, review_since, next_ask_at
             from said
             on conflict (organization_id, customer_id) do update set
               account_id = excluded.account_id, run_id = excluded.run_id, fetched_at = excluded.fetched_at,
               state = excluded.state, state_at = excluded.state_at, source = excluded.source,
               list_value = excluded.list_value, list_read_at = excluded.list_read_at,
               review_since = excluded.review_since, next_ask_at = excluded.next_ask_at
             returning (xmax = 0) as inserted, customer_id
           )
           select count(*) filter (where m.inserted) as "inserted!",
             count(*) filter (where not m.inserted and s.is_news) as "updated!"
           from merged m join said s on s.customer = m.customer_id"#,
        stamp.organization_id,
        stamp.account_id,
        stamp.run_id,
        stamp.at,
        Json(rows) as _,
    )
    .fetch_one(connection)
    .await?;
    Ok(Merged { inserted: counts.inserted, updated: counts.updated, gone: 0 })
}

/// What an asking for the result brought.
#[derive(Debug)]
pub struct Asked {
    pub customer: i64,
    pub result_value: Option<i64>,
    pub opinion: Option<String>,
    pub standing: Standing,
    /// Whether the answer differs from the last one.
    pub is_news: bool,
}

/// Writes the answer of one asking.
pub async fn answer(connection: &mut PgConnection, stamp: Stamp, asked: &Asked) -> Result<Merged, sqlx::Error> {
    sqlx::query!(
        "update realname_states set run_id = $3, fetched_at = $4, account_id = $11, state = $5, state_at = $6, source = $7,
           result_value = $8, result_read_at = $4, opinion = $9, review_since = $10, next_ask_at = $12
         where organization_id = $1 and customer_id = $2",
        stamp.organization_id,
        asked.customer,
        stamp.run_id,
        stamp.at,
        asked.standing.state.as_str(),
        asked.standing.state_at,
        asked.standing.source.as_str(),
        asked.result_value,
        asked.opinion,
        asked.standing.review_since,
        stamp.account_id,
        asked.standing.next_ask_at,
    )
    .execute(&mut *connection)
    .await?;
    if !asked.is_news {
        return Ok(Merged::default());
    }
    sqlx::query!(
        "insert into realname_readings (organization_id, account_id, customer_id, source, value, state, opinion, read_at, run_id)
         values ($1, $2, $3, 'result', $4, $5, $6, $7, $8)",
        stamp.organization_id,
        stamp.account_id,
        asked.customer,
        asked.result_value.map(|value| value.to_string()),
        State::of_result(asked.result_value).as_str(),
        asked.opinion,
        stamp.at,
        stamp.run_id,
    )
    .execute(connection)
    .await?;
    Ok(Merged { updated: 1, ..Merged::default() })
}

/// Puts the next asking off, when the vendor would not answer.
pub async fn put_off(
    connection: &mut PgConnection,
    stamp: Stamp,
    customer: i64,
    until: DateTime<Utc>,
) -> Result<Merged, sqlx::Error> {
    sqlx::query!(
        "update realname_states set next_ask_at = $3 where organization_id = $1 and customer_id = $2",
        stamp.organization_id,
        customer,
        until,
    )
    .execute(connection)
    .await?;
    Ok(Merged::default())
}
