//! SQL of applications (MDF-21). Row-level security shows the desk those that were submitted.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, types::Json};

use crate::{
    audit::Change,
    db::Error,
    mdf::rules::{application::Rate, sheet::Sheet, similar::Activity},
    requests,
    web::pager::LIMIT,
};

/// An application with its request.
#[derive(Debug)]
pub struct Application {
    pub request_id: i64,
    pub organization_id: i64,
    pub from_id: Option<i64>,
    pub form: Json<Sheet>,
    pub ends_on: Option<NaiveDate>,
    pub year: Option<i32>,
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
    /// Its claim, unless that was given up or has ended.
    pub claim_id: Option<i64>,
    pub claim_state: Option<String>,
}

impl Application {
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

/// One application: of the partner itself, or one that was submitted to the desk.
pub async fn find(connection: &mut PgConnection, request_id: i64) -> Result<Option<Application>, Error> {
    sqlx::query_as!(
        Application,
        r#"select a.request_id, a.organization_id, a.from_id, a.form as "form: Json<Sheet>", a.ends_on, a.year, r.amount,
             r.currency, r.state, r.health, r.revision, r.maker_id, r.approver_id, r.reason, r.submitted_at, r.due_at,
             c.id as "claim_id?", c.state as "claim_state?"
           from mdf_applications a join requests r on r.id = a.request_id
           left join lateral (select h.id, h.state from mdf_claims m join requests h on h.id = m.request_id
             where m.application_id = a.request_id and h.state not in ('discarded', 'withdrawn', 'expired')
             order by h.id desc limit 1) c on true
           where a.request_id = $1 and r.state <> 'discarded'"#,
        request_id,
    )
    .fetch_optional(connection)
    .await
}

/// An application in a list.
#[derive(Debug)]
pub struct Listed {
    pub request_id: i64,
    pub name: String,
    pub kind: String,
    pub city: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub state: String,
    /// State, claimed and approved amount of its claim, if it has one.
    pub claim_state: Option<String>,
    pub claimed: Option<Decimal>,
}

/// What is wanted of a list.
#[derive(Debug, Default)]
pub struct Wanted {
    /// A state of the application without a claim, or `claim/` and one of its claim (MDF-23).
    pub state: Option<String>,
    /// Type without its subtype.
    pub kind: Option<String>,
    /// First and last day on which an activity begins.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// Part of the name.
    pub text: Option<String>,
    /// A number that was typed.
    pub number: Option<i64>,
}

/// Applications of a partner, the newest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    wanted: &Wanted,
    before: i64,
) -> Result<Vec<Listed>, Error> {
    sqlx::query_as!(
        Listed,
        r#"select a.request_id, a.name, a.type as kind, a.city, a.starts_on, a.ends_on, r.amount, r.currency, r.state,
           c.state as "claim_state?", c.claimed as "claimed?"
         from mdf_applications a join requests r on r.id = a.request_id
         left join lateral (select h.state, coalesce(m.approved, h.amount) as claimed
           from mdf_claims m join requests h on h.id = m.request_id
           where m.application_id = a.request_id and h.state not in ('discarded', 'withdrawn', 'expired')
           order by h.id desc limit 1) c on true
         where a.organization_id = $1 and a.request_id < $2 and r.state <> 'discarded'
           and ($3::text is null or coalesce('claim/' || c.state, r.state) = $3) and ($4::text is null or split_part(a.type, '/', 1) = $4)
           and ($5::date is null or a.starts_on >= $5) and ($6::date is null or a.starts_on <= $6)
           and ($7::text is null or strpos(lower(a.name), lower($7)) > 0 or a.request_id = $8)
         order by a.request_id desc limit $9"#,
        organization_id,
        before,
        wanted.state,
        wanted.kind,
        wanted.days.0,
        wanted.days.1,
        wanted.text,
        wanted.number,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Applications of a partner that count, for the search of similar ones (MDF-11).
pub async fn activities(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<Activity>, Error> {
    sqlx::query_as!(
        Activity,
        "select a.request_id, a.name, a.type as kind, a.city, a.starts_on
         from mdf_applications a join requests r on r.id = a.request_id
         where a.organization_id = $1 and r.state in ('internal_review', 'reviewing', 'approved')
         order by a.request_id desc limit 10000",
        organization_id,
    )
    .fetch_all(connection)
    .await
}

/// Rate and cap of a type on a day.
pub async fn rate(connection: &mut PgConnection, kind: &str, today: NaiveDate) -> Result<Option<Rate>, Error> {
    sqlx::query_as!(
        Rate,
        "select basis_points, cap from mdf_rates where type = split_part($1, '/', 1) and valid_from <= $2
         order by valid_from desc limit 1",
        kind,
        today,
    )
    .fetch_optional(connection)
    .await
}

/// Lets one member at a time begin or edit an application of a partner.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::bigint::text, 26400))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// What a form says, for the columns.
#[derive(Debug)]
pub struct Said<'a> {
    pub form: &'a Sheet,
    pub starts_on: Option<NaiveDate>,
    pub year: Option<i32>,
    /// What it asks for; none: there is no quota whose currency it has.
    pub amount: Option<(Decimal, &'a str)>,
}

/// The beginning of a field: drafts may say more than a column holds.
fn cut(form: &Sheet, name: &str, most: usize) -> String {
    form.get(name).chars().take(most).collect()
}

/// Begins an application as a draft. Answers its request.
pub async fn begin<P>(change: &mut Change<P>, said: &Said<'_>, from: Option<i64>) -> Result<i64, Error> {
    let id = requests::begin(change, "mdf_application", &cut(said.form, "name", 100), said.amount).await?;
    let org = change.org();
    sqlx::query!(
        "insert into mdf_applications (request_id, organization_id, from_id, form, name, type, city, starts_on, ends_on, year)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        org,
        from,
        Json(said.form) as _,
        cut(said.form, "name", 100),
        cut(said.form, "type", 64),
        cut(said.form, "city", 64),
        said.starts_on,
        said.form.day("ends_on"),
        said.year,
    )
    .execute(&mut **change)
    .await?;
    Ok(id)
}

/// Writes what an application says, and the head of its request.
pub async fn save<P>(change: &mut Change<P>, request_id: i64, said: &Said<'_>) -> Result<(), Error> {
    let org = change.org();
    sqlx::query!(
        "update mdf_applications set form = $3, name = $4, type = $5, city = $6, starts_on = $7, ends_on = $8, year = $9
         where organization_id = $1 and request_id = $2",
        org,
        request_id,
        Json(said.form) as _,
        cut(said.form, "name", 100),
        cut(said.form, "type", 64),
        cut(said.form, "city", 64),
        said.starts_on,
        said.form.day("ends_on"),
        said.year,
    )
    .execute(&mut **change)
    .await?;
    sqlx::query!(
        "update requests set title = $3, amount = $4, currency = $5 where organization_id = $1 and id = $2",
        org,
        request_id,
        cut(said.form, "name", 100),
        said.amount.map(|amount| amount.0),
        said.amount.map(|amount| amount.1),
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// An approved application, as the timer sees it.
#[derive(Debug)]
pub struct Approved {
    pub request_id: i64,
    pub organization_id: i64,
    pub ends_on: NaiveDate,
}

/// Approved applications of every organisation whose activity ended before a day and whose claim was not sent, for the job.
pub async fn approved(connection: &mut PgConnection, before: NaiveDate) -> Result<Vec<Approved>, Error> {
    sqlx::query_as!(
        Approved,
        r#"select a.request_id, a.organization_id, a.ends_on as "ends_on!"
           from mdf_applications a join requests r on r.id = a.request_id
           where r.state = 'approved' and a.ends_on < $1 and not exists (select from mdf_claims m
             join requests h on h.id = m.request_id where m.application_id = a.request_id
               and h.state in ('internal_review', 'reviewing', 'rejected', 'approved'))
           order by a.request_id"#,
        before,
    )
    .fetch_all(connection)
    .await
}
