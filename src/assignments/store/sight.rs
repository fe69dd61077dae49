//! SQL of who could see a customer: every member that can sign in, with what decides how far he sees.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{Permissions, Reach, Role},
    assignments::rules::sight::Member,
    db::Error,
};

/// A member with his user name.
#[derive(Debug)]
pub struct Seer {
    pub username: String,
    /// Names of custom roles in force.
    pub custom_names: Vec<String>,
    pub member: Member,
}

/// Members that can sign in now, by user name: as `session_seat` would find them.
pub async fn members(
    connection: &mut PgConnection,
    organization_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Seer>, Error> {
    let rows = sqlx::query!(
        r#"select m.id, m.username, m.is_master, m.scope_pin, h.presets as "presets!", h.names as "names!", h.codes as "codes!",
             array(select t.id from members t where t.director_id = m.id and t.organization_id = m.organization_id) as "team!"
           from members m
           join organizations o on o.id = m.organization_id
           cross join lateral (
             select coalesce(array_agg(r.role) filter (where r.role is not null), '{}') as presets,
               coalesce(array_agg(c.name) filter (where c.id is not null), '{}') as names,
               coalesce(string_to_array(string_agg(array_to_string(c.permissions, ','), ','), ','), '{}') as codes
             from member_roles r left join roles c on c.id = r.role_id
             where r.member_id = m.id and (r.starts_at is null or r.starts_at <= $2) and (r.ends_at is null or r.ends_at > $2)
           ) h
           where m.organization_id = $1 and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > $2, true)
           order by lower(m.username), m.id"#,
        organization_id,
        now,
    )
    .fetch_all(connection)
    .await?;
    let seers = rows.into_iter().map(|row| {
        let member = Member {
            id: row.id,
            is_master: row.is_master,
            presets: row.presets.iter().filter_map(|code| Role::parse(code)).collect(),
            custom: (!row.names.is_empty()).then(|| row.codes.iter().map(String::as_str).collect::<Permissions>()),
            pin: row.scope_pin.as_deref().and_then(Reach::parse),
            team: row.team,
        };
        Seer { username: row.username, custom_names: row.names, member }
    });
    Ok(seers.collect())
}
