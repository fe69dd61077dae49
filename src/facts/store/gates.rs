//! What gates read of the facts (GATE-02 to GATE-05). Every figure is as old as the last reading of its kind.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    db::Error,
    gates::{Fact, Facts, Period},
    values::Month,
};

/// For which step, where, on which day, and about which month.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The step, as `gate_terms` names it.
    pub step: &'a str,
    /// Site.
    pub site: &'a str,
    /// The day in the site's zone.
    pub today: NaiveDate,
    /// The month whose bills must be paid (GATE-03).
    pub month: Month,
}

/// Reads what facts say; the other gates' facts stay unread.
///
/// # Errors
/// When the database refuses.
pub async fn read(connection: &mut PgConnection, organization_id: i64, asked: Asked<'_>) -> Result<Facts, Error> {
    let bills = sqlx::query!(
        r#"select (select max(read_at) from fact_readings where organization_id = $1 and kind = 'bill') as read_at,
             count(*) filter (where b.paid_on is null and b.due_on < $2) as "overdue!",
             count(*) filter (where b.paid_on is null and b.cycle = $3) as "unpaid!",
             max(b.paid_on) filter (where b.cycle = $3) as paid_on
           from facts f join fact_bills b on b.fact_id = f.id
           where f.organization_id = $1 and f.kind = 'bill' and f.ended_at is null"#,
        organization_id,
        asked.today,
        asked.month.first_day(),
    )
    .fetch_one(&mut *connection)
    .await?;
    let credit = sqlx::query!(
        r#"select (select max(read_at) from fact_readings where organization_id = $1 and kind = 'credit') as read_at,
             count(*) as "open!"
           from facts where organization_id = $1 and kind = 'credit' and ended_at is null and status = 'open'"#,
        organization_id,
    )
    .fetch_one(&mut *connection)
    .await?;
    let (path_at, suits) = path(connection, organization_id, asked).await?;
    let period = Period { unpaid: number(bills.unpaid), paid_on: bills.paid_on };
    Ok(Facts {
        overdue: fact(bills.read_at, number(bills.overdue)),
        period: fact(bills.read_at, period),
        credit: fact(credit.read_at, number(credit.open)),
        path: fact(path_at, suits),
        ..Facts::default()
    })
}

/// Whether a path or plan is held that suffices for the step (GATE-05).
async fn path(
    connection: &mut PgConnection,
    organization_id: i64,
    asked: Asked<'_>,
) -> Result<(Option<DateTime<Utc>>, bool), Error> {
    let row = sqlx::query!(
        r#"with wanted as (
             select path, stages from gate_paths where step = $2 and (site is null or site = $3)
               and valid_from <= $4 and (valid_to is null or valid_to >= $4))
           select (select max(read_at) from fact_readings where organization_id = $1 and kind = 'path') as read_at,
             exists (
               select from facts f join fact_paths p on p.fact_id = f.id
               where f.organization_id = $1 and f.kind = 'path' and f.ended_at is null and p.since <= $4
                 and (p.until is null or p.until >= $4)
                 and (not exists (select from wanted)
                   or exists (select from wanted w where w.path = p.path and p.stage = any(w.stages)))) as "suits!""#,
        organization_id,
        asked.step,
        asked.site,
        asked.today,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.read_at, row.suits))
}

fn fact<T>(read_at: Option<DateTime<Utc>>, value: T) -> Option<Fact<T>> {
    read_at.map(|read_at| Fact { value, read_at })
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
