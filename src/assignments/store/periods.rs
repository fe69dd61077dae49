//! SQL of periods: who looked after what, from when to when, by whom (AM-9, 查看历史客户经理).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    assignments::{forms::PeriodFilters, rules::Subject},
    db::Error,
    values::Masked,
    web::pager::LIMIT,
};

/// A period of a customer.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub customer_id: i64,
    pub account_name: String,
    pub name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
    pub manager: String,
    pub assigned_at: DateTime<Utc>,
    pub assigned_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
}

/// One page of periods, the latest first, and one row more. A reader with a scope sees only periods of customers that are in
/// it now (AM-13).
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    filters: &PeriodFilters,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (assigned_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select a.id, a.customer_id, c.account_name, c.name as "name: _", c.customer_type, m.username as manager, a.assigned_at,
             b.username as "assigned_by?", a.ended_at, e.username as "ended_by?"
           from customer_assignments a
           join customers c on c.id = a.customer_id
           join members m on m.id = a.member_id
           left join members b on b.id = a.assigned_by
           left join members e on e.id = a.ended_by
           where a.organization_id = $1
             and ($2::bigint[] is null or exists (select from customer_assignments o
               where o.customer_id = a.customer_id and o.ended_at is null and o.member_id = any($2)))
             and (a.assigned_at, a.id) < ($3, $4)
             and ($5::bigint is null or a.member_id = $5)
             and ($6::boolean is null or (a.ended_at is null) = $6)
             and ($7::text is null or strpos(lower(c.account_name), lower($7)) > 0 or customer_name_found(c.customer_type, c.name, $7)
               or c.remote_id = $7)
           order by a.assigned_at desc, a.id desc
           limit $8"#,
        organization_id,
        managers,
        assigned_at,
        id,
        filters.manager,
        filters.open,
        filters.text,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A period of one customer or reseller.
#[derive(Debug)]
pub struct Period {
    pub manager: String,
    pub assigned_at: DateTime<Utc>,
    pub assigned_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
}

/// The periods of one customer or reseller, the latest first, at most a hundred.
pub async fn of(
    connection: &mut PgConnection,
    organization_id: i64,
    subject: Subject,
    id: i64,
) -> Result<Vec<Period>, Error> {
    match subject {
        Subject::Customer => {
            sqlx::query_as!(
                Period,
                r#"select m.username as manager, a.assigned_at, b.username as "assigned_by?",
                     a.ended_at, e.username as "ended_by?"
                   from customer_assignments a join members m on m.id = a.member_id
                   left join members b on b.id = a.assigned_by left join members e on e.id = a.ended_by
                   where a.organization_id = $1 and a.customer_id = $2 order by a.assigned_at desc, a.id desc limit 100"#,
                organization_id,
                id,
            )
            .fetch_all(connection)
            .await
        }
        Subject::Reseller => {
            sqlx::query_as!(
                Period,
                r#"select m.username as manager, a.assigned_at, b.username as "assigned_by?",
                     a.ended_at, e.username as "ended_by?"
                   from reseller_assignments a join members m on m.id = a.member_id
                   left join members b on b.id = a.assigned_by left join members e on e.id = a.ended_by
                   where a.organization_id = $1 and a.reseller_id = $2 order by a.assigned_at desc, a.id desc limit 100"#,
                organization_id,
                id,
            )
            .fetch_all(connection)
            .await
        }
    }
}
