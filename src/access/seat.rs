//! Who sits behind a session: member, organisation, permissions, scope, and the connection opened for what he may see.
//! One query (performance.md: session, member and permissions in one round trip).

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;

use super::{
    factors::{policy::MfaPolicy, step_up::Doors},
    permission::{
        AuditExport, AuditView, Code, HomeView, Kind, Permissions, ProfileView, QuotaIssuedView, permissions_of,
    },
    roles::Role,
    scope::{Reach, Scope, Standing},
    sessions::Token,
};
use crate::{db::Error, lang::Lang};

/// A signed-in member with everything a request needs to know about him.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The session, by the number its member knows it by.
    pub session_id: i64,
    /// What the session has proved and the member can prove (MEM-12).
    pub doors: Doors,
    /// The API token that asks, in place of a browser's session.
    pub token: Option<ApiToken>,
    /// More requests came than this member or token may make: refused until then.
    pub wait_until: Option<DateTime<Utc>>,
    /// The member.
    pub member_id: i64,
    /// User name.
    pub username: String,
    /// Whether this is the organisation's master login (ORG-5).
    pub is_master: bool,
    /// The member's chosen language, if any.
    pub lang: Option<Lang>,
    /// Preset roles now in force (PERM-8); empty for master.
    pub roles: Vec<Role>,
    /// Names of the custom roles now in force.
    pub custom_roles: Vec<String>,
    /// A temporary password was set: nothing else opens before another is chosen (MEM-2).
    pub must_change_password: bool,
    /// The member's organisation.
    pub organization: Organization,
    /// The distributor's children whose rows the member sees (ORG-14), within his scope (AM-10); empty for everybody else.
    pub children: Vec<i64>,
    /// The same with their names, in the order of a choice.
    pub child_names: Vec<(i64, String)>,
    /// What the member may do.
    pub permissions: Permissions,
    /// Whose customers the member sees (AM-2).
    pub scope: Scope,
    /// Notices he has not read: the menu shows the number.
    pub unread: i64,
}

impl Seat {
    /// Whether the organisation's policy wants a second factor that the member does not have yet (MEM-12).
    #[must_use]
    pub fn must_enrol(&self) -> bool {
        self.doors.has_none() && self.doors.policy.covers(self.is_master, self.permissions)
    }

    /// From when on the policy to come will want a second factor that the member does not have yet.
    #[must_use]
    pub fn must_enrol_from(&self) -> Option<DateTime<Utc>> {
        let (policy, at) = self.doors.coming.filter(|_| self.doors.has_none() && !self.must_enrol())?;
        policy.covers(self.is_master, self.permissions).then_some(at)
    }
}

/// A token of the JSON API. What it may do is what its owner holds at the moment, as far as its scopes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiToken {
    /// Key.
    pub id: i64,
}

/// The organisation of a signed-in member.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Key; first argument of every store function.
    pub id: i64,
    /// What is typed at sign-in.
    pub code: String,
    /// Company name.
    pub name: String,
    /// Partner type or vendor desk.
    pub kind: Kind,
    /// ORG-6.
    pub state: OrganizationState,
    /// Zone in which pages show instants.
    pub zone: Tz,
    /// A reseller's distributor.
    pub distributor: Option<i64>,
    /// Sites it is connected to, by itself or through its distributor (API-6).
    pub sites: Vec<String>,
}

impl Organization {
    /// The organisation and its distributor: whose dictionaries it reads.
    #[must_use]
    pub fn with_distributor(&self) -> Vec<i64> {
        std::iter::once(self.id).chain(self.distributor).collect()
    }

    /// Whether it is connected, and not in China: the calls differ (API-6).
    #[must_use]
    pub fn is_only_abroad(&self) -> bool {
        !self.sites.is_empty() && !self.sites.iter().any(|site| site == "china")
    }

    /// Whether it is connected to a site outside China.
    #[must_use]
    pub fn is_abroad(&self) -> bool {
        self.sites.iter().any(|site| site != "china")
    }
}

