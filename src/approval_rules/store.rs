//! SQL of approval rules and of who could issue. Amounts are exact, in whole units of their currency.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{
    access::{
        Code, Kind as OrganizationKind, Permissions, Reach, Role, Scope, Standing,
        counterparts::Issued,
        grants::{Custom, Roles},
        permissions_of,
    },
    commands::{Kind, Threshold},
    db::Error,
};

/// A rule as it was set.
#[derive(Debug, Clone)]
pub struct Rule {
    pub action: String,
    pub above: Decimal,
    pub two_above: Option<Decimal>,
    pub is_off: bool,
    pub changed_by: Option<String>,
    pub changed_at: DateTime<Utc>,
    pub revision: i32,
    pub asked_above: Option<Decimal>,
    pub asked_two_above: Option<Decimal>,
    pub asked_by: Option<i64>,
    pub asked_by_name: Option<String>,
    pub asked_at: Option<DateTime<Utc>>,
    pub asked_reason: String,
    /// Who last issued credentials to who asked, and when (MEM-13).
    pub asker_made_by: Option<i64>,
    pub asker_made_at: Option<DateTime<Utc>>,
}

impl Rule {
    /// From when on a second person agrees.
    pub const fn threshold(&self) -> Threshold {
        Threshold { above: self.above, two_above: self.two_above, is_off: self.is_off }
    }

    /// Who made the login of who asked.
    pub const fn asker_made(&self) -> Issued {
        Issued { by: self.asker_made_by, at: self.asker_made_at }
    }
}

/// The rules of an organisation for a currency.
pub async fn list(connection: &mut PgConnection, organization_id: i64, currency: &str) -> Result<Vec<Rule>, Error> {
    sqlx::query_as!(
        Rule,
        r#"select r.action, r.above, r.two_above, r.is_off, c.username as "changed_by?", r.changed_at, r.revision, r.asked_above, r.asked_two_above, r.asked_by,
             a.username as "asked_by_name?", r.asked_at, r.asked_reason, a.credentials_by as "asker_made_by?",
             a.credentials_at as "asker_made_at?"
           from approval_rules r
           left join members c on c.id = r.changed_by
           left join members a on a.id = r.asked_by
           where r.organization_id = $1 and r.currency = $2 order by r.action"#,
        organization_id,
        currency,
    )
    .fetch_all(connection)
    .await
}

/// From when on a second person agrees to an action in a currency: everything above 0 where nothing was set (CMD-3).
///
/// # Errors
/// When the database refuses.
pub async fn threshold(
    connection: &mut PgConnection,
    organization_id: i64,
    action: Kind,
    currency: &str,
) -> Result<Threshold, Error> {
    let rule =
        list(connection, organization_id, currency).await?.into_iter().find(|rule| rule.action == action.as_str());
    Ok(rule.map_or_else(Threshold::default, |rule| rule.threshold()))
}

