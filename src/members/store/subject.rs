//! A member as the rules of MEM-13 and TRAP-2 see him, read inside the change that is about to touch him.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    access::{
        Kind, Permissions, Reach, Role, Sight,
        grants::{Party, Roles},
        permissions_of,
    },
    db::Error,
    members::{
        forms::draft::Draft,
        rules::{
            plan::Ground,
            wanted::{CustomRole, Wanted, lasting, roles_of},
        },
    },
    values::Masked,
};

/// A member with everything that decides what may be done to him.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: i64,
    pub username: String,
    pub name: Masked<String>,
    pub email: Option<Masked<String>>,
    pub phone: Option<Masked<String>>,
    pub department: String,
    pub job_title: String,
    pub remark: String,
    pub expires_on: Option<NaiveDate>,
    pub state: String,
    pub is_master: bool,
    pub scope_pin: Option<String>,
    pub director_id: Option<i64>,
    pub director: Option<String>,
    pub revision: i32,
    pub link_until: Option<DateTime<Utc>>,
    pub last_login_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub created_by: Option<String>,
    /// Roles in force now or later.
    pub wanted: Json<Vec<Wanted>>,
    /// Account managers under him, not deleted.
    pub managed: i64,
    /// Customers assigned to him now.
    pub customers: i64,
    /// Resellers assigned to him now (AM-10).
    pub resellers: i64,
    /// Approvals of his that wait, or whose commands have not been sent: nobody takes them over (MEM-10).
    pub approvals: i64,
    custom: Json<Vec<CustomRole>>,
    directors: Json<Vec<(i64, String)>>,
    managers: Json<Vec<(i64, String)>>,
    admins: i64,
}

impl Subject {
    /// His roles; those the catalogue no longer knows are left out.
    pub fn roles(&self, custom: &[CustomRole]) -> Roles {
        let known = |wanted: &&Wanted| roles_of(std::slice::from_ref(*wanted), custom).is_some();
        let wanted: Vec<Wanted> = self.wanted.iter().filter(known).cloned().collect();
        roles_of(&wanted, custom).unwrap_or_default()
    }

    /// Whether somebody must take over what he looks after (MEM-10).
    pub fn holds_customers(&self) -> bool {
        self.customers + self.resellers > 0
    }

    /// What he may do, now or later.
    pub fn permissions(&self, kind: Kind, custom: &[CustomRole]) -> Permissions {
        let roles = self.roles(custom);
        permissions_of(kind, self.is_master, &roles.presets, roles.custom_permissions())
    }

    /// As MEM-13 sees him.
    pub fn party(&self, kind: Kind, custom: &[CustomRole]) -> Party {
        Party {
            member_id: self.id,
            is_master: self.is_master,
            is_active_admin: self.state == "active" && self.roles(custom).has_admin(),
            permissions: self.permissions(kind, custom),
        }
    }

    /// Presets and custom roles in force at an instant.
    pub fn in_force<'a>(&self, custom: &'a [CustomRole], at: DateTime<Utc>) -> (Vec<Role>, Vec<&'a CustomRole>) {
        let now = self.wanted.iter().filter(|one| one.starts_at.is_none_or(|from| from <= at));
        let presets = now.clone().filter_map(|one| one.role.as_deref().and_then(Role::parse)).collect();
        let own = now.filter_map(|one| custom.iter().find(|role| Some(role.id) == one.role_id)).collect();
        (presets, own)
    }

    /// The data scope an administrator chose (AM-3).
    pub fn pin(&self) -> Option<Reach> {
        self.scope_pin.as_deref().and_then(Reach::parse)
    }

    /// Whether nothing ends him as an Admin by itself: neither his last day nor the end of the role (MEM-13).
    pub fn lasts(&self, now: DateTime<Utc>) -> bool {
        self.expires_on.is_none() && lasting(&self.wanted, now).iter().any(|role| role.is_admin())
    }

    /// Whether he holds the preset, now or later.
    pub fn holds(&self, role: Role) -> bool {
        self.wanted.iter().any(|wanted| wanted.role.as_deref() == Some(role.code()))
    }
}

