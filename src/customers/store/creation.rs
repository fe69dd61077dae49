//! SQL of customer accounts that were asked for.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{db::Error, web::pager::LIMIT};

/// A creation, with where it stands.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub account_name: String,
    pub reseller: Option<String>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub command_id: i64,
    pub state: String,
    pub outcome: Option<String>,
    /// The vendor's error code, if it refused.
    pub code: Option<String>,
    /// The customer as the vendor lists it.
    pub customer_id: Option<i64>,
}

/// One page of creations, latest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (made_at, id) = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    sqlx::query_as!(
        Listed,
        r#"select n.id, n.account_name, o.name as "reseller?", m.username as made_by, n.made_at, k.id as command_id, k.state,
             k.outcome, k.code, c.id as "customer_id?"
           from customer_creations n
           join members m on m.id = n.made_by
           join commands k on k.approval_id = n.approval_id
           left join resellers r on r.id = n.reseller_id
           left join organizations o on o.id = r.child_id
           left join lateral (
             select c.id from customers c
             where c.organization_id = coalesce(r.child_id, n.organization_id)
               and (c.xaccount_id = n.xaccount_id or c.remote_id = k.made_remote_id) and c.left_at is null
             order by c.id limit 1
           ) c on true
           where n.organization_id = $1 and (n.made_at, n.id) < ($2, $3)
           order by n.made_at desc, n.id desc limit $4"#,
        organization_id,
        made_at,
        id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// What the form needs to know.
#[derive(Debug)]
pub struct Ground {
    /// `xaccount_type` that was used last: the vendor gives a partner one.
    pub platform: Option<String>,
    /// Resellers a distributor can create for: key, name, the vendor's id.
    pub resellers: Vec<(i64, String, String)>,
}

/// What the form needs to know; resellers only of `among`, if given (AM-10).
pub async fn ground(
    connection: &mut PgConnection,
    organization_id: i64,
    among: Option<&[i64]>,
) -> Result<Ground, Error> {
    let rows = sqlx::query!(
        r#"select (select c.xaccount_type from customers c where c.organization_id = any(visible_organizations())
               and c.xaccount_type <> '' order by c.id desc limit 1) as platform,
             r.id as "id?", o.name as "name?", r.remote_id as "remote_id?"
           from (values (1)) one (x)
           left join resellers r on r.organization_id = $1 and r.left_at is null and ($2::bigint[] is null or r.child_id = any($2))
           left join organizations o on o.id = r.child_id
           order by o.name, r.id"#,
        organization_id,
        among,
    )
    .fetch_all(connection)
    .await?;
    let platform = rows.first().and_then(|row| row.platform.clone());
    let resellers = rows.into_iter().filter_map(|row| Some((row.id?, row.name?, row.remote_id?))).collect();
    Ok(Ground { platform, resellers })
}

/// A creation to keep beside its confirmation.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub xaccount_id: &'a str,
    pub account_name: &'a str,
    pub reseller_id: Option<i64>,
    pub approval_id: i64,
    pub by: Option<i64>,
    pub at: DateTime<Utc>,
}

/// Keeps a creation.
pub async fn insert(connection: &mut PgConnection, organization_id: i64, new: New<'_>) -> Result<(), Error> {
    sqlx::query!(
        "insert into customer_creations (organization_id, xaccount_id, account_name, reseller_id, approval_id, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        organization_id,
        new.xaccount_id,
        new.account_name,
        new.reseller_id,
        new.approval_id,
        new.by,
        new.at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Whether an account of this name is known, as a customer or asked for and not refused.
pub async fn is_name_taken(connection: &mut PgConnection, organization_id: i64, name: &str) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from customers where organization_id = any(visible_organizations()) and account_name = $2)
             or exists (select from customer_creations n join commands k on k.approval_id = n.approval_id
               where n.organization_id = $1 and n.account_name = $2 and k.state <> 'failed'
                 and k.outcome is distinct from 'not_applied') as "taken!""#,
        organization_id,
        name,
    )
    .fetch_one(connection)
    .await
}
