//! Figures of the first page, in one round trip.

use sqlx::PgConnection;

use crate::db::Error;

/// Counts of rows the member may list.
#[derive(Debug)]
pub struct Figures {
    /// Customers associated now, inside the member's scope (AM-13).
    pub customers: i64,
    /// Of these, verified.
    pub verified: i64,
    /// Cloud resellers associated now.
    pub resellers: i64,
    /// Members that are not deleted.
    pub members: i64,
}

/// Counts what the organisation has; customers only of `managers`, if given.
pub async fn figures(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
) -> Result<Figures, Error> {
    sqlx::query_as!(
        Figures,
        r#"select c.customers as "customers!", c.verified as "verified!",
            (select count(*) from resellers where organization_id = $1 and left_at is null) as "resellers!",
            (select count(*) from members where organization_id = $1 and state <> 'deleted') as "members!"
         from (
            select count(*) as customers, count(*) filter (where verified_status = '2') as verified
            from customers c
            where c.organization_id = $1 and c.left_at is null
              and ($2::bigint[] is null or exists (select from customer_assignments a
                where a.customer_id = c.id and a.ended_at is null and a.member_id = any($2)))
         ) c"#,
        organization_id,
        managers,
    )
    .fetch_one(connection)
    .await
}
