//! What gates read of the facts (GATE-02 to GATE-05), with the terms that they are judged by: one statement, since pages ask it.
//! Every figure is as old as the last reading of its kind.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    db::Error,
    gates::{self, Fact, Facts, Period, Term},
    values::{Month, decimal},
};

/// For which step, where, by whom, on which day, and about which month.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The step, the site, the kind of organisation and the day in the site's zone.
    pub gate: gates::Asked<'a>,
    /// The month whose bills must be paid (GATE-03).
    pub month: Month,
}

/// A row of `gate_terms`; the minimum as text, which stays exact.
#[derive(Debug, Deserialize)]
struct Row {
    gate: String,
    minimum: Option<String>,
    currency: Option<String>,
    days_after: i32,
}

/// Reads the terms of a step and what facts say; the other gates' facts stay unread.
///
/// # Errors
/// When the database refuses.
pub async fn read(
    connection: &mut PgConnection,
    organization_id: i64,
    asked: Asked<'_>,
) -> Result<(Vec<Term>, Facts), Error> {
    let row = sqlx::query!(
        r#"with wanted as (
             select path, stages from gate_paths where step = $2 and (site is null or site = $3)
               and valid_from <= $5 and (valid_to is null or valid_to >= $5)),
           held as (
             select p.path, p.stage from facts f join fact_paths p on p.fact_id = f.id
             where f.organization_id = $1 and f.kind = 'path' and f.ended_at is null and p.since <= $5
               and (p.until is null or p.until >= $5)),
           bills as (
             select b.due_on, b.paid_on, b.cycle from facts f join fact_bills b on b.fact_id = f.id
             where f.organization_id = $1 and f.kind = 'bill' and f.ended_at is null),
           readings as (
             select kind, max(read_at) as read_at from fact_readings where organization_id = $1 group by kind)
           select
             (select coalesce(jsonb_agg(jsonb_build_object('gate', t.gate, 'minimum', t.minimum::text,
                'currency', t.currency, 'days_after', t.days_after) order by t.gate, t.id), '[]') from gate_terms t
              where t.step = $2 and (t.site is null or t.site = $3) and (t.kinds = '{}' or $4 = any(t.kinds))
                and t.valid_from <= $5 and (t.valid_to is null or t.valid_to >= $5)) as "terms!: Json<Vec<Row>>",
             (select read_at from readings where kind = 'bill') as bill_at,
             (select count(*) from bills where paid_on is null and due_on < $5) as "overdue!",
             (select count(*) from bills where paid_on is null and cycle = $6) as "unpaid!",
             (select max(paid_on) from bills where cycle = $6) as paid_on,
             (select read_at from readings where kind = 'credit') as credit_at,
             (select count(*) from facts where organization_id = $1 and kind = 'credit' and ended_at is null
                and status = 'open') as "open!",
             (select read_at from readings where kind = 'path') as path_at,
             exists (select from held h where not exists (select from wanted)
               or exists (select from wanted w where w.path = h.path and h.stage = any(w.stages))) as "suits!""#,
        organization_id,
        asked.gate.step,
        asked.gate.site,
        asked.gate.kind,
        asked.gate.day,
        asked.month.first_day(),
    )
    .fetch_one(connection)
    .await?;
    let facts = Facts {
        overdue: fact(row.bill_at, number(row.overdue)),
        period: fact(row.bill_at, Period { unpaid: number(row.unpaid), paid_on: row.paid_on }),
        credit: fact(row.credit_at, number(row.open)),
        path: fact(row.path_at, row.suits),
        ..Facts::default()
    };
    Ok((row.terms.iter().filter_map(term).collect(), facts))
}

fn term(row: &Row) -> Option<Term> {
    let minimum = row.minimum.as_deref().and_then(|minimum| decimal::parse(minimum).ok());
    gates::term(&row.gate, minimum, row.currency.as_deref(), row.days_after)
}

fn fact<T>(read_at: Option<DateTime<Utc>>, value: T) -> Option<Fact<T>> {
    read_at.map(|read_at| Fact { value, read_at })
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
