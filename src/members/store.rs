//! SQL of members.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{db::Error, values::Masked, web::pager::LIMIT};

/// A member as the pages show it.
#[derive(Debug)]
pub struct Member {
    pub id: i64,
    pub username: String,
    pub name: Masked<String>,
    pub email: Option<Masked<String>>,
    pub phone: Option<Masked<String>>,
    pub state: String,
    pub is_master: bool,
    pub roles: Vec<String>,
    pub director: Option<String>,
    pub last_login_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// One page of members by user name, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<Member>, Error> {
    let (username, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Member,
        r#"select m.id, m.username, m.name as "name: _", m.email as "email: _", m.phone as "phone: _", m.state, m.is_master,
            array(select coalesce(r.role, c.name) from member_roles r left join roles c on c.id = r.role_id
              where r.member_id = m.id order by r.role, c.name) as "roles!",
            d.username as "director?", m.last_login_at, m.created_at
         from members m
         left join members d on d.id = m.director_id
         where m.organization_id = $1 and (lower(m.username), m.id) > ($2, $3)
           and ($4::text is null or strpos(lower(m.username), lower($4)) > 0 or strpos(lower(m.name), lower($4)) > 0
             or strpos(lower(m.email), lower($4)) > 0)
           and ($5::text is null or exists (select from member_roles r where r.member_id = m.id and r.role = $5))
           and case when $6::text is null then m.state <> 'deleted' else m.state = $6 end
         order by lower(m.username), m.id
         limit $7"#,
        organization_id,
        username,
        id,
        filters.text,
        filters.role,
        filters.state,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One member of the organisation.
pub async fn find(connection: &mut PgConnection, organization_id: i64, id: i64) -> Result<Option<Member>, Error> {
    sqlx::query_as!(
        Member,
        r#"select m.id, m.username, m.name as "name: _", m.email as "email: _", m.phone as "phone: _", m.state, m.is_master,
            array(select coalesce(r.role, c.name) from member_roles r left join roles c on c.id = r.role_id
              where r.member_id = m.id order by r.role, c.name) as "roles!",
            d.username as "director?", m.last_login_at, m.created_at
         from members m
         left join members d on d.id = m.director_id
         where m.organization_id = $1 and m.id = $2"#,
        organization_id,
        id,
    )
    .fetch_optional(connection)
    .await
}
