//! SQL of the timer: open deadlines of an organisation, who is told of them, and what becomes of them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, db::Error, values::workdays::Due};

/// Deadlines that one look takes at most.
const AT_ONCE: i64 = 1000;

/// An organisation with its working hours.
#[derive(Debug)]
pub struct Place {
    pub id: i64,
    pub kind: String,
    pub time_zone: String,
    pub working_from: NaiveTime,
    pub working_to: NaiveTime,
}

/// Organisations that something open concerns: partners with open deadlines, and the vendor desk.
pub async fn places(connection: &mut PgConnection) -> Result<Vec<Place>, Error> {
    sqlx::query_as!(
        Place,
        "select o.id, o.kind, o.time_zone, o.working_from, o.working_to from organizations o
         where o.state <> 'exited' and (o.kind = 'vendor_desk'
           or exists (select from deadlines d where d.organization_id = o.id and d.state = 'open'))
         order by o.id"
    )
    .fetch_all(connection)
    .await
}

/// An open deadline.
#[derive(Debug)]
pub struct Open {
    pub id: i64,
    pub request_id: i64,
    pub kind: String,
    pub step: String,
    pub site: String,
    pub began_on: NaiveDate,
    pub due_on: NaiveDate,
    pub due_at: DateTime<Utc>,
    /// Whether the readers' side has to act.
    pub is_theirs: bool,
    /// The last reminder that they got: so many working days before.
    pub told: Option<i32>,
}

/// Open deadlines that an organisation sees, the first due first: the desk those of what was submitted to it.
pub async fn open(connection: &mut PgConnection, place: &Place) -> Result<Vec<Open>, Error> {
    sqlx::query_as!(
        Open,
        r#"select d.id, d.request_id, r.kind, d.step, coalesce(request_site(d.request_id), 'china') as "site!", d.began_on,
             d.due_on, d.due_at, (d.side = 'vendor') = $2 as "is_theirs!",
             (select min(m.working_days) from deadline_reminders m where m.deadline_id = d.id and m.organization_id = $1) as told
           from deadlines d join requests r on r.id = d.request_id
           where d.state = 'open' and ($2 or d.organization_id = $1)
           order by d.due_at, d.id limit $3"#,
        place.id,
        place.kind == "vendor_desk",
        AT_ONCE,
    )
    .fetch_all(connection)
    .await
}

/// Notes a reminder; answers whether it is the first one, on whichever node.
pub async fn remind<P>(change: &mut Change<P>, deadline_id: i64, working_days: u16) -> Result<bool, Error> {
    let (org, at) = (change.org(), change.now());
    let done = sqlx::query!(
        "insert into deadline_reminders (deadline_id, working_days, organization_id, told_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        deadline_id,
        i32::from(working_days),
        org,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lengthens a deadline; answers whether it did (DL-04).
pub async fn extend(connection: &mut PgConnection, id: i64, due: Due) -> Result<bool, Error> {
    sqlx::query_scalar!(r#"select extend_deadline($1, $2, $3, $4) as "done!""#, id, due.last_day, due.at, due.acts_at)
        .fetch_one(connection)
        .await
}

/// Settles deadlines of these rules that nobody met; answers the requests.
pub async fn pass<P>(change: &mut Change<P>, rules: &[String]) -> Result<Vec<i64>, Error> {
    let now = change.now();
    sqlx::query_scalar!(r#"select request_id as "request_id!" from pass_deadlines($1, $2)"#, rules, now)
        .fetch_all(&mut **change)
        .await
}
