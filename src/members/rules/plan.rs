//! What creating a member means: which roles take effect at once, which wait for a second person, how far he sees.
//! Pure: the form, its preview and an import ask the same function (MEM-2, ROLE-1 to ROLE-3, PERM-8, AM-3, MEM-13).

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{
    person::{self, Wrong},
    wanted::{CustomRole, Wanted, roles_of},
};
use crate::{
    access::{
        Kind, Permissions, Reach, Role, Sight,
        custom::Pair,
        grants::{self, Refusal, Roles, may_assign, needs_second, privileged},
        permissions_of,
        widening::{ChoiceRequired, pin_after},
    },
    members::forms::draft::Draft,
};

/// Something that stands in the way, at a field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong.
    pub why: Why,
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A limit of MEM-2.
    Field(Wrong),
    /// A rule of the roles.
    Roles(Refusal),
    /// The scope would widen, and nobody has chosen (AM-3).
    Scope(ChoiceRequired),
    /// A director for somebody who is no account manager (MEM-2).
    NoManager,
    /// Not an active director (AM-12).
    NotADirector,
    /// He would hold what the maker does not (MEM-13).
    Exceeds(Permissions),
    /// Not an active member with the role that a successor needs (MEM-10, TRAP-2).
    NotASuccessor,
}

/// What is known about the organisation when members are made.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Its custom roles.
    pub custom: Vec<CustomRole>,
    /// Active directors: key and user name.
    pub directors: Vec<(i64, String)>,
    /// Active account managers: key and user name.
    pub managers: Vec<(i64, String)>,
    /// Active Admins.
    pub admins: usize,
    /// User names that are taken, in lower case.
    pub usernames: HashSet<String>,
    /// Mail addresses in use, in lower case.
    pub emails: HashSet<String>,
    /// Everything a member without a narrower scope sees (AM-3).
    pub sight: Sight,
}

impl Ground {
    /// What a new member sees within a reach: nobody has assigned him anything, nor put anybody under him.
    pub fn seen(&self, reach: Reach) -> Sight {
        if reach == Reach::All { self.sight } else { Sight::default() }
    }
}

/// Who makes members, and when.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    /// Kind of the organisation.
    pub kind: Kind,
    /// What he may do himself.
    pub permissions: Permissions,
    /// Whether he may assign roles; without it all roles wait for who may.
    pub assigns: bool,
    /// Today in the organisation's zone.
    pub today: NaiveDate,
}

/// What creating the member will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every role he is to have.
    pub wanted: Vec<Wanted>,
    /// The same, as rules see them.
    pub roles: Roles,
    /// Roles in force at once.
    pub at_once: Vec<Wanted>,
    /// Privileged codes that need a second person; with them all of `wanted` is asked for.
    pub second: Permissions,
    /// The pin to store (AM-3).
    pub pin: Option<Reach>,
    /// His director.
    pub director_id: Option<i64>,
    /// The last day of the login.
    pub expires_on: Option<NaiveDate>,
    /// Pairs of PERM-8 that presets bring together.
    pub warnings: Vec<Pair>,
}

impl Plan {
    /// Whether some role waits for a second person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.at_once.len() < self.wanted.len()
    }
}

/// Looks at a draft from every side.
///
/// # Errors
/// Everything that stands in the way, in the order of the form.
pub fn weigh(draft: &Draft, ground: &Ground, maker: &Maker) -> Result<Plan, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut fault = |field, why| faults.push(Fault { field, why });
    match person::username(&draft.username) {
        Err(wrong) => fault("username", Why::Field(wrong)),
        Ok(()) if ground.usernames.contains(&draft.username.to_lowercase()) => {
            fault("username", Why::Field(Wrong::Taken));
        }
        Ok(()) => {}
    }
    draft.faults(maker.today, None).into_iter().for_each(|(field, wrong)| fault(field, Why::Field(wrong)));
    if ground.emails.contains(&draft.email.to_lowercase()) {
        fault("email", Why::Field(Wrong::InUse));
    }
    if !["link", "password"].contains(&draft.credentials.as_str()) {
        fault("credentials", Why::Field(Wrong::Choice));
    }
    let director_id = director_of(draft, ground).unwrap_or_else(|why| {
        fault("director", why);
        None
    });
    let plan = match plan_roles(draft, ground, maker) {
        Ok(plan) => Some(Plan { director_id, expires_on: draft.last_day(), ..plan }),
        Err(found) => {
            faults.push(found);
            None
        }
    };
    plan.filter(|_| faults.is_empty()).ok_or(faults)
}

/// 客户经理主管: only with 客户经理, and an active director (MEM-2).
fn director_of(draft: &Draft, ground: &Ground) -> Result<Option<i64>, Why> {
    if draft.director.is_empty() {
        return Ok(None);
    }
    if !draft.roles.iter().any(|tick| tick == Role::AccountManager.code()) {
        return Err(Why::NoManager);
    }
    let same = |known: &&(i64, String)| known.1.eq_ignore_ascii_case(&draft.director);
    ground.directors.iter().find(same).map(|known| Some(known.0)).ok_or(Why::NotADirector)
}

