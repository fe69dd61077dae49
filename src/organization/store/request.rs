//! SQL of company change requests (ORG-10), as the partner writes them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::company::Company;
use crate::{audit::Change, db::Error, values::Masked};

/// The open request of a company.
#[derive(Debug, Clone)]
pub struct Request {
    pub id: i64,
    pub state: String,
    pub revision: i32,
    pub name: String,
    pub legal_representative: Masked<String>,
    pub address: String,
    pub licence_id: i64,
    pub licence: String,
    pub reason: String,
    pub submitted_by: String,
    pub submitted_at: DateTime<Utc>,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub name: String,
    pub legal_representative: String,
    pub address: String,
    pub licence_id: i64,
}

impl Wanted {
    /// The fields as the history and the record keep them.
    pub fn json(&self) -> Value {
        json!({ "name": self.name, "legal_representative": self.legal_representative, "address": self.address })
    }

    /// What the company has now.
    pub fn of(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            legal_representative: company.legal_representative.reveal().clone(),
            address: company.address.clone(),
            licence_id: 0,
        }
    }
}

/// The open request of the organisation's company (ORG-9).
pub async fn open(connection: &mut PgConnection, organization_id: i64) -> Result<Option<Request>, Error> {
    sqlx::query_as!(
        Request,
        r#"select r.id, r.state, r.revision, r.name, r.legal_representative as "legal_representative: _", r.address,
            r.licence_id, coalesce(a.name, '') as "licence!", r.reason, coalesce(m.username, '') as "submitted_by!",
            r.submitted_at
         from company_requests r
         join organizations o on o.company_id = r.company_id
         left join attachments a on a.id = r.licence_id
         left join members m on m.id = r.submitted_by
         where o.id = $1 and r.state in ('under_review', 'rejected')"#,
        organization_id,
    )
    .fetch_optional(connection)
    .await
}

/// Whether a file is a licence that this organisation's master sent.
pub async fn is_licence(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from attachments where organization_id = $1 and id = $2 and purpose = 'company_licence') as "is!""#,
        organization_id,
        id,
    )
    .fetch_one(connection)
    .await
}

/// Submits: a new request, or the rejected one again. The caller holds the company. Answers the request's key.
pub async fn submit<P>(
    change: &mut Change<P>,
    company: &Company,
    open: Option<&Request>,
    wanted: &Wanted,
) -> Result<i64, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    let before = Wanted::of(company).json();
    match open {
        Some(open) => {
            sqlx::query_scalar!(
                "update company_requests set state = 'under_review', revision = revision + 1, name = $3,
                   legal_representative = $4, address = $5, licence_id = $6, before = $7, submitted_by = $8,
                   submitted_at = $9, decided_by = null, decided_at = null, reason = ''
                 where id = $1 and revision = $2 returning id",
                open.id,
                open.revision,
                wanted.name,
                wanted.legal_representative,
                wanted.address,
                wanted.licence_id,
                before,
                by,
                at,
            )
            .fetch_one(&mut **change)
            .await
        }
        None => {
            sqlx::query_scalar!(
                "insert into company_requests (organization_id, company_id, state, name, legal_representative, address,
                   licence_id, before, submitted_by, submitted_at)
                 values ($1, $2, 'under_review', $3, $4, $5, $6, $7, $8, $9) returning id",
                org,
                company.id,
                wanted.name,
                wanted.legal_representative,
                wanted.address,
                wanted.licence_id,
                before,
                by,
                at,
            )
            .fetch_one(&mut **change)
            .await
        }
    }
}

/// Withdraws or discards the request; false when somebody else was quicker (TRAP-15).
pub async fn end<P>(change: &mut Change<P>, open: &Request, outcome: &str, by: &str) -> Result<bool, Error> {
    let at = change.now();
    let done = sqlx::query!(
        "update company_requests set state = $3, revision = revision + 1, decided_by = $4, decided_at = $5
         where id = $1 and revision = $2",
        open.id,
        open.revision,
        outcome,
        by,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}
