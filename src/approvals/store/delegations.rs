//! SQL of delegations.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    access::{Kind, Permissions, Role, counterparts::Issued, permissions_of},
    db::Error,
};

/// So many delegations are listed, the newest first.
const SHOWN: i64 = 100;

/// A delegation with both names.
#[derive(Debug)]
pub struct Delegation {
    pub id: i64,
    pub from_id: i64,
    pub from_name: String,
    pub to_name: String,
    pub code: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub reason: String,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Delegations: the reader's own and those to him, or everybody's.
pub async fn list(
    connection: &mut PgConnection,
    organization_id: i64,
    (member_id, all): (i64, bool),
) -> Result<Vec<Delegation>, Error> {
    sqlx::query_as!(
        Delegation,
        "select d.id, d.from_member_id as from_id, f.username as from_name, t.username as to_name, d.code,
           d.starts_at, d.ends_at, d.reason, d.revoked_at
         from approval_delegations d join members f on f.id = d.from_member_id join members t on t.id = d.to_member_id
         where d.organization_id = $1 and ($3 or d.from_member_id = $2 or d.to_member_id = $2)
         order by d.id desc limit $4",
        organization_id,
        member_id,
        all,
        SHOWN,
    )
    .fetch_all(connection)
    .await
}

/// A member who could be a delegate.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: i64,
    pub username: String,
    pub is_master: bool,
    pub presets: Vec<String>,
    pub custom: Json<Vec<Vec<String>>>,
    pub credentials_by: Option<i64>,
    pub credentials_at: Option<DateTime<Utc>>,
    /// Whether the reader may use his permission asked about now.
    pub delegates: bool,
}

impl Candidate {
    /// What he may do in an organisation of this kind.
    pub fn permissions(&self, kind: Kind) -> Permissions {
        let presets: Vec<Role> = self.presets.iter().filter_map(|code| Role::parse(code)).collect();
        let custom = self.custom.0.iter().flatten().map(String::as_str).collect();
        permissions_of(kind, self.is_master, &presets, custom)
    }

    /// Who last issued credentials to him (MEM-13).
    pub const fn issued(&self) -> Issued {
        Issued { by: self.credentials_by, at: self.credentials_at }
    }
}

/// Every member who can sign in, the reader included, by user name; who delegated `code` to the reader is marked.
pub async fn candidates(
    connection: &mut PgConnection,
    organization_id: i64,
    (member_id, code): (i64, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>, Error> {
    sqlx::query_as!(
        Candidate,
        r#"select m.id, m.username, m.is_master, m.credentials_by, m.credentials_at,
             coalesce(array_agg(r.role) filter (where r.role is not null), '{}') as "presets!",
             coalesce(jsonb_agg(to_jsonb(c.permissions)) filter (where c.id is not null), '[]') as "custom!: Json<Vec<Vec<String>>>",
             exists (select from approval_delegations d where d.organization_id = $1 and d.from_member_id = m.id and d.to_member_id = $3
               and d.code = $4 and d.starts_at <= $2 and d.ends_at > $2 and d.revoked_at is null) as "delegates!"
           from members m join organizations o on o.id = m.organization_id
           left join member_roles r on r.member_id = m.id and (r.starts_at is null or r.starts_at <= $2)
             and (r.ends_at is null or r.ends_at > $2)
           left join roles c on c.id = r.role_id
           where m.organization_id = $1 and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > $2, true)
           group by m.id order by lower(m.username), m.id"#,
        organization_id,
        now,
        member_id,
        code,
    )
    .fetch_all(connection)
    .await
}

/// Somebody approves in another's place from then until then.
#[derive(Debug)]
pub struct New<'a> {
    pub from: i64,
    pub to: i64,
    pub codes: &'a [String],
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub reason: &'a str,
    pub at: DateTime<Utc>,
}

/// Adds a delegation for each code.
pub async fn add(connection: &mut PgConnection, organization_id: i64, new: &New<'_>) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        "insert into approval_delegations (organization_id, from_member_id, to_member_id, code, starts_at, ends_at, reason, made_at)
         select $1, $2, $3, code, $5, $6, left($7, 500), $8 from unnest($4::text[]) code returning id",
        organization_id,
        new.from,
        new.to,
        new.codes,
        new.starts_at,
        new.ends_at,
        new.reason,
        new.at,
    )
    .fetch_all(connection)
    .await
}

/// Takes a delegation back that is not over: by who gave it, or by an Admin. Answers whose it was.
pub async fn revoke(
    connection: &mut PgConnection,
    organization_id: i64,
    (id, by, any): (i64, i64, bool),
    at: DateTime<Utc>,
) -> Result<Option<(i64, i64)>, Error> {
    let row = sqlx::query!(
        "update approval_delegations set revoked_at = $5
         where organization_id = $1 and id = $2 and (from_member_id = $3 or $4) and revoked_at is null and ends_at > $5
         returning from_member_id, to_member_id",
        organization_id,
        id,
        by,
        any,
        at,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.from_member_id, row.to_member_id)))
}