/// Lets one change of rules at a time into an organisation.
pub async fn lock(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select id from organizations where id = $1 for no key update", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}

/// Which rule, by whom, when.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// The action.
    pub action: Kind,
    /// Its currency.
    pub currency: &'a str,
    /// Who changes it.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Sets a rule; what was asked for meanwhile is dropped.
pub async fn set(
    connection: &mut PgConnection,
    organization_id: i64,
    key: Key<'_>,
    threshold: Threshold,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into approval_rules as r (organization_id, action, currency, above, is_off, changed_by, changed_at, two_above)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (organization_id, action, currency) do update set above = excluded.above, is_off = excluded.is_off,
           two_above = excluded.two_above,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at, revision = r.revision + 1,
           asked_above = null, asked_two_above = null, asked_by = null, asked_at = null, asked_reason = ''",
        organization_id,
        key.action.as_str(),
        key.currency,
        threshold.above,
        threshold.is_off,
        key.by,
        key.at,
        threshold.two_above,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Keeps a looser rule until a second person agrees.
pub async fn ask(
    connection: &mut PgConnection,
    organization_id: i64,
    key: Key<'_>,
    (wanted, reason): (Threshold, &str),
) -> Result<(), Error> {
    sqlx::query!(
        "insert into approval_rules as r (organization_id, action, currency, above, changed_by, changed_at, asked_above, asked_by,
           asked_at, asked_reason, asked_two_above)
         values ($1, $2, $3, 0, $4, $5, $6, $4, $5, left($7, 500), $8)
         on conflict (organization_id, action, currency) do update set asked_above = excluded.asked_above,
           asked_two_above = excluded.asked_two_above,
           asked_by = excluded.asked_by, asked_at = excluded.asked_at, asked_reason = excluded.asked_reason,
           revision = r.revision + 1",
        organization_id,
        key.action.as_str(),
        key.currency,
        key.by,
        key.at,
        wanted.above,
        reason,
        wanted.two_above,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// Drops what was asked for.
pub async fn drop_asked(connection: &mut PgConnection, organization_id: i64, key: Key<'_>) -> Result<(), Error> {
    sqlx::query!(
        "update approval_rules set asked_above = null, asked_two_above = null, asked_by = null, asked_at = null, asked_reason = '', revision = revision + 1
         where organization_id = $1 and action = $2 and currency = $3",
        organization_id,
        key.action.as_str(),
        key.currency,
    )
    .execute(connection)
    .await
    .map(drop)
}

/// A custom role of a member.
#[derive(Debug, Clone, Deserialize)]
pub struct Own {
    pub id: i64,
    pub name: String,
    pub codes: Vec<String>,
}

/// A member who can sign in, with what decides about what he may issue.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub member_id: i64,
    pub username: String,
    pub is_master: bool,
    pub scope_pin: Option<String>,
    pub presets: Vec<String>,
    pub custom: Json<Vec<Own>>,
    /// Whether he is the customer's account manager; without a customer, somebody's.
    pub manages: bool,
    /// Such account managers under him.
    pub team: Vec<i64>,
}

impl Candidate {
    /// His roles now.
    pub fn roles(&self) -> Roles {
        let own = |role: &Own| Custom { id: role.id, permissions: role.codes.iter().map(String::as_str).collect() };
        Roles {
            presets: self.presets.iter().filter_map(|code| Role::parse(code)).collect(),
            custom: self.custom.iter().map(own).collect(),
        }
    }

    /// What he may do.
    pub fn permissions(&self, kind: crate::access::Kind) -> Permissions {
        let roles = self.roles();
        permissions_of(kind, self.is_master, &roles.presets, roles.custom_permissions())
    }

    /// How far he sees (AM-2).
    pub fn reach(&self) -> Reach {
        self.asked(|standing| standing.reach())
    }

    /// Whether the customer lies in his data scope: the answer of [`Scope`], which every request asks (AM-13).
    pub fn sees(&self) -> bool {
        let scope = self.asked(|standing| Scope::of(self.member_id, standing, &self.team));
        let managers = self.manages.then_some(self.member_id).into_iter().chain(self.team.iter().copied());
        scope.admits(None) || managers.into_iter().any(|manager| scope.admits(Some(manager)))
    }

    fn asked<T>(&self, of: impl FnOnce(&Standing<'_>) -> T) -> T {
        let (roles, pin) = (self.roles(), self.scope_pin.as_deref().and_then(Reach::parse));
        let has_custom = !roles.custom.is_empty();
        of(&Standing { is_master: self.is_master, presets: &roles.presets, has_custom, pin })
    }
}

/// Everybody who can sign in, by user name, as seen from a customer; without one, from any.
pub async fn candidates(
    connection: &mut PgConnection,
    organization_id: i64,
    customer_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<Vec<Candidate>, Error> {
    sqlx::query_as!(
        Candidate,
        r#"with held as (
             select r.member_id, coalesce(array_agg(r.role order by r.role) filter (where r.role is not null), '{}') as presets,
               coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'codes', c.permissions))
                 filter (where c.id is not null), '[]') as custom
             from member_roles r left join roles c on c.id = r.role_id
             where r.organization_id = $1 and (r.starts_at is null or r.starts_at <= $3) and (r.ends_at is null or r.ends_at > $3)
             group by r.member_id
           ),
           manager as (
             select distinct m.id, m.director_id from customer_assignments a join members m on m.id = a.member_id
             where a.organization_id = $1 and ($2::bigint is null or a.customer_id = $2) and a.ended_at is null
           ),
           team as (select director_id, array_agg(id order by id) as members from manager group by director_id)
           select m.id as member_id, m.username, m.is_master, m.scope_pin, coalesce(h.presets, '{}') as "presets!",
             coalesce(h.custom, '[]') as "custom!: _", m.id in (select id from manager) as "manages!",
             coalesce(t.members, '{}') as "team!"
           from members m join organizations o on o.id = m.organization_id left join held h on h.member_id = m.id
             left join team t on t.director_id = m.id
           where m.organization_id = $1 and m.state = 'active' and coalesce(login_ends_at(m.expires_on, o.time_zone) > $3, true)
             and (m.is_master or h.member_id is not null)
           order by lower(m.username), m.id"#,
        organization_id,
        customer_id,
        now,
    )
    .fetch_all(connection)
    .await
}

/// Members who hold `code` and can sign in, by user name: who could agree to a command.
///
/// # Errors
/// When the database refuses.
pub async fn approvers(
    connection: &mut PgConnection,
    organization_id: i64,
    (kind, code): (OrganizationKind, Code),
    now: DateTime<Utc>,
) -> Result<Vec<(i64, String)>, Error> {
    let members = candidates(connection, organization_id, None, now).await?;
    let holds = |member: &Candidate| member.permissions(kind).holds(code);
    Ok(members.into_iter().filter(holds).map(|member| (member.member_id, member.username)).collect())
}

/// The customer of this account name or id, as far as the reader sees customers (AM-13).
pub async fn customer(
    connection: &mut PgConnection,
    organization_id: i64,
    managers: Option<&[i64]>,
    wanted: &str,
) -> Result<Option<(i64, String)>, Error> {
    let row = sqlx::query!(
        "select c.id, c.account_name from customers c
         where c.organization_id = $1 and (lower(c.account_name) = lower($2) or c.remote_id = $2)
           and ($3::bigint[] is null or exists (select from customer_assignments a
             where a.customer_id = c.id and a.ended_at is null and a.member_id = any($3)))
         order by c.id limit 1",
        organization_id,
        wanted,
        managers,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.account_name)))
}

/// The currency the organisation settles in abroad in the billing period that begins on `cycle`, if one was chosen (ORG-12).
pub async fn settles_in(
    connection: &mut PgConnection,
    organization_id: i64,
    cycle: NaiveDate,
) -> Result<Option<String>, Error> {
    sqlx::query_scalar!(
        "select settlement_currency_in(o, $2) from organizations o where o.id = $1",
        organization_id,
        cycle
    )
    .fetch_one(connection)
    .await
}
