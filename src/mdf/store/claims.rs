//! SQL of claims (MDF-22). Row-level security shows the desk those that were submitted.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{
    audit::Change,
    db::Error,
    mdf::rules::{claim::Decided, sheet::Sheet},
    requests,
};

/// A claim with its request and its application.
#[derive(Debug)]
pub struct Claim {
    pub request_id: i64,
    pub organization_id: i64,
    pub application_id: i64,
    pub form: Json<Sheet>,
    pub approved: Option<Decimal>,
    pub decided: Json<BTreeMap<String, Decided>>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub state: String,
    pub health: String,
    pub revision: i32,
    pub maker_id: Option<i64>,
    pub approver_id: Option<i64>,
    pub reason: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    /// The form of the application.
    pub plan: Json<Sheet>,
    /// What was approved of it.
    pub total: Option<Decimal>,
    pub year: Option<i32>,
    pub ends_on: Option<NaiveDate>,
    pub application_state: String,
}

impl Claim {
    /// What the machine judges.
    pub fn case(&self) -> requests::Case {
        requests::Case {
            id: self.request_id,
            state: self.state.clone(),
            health: self.health.clone(),
            revision: self.revision,
            maker_id: self.maker_id,
            approver_id: self.approver_id,
            former: None,
        }
    }
}

/// One claim: of the partner itself, or one that was submitted to the desk.
pub async fn find(connection: &mut PgConnection, request_id: i64) -> Result<Option<Claim>, Error> {
    sqlx::query_as!(
        Claim,
        r#"select c.request_id, c.organization_id, c.application_id, c.form as "form: Json<Sheet>", c.approved,
             c.decided as "decided: Json<BTreeMap<String, Decided>>", r.amount, r.currency, r.state, r.health, r.revision,
             r.maker_id, r.approver_id, r.reason, r.submitted_at, r.due_at, a.form as "plan: Json<Sheet>", h.amount as total,
             a.year, a.ends_on, h.state as application_state
           from mdf_claims c join requests r on r.id = c.request_id
           join mdf_applications a on a.request_id = c.application_id join requests h on h.id = a.request_id
           where c.request_id = $1 and r.state <> 'discarded'"#,
        request_id,
    )
    .fetch_optional(connection)
    .await
}

/// Begins the claim of an application as a draft. Answers its request.
pub async fn begin<P>(
    change: &mut Change<P>,
    (application_id, name): (i64, &str),
    amount: Option<(Decimal, &str)>,
) -> Result<i64, Error> {
    let id = requests::begin(change, "mdf_claim", name, amount).await?;
    let org = change.org();
    sqlx::query!(
        "insert into mdf_claims (request_id, organization_id, application_id, form) values ($1, $2, $3, '{}')",
        id,
        org,
        application_id,
    )
    .execute(&mut **change)
    .await?;
    Ok(id)
}

/// Writes what a claim says, and what it asks for.
pub async fn save<P>(
    change: &mut Change<P>,
    request_id: i64,
    (form, invoices, asked): (&Sheet, &[String], Decimal),
) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "update mdf_claims set form = $3, invoices = $4 where organization_id = $1 and request_id = $2",
        org,
        request_id,
        Json(form) as _,
        invoices,
    )
    .execute(&mut **change)
    .await?;
    sqlx::query!("update requests set amount = $3 where organization_id = $1 and id = $2", org, request_id, asked)
        .execute(&mut **change)
        .await
        .map(drop)
}

/// Invoices that another claim of the partner, which was not given up, has too (MDF-15).
pub async fn claimed_before(
    connection: &mut PgConnection,
    (organization_id, request_id): (i64, i64),
    invoices: &[String],
) -> Result<Vec<String>, Error> {
    sqlx::query_scalar!(
        r#"select distinct n as "n!" from mdf_claims c join requests r on r.id = c.request_id, unnest(c.invoices) n
           where c.organization_id = $1 and c.request_id <> $2 and c.invoices && $3 and n = any($3)
             and r.state not in ('draft', 'discarded', 'withdrawn', 'expired') order by 1"#,
        organization_id,
        request_id,
        invoices,
    )
    .fetch_all(connection)
    .await
}

/// Keeps what the vendor approves; answers whether it did.
pub async fn approve(
    connection: &mut PgConnection,
    request_id: i64,
    (amount, lines): (Decimal, &BTreeMap<String, Decided>),
) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select approve_mdf_claim($1, $2, $3) as "done!""#, request_id, amount, Json(lines) as _)
        .fetch_one(connection)
        .await
}

/// Rejected claims of every organisation that were not sent again in time, for the job (DL-21).
pub async fn overdue(connection: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<(i64, i64)>, Error> {
    let rows = sqlx::query!(
        "select d.request_id, d.organization_id from deadlines d join requests r on r.id = d.request_id
         where d.rule = 'DL-21' and d.state = 'open' and d.acts_at <= $1 and r.kind = 'mdf_claim' order by d.request_id",
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.request_id, row.organization_id)).collect())
}
