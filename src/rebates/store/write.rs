//! Writing statements and their state.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::{
    audit::Change,
    db::Error,
    rebates::rules::import::{Draft, Ground, Head},
};

/// The statements with these numbers that are recorded.
pub async fn ground(connection: &mut PgConnection, organization_id: i64, numbers: &[String]) -> Result<Ground, Error> {
    let rows = sqlx::query!(
        r#"select s.number, s.period, s.plan, s.association, s.currency, s.publish_until, s.gross,
             (select count(*) from rebate_lines l where l.statement_id = s.id) as "lines!"
           from rebate_statements s where s.organization_id = $1 and s.number = any($2)"#,
        organization_id,
        numbers,
    )
    .fetch_all(connection)
    .await?;
    let said = rows.into_iter().map(|row| {
        let (period, plan, association) = (row.period, row.plan, row.association);
        let (currency, publish_until) = (row.currency, row.publish_until);
        let head = Head { number: row.number.clone(), period, plan, association, currency, publish_until };
        (row.number, (head, row.gross, row.lines))
    });
    Ok(said.collect::<HashMap<_, _>>())
}

/// Records a statement with its lines; answers its key.
pub async fn record<P>(change: &mut Change<P>, draft: &Draft, (origin, by): (&str, &str)) -> Result<i64, Error> {
    let (org, at, head) = (change.org(), change.now(), &draft.head);
    let id = sqlx::query_scalar!(
        "insert into rebate_statements
           (organization_id, number, period, plan, association, currency, gross, publish_until, origin, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
        org,
        head.number,
        head.period,
        head.plan,
        head.association,
        head.currency,
        draft.gross(),
        head.publish_until,
        origin,
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await?;
    for line in &draft.lines {
        sqlx::query!(
            "insert into rebate_lines (organization_id, statement_id, number, order_number, customer, product, base, rate_bp, output_bp,
               amount, frozen_because, remark)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            org,
            id,
            line.number,
            line.order_number,
            line.customer,
            line.product,
            line.base,
            line.rate_bp,
            line.output_bp,
            line.amount,
            line.frozen_because,
            line.remark,
        )
        .execute(&mut **change)
        .await?;
    }
    Ok(id)
}

/// Confirms a statement if it still is as it was seen.
pub async fn confirm<P>(change: &mut Change<P>, (id, revision): (i64, i32), by: &str) -> Result<bool, Error> {
    let (org, at) = (change.org(), change.now());
    let done = sqlx::query!(
        "update rebate_statements set state = 'issuing', revision = revision + 1, confirmed_by = $4, confirmed_at = $5
         where organization_id = $1 and id = $2 and revision = $3 and state = 'to_confirm'",
        org,
        id,
        revision,
        by,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}
