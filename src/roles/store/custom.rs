//! SQL that writes custom roles. Only what `access::custom` allowed comes here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{Permissions, Role, custom::Content},
    db::Error,
    roles::rules::effect::Holder,
};

/// A custom role as it is written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// Name, unique in the organisation.
    pub name: &'a str,
    /// What the role is for.
    pub description: &'a str,
    /// Permissions.
    pub content: Content,
    /// Who writes it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Lets one change of custom roles at a time into an organisation: limit, names and holders are looked at under this.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// How many custom roles the organisation may have (ROLE-6).
pub async fn limit(connection: &mut PgConnection, organization_id: i64) -> Result<usize, Error> {
    let limit = sqlx::query_scalar!("select custom_role_limit from organizations where id = $1", organization_id)
        .fetch_one(connection)
        .await?;
    Ok(usize::try_from(limit).unwrap_or(0))
}

/// Sets how many custom roles the organisation may have.
pub async fn set_limit(connection: &mut PgConnection, organization_id: i64, limit: i32) -> Result<(), Error> {
    sqlx::query!("update organizations set custom_role_limit = $2 where id = $1", organization_id, limit)
        .execute(connection)
        .await
        .map(drop)
}

/// Adds a role; answers its key.
pub async fn add(connection: &mut PgConnection, organization_id: i64, draft: Draft<'_>) -> Result<i64, Error> {
    sqlx::query_scalar!(
        "insert into roles (organization_id, name, description, permissions, created_by, updated_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $5, $6, $6) returning id",
        organization_id,
        draft.name,
        draft.description,
        &draft.content.codes(),
        draft.by,
        draft.at,
    )
    .fetch_one(connection)
    .await
}

/// Changes a role of this revision; false when it has another one or is gone (TRAP-15).
pub async fn change(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, revision): (i64, i32),
    draft: Draft<'_>,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update roles set name = $4, description = $5, permissions = $6, updated_by = $7, updated_at = $8,
           revision = revision + 1
         where organization_id = $1 and id = $2 and revision = $3",
        organization_id,
        id,
        revision,
        draft.name,
        draft.description,
        &draft.content.codes(),
        draft.by,
        draft.at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a role of this revision that nobody holds (ROLE-6), with assignments of the past; false when it is not so.
pub async fn delete(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, revision): (i64, i32),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    sqlx::query!(
        "delete from member_roles g using members m
         where g.organization_id = $1 and g.role_id = $2 and m.id = g.member_id
           and (m.state = 'deleted' or g.ends_at <= $3)",
        organization_id,
        id,
        now,
    )
    .execute(&mut *connection)
    .await?;
    let done = sqlx::query!(
        "delete from roles r where organization_id = $1 and id = $2 and revision = $3
           and not exists (select from member_roles g where g.role_id = r.id)",
        organization_id,
        id,
        revision,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who holds the role now or later, with all his roles, by user name.
pub async fn holders(
    connection: &mut PgConnection,
    organization_id: i64,
    role_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Holder>, Error> {
    let rows = sqlx::query!(
        r#"select m.id, m.username, coalesce(array_agg(g.role order by g.role) filter (where g.role is not null), '{}') as "presets!",
             coalesce(array_agg(g.role_id order by g.role_id) filter (where g.role_id is not null), '{}') as "custom!"
           from member_roles h
           join members m on m.id = h.member_id and m.state <> 'deleted'
           join member_roles g on g.member_id = m.id and (g.ends_at is null or g.ends_at > $3)
           where h.organization_id = $1 and h.role_id = $2 and (h.ends_at is null or h.ends_at > $3)
           group by m.id, m.username
           order by lower(m.username), m.id"#,
        organization_id,
        role_id,
        now,
    )
    .fetch_all(connection)
    .await?;
    let holder = |row: (i64, String, Vec<String>, Vec<i64>)| Holder {
        member_id: row.0,
        username: row.1,
        presets: row.2.iter().filter_map(|code| Role::parse(code)).collect(),
        custom: row.3,
    };
    Ok(rows.into_iter().map(|row| holder((row.id, row.username, row.presets, row.custom))).collect())
}

/// What every custom role of the organisation holds.
pub async fn contents(connection: &mut PgConnection, organization_id: i64) -> Result<HashMap<i64, Permissions>, Error> {
    let rows = sqlx::query!("select id, permissions from roles where organization_id = $1", organization_id)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.permissions.iter().map(String::as_str).collect())).collect())
}

/// Whether another custom role has the name, ignoring case (ROLE-7).
pub async fn name_is_taken(
    connection: &mut PgConnection,
    organization_id: i64,
    name: &str,
    except: i64,
) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from roles where organization_id = $1 and lower(name) = lower($2) and id <> $3) as "taken!""#,
        organization_id,
        name,
        except,
    )
    .fetch_one(connection)
    .await
}
