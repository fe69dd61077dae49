//! What the deadlines find (REB-10, REB-12).

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{audit::Change, db::Error};

/// Name of the job, as the record keeps it.
const JOB: &str = "job/rebate_deadlines";

/// Partners with something that a deadline could end, and their site.
pub async fn partners(connection: &mut PgConnection) -> Result<Vec<(i64, String)>, Error> {
    let rows = sqlx::query!(
        r#"select o.id, coalesce((select min(a.site) from cloud_accounts a where a.organization_id in (o.id, o.parent_id)
             having bool_and(a.site <> 'china')), 'china') as "site!"
           from organizations o
           where exists (select from rebate_statements s where s.organization_id = o.id and s.state = 'to_confirm')
              or exists (select from rebate_objections b where b.organization_id = o.id and b.state = 'answered')
           order by o.id"#,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.site)).collect())
}

/// Closes objections whose answer stood long enough; answers them.
pub async fn close<P>(change: &mut Change<P>, today: NaiveDate) -> Result<Vec<i64>, Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query_scalar!(
        "update rebate_objections set state = 'closed', revision = revision + 1, closed_by = $3, closed_at = $4
         where organization_id = $1 and state = 'answered' and stands_until < $2 returning id",
        org,
        today,
        JOB,
        at,
    )
    .fetch_all(&mut **change)
    .await
}

/// Confirms the statements whose last day is before `today` and to which no objection stands; answers them.
pub async fn confirm<P>(change: &mut Change<P>, today: NaiveDate) -> Result<Vec<i64>, Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query_scalar!(
        "update rebate_statements s set state = 'issuing', revision = revision + 1, confirmed_by = $3, confirmed_at = $4
         where s.organization_id = $1 and s.state = 'to_confirm' and s.publish_until < $2
           and not exists (select from rebate_objections o where o.statement_id = s.id and o.state <> 'closed')
         returning s.id",
        org,
        today,
        JOB,
        at,
    )
    .fetch_all(&mut **change)
    .await
}