fn plan_roles(draft: &Draft, ground: &Ground, maker: &Maker) -> Result<Plan, Fault> {
    let at = |why| Fault { field: "roles", why };
    let wanted = draft.wanted().ok_or_else(|| at(Why::Field(Wrong::Choice)))?;
    let roles = roles_of(&wanted, &ground.custom).ok_or_else(|| at(Why::Field(Wrong::Choice)))?;
    let fit = may_assign(maker.kind, roles.clone()).map_err(|refusal| at(Why::Roles(refusal)))?;
    let beyond = roles.permissions(maker.kind).without(maker.permissions);
    if !beyond.is_empty() {
        return Err(at(Why::Exceeds(beyond)));
    }
    let pin = pin_after(&Roles::default(), None, &roles, draft.choice())
        .map_err(|required| Fault { field: "scope", why: Why::Scope(required) })?;
    let plain = |one: &&Wanted| {
        let alone = roles_of(std::slice::from_ref(*one), &ground.custom).unwrap_or_default();
        maker.assigns && privileged(own_permissions(maker.kind, &alone)).is_empty()
    };
    let at_once = wanted.iter().filter(plain).cloned().collect();
    let second = needs_second(maker.kind, &Roles::default(), &roles);
    let warnings = fit.warnings().to_vec();
    Ok(Plan { wanted, roles, at_once, second, pin, director_id: None, expires_on: None, warnings })
}

fn own_permissions(kind: Kind, roles: &grants::Roles) -> Permissions {
    permissions_of(kind, false, &roles.presets, roles.custom_permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maker(roles: &[Role]) -> Maker {
        let permissions = permissions_of(Kind::Distributor, roles.is_empty(), roles, Permissions::NONE);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        Maker { kind: Kind::Distributor, permissions, assigns: true, today }
    }

    fn ground() -> Ground {
        Ground {
            custom: vec![CustomRole { id: 7, name: "Night".to_owned(), codes: vec!["bill.view".to_owned()] }],
            directors: vec![(3, "director".to_owned())],
            managers: vec![],
            admins: 1,
            usernames: HashSet::from(["taken".to_owned()]),
            emails: HashSet::from(["used@example.com".to_owned()]),
            sight: Sight { customers: 5, resellers: 2 },
        }
    }

    fn draft(roles: &[&str]) -> Draft {
        Draft {
            username: "liwei".into(),
            name: "李伟".into(),
            email: "li@example.com".into(),
            credentials: "link".into(),
            roles: roles.iter().map(|tick| (*tick).to_owned()).collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_new_member_sees_all_or_what_he_is_given_later() {
        let ground = ground();
        for (reach, want) in [(Reach::Own, 0), (Reach::Team, 0), (Reach::All, 5)] {
            assert_eq!(ground.seen(reach).customers, want, "{reach:?}");
        }
    }

    #[test]
    fn plain_roles_take_effect_at_once_and_privileged_ones_wait() {
        for (roles, at_once, waits) in [
            (vec!["sales"], vec!["sales"], false),
            (vec!["sales", "custom-7"], vec!["sales", "custom-7"], false),
            (vec!["finance"], vec![], true),
            (vec!["sales", "finance"], vec!["sales"], true),
            (vec!["admin"], vec![], true),
        ] {
            let plan = weigh(&draft(&roles), &ground(), &maker(&[Role::Admin])).unwrap();
            let got: Vec<String> = plan.at_once.iter().map(Wanted::ticked).collect();
            assert_eq!(
                (got.as_slice(), plan.waits()),
                (&at_once.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..], waits),
                "{roles:?}"
            );
        }
        let without = Maker { assigns: false, ..maker(&[Role::Admin]) };
        assert!(
            weigh(&draft(&["sales"]), &ground(), &without).unwrap().at_once.is_empty(),
            "who may not assign only asks"
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let typed =
            Draft { username: "Taken".into(), email: "USED@example.com".into(), phone: "1".into(), ..draft(&[]) };
        let faults = weigh(&typed, &ground(), &maker(&[Role::Admin])).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["username", "phone", "email", "roles"]);
    }

    #[test]
    fn rules_of_roles_scope_and_director() {
        let one =
            |typed: Draft, maker: &Maker| weigh(&typed, &ground(), maker).map_err(|mut faults| faults.remove(0).why);
        let admin = maker(&[Role::Admin]);
        assert_eq!(one(draft(&["admin", "sales"]), &admin).unwrap_err(), Why::Roles(Refusal::AdminAlone));
        assert_eq!(one(draft(&["custom-8"]), &admin).unwrap_err(), Why::Field(Wrong::Choice));
        assert!(matches!(one(draft(&["finance"]), &maker(&[Role::Sales])).unwrap_err(), Why::Exceeds(_)));
        let widening = draft(&["account_manager", "sales"]);
        assert!(matches!(one(widening.clone(), &admin).unwrap_err(), Why::Scope(_)));
        let keep = one(Draft { scope: "keep".into(), ..widening.clone() }, &admin).unwrap();
        let widen = one(Draft { scope: "widen".into(), ..widening }, &admin).unwrap();
        assert_eq!((keep.pin, widen.pin), (Some(Reach::Own), None));
        let under = |roles: &[&str], director: &str| Draft { director: director.into(), ..draft(roles) };
        assert_eq!(one(under(&["account_manager"], "Director"), &admin).unwrap().director_id, Some(3));
        assert_eq!(one(under(&["account_manager"], "nobody"), &admin).unwrap_err(), Why::NotADirector);
        assert_eq!(one(under(&["sales"], "director"), &admin).unwrap_err(), Why::NoManager);
    }
}