/// Lets one change of members at a time into an organisation, so that two of them cannot together do what neither may
/// (MEM-13: the last Admin). Everything that adds, changes or ends members takes this first.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// One member of the organisation with his roles, managers and customers, and what stands around him.
async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Subject>, Error> {
    sqlx::query_as!(
        Subject,
        r#"select m.id, m.username, m.name as "name: _", m.email as "email: _", m.phone as "phone: _", m.department,
            m.job_title, m.remark, m.expires_on, m.state, m.is_master, m.scope_pin, m.director_id,
            d.username as "director?", m.revision,
            case when m.activation_hash is not null then m.activation_expires_at end as link_until,
            m.last_login_at, m.created_at, c.username as "created_by?",
            (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'role_id', r.role_id, 'starts_at', r.starts_at,
                'ends_at', r.ends_at) order by r.role, r.role_id), '[]')
              from member_roles r where r.member_id = m.id and (r.ends_at is null or r.ends_at > $3)) as "wanted!: _",
            (select count(*) from members t where t.director_id = m.id and t.organization_id = m.organization_id
              and t.state <> 'deleted') as "managed!",
            (select count(*) from customer_assignments a where a.member_id = m.id and a.ended_at is null) as "customers!",
            (select count(*) from reseller_assignments a where a.member_id = m.id and a.ended_at is null) as "resellers!",
            (select count(*) from approvals a where a.organization_id = m.organization_id and a.made_by = m.id
              and a.expires_at > $3 and (a.state = 'pending' or a.state = 'approved'
                and exists (select from commands c where c.approval_id = a.id and c.state = 'intent'))) as "approvals!",
            g.custom as "custom!: _", g.directors as "directors!: _", g.managers as "managers!: _", g.admins as "admins!"
         from members m
         left join members d on d.id = m.director_id
         left join members c on c.id = m.created_by
         cross join member_ground($1, $3) g
         where m.organization_id = $1 and m.id = $2"#,
        organization_id,
        id,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// A member with what is known about his organisation.
#[derive(Debug)]
pub struct Case {
    /// The member.
    pub subject: Subject,
    /// Custom roles, directors, managers, Admins.
    pub ground: Ground,
}

/// One member with what the rules must know, in one round trip.
pub async fn case(
    connection: &mut PgConnection,
    organization_id: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Case>, Error> {
    let Some(mut subject) = find(connection, organization_id, id, now).await? else { return Ok(None) };
    let ground = Ground {
        custom: std::mem::take(&mut subject.custom.0),
        directors: std::mem::take(&mut subject.directors.0),
        managers: std::mem::take(&mut subject.managers.0),
        admins: usize::try_from(subject.admins).unwrap_or(0) + usize::from(!subject.lasts(now)),
        ..Ground::default()
    };
    Ok(Some(Case { subject, ground }))
}

/// Members who hold a preset now and are active, by user name: directors and successors to choose from (AM-12, MEM-10).
pub async fn holders(
    connection: &mut PgConnection,
    organization_id: i64,
    role: Role,
    now: DateTime<Utc>,
) -> Result<Vec<(i64, String)>, Error> {
    let rows = sqlx::query!(
        "select m.id, m.username from members m
         where m.organization_id = $1 and m.state = 'active' and exists (select from member_roles r
           where r.member_id = m.id and r.role = $2
             and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3))
         order by lower(m.username), m.id",
        organization_id,
        role.code(),
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.username)).collect())
}

/// What the rules must know of the organisation, also to weigh these drafts: a user name is taken for ever (MEM-2), a mail
/// address while its member is not deleted.
pub async fn ground(
    connection: &mut PgConnection,
    organization_id: i64,
    drafts: &[Draft],
    now: DateTime<Utc>,
) -> Result<Ground, Error> {
    let usernames: Vec<String> = drafts.iter().map(|draft| draft.username.to_lowercase()).collect();
    let emails: Vec<String> = drafts.iter().map(|draft| draft.email.to_lowercase()).collect();
    let row = sqlx::query!(
        r#"select custom as "custom!: Json<Vec<CustomRole>>", directors as "directors!: Json<Vec<(i64, String)>>",
            managers as "managers!: Json<Vec<(i64, String)>>", admins as "admins!",
            array(select lower(username) from members where organization_id = $1 and lower(username) = any($3)) as "usernames!",
            array(select lower(email) from members where organization_id = $1 and lower(email) = any($4) and state <> 'deleted') as "emails!",
            (select count(*) from customers c where c.organization_id = $1 and c.left_at is null) as "customers!",
            (select count(*) from resellers r where r.organization_id = $1 and r.left_at is null) as "resellers!"
         from member_ground($1, $2)"#,
        organization_id,
        now,
        &usernames,
        &emails,
    )
    .fetch_one(connection)
    .await?;
    Ok(Ground {
        custom: row.custom.0,
        directors: row.directors.0,
        managers: row.managers.0,
        admins: usize::try_from(row.admins).unwrap_or(0),
        usernames: row.usernames.into_iter().collect(),
        emails: row.emails.into_iter().collect(),
        sight: Sight { customers: row.customers, resellers: row.resellers },
    })
}
