//! SQL of loose ends: customers that nobody looks after, managers whom nobody leads (TRAP-2). Derived, never stored.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::db::Error;

/// What waits for somebody who may assign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loose {
    /// Associated customers without a manager; none for a reader with a scope, who sees no unassigned ones (AM-12).
    pub unassigned: i64,
    /// Customers whose manager cannot work as one: disabled, or without the role.
    pub stranded: i64,
    /// Account managers without a director (未设主管).
    pub undirected: i64,
}

/// Counts loose ends within a scope; `managers` are those whose customers the reader sees, `None` for all.
///
/// # Errors
/// When the database refuses.
pub async fn loose(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    now: DateTime<Utc>,
) -> Result<Loose, Error> {
    sqlx::query_as!(
        Loose,
        r#"select
             (select count(*) from customers c where c.organization_id = $1 and c.left_at is null and $2::bigint[] is null
               and not exists (select from customer_assignments a where a.customer_id = c.id and a.ended_at is null)) as "unassigned!",
             (select coalesce(sum(h.held), 0)::bigint from (
               select a.member_id, count(*) as held from customer_assignments a
               where a.organization_id = $1 and a.ended_at is null and ($2::bigint[] is null or a.member_id = any($2))
               group by a.member_id) h
               where not works_as(h.member_id, 'account_manager', $3)) as "stranded!",
             (select count(*) from members m where m.organization_id = $1 and m.director_id is null and $2::bigint[] is null
               and works_as(m.id, 'account_manager', $3)) as "undirected!""#,
        organization_id,
        managers,
        now,
    )
    .fetch_one(connection)
    .await
}
