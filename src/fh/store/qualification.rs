//! SQL of qualifications (FH-07). Row-level security shows the desk those that were submitted.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, db::Error, requests};

/// A qualification with the state of its request.
#[derive(Debug)]
pub struct Qualification {
    pub request_id: i64,
    pub organization_id: i64,
    pub scheme: String,
    pub company_name: String,
    pub path: String,
    pub stage: String,
    pub contact: String,
    pub state: String,
    pub revision: i32,
    pub reason: String,
    pub submitted_at: Option<DateTime<Utc>>,
}

/// Qualifications of a partner that were not given up, newest first.
pub async fn list(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Qualification>, Error> {
    sqlx::query_as!(
        Qualification,
        "select q.request_id, q.organization_id, q.scheme, q.company_name, q.path, q.stage, q.contact, r.state, r.revision,
           r.reason, r.submitted_at
         from fh_qualifications q join requests r on r.id = q.request_id
         where q.organization_id = $1 and r.state <> 'discarded' order by q.request_id desc limit 50",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// One qualification: of the partner itself, or one that was submitted to the desk.
pub async fn find(connection: &mut PgConnection, request_id: i64) -> Result<Option<Qualification>, Error> {
    sqlx::query_as!(
        Qualification,
        "select q.request_id, q.organization_id, q.scheme, q.company_name, q.path, q.stage, q.contact, r.state, r.revision,
           r.reason, r.submitted_at
         from fh_qualifications q join requests r on r.id = q.request_id
         where q.request_id = $1 and r.state <> 'discarded'",
        request_id,
    )
    .fetch_optional(connection)
    .await
}

/// The partner's verified name.
pub async fn company(connection: &mut PgConnection, organization_id: i64) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(
        "select c.name from organizations o join companies c on c.id = o.company_id where o.id = $1",
        organization_id,
    )
    .fetch_optional(connection)
    .await
}

/// Lets one member at a time begin or edit a qualification of a partner.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 25300))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// What a form says.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    pub scheme: &'a str,
    pub path: &'a str,
    pub company_name: &'a str,
    pub stage: &'a str,
    pub contact: &'a str,
}

/// Begins a qualification as a draft. Answers its request.
pub async fn begin<P>(change: &mut Change<P>, said: Said<'_>) -> Result<i64, Error> {
    let id = requests::begin(change, "fh_qualification", said.company_name, None).await?;
    let org = change.org();
    sqlx::query!(
        "insert into fh_qualifications (request_id, organization_id, scheme, company_name, path, stage, contact)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        org,
        said.scheme,
        said.company_name,
        said.path,
        said.stage,
        said.contact,
    )
    .execute(&mut **change)
    .await?;
    Ok(id)
}

/// Writes what an editable one says.
pub async fn save<P>(change: &mut Change<P>, request_id: i64, said: Said<'_>) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "update fh_qualifications set company_name = $3, stage = $4, contact = $5
         where organization_id = $1 and request_id = $2",
        org,
        request_id,
        said.company_name,
        said.stage,
        said.contact,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// An approved qualification, as the timer sees it.
#[derive(Debug)]
pub struct Approved {
    pub request_id: i64,
    pub organization_id: i64,
    pub scheme: String,
    pub path: String,
    /// The vendor's date where the decision was recorded, otherwise the day it was taken (COM-07).
    pub approved_on: NaiveDate,
}

/// Approved qualifications of every organisation, for the job.
pub async fn approved(connection: &mut PgConnection) -> Result<Vec<Approved>, Error> {
    sqlx::query_as!(
        Approved,
        r#"select q.request_id, q.organization_id, q.scheme, q.path,
             coalesce((select e.effective_on from request_events e where e.request_id = r.id and e.to_state = 'approved'
               order by e.id desc limit 1), (r.state_at at time zone 'Asia/Shanghai')::date) as "approved_on!"
           from fh_qualifications q join requests r on r.id = q.request_id where r.state = 'approved' order by q.request_id"#,
    )
    .fetch_all(connection)
    .await
}