/// States in which members can be signed in (ORG-6); a pending organisation has no sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationState {
    /// 正常.
    Active,
    /// 已冻结: read only.
    Frozen,
    /// 已退出: the master alone, who reads for [`LAST_LOOK`].
    Exited,
}

/// The master of an organisation that has left reads for so long, then only the audit record (ORG-6).
pub const LAST_LOOK: TimeDelta = TimeDelta::days(90);
/// What is left to him then.
const LAST_PAGES: [Code; 4] = [HomeView::CODE, ProfileView::CODE, AuditView::CODE, AuditExport::CODE];

/// Codes that let a distributor's member see the children: `reseller.*` and `quota.issued.view` (ORG-14).
fn opening_codes() -> Vec<Code> {
    let opens = |code: &Code| code.as_str().starts_with("reseller.") || *code == QuotaIssuedView::CODE;
    Code::all().filter(opens).collect()
}

/// What the database compares roles with (ORG-14): presets that hold an opening code, and the codes themselves.
static OPENERS: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let codes = opening_codes();
    let opens = |role: &Role| permissions_of(Kind::Distributor, false, &[*role], Permissions::NONE).holds_any(&codes);
    let roles = Role::ALL.into_iter().filter(opens).map(|role| role.code().to_owned()).collect();
    (roles, codes.iter().map(|code| code.as_str().to_owned()).collect())
});

/// Whose session the token names, if it is alive; opens `connection` for what that member may see, and for nothing otherwise.
/// Takes one of the requests he may make: `rates` are those of a member and of an API token a second; 0 does not count.
///
/// # Errors
/// When the database refuses.
pub async fn take(
    connection: &mut PgConnection,
    token: &Token,
    rates: [i32; 2],
    now: DateTime<Utc>,
) -> Result<Option<Seat>, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select session_id as "session_id!", token_id, token_scopes, member_id as "member_id!", username as "username!",
             is_master as "is_master!", language, scope_pin, must_change_password as "must_change_password!",
             organization_id as "organization_id!", organization_code as "organization_code!",
             organization_name as "organization_name!", organization_kind as "organization_kind!",
             organization_state as "organization_state!", time_zone as "time_zone!", parent_id, exited_at, policy as "policy!",
             next_policy, next_policy_at, sites as "sites!", roles as "roles!", custom_roles as "custom_roles!",
             custom_codes as "custom_codes!", has_totp as "has_totp!", has_passkey as "has_passkey!", step_ups as "step_ups!",
             unread as "unread!", team as "team!", children as "children!", child_names, held, holders, wait_until
           from session_seat($1, $2, $3, $4, $5)"#,
        token.hash(),
        now,
        &OPENERS.0,
        &OPENERS.1,
        &rates[..],
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| seat(row, now)))
}

/// What the statement answers.
struct Row {
    session_id: i64,
    token_id: Option<i64>,
    token_scopes: Option<Vec<String>>,
    member_id: i64,
    username: String,
    is_master: bool,
    language: Option<String>,
    scope_pin: Option<String>,
    must_change_password: bool,
    organization_id: i64,
    organization_code: String,
    organization_name: String,
    organization_kind: String,
    organization_state: String,
    time_zone: String,
    parent_id: Option<i64>,
    exited_at: Option<DateTime<Utc>>,
    policy: String,
    next_policy: Option<String>,
    next_policy_at: Option<DateTime<Utc>>,
    /// In no order, and twice where the organisation and its distributor are connected to the same.
    sites: Vec<String>,
    /// In no order.
    roles: Vec<String>,
    custom_roles: Vec<String>,
    custom_codes: Vec<String>,
    has_totp: bool,
    has_passkey: bool,
    step_ups: Vec<String>,
    unread: i64,
    team: Vec<i64>,
    /// In the order of their names.
    children: Vec<i64>,
    child_names: Option<Vec<String>>,
    held: Option<Vec<i64>>,
    holders: Option<Vec<i64>>,
    wait_until: Option<DateTime<Utc>>,
}

