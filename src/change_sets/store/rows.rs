//! Rows of a set: as typed, as weighed, and what became of them.

use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    change_sets::rules::{
        fault::Fault,
        verdict::{Typed, Weighed},
    },
    db::Error,
};

/// A row as its page shows it.
#[derive(Debug)]
pub struct Row {
    pub line: i32,
    pub cells: Json<Vec<String>>,
    pub faults: Json<Vec<Fault>>,
    pub warnings: Json<Vec<Fault>>,
    pub left_out: bool,
    pub name: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub command_id: Option<i64>,
    /// CMD-1; none while it is no command.
    pub state: Option<String>,
    pub outcome: Option<String>,
    /// Why nothing happened: a word of the portal, a code of the vendor.
    pub failure: Option<String>,
    pub code: Option<String>,
    /// State and outcome of what is issued again after a partial reclaim.
    pub rest_state: Option<String>,
    pub rest_outcome: Option<String>,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// With something wrong.
    Faulty,
    /// Commands without an effect, for the next try; one that was sent again by itself is not among them.
    Failed,
}

impl Which {
    const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Faulty => "faulty",
            Self::Failed => "failed",
        }
    }
}

/// Rows of a set by line, `limit` after the line `after`.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    (set_id, which): (i64, Which),
    after: i32,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    sqlx::query_as!(
        Row,
        r#"select r.line, r.cells as "cells: Json<Vec<String>>", r.faults as "faults: Json<Vec<Fault>>",
             r.warnings as "warnings: Json<Vec<Fault>>", r.left_out, r.name, r.amount, r.currency, r.command_id, c.state as "state?", c.outcome, c.failure, c.code,
             f.state as "rest_state?", f.outcome as rest_outcome
           from change_set_rows r left join commands c on c.id = r.command_id and c.organization_id = r.organization_id
           left join commands f on f.follows_id = c.id and f.organization_id = r.organization_id
           where r.organization_id = $1 and r.change_set_id = $2 and r.line > $3
             and ($4 = 'all' or $4 = 'faulty' and r.faults <> '[]'
               or $4 = 'failed' and r.command_id is not null and (c.state = 'failed' or c.outcome = 'not_applied')
                 and not exists (select from approvals g where g.organization_id = $1 and g.token = 'again-' || r.command_id))
           order by r.line limit $5"#,
        organization_id,
        set_id,
        after,
        which.word(),
        limit,
    )
    .fetch_all(connection)
    .await
}

/// Every row as it was typed, to be weighed.
pub async fn typed(connection: &mut PgConnection, organization_id: i64, set_id: i64) -> Result<Vec<Typed>, Error> {
    let rows = sqlx::query!(
        r#"select line, cells as "cells: Json<Vec<String>>", left_out from change_set_rows
           where organization_id = $1 and change_set_id = $2 order by line"#,
        organization_id,
        set_id,
    )
    .fetch_all(connection)
    .await?;
    let row = |(line, cells, left_out): (i32, Vec<String>, bool)| Typed {
        line: u32::try_from(line).unwrap_or_default(),
        cells,
        left_out,
    };
    Ok(rows.into_iter().map(|one| row((one.line, one.cells.0, one.left_out))).collect())
}

#[derive(Serialize)]
struct Kept<'a> {
    line: u32,
    cells: &'a [String],
    left_out: bool,
    faults: &'a [Fault],
    warnings: &'a [Fault],
    recipient: Option<&'a str>,
    name: &'a str,
    source: Option<&'a str>,
    amount: Option<String>,
    currency: &'a str,
}

/// Writes rows as they were typed and as they were weighed; the two lists go side by side.
pub async fn keep(
    connection: &mut PgConnection,
    organization_id: i64,
    set_id: i64,
    (typed, weighed): (&[Typed], &[Weighed]),
) -> Result<(), Error> {
    let kept = |(row, one): (&'_ Typed, &'_ Weighed)| {
        serde_json::to_value(Kept {
            line: row.line,
            cells: &row.cells,
            left_out: row.left_out,
            faults: &one.faults,
            warnings: &one.warnings,
            recipient: one.recipient.as_deref(),
            name: &one.name,
            source: one.source.as_deref(),
            amount: one.amount.map(|amount| amount.to_string()),
            currency: &one.currency,
        })
        .unwrap_or_default()
    };
    let rows: Vec<serde_json::Value> = typed.iter().zip(weighed).map(kept).collect();
    sqlx::query!(
        "insert into change_set_rows (organization_id, change_set_id, line, cells, left_out, faults, warnings, recipient, name, source,
           amount, currency)
         select $1, $2, r.line, r.cells, r.left_out, r.faults, r.warnings, r.recipient, r.name, r.source, r.amount, nullif(r.currency, '')
         from jsonb_to_recordset($3) r (line integer, cells jsonb, left_out boolean, faults jsonb, warnings jsonb, recipient text, name text, source text,
           amount numeric, currency text)
         on conflict (change_set_id, line) do update set cells = excluded.cells, left_out = excluded.left_out,
           faults = excluded.faults, warnings = excluded.warnings, recipient = excluded.recipient, name = excluded.name, source = excluded.source,
           amount = excluded.amount, currency = excluded.currency",
        organization_id,
        set_id,
        Json(rows) as _,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Notes which command each row became.
pub async fn become_commands(
    connection: &mut PgConnection,
    organization_id: i64,
    set_id: i64,
    (lines, commands): (&[i32], &[i64]),
) -> Result<(), Error> {
    sqlx::query!(
        "update change_set_rows r set command_id = n.command_id
         from unnest($3::integer[], $4::bigint[]) n (line, command_id)
         where r.organization_id = $1 and r.change_set_id = $2 and r.line = n.line",
        organization_id,
        set_id,
        lines,
        commands,
    )
    .execute(connection)
    .await
    .map(drop)
}
