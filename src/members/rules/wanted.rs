//! Roles that a member is to have: read from forms, compared by the rules of `access::grants`, kept in a request (PERM-8).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::{
    Permissions, Role,
    grants::{Custom, Roles},
};

/// A role of an assignment: a preset or a custom role, with its period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wanted {
    /// Code of a preset; none for a custom role.
    pub role: Option<String>,
    /// Key of a custom role; none for a preset.
    pub role_id: Option<i64>,
    /// First instant in force; none: at once.
    #[serde(default)]
    pub starts_at: Option<DateTime<Utc>>,
    /// First instant no longer in force; none: without end (PERM-8).
    #[serde(default)]
    pub ends_at: Option<DateTime<Utc>>,
}

impl Wanted {
    /// A preset without a period.
    #[must_use]
    pub fn preset(role: Role) -> Self {
        Self { role: Some(role.code().to_owned()), ..Self::default() }
    }

    /// A custom role without a period.
    #[must_use]
    pub fn custom(role_id: i64) -> Self {
        Self { role_id: Some(role_id), ..Self::default() }
    }

    /// What a form's tick carries: `finance`, or `custom-12`.
    #[must_use]
    pub fn ticked(&self) -> String {
        self.role_id.map_or_else(|| self.role.clone().unwrap_or_default(), |id| format!("custom-{id}"))
    }

    /// Reads [`Wanted::ticked`]; a preset nobody knows is none.
    #[must_use]
    pub fn read(tick: &str) -> Option<Self> {
        match tick.strip_prefix("custom-") {
            Some(id) => id.parse().ok().map(Self::custom),
            None => Role::parse(tick).map(Self::preset),
        }
    }
}

/// The presets among these that are in force now and without an end.
#[must_use]
pub fn lasting(wanted: &[Wanted], now: DateTime<Utc>) -> Vec<Role> {
    let lasts = |one: &&Wanted| one.ends_at.is_none() && one.starts_at.is_none_or(|from| from <= now);
    wanted.iter().filter(lasts).filter_map(|one| one.role.as_deref().and_then(Role::parse)).collect()
}

/// A custom role of the organisation.
#[derive(Debug, Clone, Deserialize)]
pub struct CustomRole {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Its codes, as the database keeps them.
    pub codes: Vec<String>,
}

impl CustomRole {
    /// What it permits.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        self.codes.iter().map(String::as_str).collect()
    }
}

/// The roles as the rules see them; `None` when one names no role of the organisation.
#[must_use]
pub fn roles_of(wanted: &[Wanted], custom: &[CustomRole]) -> Option<Roles> {
    let mut roles = Roles::default();
    for one in wanted {
        if let Some(id) = one.role_id {
            let known = custom.iter().find(|role| role.id == id)?;
            roles.custom.push(Custom { id, permissions: known.permissions() });
        } else {
            roles.presets.push(Role::parse(one.role.as_deref()?)?);
        }
    }
    Some(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_come_back_and_strangers_are_none() {
        for tick in ["finance", "custom-12"] {
            assert_eq!(Wanted::read(tick).map(|wanted| wanted.ticked()).as_deref(), Some(tick));
        }
        for tick in ["king", "custom-", "custom-x", ""] {
            assert_eq!(Wanted::read(tick), None, "{tick}");
        }
    }

    #[test]
    fn a_role_of_another_organisation_is_no_role() {
        let own = [CustomRole { id: 7, name: "Night".to_owned(), codes: vec!["bill.view".to_owned()] }];
        let found = roles_of(&[Wanted::preset(Role::Sales), Wanted::custom(7)], &own).unwrap();
        assert_eq!((found.presets.len(), found.custom[0].permissions.is_empty()), (1, false));
        assert_eq!(roles_of(&[Wanted::custom(8)], &own), None);
    }
}
