//! SQL of roles: what there is and who holds it. Writing stands in `custom`.

pub mod assignment;
pub mod custom;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{access::Permissions, db::Error, values::Masked, web::pager::LIMIT};

/// A custom role.
#[derive(Debug, Clone, Deserialize)]
pub struct CustomRole {
    pub id: i64,
    pub name: String,
    pub description: String,
    pub codes: Vec<String>,
    pub revision: i32,
    pub updated_at: DateTime<Utc>,
    pub updated_by: Option<String>,
    /// Members who hold it now or later and are not deleted.
    pub members: i64,
}

impl CustomRole {
    /// What it holds; codes of another version are left out.
    pub fn permissions(&self) -> Permissions {
        self.codes.iter().map(String::as_str).collect()
    }
}

/// How many members hold each preset now or later (code, number), and the custom roles of the organisation by name. One round
/// trip.
pub async fn roles(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
) -> Result<(Vec<(String, i64)>, Vec<CustomRole>), Error> {
    let row = sqlx::query!(
        r#"with held as (
             select g.role, g.role_id from member_roles g join members m on m.id = g.member_id
             where g.organization_id = $1 and m.state <> 'deleted' and (g.ends_at is null or g.ends_at > $2)
           )
           select
             (select coalesce(jsonb_agg(jsonb_build_array(role, members)), '[]') from (
                select role, count(*) as members from held where role is not null group by role) p)
               as "presets!: Json<Vec<(String, i64)>>",
             (select coalesce(jsonb_agg(to_jsonb(c) order by lower(c.name), c.id), '[]') from (
                select r.id, r.name, r.description, r.permissions as codes, r.revision, r.updated_at, u.username as updated_by,
                  (select count(*) from held where held.role_id = r.id) as members
                from roles r left join members u on u.id = r.updated_by where r.organization_id = $1) c)
               as "custom!: Json<Vec<CustomRole>>""#,
        organization_id,
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok((row.presets.0, row.custom.0))
}

/// A member and the role through which he holds something.
#[derive(Debug)]
pub struct Holder {
    /// Key of the assignment; 0 for the master.
    pub id: i64,
    pub member_id: i64,
    pub username: String,
    pub name: Masked<String>,
    pub state: String,
    pub role: Option<String>,
    pub role_id: Option<i64>,
    pub role_name: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub granted_at: Option<DateTime<Utc>>,
    pub granted_by: Option<String>,
}

/// Roles by which somebody holds what is asked for.
#[derive(Debug, Default)]
pub struct Through {
    pub presets: Vec<String>,
    pub custom: Vec<i64>,
    /// Whether the master counts.
    pub master: bool,
}

/// Members who hold one of these roles now or later, by user name; one page, and one row more.
pub async fn holders(
    connection: &mut PgConnection,
    organization_id: i64,
    through: &Through,
    now: DateTime<Utc>,
    after: Option<(String, i64)>,
) -> Result<Vec<Holder>, Error> {
    let (username, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Holder,
        r#"select coalesce(g.id, 0) as "id!", m.id as member_id, m.username, m.name as "name: _", m.state, g.role as "role?",
             g.role_id as "role_id?", r.name as "role_name?", g.starts_at as "starts_at?", g.ends_at as "ends_at?",
             g.granted_at as "granted_at?", b.username as "granted_by?"
           from members m
           left join member_roles g on g.member_id = m.id and (g.role = any($2) or g.role_id = any($3))
             and (g.ends_at is null or g.ends_at > $4)
           left join roles r on r.id = g.role_id
           left join members b on b.id = g.granted_by
           where m.organization_id = $1 and m.state <> 'deleted' and (g.id is not null or m.is_master and $5)
             and (lower(m.username), coalesce(g.id, 0)) > ($6, $7)
           order by lower(m.username), coalesce(g.id, 0)
           limit $8"#,
        organization_id,
        &through.presets,
        &through.custom,
        now,
        through.master,
        username,
        id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

impl Holder {
    /// Sort key of the list.
    pub fn place(&self) -> (String, i64) {
        (self.username.to_lowercase(), self.id)
    }
}

/// A member's name and his roles in force now, for a simulation.
#[derive(Debug)]
pub struct Held {
    pub username: String,
    pub is_master: bool,
    pub presets: Vec<String>,
    pub custom: Vec<i64>,
}

/// The roles of one member that are in force now.
pub async fn held(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Held>, Error> {
    sqlx::query_as!(
        Held,
        r#"select m.username, m.is_master,
             array(select g.role from member_roles g where g.member_id = m.id and g.role is not null
               and (g.starts_at is null or g.starts_at <= $3) and (g.ends_at is null or g.ends_at > $3)
               order by g.role) as "presets!: Vec<String>",
             array(select g.role_id from member_roles g where g.member_id = m.id and g.role_id is not null
               and (g.starts_at is null or g.starts_at <= $3) and (g.ends_at is null or g.ends_at > $3)
               order by g.role_id) as "custom!: Vec<i64>"
           from members m where m.organization_id = $1 and m.id = $2 and m.state <> 'deleted'"#,
        organization_id,
        member_id,
        now,
    )
    .fetch_optional(connection)
    .await
}
