//! SQL of the policy about second factors and of what was refused lately.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::rules::{Allowed, Person, Setting};
use crate::{
    access::{Kind, Permissions, Role, factors::policy::MfaPolicy, permissions_of},
    db::Error,
};

/// What was refused in a quarter of an hour that is not recorded yet.
#[derive(Debug, Deserialize)]
pub struct Refused {
    /// Code of `access::refusals::Refusal`.
    pub kind: String,
    /// Whose door it was.
    pub username: String,
    pub tries: i64,
    pub last_at: DateTime<Utc>,
    pub addresses: Vec<String>,
}

/// What stands on the page beside the people.
#[derive(Debug)]
pub struct Around {
    pub setting: Setting,
    /// The latest first, at most fifty.
    pub refused: Vec<Refused>,
}

/// The setting as it counts now, and what was refused lately.
pub async fn around(connection: &mut PgConnection, organization_id: i64, now: DateTime<Utc>) -> Result<Around, Error> {
    let row = sqlx::query!(
        r#"select mfa_policy, next_mfa_policy, next_mfa_policy_at, (
             select coalesce(jsonb_agg(to_jsonb(r) order by r.last_at desc), '[]') from (
               select d.kind, coalesce(m.username, '') as username, d.tries, d.last_at, d.addresses
               from door_refusals d left join members m on m.id = d.member_id
               where d.organization_id = $1 order by d.last_at desc limit 50) r) as "refused!: Json<Vec<Refused>>"
           from organizations where id = $1"#,
        organization_id,
    )
    .fetch_one(connection)
    .await?;
    let setting = setting((&row.mfa_policy, row.next_mfa_policy.as_deref(), row.next_mfa_policy_at));
    Ok(Around { setting: setting.at(now), refused: row.refused.0 })
}

fn setting((policy, next, at): (&str, Option<&str>, Option<DateTime<Utc>>)) -> Setting {
    let policy = MfaPolicy::parse(policy).unwrap_or_default();
    Setting { policy, next: next.and_then(MfaPolicy::parse).zip(at) }
}

/// The setting, held so that nobody else changes it meanwhile.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<Setting, Error> {
    let row = sqlx::query!(
        "select mfa_policy, next_mfa_policy, next_mfa_policy_at from organizations where id = $1 for no key update",
        organization_id,
    )
    .fetch_one(connection)
    .await?;
    Ok(setting((&row.mfa_policy, row.next_mfa_policy.as_deref(), row.next_mfa_policy_at)))
}

/// Stores a setting that the rules allow.
pub async fn update(connection: &mut PgConnection, organization_id: i64, allowed: &Allowed) -> Result<(), Error> {
    let (next, at) = allowed.setting.next.unzip();
    sqlx::query!(
        "update organizations set mfa_policy = $2, next_mfa_policy = $3, next_mfa_policy_at = $4 where id = $1",
        organization_id,
        allowed.setting.policy.code(),
        next.map(MfaPolicy::code),
        at,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Everybody who can sign in, or will once invited, with what he may do now; by user name.
pub async fn people(
    connection: &mut PgConnection,
    organization_id: i64,
    kind: Kind,
    now: DateTime<Utc>,
) -> Result<Vec<Person>, Error> {
    let rows = sqlx::query!(
        r#"select m.id, m.username, m.is_master,
             (exists (select from totp_seeds t where t.member_id = m.id) or exists (select from passkeys k where k.member_id = m.id))
               as "has_factor!",
             coalesce(array_agg(r.role) filter (where r.role is not null), '{}') as "presets!",
             coalesce(string_to_array(string_agg(array_to_string(c.permissions, ','), ','), ','), '{}') as "codes!"
           from members m
           left join member_roles r on r.member_id = m.id and (r.starts_at is null or r.starts_at <= $2)
             and (r.ends_at is null or r.ends_at > $2)
           left join roles c on c.id = r.role_id
           where m.organization_id = $1 and m.state in ('active', 'invited')
           group by m.id order by lower(m.username), m.id"#,
        organization_id,
        now,
    )
    .fetch_all(connection)
    .await?;
    let people = rows.into_iter().map(|row| {
        let presets: Vec<Role> = row.presets.iter().filter_map(|code: &String| Role::parse(code)).collect();
        let custom: Permissions = row.codes.iter().map(String::as_str).collect();
        let permissions = permissions_of(kind, row.is_master, &presets, custom);
        let has_factor = row.has_factor;
        Person { id: row.id, username: row.username, is_master: row.is_master, permissions, has_factor }
    });
    Ok(people.collect())
}
