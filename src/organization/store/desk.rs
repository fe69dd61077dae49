//! SQL of the vendor desk: requests that were submitted to it, and the partners' states. Row-level security shows it nothing
//! else (ORG-2); what it writes goes through functions of the database that know what a desk may do.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::company::Account;
use crate::{db::Error, values::Masked, web::pager::LIMIT};

/// A request as the list shows it.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub company: String,
    pub name: String,
    pub state: String,
    pub submitted_at: DateTime<Utc>,
}

/// Requests in one state, oldest first, and one row more.
pub async fn requests(
    connection: &mut PgConnection,
    state: &str,
    text: Option<&str>,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, 0));
    sqlx::query_as!(
        Listed,
        "select r.id, c.name as company, r.name, r.state, r.submitted_at
         from company_requests r join companies c on c.id = r.company_id
         where r.state = $1 and ($2::text is null or strpos(lower(r.name), lower($2)) > 0 or strpos(lower(c.name), lower($2)) > 0)
           and (r.submitted_at, r.id) > ($3, $4)
         order by r.submitted_at, r.id limit $5",
        state,
        text,
        at,
        id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A request with what the company has now.
#[derive(Debug)]
pub struct Submitted {
    pub id: i64,
    pub organization_id: i64,
    pub state: String,
    pub revision: i32,
    pub name: String,
    pub legal_representative: Masked<String>,
    pub address: String,
    pub licence_id: i64,
    pub licence: String,
    pub submitted_at: DateTime<Utc>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub reason: String,
    pub name_before: String,
    pub legal_representative_before: Masked<String>,
    pub address_before: String,
    pub registration_code: Option<String>,
}

/// A request that was submitted; before is what the company had when it was submitted.
pub async fn request(connection: &mut PgConnection, id: i64) -> Result<Option<Submitted>, Error> {
    sqlx::query_as!(
        Submitted,
        r#"select r.id, r.organization_id, r.state, r.revision, r.name, r.legal_representative as "legal_representative: _", r.address,
            r.licence_id, coalesce(a.name, '') as "licence!", r.submitted_at, r.decided_by, r.decided_at, r.reason,
            coalesce(r.before ->> 'name', '') as "name_before!",
            coalesce(r.before ->> 'legal_representative', '') as "legal_representative_before!: _",
            coalesce(r.before ->> 'address', '') as "address_before!", c.registration_code
         from company_requests r join companies c on c.id = r.company_id left join attachments a on a.id = r.licence_id
         where r.id = $1"#,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// What the desk decides.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    pub request: i64,
    pub revision: i32,
    /// `approved` or `rejected`.
    pub outcome: &'a str,
    pub reason: &'a str,
    pub reviewer: &'a str,
    pub at: DateTime<Utc>,
}

/// How a decision was taken.
#[derive(Debug)]
pub struct Found {
    /// Whose request it is.
    pub organization_id: i64,
    /// The state in which it was found.
    pub state: String,
    /// Whether it was decided.
    pub decided: bool,
}

/// Decides if the request still is as the desk saw it (TRAP-15); none when there is no such request.
pub async fn decide(connection: &mut PgConnection, decision: Decision<'_>) -> Result<Option<Found>, Error> {
    sqlx::query_as!(
        Found,
        r#"select organization_id as "organization_id!", found_state as "state!", decided as "decided!"
         from decide_company_request($1, $2, $3, $4, $5, $6)"#,
        decision.request,
        decision.revision,
        decision.outcome,
        decision.reason,
        decision.reviewer,
        decision.at,
    )
    .fetch_optional(connection)
    .await
}

/// A partner as the desk knows it.
#[derive(Debug)]
pub struct Partner {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    pub parent: Option<String>,
    pub registration_code: Option<String>,
    /// The company it is an account of.
    pub company_id: Option<i64>,
    pub company_revision: Option<i32>,
    /// Whether its registration code is China's (ORG-11).
    pub in_china: bool,
}

/// Partners by name, and one row more.
pub async fn partners(
    connection: &mut PgConnection,
    text: Option<&str>,
    state: Option<&str>,
    after: Option<(String, i64)>,
) -> Result<Vec<Partner>, Error> {
    let (name, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Partner,
        r#"select id as "id!", code as "code!", name as "name!", kind as "kind!", state as "state!", parent, registration_code,
            company_id, company_revision, in_china as "in_china!"
         from desk_organizations()
         where (lower(name), id) > ($1, $2) and ($3::text is null or strpos(lower(name), lower($3)) > 0 or code = lower($3))
           and ($4::text is null or state = $4)
         order by lower(name), id limit $5"#,
        name,
        id,
        text,
        state,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One partner.
pub async fn partner(connection: &mut PgConnection, id: i64) -> Result<Option<Partner>, Error> {
    sqlx::query_as!(
        Partner,
        r#"select id as "id!", code as "code!", name as "name!", kind as "kind!", state as "state!", parent, registration_code,
            company_id, company_revision, in_china as "in_china!"
         from desk_organizations() where id = $1"#,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Organisations of the same company, itself among them (ORG-3).
pub async fn accounts(connection: &mut PgConnection, id: i64) -> Result<Vec<Account>, Error> {
    sqlx::query_as!(
        Account,
        r#"select code as "code!", name as "name!", kind as "kind!", state as "state!", is_master as "is_master!"
         from company_accounts($1)"#,
        id,
    )
    .fetch_all(connection)
    .await
}

/// What putting an organisation under a company came to.
#[derive(Debug)]
pub struct Joined {
    /// `joined`, or why not: `unknown`, `changed`, `same`, `codes_differ`, `request_open`.
    pub outcome: String,
    /// The company it is about.
    pub company: Option<i64>,
}

/// Puts an organisation under the company of another one, or with its own code under one of its own (ORG-3).
pub async fn join(
    connection: &mut PgConnection,
    id: i64,
    (code, company): (&str, i64),
    reviewer: &str,
    at: DateTime<Utc>,
) -> Result<Joined, Error> {
    sqlx::query_as!(
        Joined,
        r#"select outcome as "outcome!", company from join_company($1, $2, $3, $4, $5)"#,
        id,
        code,
        company,
        reviewer,
        at,
    )
    .fetch_one(connection)
    .await
}

/// A transition of a partner's state.
#[derive(Debug)]
pub struct Transition {
    pub to_state: String,
    pub changed_by: String,
    pub reason: String,
    pub changed_at: DateTime<Utc>,
}

/// Transitions of a partner, newest first.
pub async fn transitions(connection: &mut PgConnection, id: i64) -> Result<Vec<Transition>, Error> {
    sqlx::query_as!(
        Transition,
        "select to_state, changed_by, reason, changed_at from organization_states where organization_id = $1
         order by id desc limit 50",
        id,
    )
    .fetch_all(connection)
    .await
}

/// Moves a partner from one state to another; false when it is in another state by now (TRAP-15).
pub async fn transition(
    connection: &mut PgConnection,
    id: i64,
    (from, to): (&str, &str),
    (reviewer, reason): (&str, &str),
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select move_organization($1, $2, $3, $4, $5, $6) as "moved!""#,
        id,
        from,
        to,
        reviewer,
        reason,
        at,
    )
    .fetch_one(connection)
    .await
}

/// Changes the registration code of a partner's company; false when the company was changed meanwhile.
pub async fn set_code(
    connection: &mut PgConnection,
    id: i64,
    (revision, code): (i32, &str),
    reviewer: &str,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select set_registration_code($1, $2, $3, $4, $5) as "changed!""#,
        id,
        revision,
        code,
        reviewer,
        at,
    )
    .fetch_one(connection)
    .await
}
