//! SQL of giving members roles.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    access::{Reach, Role, Sight, locks::Lock},
    db::Error,
    roles::rules::{assignment::Wanted, key::Key},
};

/// A member with what decides about his roles.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: i64,
    pub username: String,
    pub is_master: bool,
    /// 启用 (MEM-9).
    pub active: bool,
    /// His login has a last day.
    pub expires: bool,
    pub pin: Option<Reach>,
    pub revision: i32,
    /// Account managers under him.
    pub managed: i64,
    /// Customers and resellers assigned to him.
    pub held: i64,
    /// Roles in force now or later.
    pub wanted: Vec<Wanted>,
    /// Who asked for roles that wait for a second person.
    pub asked_by: Option<String>,
}

/// A role as it was given.
#[derive(Debug, Deserialize)]
struct Grant {
    role: Option<String>,
    role_id: Option<i64>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
}

/// One member of the organisation with his roles. One round trip.
pub async fn subject(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    let row = sqlx::query!(
        r#"select m.id, m.username, m.is_master, m.scope_pin, m.revision, m.state = 'active' as "active!",
             m.expires_on is not null as "expires!",
             (select count(*) from members t where t.director_id = m.id and t.state <> 'deleted') as "managed!",
             (select count(*) from customer_assignments a where a.member_id = m.id and a.ended_at is null)
               + (select count(*) from reseller_assignments a where a.member_id = m.id and a.ended_at is null) as "held!",
             (select b.username from role_requests q join members b on b.id = q.asked_by
               where q.member_id = m.id and q.state = 'pending') as asked_by,
             (select coalesce(jsonb_agg(to_jsonb(g) order by g.id), '[]') from (
                select id, role, role_id, starts_at, ends_at from member_roles
                where organization_id = $1 and member_id = m.id and (ends_at is null or ends_at > $3)) g)
               as "grants!: Json<Vec<Grant>>"
           from members m where m.organization_id = $1 and m.id = $2 and m.state <> 'deleted'"#,
        organization_id,
        id,
        now,
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let wanted = row.grants.0.into_iter().filter_map(|grant| {
        let preset = grant.role.as_deref().and_then(Role::parse).map(Key::Preset);
        let key = preset.or(grant.role_id.map(Key::Custom))?;
        Some(Wanted { key, starts_at: grant.starts_at, ends_at: grant.ends_at })
    });
    Ok(Some(Subject {
        id: row.id,
        username: row.username,
        is_master: row.is_master,
        active: row.active,
        expires: row.expires,
        pin: row.scope_pin.as_deref().and_then(Reach::parse),
        revision: row.revision,
        managed: row.managed,
        held: row.held,
        wanted: wanted.collect(),
        asked_by: row.asked_by,
    }))
}

/// What decides about an assignment beside the member himself.
#[derive(Debug)]
pub struct Circle {
    /// Active Admins whose login and role have no end (MEM-13).
    pub admins: Vec<i64>,
    /// Active directors by user name: key, user name.
    pub directors: Vec<(i64, String)>,
    /// Active account managers by user name.
    pub managers: Vec<(i64, String)>,
    /// Locks of the member's roles (ROLE-4).
    pub locks: Vec<Lock>,
}

/// Admins, directors, and the locks of the member, in one round trip.
pub async fn circle(
    connection: &mut PgConnection,
    organization_id: i64,
    member_id: i64,
    now: DateTime<Utc>,
) -> Result<Circle, Error> {
    let row = sqlx::query!(
        r#"with held as (
             select m.id, m.username, r.role, m.expires_on is null and r.ends_at is null as lasts
             from members m join organizations o on o.id = m.organization_id join member_roles r on r.member_id = m.id
             where m.organization_id = $1 and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > $3, true)
               and r.role in ('admin', 'desk_admin', 'account_director', 'account_manager')
               and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3))
           select
             array(select id from held where role in ('admin', 'desk_admin') and lasts order by id) as "admins!",
             (select coalesce(jsonb_agg(jsonb_build_array(id, username) order by lower(username), id), '[]')
               from held where role = 'account_director') as "directors!: Json<Vec<(i64, String)>>",
             (select coalesce(jsonb_agg(jsonb_build_array(id, username) order by lower(username), id), '[]')
               from held where role = 'account_manager') as "managers!: Json<Vec<(i64, String)>>",
             (select coalesce(jsonb_agg(jsonb_build_object('role', l.role, 'submission', l.submission, 'link', l.link,
                 'by', b.username, 'at', l.locked_at) order by l.locked_at, l.id), '[]')
               from role_locks l left join members b on b.id = l.locked_by
               where l.organization_id = $1 and l.member_id = $2 and l.unlocked_at is null) as "locks!: Json<Vec<Lock>>""#,
        organization_id,
        member_id,
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok(Circle { admins: row.admins, directors: row.directors.0, managers: row.managers.0, locks: row.locks.0 })
}

/// How much a member sees or would see.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Assigned to him.
    pub own: Sight,
    /// Assigned to the managers under him.
    pub team: Sight,
    /// Of the organisation.
    pub all: Sight,
}

impl Seen {
    /// What lies within a reach.
    pub const fn within(self, reach: Reach) -> Sight {
        match reach {
            Reach::Own => self.own,
            Reach::Team => self.team,
            Reach::All => self.all,
        }
    }
}

/// Counts the customers and resellers within every reach of a member.
pub async fn seen(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Seen, Error> {
    let row = sqlx::query!(
        r#"select
             (select count(*) from customer_assignments a where a.organization_id = $1 and a.ended_at is null
               and a.member_id = $2) as "own!",
             (select count(*) from reseller_assignments a where a.organization_id = $1 and a.ended_at is null
               and a.member_id = $2) as "own_resellers!",
             (select count(*) from customer_assignments a join members t on t.id = a.member_id
               where a.organization_id = $1 and a.ended_at is null and t.director_id = $2) as "team!",
             (select count(*) from reseller_assignments a join members t on t.id = a.member_id
               where a.organization_id = $1 and a.ended_at is null and t.director_id = $2) as "team_resellers!",
             (select count(*) from customers c where c.organization_id = $1 and c.left_at is null) as "all!",
             (select count(*) from resellers r where r.organization_id = $1 and r.left_at is null) as "all_resellers!""#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await?;
    let sight = |customers, resellers| Sight { customers, resellers };
    Ok(Seen {
        own: sight(row.own, row.own_resellers),
        team: sight(row.team, row.team_resellers),
        all: sight(row.all, row.all_resellers),
    })
}
