//! What a token may be: named, for a time, and never above its maker's own rights (PERM-4 `api.key.own`). Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::{
    Code, Permissions,
    permission::{ApiKeyManage, ApiKeyOwn, ProfileEdit},
};

/// Days a token may live, as the form offers them.
pub const DAYS: [i64; 4] = [30, 90, 180, 365];
/// Longest name.
const NAME: usize = 64;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What its owner calls it.
    pub name: String,
    /// Days it is to live.
    pub days: i64,
    /// Codes it is to have.
    pub scopes: Vec<String>,
}

/// A token that may be made. Only [`may_make`] makes one.
#[derive(Debug)]
pub struct Allowed {
    /// What its owner calls it.
    pub name: String,
    /// Codes it has.
    pub scopes: Permissions,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    _private: (),
}

/// Why a token is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No name, or more than 64 characters.
    Name,
    /// Not one of the offered times.
    Days,
    /// No scope.
    NoScope,
    /// A scope that its maker does not hold, or that no token has.
    Scope,
}

/// Codes a token of somebody with these permissions may have: all of them, but a token neither makes tokens nor changes
/// its owner's login.
#[must_use]
pub fn offered(held: Permissions) -> Permissions {
    let never = [ApiKeyOwn::CODE, ApiKeyManage::CODE, ProfileEdit::CODE];
    held.without(never.into_iter().collect())
}

/// Decides.
///
/// # Errors
/// The first thing that is wrong.
pub fn may_make(wanted: &Wanted, held: Permissions, now: DateTime<Utc>) -> Result<Allowed, Refusal> {
    if wanted.name.is_empty() || wanted.name.chars().count() > NAME {
        return Err(Refusal::Name);
    }
    if !DAYS.contains(&wanted.days) {
        return Err(Refusal::Days);
    }
    if wanted.scopes.is_empty() {
        return Err(Refusal::NoScope);
    }
    let codes: Option<Vec<Code>> = wanted.scopes.iter().map(|scope| Code::parse(scope)).collect();
    let scopes: Permissions = codes.ok_or(Refusal::Scope)?.into_iter().collect();
    if !scopes.without(offered(held)).is_empty() {
        return Err(Refusal::Scope);
    }
    let expires_at = now + TimeDelta::days(wanted.days);
    Ok(Allowed { name: wanted.name.clone(), scopes, expires_at, _private: () })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Kind, Role, permissions_of};

    #[test]
    fn a_token_is_never_more_than_its_maker() {
        let held = permissions_of(Kind::Distributor, false, &[Role::VoucherManager], Permissions::NONE);
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let asked = |name: &str, days, scopes: &[&str]| {
            let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            may_make(&Wanted { name: name.to_owned(), days, scopes }, held, now).map(|allowed| allowed.expires_at)
        };
        let long = "n".repeat(65);
        for (name, days, scopes, want) in [
            ("billing", 30, &["quota.view", "quota.issue"][..], Ok("2026-12-22T04:00:00Z")),
            ("billing", 365, &["quota.view"], Ok("2027-11-22T04:00:00Z")),
            ("", 30, &["quota.view"], Err(Refusal::Name)),
            (&long, 30, &["quota.view"], Err(Refusal::Name)),
            ("billing", 366, &["quota.view"], Err(Refusal::Days)),
            ("billing", 30, &[], Err(Refusal::NoScope)),
            ("billing", 30, &["bill.view"], Err(Refusal::Scope)),
            ("billing", 30, &["nonsense"], Err(Refusal::Scope)),
            ("billing", 30, &["api.key.own"], Err(Refusal::Scope)),
            ("billing", 30, &["profile.edit"], Err(Refusal::Scope)),
        ] {
            assert_eq!(asked(name, days, scopes), want.map(|at| at.parse().unwrap()), "{name} {days} {scopes:?}");
        }
    }
}
