//! SQL of members: the list and the page; writing is in `write`, what rules need to know in `subject`.

pub mod detail;
pub mod requests;
pub mod subject;
pub mod upkeep;
pub mod write;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::forms::Filters;
use crate::{db::Error, values::Masked, web::pager::LIMIT};

/// A member as the list shows him.
#[derive(Debug)]
pub struct Member {
    pub id: i64,
    pub username: String,
    pub name: Masked<String>,
    pub email: Option<Masked<String>>,
    pub phone: Option<Masked<String>>,
    pub department: String,
    pub state: String,
    pub is_master: bool,
    /// Codes of presets and names of custom roles, in force now.
    pub roles: Vec<String>,
    /// `own`, `team` or `all` (AM-2).
    pub reach: String,
    /// Whether he holds 客户经理 or 客户经理主管 and yet sees every customer (TRAP-1).
    pub widened: bool,
    /// Whether he is an account manager without a director (TRAP-2).
    pub undirected: bool,
    /// Whether roles wait for a second person (PERM-8).
    pub waits: bool,
    pub director: Option<String>,
    /// Until when something of his login is locked (MEM-5).
    pub locked_until: Option<DateTime<Utc>>,
    /// Whether he has an authenticator app.
    pub has_app: bool,
    /// Whether he has a passkey.
    pub has_passkey: bool,
    pub last_login_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// One page of members by user name, and one row more (MEM-7). The data scope is computed as `access::Standing` does.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<(String, i64)>,
    now: DateTime<Utc>,
) -> Result<Vec<Member>, Error> {
    let (username, id) = after.unwrap_or_default();
    let idle = filters.idle.map(|days| now - TimeDelta::days(days));
    sqlx::query_as!(
        Member,
        r#"select m.id, m.username, m.name as "name: _", m.email as "email: _", m.phone as "phone: _", m.department, m.state,
            m.is_master, h.roles as "roles!", s.reach as "reach!", (h.manages and s.reach = 'all') as "widened!",
            (h.manager and m.director_id is null) as "undirected!",
            exists (select from role_requests q where q.member_id = m.id and q.state = 'pending') as "waits!",
            d.username as "director?", m.last_login_at, m.created_at, f.app as "has_app!", f.passkey as "has_passkey!",
            (select max(l.locked_until) from login_locks(m.id, $10) l) as locked_until
         from members m
         left join members d on d.id = m.director_id
         cross join lateral (
           select coalesce(array_agg(coalesce(r.role, c.name) order by r.role, c.name) filter (where r.id is not null), '{}') as roles,
             count(r.id) as held, coalesce(bool_or(r.role = 'account_manager'), false) as manager,
             coalesce(bool_or(r.role in ('account_manager', 'account_director')), false) and not m.is_master as manages
           from member_roles r left join roles c on c.id = r.role_id
           where r.member_id = m.id and (r.starts_at is null or r.starts_at <= $10) and (r.ends_at is null or r.ends_at > $10)) h
         cross join lateral (select case
             when not h.manages then 'all'
             when h.held = 1 and (h.manager or m.scope_pin = 'own') then 'own'
             when h.held = 1 then 'team'
             else coalesce(m.scope_pin, 'all') end as reach) s
         cross join lateral (select exists (select from totp_seeds t where t.member_id = m.id) as app,
             exists (select from passkeys k where k.member_id = m.id) as passkey) f
         where m.organization_id = $1 and (lower(m.username), m.id) > ($2, $3)
           and ($4::text is null or strpos(lower(m.username), lower($4)) > 0 or personal_data_found(m.name, $4)
             or personal_data_found(m.email, $4))
           and ($5::text is null or exists (select from member_roles r where r.member_id = m.id
             and (r.role = $5 or 'custom-' || r.role_id = $5)))
           and case when $6::text is null then m.state <> 'deleted' else m.state = $6 end
           and ($7::text is null or s.reach = $7)
           and ($8::text is null or case when $8 = '-' then h.manager and m.director_id is null else d.username = $8 end)
           and ($9::timestamptz is null or coalesce(m.last_login_at, m.created_at) < $9)
           and ($12::text is null or case $12 when 'app' then f.app when 'passkey' then f.passkey else not (f.app or f.passkey) end)
         order by lower(m.username), m.id
         limit $11"#,
        organization_id,
        username,
        id,
        filters.text,
        filters.role,
        filters.state,
        filters.scope,
        filters.director,
        idle,
        now,
        LIMIT,
        filters.factor,
    )
    .fetch_all(connection)
    .await
}
