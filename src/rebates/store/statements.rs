//! Statements as pages read them.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::db::Error;

/// A statement.
#[derive(Debug)]
pub struct Statement {
    pub id: i64,
    pub number: String,
    pub period: String,
    pub plan: String,
    pub association: Option<String>,
    pub currency: String,
    pub gross: Decimal,
    /// What is not frozen of it.
    pub payable: Decimal,
    pub publish_until: NaiveDate,
    pub state: String,
    pub revision: i32,
    pub origin: String,
    pub recorded_by: String,
    pub recorded_at: DateTime<Utc>,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Objections that are not closed.
    pub disputes: i64,
    /// Objections to it, where it was asked for alone.
    pub objected: Json<Vec<Objected>>,
    /// Service-fee rate of the version of the business information that was asked for, in basis points (REB-19).
    pub service_bp: Option<i32>,
}

/// An objection, as the page of its statement lists it.
#[derive(Debug, Deserialize)]
pub struct Objected {
    pub id: i64,
    /// Number of the line; none: the whole statement.
    pub line: Option<String>,
    pub opener: String,
    pub opened_at: DateTime<Utc>,
    pub state: String,
}

/// Which statements are wanted.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    /// One of them, with its objections.
    pub id: Option<i64>,
    /// The version of the business information whose rate is wanted.
    pub version: Option<i64>,
    /// Of a period.
    pub period: Option<&'a str>,
    /// In a state.
    pub state: Option<&'a str>,
    /// Part of plan or number.
    pub text: Option<&'a str>,
    /// Only those with an objection that is not closed.
    pub disputed: bool,
    /// Those after this last day and key.
    pub after: Option<(NaiveDate, i64)>,
    /// So many at most; all without it.
    pub most: Option<i64>,
}

/// Statements, the latest last day first.
pub async fn read(
    connection: &mut PgConnection,
    organization_id: i64,
    wanted: &Wanted<'_>,
) -> Result<Vec<Statement>, Error> {
    let (day, id) = wanted.after.unzip();
    sqlx::query_as!(
        Statement,
        r#"select s.id, s.number, s.period, s.plan, s.association, s.currency, s.gross, s.publish_until, s.state, s.revision, s.origin,
             s.recorded_by, s.recorded_at, s.confirmed_by, s.confirmed_at,
             (select coalesce(sum(l.amount), 0) from rebate_lines l
               where l.statement_id = s.id and l.frozen_because is null) as "payable!",
             (select count(*) from rebate_objections o where o.statement_id = s.id and o.state <> 'closed') as "disputes!",
             case when $2::bigint is null then '[]' else (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'line', l.number,
                 'opener', m.username, 'opened_at', o.opened_at, 'state', o.state) order by o.id desc), '[]')
               from rebate_objections o join members m on m.id = o.opened_by left join rebate_lines l on l.id = o.line_id
               where o.statement_id = s.id) end as "objected!: Json<Vec<Objected>>",
             (select v.tax_rate_bp from business_information_versions v
               where v.organization_id = $1 and v.request_id = $10) as service_bp
           from rebate_statements s
           where s.organization_id = $1 and ($2::bigint is null or s.id = $2) and ($3::text is null or s.period = $3)
             and ($4::text is null or s.state = $4)
             and ($5::text is null or strpos(lower(s.plan), lower($5)) > 0 or strpos(lower(s.number), lower($5)) > 0)
             and (not $6 or exists (select from rebate_objections o where o.statement_id = s.id and o.state <> 'closed'))
             and ($7::date is null or (s.publish_until, s.id) < ($7, $8))
           order by s.publish_until desc, s.id desc limit $9"#,
        organization_id,
        wanted.id,
        wanted.period,
        wanted.state,
        wanted.text,
        wanted.disputed,
        day,
        id,
        wanted.most,
        wanted.version,
    )
    .fetch_all(connection)
    .await
}

/// One statement with its objections; `version`: of the business information.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, version): (i64, Option<i64>),
) -> Result<Option<Statement>, Error> {
    Ok(read(connection, organization_id, &Wanted { id: Some(id), version, ..Wanted::default() }).await?.pop())
}

/// Periods with statements, the latest first; of those, the ones with something to confirm.
pub async fn periods(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<(String, bool)>, Error> {
    let rows = sqlx::query!(
        r#"select period, bool_or(state = 'to_confirm') as "open!" from rebate_statements
           where organization_id = $1 group by period order by max(publish_until) desc, period desc limit 120"#,
        organization_id,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.period, row.open)).collect())
}

/// A line of a statement.
#[derive(Debug)]
pub struct Line {
    pub id: i64,
    pub number: String,
    pub order_number: Option<String>,
    pub customer: Option<String>,
    pub product: Option<String>,
    pub base: Option<Decimal>,
    pub rate_bp: Option<i32>,
    pub output_bp: i32,
    pub amount: Decimal,
    pub frozen_because: Option<String>,
    pub remark: Option<String>,
}

/// The lines of a statement, in the order of the import; an import has at most a thousand.
pub async fn lines(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Vec<Line>, Error> {
    sqlx::query_as!(
        Line,
        "select id, number, order_number, customer, product, base, rate_bp, output_bp, amount, frozen_because, remark
         from rebate_lines where organization_id = $1 and statement_id = $2 order by id",
        organization_id,
        id,
    )
    .fetch_all(connection)
    .await
}
