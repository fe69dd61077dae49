//! Who can sign in to the demo: three organisations, their members and roles. Entered again at every start, changing nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    store::{self, Owner},
    text::NAMES,
};
use crate::{
    access::{Role, passwords},
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
static CAST: &[(&str, &str, Option<Role>)] = &[
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
    let partner = store::organization(owner, PARTNER, NAMES.partner, kind).await?;
    store::organization(owner, DESK, NAMES.desk, PartnerKind::VendorDesk).await?;
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
    let people: BTreeMap<(&str, &str), &str> =
        NAMES.people.iter().map(|&(code, user, name)| ((code, user), name)).collect();
    for (&(organization, username, role), password_hash) in CAST.iter().zip(hashes) {
        let login = store::Login {
            organization,
            username,
            name: people.get(&(organization, username)).copied().unwrap_or_default(),
            role: role.map(Role::code),
            password_hash,
            now,
        };
        store::member(owner, &login).await?;
    }
    for manager in ["manager", "manager2"] {
        store::direct(owner, partner, manager, "director").await?;
    }
    store::assign_customers(owner, Role::AccountManager.code(), now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::support;

    #[tokio::test]
    async fn the_cast_is_entered_once_however_often_the_demo_starts() {
        let database = support::database().await;
        let mut owner = database.owner().await;
        let now = "2026-11-22T04:00:00Z".parse().unwrap();
        for _ in 0..2 {
            let partner = enter_partner(&mut owner, Profile::Distributor).await.unwrap();
            let vendor_id = "insert into organizations (code, name, kind, state, parent_id, remote_id)
                 values ('r1', 'Reseller', 'reseller', 'pending', $1, 'remote') on conflict do nothing";
            sqlx::query(vendor_id).bind(partner).execute(&mut owner).await.unwrap();
            let hashes = vec!["$argon2id$".to_owned(); CAST.len()];
            enter_members(&mut owner, partner, hashes, now).await.unwrap();
        }
        let count = |table: &'static str| {
            let options = database.options.clone();
            async move {
                let mut owner = sqlx::ConnectOptions::connect(&options).await.unwrap();
                sqlx::query_scalar::<_, i64>(table).fetch_one(&mut owner).await.unwrap()
            }
        };
        assert_eq!(count("select count(*) from members").await, 24);
        assert_eq!(count("select count(*) from members where is_master").await, 2, "the desk has an admin, no master");
        assert_eq!(count("select count(*) from member_roles").await, 22);
        assert_eq!(count("select count(*) from members where director_id is not null").await, 2);
        assert_eq!(count("select count(*) from organizations where code = 'qinglan' and state = 'active'").await, 1);
    }

    #[test]
    fn everybody_in_the_cast_has_a_name() {
        for (organization, username, _) in CAST {
            assert!(
                NAMES.people.iter().any(|(code, user, _)| (code, user) == (organization, username)),
                "{organization} {username}"
            );
        }
        assert_eq!(NAMES.people.len(), CAST.len());
    }
}
