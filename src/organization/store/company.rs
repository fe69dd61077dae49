//! SQL of companies (ORG-3, ORG-7, ORG-9).

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::{audit::Change, db::Error, values::Masked, web::pager::LIMIT};

/// An organisation that is an account of a company (ORG-3).
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub state: String,
    /// Whether it is the company's master account (ORG-5).
    pub is_master: bool,
}

/// The company of an organisation, with what stands around it.
#[derive(Debug, Clone)]
pub struct Company {
    pub id: i64,
    pub name: String,
    pub registration_code: Option<String>,
    pub legal_representative: Masked<String>,
    pub address: String,
    pub licence_id: Option<i64>,
    pub industry: String,
    pub size: String,
    pub website: String,
    pub introduction: String,
    pub contact_name: Masked<String>,
    pub contact_phone: Masked<String>,
    pub contact_email: Masked<String>,
    pub logo_id: Option<i64>,
    pub revision: i32,
    /// User name of the organisation's master (ORG-4).
    pub master: Option<String>,
    /// Whether the organisation is the company's master account (ORG-5).
    pub is_company_master: bool,
    /// Organisations that are accounts of the company, itself among them (ORG-3).
    pub accounts: Json<Vec<Account>>,
    /// State of the open request, if there is one.
    pub request_state: Option<String>,
    /// Why it was rejected.
    pub request_reason: Option<String>,
    /// When it was submitted.
    pub request_at: Option<DateTime<Utc>>,
    /// When the organisation became as it is, and why, when the desk moved it.
    pub moved_at: Option<DateTime<Utc>>,
    pub moved_because: Option<String>,
    /// Since when the first of the organisation's letters waits.
    pub mail_since: Option<DateTime<Utc>>,
}

/// The company of an organisation; none for the vendor desk.
pub async fn find(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Company>, Error> {
    sqlx::query_as!(
        Company,
        r#"select c.id, c.name, c.registration_code, c.legal_representative as "legal_representative: _", c.address,
            c.licence_id, c.industry, c.size, c.website, c.introduction, c.contact_name as "contact_name: _",
            c.contact_phone as "contact_phone: _", c.contact_email as "contact_email: _", c.logo_id, c.revision,
            (select m.username from members m where m.organization_id = o.id and m.is_master) as master,
            o.is_company_master,
            (select coalesce(json_agg(to_json(a)), '[]') from company_accounts(o.id) a) as "accounts!: Json<Vec<Account>>",
            r.state as "request_state?", r.reason as "request_reason?", r.submitted_at as "request_at?",
            s.changed_at as "moved_at?", s.reason as "moved_because?",
            (select min(w.due_at) from mails w where w.organization_id = o.id and w.state = 'waiting') as mail_since
         from organizations o
         join companies c on c.id = o.company_id
         left join company_requests r on r.company_id = c.id and r.state in ('under_review', 'rejected')
         left join lateral (
           select s.changed_at, s.reason from organization_states s where s.organization_id = o.id and s.to_state = o.state
           order by s.id desc limit 1) s on true
         where o.id = $1"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await
}

/// Holds the company of an organisation until the change ends, so that its revision can be compared.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!(
        "select c.id from companies c join organizations o on o.company_id = c.id where o.id = $1 for update of c",
        organization_id,
    )
    .fetch_one(connection)
    .await
    .map(drop)
}

/// Details that apply at once (ORG-7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub industry: String,
    pub size: String,
    pub website: String,
    pub introduction: String,
}

/// Writes the details.
pub async fn update_details(
    connection: &mut PgConnection,
    organization_id: i64,
    details: &Details,
) -> Result<(), Error> {
    sqlx::query!(
        "update companies c set industry = $2, size = $3, website = $4, introduction = $5, revision = revision + 1
         from organizations o where o.id = $1 and c.id = o.company_id",
        organization_id,
        details.industry,
        details.size,
        details.website,
        details.introduction,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// The contact that applies at once (ORG-7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub phone: String,
    pub email: String,
}

/// Writes the contact.
pub async fn update_contact(
    connection: &mut PgConnection,
    organization_id: i64,
    contact: &Contact,
) -> Result<(), Error> {
    sqlx::query!(
        "update companies c set contact_name = $2, contact_phone = $3, contact_email = $4, revision = revision + 1
         from organizations o where o.id = $1 and c.id = o.company_id",
        organization_id,
        contact.name,
        contact.phone,
        contact.email,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Puts another logo in place of the one before.
pub async fn update_logo(connection: &mut PgConnection, organization_id: i64, logo_id: i64) -> Result<(), Error> {
    sqlx::query!(
        "update companies c set logo_id = $2, revision = revision + 1
         from organizations o where o.id = $1 and c.id = o.company_id",
        organization_id,
        logo_id,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Keeps what a change that applies at once did (ORG-9).
pub async fn note<P>(
    change: &mut Change<P>,
    (company_id, part): (i64, &str),
    by: &str,
    (before, after): (Value, Value),
) -> Result<(), Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query!(
        "insert into company_changes (organization_id, company_id, part, before, after, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        org,
        company_id,
        part,
        before,
        after,
        by,
        at,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// A change that took effect.
#[derive(Debug)]
pub struct Past {
    pub id: i64,
    pub part: String,
    pub before: Value,
    pub after: Value,
    pub changed_by: String,
    pub changed_at: DateTime<Utc>,
}

/// 修改记录, newest first (ORG-9), and one row more.
pub async fn changes(
    connection: &mut PgConnection,
    organization_id: i64,
    after: Option<i64>,
) -> Result<Vec<Past>, Error> {
    sqlx::query_as!(
        Past,
        "select h.id, h.part, h.before, h.after, h.changed_by, h.changed_at
         from company_changes h join organizations o on o.company_id = h.company_id
         where o.id = $1 and h.id < $2 order by h.id desc limit $3",
        organization_id,
        after.unwrap_or(i64::MAX),
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
