//! Whose customers a member sees (AM-1, AM-2, AM-13). Pure; every customer-bearing query takes [`Scope::managers`].

use super::roles::Role;

/// The customers a member sees inside the organisations he sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every customer.
    All,
    /// Customers assigned to one of these members: himself (AM-1) or his team (AM-2).
    Managed(Vec<i64>),
}

impl Scope {
    /// AM-2: account manager alone sees his own customers, account director alone his team's; any other role sees all.
    #[must_use]
    pub fn of(member_id: i64, is_master: bool, roles: &[Role], team: &[i64]) -> Self {
        match roles {
            [Role::AccountManager] if !is_master => Self::Managed(vec![member_id]),
            [Role::AccountDirector] if !is_master => Self::Managed(team.to_vec()),
            _ => Self::All,
        }
    }

    /// The account managers whose customers are seen, or `None` for every customer. In SQL:
    /// `$3::bigint[] is null or exists (select from customer_assignments a where a.customer_id = c.id and a.ended_at is null
    /// and a.member_id = any($3))`.
    #[must_use]
    pub fn managers(&self) -> Option<&[i64]> {
        match self {
            Self::All => None,
            Self::Managed(members) => Some(members),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lone_account_role_narrows() {
        type Case<'a> = (&'a [Role], bool, Option<&'a [i64]>);
        let cases: &[Case<'_>] = &[
            (&[Role::AccountManager], false, Some(&[7])),
            (&[Role::AccountManager, Role::Sales], false, None),
            (&[Role::AccountDirector], false, Some(&[8, 9])),
            (&[Role::AccountDirector, Role::Operations], false, None),
            (&[Role::Finance], false, None),
            (&[], true, None),
            (&[Role::Admin], false, None),
        ];
        for (roles, is_master, want) in cases {
            assert_eq!(Scope::of(7, *is_master, roles, &[8, 9]).managers(), *want, "{roles:?}");
        }
    }
}
