//! Members as makers and checkers: whether they can sign in now, what they may, who made their login (CMD-3, MEM-13).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    access::{Kind as OrganizationKind, Permissions, Role, counterparts::Issued, permissions_of},
    db::Error,
};

/// A member who can sign in.
#[derive(Debug, Clone)]
pub struct Entitled {
    /// Key.
    pub member_id: i64,
    /// What he may do now.
    pub permissions: Permissions,
    /// Who last issued credentials to him.
    pub issued: Issued,
}

/// Who last issued credentials to a member, and when (MEM-13).
///
/// # Errors
/// When the database refuses.
pub async fn issued(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Issued, Error> {
    let row = sqlx::query!(
        "select credentials_by, credentials_at from members where organization_id = $1 and id = $2",
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await?;
    Ok(Issued { by: row.credentials_by, at: row.credentials_at })
}

/// Those of the members who can sign in now, with what they may do. An organisation that is not active has nobody.
///
/// # Errors
/// When the database refuses.
pub async fn entitled(
    connection: &mut PgConnection,
    organization_id: i64,
    members: &[i64],
    now: DateTime<Utc>,
) -> Result<Vec<Entitled>, Error> {
    let rows = sqlx::query!(
        r#"select m.id, m.is_master, o.kind, m.credentials_by, m.credentials_at,
             array(select r.role from member_roles r where r.member_id = m.id and r.role is not null
               and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3)) as "presets!: Vec<String>",
             array(select code from member_roles r join roles c on c.id = r.role_id, unnest(c.permissions) code
               where r.member_id = m.id and (r.starts_at is null or r.starts_at <= $3)
                 and (r.ends_at is null or r.ends_at > $3)) as "custom!: Vec<String>"
           from members m join organizations o on o.id = m.organization_id
           where m.organization_id = $1 and m.id = any($2) and o.state = 'active' and m.state = 'active'
             and coalesce(login_ends_at(m.expires_on, o.time_zone) > $3, true)"#,
        organization_id,
        members,
        now,
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(kind) = OrganizationKind::parse(&row.kind) else { continue };
        let presets: Vec<Role> = row.presets.iter().filter_map(|code| Role::parse(code)).collect();
        let custom: Permissions = row.custom.iter().map(String::as_str).collect();
        found.push(Entitled {
            member_id: row.id,
            permissions: permissions_of(kind, row.is_master, &presets, custom),
            issued: Issued { by: row.credentials_by, at: row.credentials_at },
        });
    }
    Ok(found)
}