/// The member; none for a kind of organisation that a newer version knows, or one that has left.
fn seat(mut row: Row, now: DateTime<Utc>) -> Option<Seat> {
    let kind = Kind::parse(&row.organization_kind)?;
    for words in [&mut row.roles, &mut row.sites] {
        words.sort_unstable();
        words.dedup();
    }
    let roles: Vec<Role> = row.roles.iter().filter_map(|code| Role::parse(code)).collect();
    let scopes = row.token_scopes.map(|scopes| scopes.iter().map(String::as_str).collect::<Permissions>());
    let policy = MfaPolicy::parse(&row.policy).unwrap_or_default();
    let coming = row.next_policy.as_deref().and_then(MfaPolicy::parse).zip(row.next_policy_at);
    let custom: Permissions = row.custom_codes.iter().map(String::as_str).collect();
    let (has_custom, pin) = (!row.custom_roles.is_empty(), row.scope_pin.as_deref().and_then(Reach::parse));
    let standing = Standing { is_master: row.is_master, presets: &roles, has_custom, pin };
    let state = state_of(&row.organization_state);
    let all = permissions_of(kind, row.is_master, &roles, custom);
    let permissions = remaining(all, (state, row.is_master), row.exited_at, now)?;
    let scope = Scope::of(row.member_id, &standing, &row.team);
    let (held, holders) = (row.held.unwrap_or_default(), row.holders.unwrap_or_default());
    let sees = |child: &i64| sees_reseller(&scope, *child, (&held, &holders));
    let named = row.children.iter().copied().zip(row.child_names.into_iter().flatten());
    Some(Seat {
        session_id: row.session_id,
        doors: Doors { policy, coming, has_totp: row.has_totp, has_passkey: row.has_passkey, proved: row.step_ups },
        member_id: row.member_id,
        is_master: row.is_master,
        lang: row.language.as_deref().and_then(Lang::parse),
        token: row.token_id.map(|id| ApiToken { id }),
        wait_until: row.wait_until,
        permissions: scopes.map_or(permissions, |scopes| permissions.and(scopes)),
        children: row.children.iter().copied().filter(sees).collect(),
        child_names: named.filter(|(child, _)| sees(child)).collect(),
        scope: scope.clone(),
        custom_roles: row.custom_roles,
        must_change_password: row.must_change_password,
        organization: Organization {
            id: row.organization_id,
            code: row.organization_code,
            name: row.organization_name,
            kind,
            state,
            zone: row.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai),
            distributor: row.parent_id,
            sites: row.sites,
        },
        username: row.username,
        roles,
        unread: row.unread,
    })
}

/// Whether a reseller's organisation is within a scope (AM-10); `held` and `holders` are pairs of organisation and manager.
fn sees_reseller(scope: &Scope, child: i64, (held, holders): (&[i64], &[i64])) -> bool {
    scope.admits(held.iter().zip(holders).find(|(held, _)| **held == child).map(|(_, by)| *by))
}

/// What an exit leaves: nothing for anybody but the master, and for him, once his last look is over, the last pages (ORG-6).
fn remaining(
    all: Permissions,
    (state, is_master): (OrganizationState, bool),
    exited_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<Permissions> {
    let over = exited_at.is_some_and(|at| at + LAST_LOOK <= now);
    match state {
        OrganizationState::Exited if !is_master => None,
        OrganizationState::Exited if over => Some(all.and(LAST_PAGES.into_iter().collect())),
        _ => Some(all),
    }
}

fn state_of(word: &str) -> OrganizationState {
    match word {
        "active" => OrganizationState::Active,
        "exited" => OrganizationState::Exited,
        _ => OrganizationState::Frozen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_that_see_resellers_open_their_rows() {
        let opening = &OPENERS.0;
        for role in
            ["admin", "account_director", "finance", "operations", "sales", "voucher_manager", "account_manager"]
        {
            assert!(opening.iter().any(|code| code == role), "{role} holds a code of ORG-14");
        }
        for role in ["developer", "sa_specialist", "incentive_manager"] {
            assert!(!opening.iter().any(|code| code == role), "{role} holds no code of ORG-14");
        }
    }
}
