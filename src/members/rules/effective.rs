//! Effective permissions: each with the roles that grant it (PERM-7). Asks the function that requests ask.

use super::wanted::CustomRole;
use crate::{
    access::{Code, Kind, Permissions, Role, permission::Held, permissions_of},
    lang::Lang,
};

/// A permission that a member has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// Which.
    pub code: Code,
    /// Names of the granting roles; empty: every role brings it (PERM-3), or the master login holds it.
    pub granted_by: Vec<String>,
    /// Whether the data scope limits it to customers (AM-1).
    pub by_customer: bool,
}

/// Codes whose rows belong to customers, by their first part.
const BY_CUSTOMER: [&str; 6] = ["customer", "realname", "consumption", "order", "coupon", "transfer"];

/// Everything a member with these roles may do, in the order of the catalogue.
#[must_use]
pub fn effective(kind: Kind, is_master: bool, presets: &[Role], custom: &[&CustomRole], lang: Lang) -> Vec<Effective> {
    let own = custom.iter().fold(Permissions::NONE, |all, role| all.or(role.permissions()));
    let of = |code: Code| {
        let is_default = code.facts().held == Held::Default || is_master;
        let by_preset =
            presets.iter().filter(|role| permissions_of(kind, false, &[**role], Permissions::NONE).holds(code));
        let by_custom = custom.iter().filter(|role| permissions_of(kind, false, &[], role.permissions()).holds(code));
        let names = by_preset.map(|role| role.name(lang).to_owned()).chain(by_custom.map(|role| role.name.clone()));
        let first = code.as_str().split('.').next().unwrap_or_default();
        let by_customer = BY_CUSTOMER.contains(&first);
        Effective { code, granted_by: if is_default { Vec::new() } else { names.collect() }, by_customer }
    };
    permissions_of(kind, is_master, presets, own).iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission::{BillView, CustomerView, HomeView};

    #[test]
    fn each_permission_names_the_roles_that_grant_it() {
        let night = CustomRole { id: 1, name: "Night".into(), codes: vec!["bill.view".into(), "customer.view".into()] };
        let all = effective(Kind::Distributor, false, &[Role::Sales], &[&night], Lang::En);
        let of = |code| all.iter().find(|one| one.code == code).unwrap();
        assert_eq!(of(CustomerView::CODE).granted_by, ["Sales", "Night"]);
        assert!(of(CustomerView::CODE).by_customer && !of(BillView::CODE).by_customer);
        assert_eq!(of(BillView::CODE).granted_by, ["Night"]);
        assert!(of(HomeView::CODE).granted_by.is_empty(), "every role brings it");
        let held = permissions_of(Kind::Distributor, false, &[Role::Sales], night.permissions());
        assert_eq!(all.iter().map(|one| one.code).collect::<Permissions>(), held);
    }
}
