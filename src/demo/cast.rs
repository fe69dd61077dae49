//! Who can sign in to the demo: three organisations, their members and roles. Entered again at every start, changing nothing.

use chrono::{DateTime, Utc};

use super::store::{self, Owner};
use crate::{
    access::{Code, Role, passwords, sessions::Token},
    cli::{Failure, PartnerKind},
    sandbox::Profile,
};

/// Password of every login.
pub(super) const PASSWORD: &str = "partner-portal-demo-2026";

/// Code of the partner whose keys the sandbox knows.
pub(super) const PARTNER: &str = "yunhe";
/// Code of its cloud reseller.
pub(super) const RESELLER: &str = "qinglan";
/// Code of the vendor desk.
pub(super) const DESK: &str = "desk";

/// Organisation, user name, role; the master has none (ORG-5).
pub(super) static CAST: &[(&str, &str, Option<Role>)] = &[
    (PARTNER, "master", None),
    (PARTNER, "admin", Some(Role::Admin)),
    (PARTNER, "finance", Some(Role::Finance)),
    (PARTNER, "voucher", Some(Role::VoucherManager)),
    (PARTNER, "voucher2", Some(Role::VoucherManager)),
    (PARTNER, "manager", Some(Role::AccountManager)),
    (PARTNER, "manager2", Some(Role::AccountManager)),
    (PARTNER, "director", Some(Role::AccountDirector)),
    (PARTNER, "finance2", Some(Role::Finance)),
    (PARTNER, "incentive", Some(Role::IncentiveManager)),
    (PARTNER, "operations", Some(Role::Operations)),
    (PARTNER, "developer", Some(Role::Developer)),
    (PARTNER, "auditor", Some(Role::Auditor)),
    (RESELLER, "master", None),
    (RESELLER, "manager", Some(Role::AccountManager)),
    (RESELLER, "voucher", Some(Role::VoucherManager)),
    (RESELLER, "finance", Some(Role::Finance)),
    (DESK, "desk-admin", Some(Role::DeskAdmin)),
    (DESK, "ecosystem", Some(Role::DeskEcosystem)),
    (DESK, "pdm", Some(Role::DeskPdm)),
    (DESK, "psm", Some(Role::DeskPsm)),
    (DESK, "psm2", Some(Role::DeskPsm)),
    (DESK, "incentive-reviewer", Some(Role::DeskIncentive)),
    (DESK, "desk-finance", Some(Role::DeskFinance)),
];

/// Organisation, user name or nothing for the company itself, name: invented, and the same in both languages.
static NAMES: &str = include_str!("names.tsv");

/// Custom roles of the partner: name, description, permissions.
static ROLES: &str = include_str!("roles.tsv");

/// Companies: organisation, registration code, legal representative, address, industry, website.
static COMPANIES: &str = include_str!("companies.tsv");

fn role_of(line: &'static str) -> Option<((&'static str, &'static str), Vec<String>)> {
    let mut parts = line.split('\t');
    let words = (parts.next()?, parts.next()?);
    Some((words, parts.next()?.split(' ').map(str::to_owned).collect()))
}

fn name_of(organization: &str, username: &str) -> &'static str {
    let row = |line: &'static str| {
        let mut parts = line.split('\t');
        let fits = parts.next() == Some(organization) && parts.next() == Some(username);
        parts.next().filter(|_| fits)
    };
    NAMES.lines().find_map(row).unwrap_or_default()
}

/// User names by organisation, in the order of the manual.
pub(super) fn logins() -> Vec<(&'static str, Vec<&'static str>)> {
    let of = |code: &'static str| (code, CAST.iter().filter(|cast| cast.0 == code).map(|cast| cast.1).collect());
    vec![of(PARTNER), of(RESELLER), of(DESK)]
}

/// Hashes the password for each login with a salt of its own, beside whatever else goes on.
pub(super) fn hashes() -> impl Future<Output = Result<Vec<String>, Failure>> {
    let hashing: Vec<_> = CAST.iter().map(|_| tokio::task::spawn(passwords::hash_waiting(PASSWORD.into()))).collect();
    async move {
        let mut hashes = Vec::new();
        for hash in hashing {
            let hash = hash.await.ok().and_then(Result::ok);
            hashes.push(hash.ok_or_else(|| Failure::Typed("The demo's passwords could not be hashed.".to_owned()))?);
        }
        Ok(hashes)
    }
}

/// Makes the partner and the vendor desk; answers the partner's key.
pub(super) async fn enter_partner(owner: &mut Owner, profile: Profile) -> Result<i64, Failure> {
    let kind = match profile {
        Profile::Distributor => PartnerKind::Distributor,
        Profile::SolutionProvider => PartnerKind::SolutionProvider,
    };
    let partner = store::organization(owner, PARTNER, name_of(PARTNER, ""), kind).await?;
    store::organization(owner, DESK, name_of(DESK, ""), PartnerKind::VendorDesk).await?;
    Ok(partner)
}

/// Makes one reseller of the partner `qinglan`, enters all members and shares the customers out among the account managers.
pub(super) async fn enter_members(
    owner: &mut Owner,
    partner: i64,
    hashes: Vec<String>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    store::adopt_reseller(owner, partner, RESELLER).await?;
    let scopes: Vec<String> = Code::all().map(|code| code.as_str().to_owned()).collect();
    for (&(organization, username, role), password_hash) in CAST.iter().zip(hashes) {
        let login = store::Login {
            organization,
            username,
            name: name_of(organization, username),
            role: role.map(Role::code),
            password_hash,
            now,
        };
        store::member(owner, &login).await?;
        let token = Token::parse_bearer(&format!("demo-token-{organization}-{username}"));
        if let Some(token) = token {
            store::token(owner, (organization, username), &token, &scopes, now).await?;
        }
    }
    for manager in ["manager", "manager2"] {
        store::direct(owner, partner, manager, "director").await?;
    }
    for (words, codes) in ROLES.lines().filter_map(role_of) {
        store::role(owner, partner, words, &codes).await?;
    }
    for line in COMPANIES.lines() {
        store::company(owner, line.split('\t')).await?;
    }
    store::assign_customers(owner, Role::AccountManager.code(), now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_custom_roles_are_such_as_the_rules_allow() {
        use crate::access::{Kind, Permissions, custom};
        let contents = ROLES.lines().filter_map(role_of).map(|((name, _), codes)| {
            let ticked: Permissions = codes.iter().map(String::as_str).collect();
            assert!(!custom::is_preset_name(name), "{name}");
            let content = custom::may_save(Kind::Distributor, ticked).unwrap();
            assert_eq!(content.codes(), codes, "{name}: known codes with their views, in the order of the catalogue");
        });
        assert_eq!(contents.count(), 2);
    }

    #[test]
    fn everybody_in_the_cast_has_a_name() {
        for (organization, username, _) in CAST {
            assert_ne!(name_of(organization, username), "", "{organization} {username}");
        }
        assert_ne!(name_of(PARTNER, ""), name_of(DESK, ""));
    }
}
