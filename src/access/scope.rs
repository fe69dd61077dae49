//! Whose customers a member sees (AM-1, AM-2, AM-3, AM-12, AM-13). Pure; every customer-bearing query takes [`Scope::managers`].

use super::roles::Role;
use crate::lang::Lang;

/// How far a member sees, narrowest first (数据范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Customers assigned to himself (AM-1).
    Own,
    /// Customers of the account managers under him (AM-2).
    Team,
    /// Every customer of the organisation.
    All,
}

impl Reach {
    /// The word of the database and of forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::All => "all",
        }
    }

    /// Reads [`Reach::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Own, Self::Team, Self::All].into_iter().find(|reach| reach.as_str() == word)
    }
}

/// What decides how far a member sees.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The master login sees all (ORG-5).
    pub is_master: bool,
    /// Preset roles in force.
    pub presets: &'a [Role],
    /// Whether a custom role is in force too: any second role widens (AM-2).
    pub has_custom: bool,
    /// What an administrator chose when a change would have widened (AM-3).
    pub pin: Option<Reach>,
}

impl Standing<'_> {
    /// AM-2: account manager alone sees his own customers, account director alone his team's, any other combination all;
    /// a pin only narrows, and only for these two roles (AM-3).
    #[must_use]
    pub fn reach(&self) -> Reach {
        let manages = |role: &Role| matches!(role, Role::AccountManager | Role::AccountDirector);
        if self.is_master || !self.presets.iter().any(manages) {
            return Reach::All;
        }
        let unpinned = match self.presets {
            [Role::AccountManager] if !self.has_custom => Reach::Own,
            [Role::AccountDirector] if !self.has_custom => Reach::Team,
            _ => Reach::All,
        };
        self.pin.map_or(unpinned, |pin| pin.min(unpinned))
    }
}

/// The customers a member sees inside the organisations he sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every customer.
    All,
    /// Customers assigned to one of these members: himself (AM-1) or his team (AM-2).
    Managed(Vec<i64>),
}

impl Scope {
    /// The customers within a member's reach; `team` are the account managers under him (AM-12).
    #[must_use]
    pub fn of(member_id: i64, standing: &Standing<'_>, team: &[i64]) -> Self {
        match standing.reach() {
            Reach::All => Self::All,
            Reach::Own => Self::Managed(vec![member_id]),
            Reach::Team if standing.presets.contains(&Role::AccountManager) => Self::Managed(vec![member_id]),
            Reach::Team => Self::Managed(team.to_vec()),
        }
    }

    /// Whether a customer (or reseller) is seen whom this account manager looks after; `None` for one without a manager.
    #[must_use]
    pub fn admits(&self, manager: Option<i64>) -> bool {
        self.managers().is_none_or(|seen| manager.is_some_and(|manager| seen.contains(&manager)))
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

/// How much lies within a reach, for who decides about it (AM-3, TRAP-1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sight {
    /// Customers associated today.
    pub customers: i64,
    /// Resellers of a distributor (AM-10); 0 elsewhere.
    pub resellers: i64,
}

impl Sight {
    /// What a wider sight adds to this one.
    #[must_use]
    pub const fn up_to(self, wider: Self) -> Self {
        Self { customers: wider.customers - self.customers, resellers: wider.resellers - self.resellers }
    }

    /// In the reader's words: `12 customers, 2 cloud resellers`; resellers only where there are any.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let many = |count: i64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
        let Self { customers, resellers } = self;
        let mut words = lang
            .pick(format!("{customers} {}", many(customers, "customer", "customers")), format!("{customers} 个客户"));
        if resellers != 0 {
            words.push_str(&lang.pick(
                format!(", {resellers} {}", many(resellers, "cloud reseller", "cloud resellers")),
                format!("，{resellers} 个云经销商"),
            ));
        }
        words
    }
}

/// Which rows that name a customer a reader sees. Of his own organisation's, those of his scope (AM-13); of a reseller's, all:
/// whoever sees the reseller (AM-10) sees its customers.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The reader's own organisation, the only one whose customers `managers` narrow.
    pub own: i64,
    /// The organisations whose rows are asked for: his own, resellers he sees, or both.
    pub organizations: &'a [i64],
    /// Only customers of these account managers; `None` for every customer. In SQL, with `$4` for `own`:
    /// `$3::bigint[] is null or c.organization_id <> $4 or exists (select from customer_assignments …)`.
    pub managers: Option<&'a [i64]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sight_is_said_in_words() {
        let sight = |customers, resellers| Sight { customers, resellers };
        for (sight, en, zh) in [
            (sight(0, 0), "0 customers", "0 个客户"),
            (sight(1, 1), "1 customer, 1 cloud reseller", "1 个客户，1 个云经销商"),
            (sight(2, 0).up_to(sight(5, 3)), "3 customers, 3 cloud resellers", "3 个客户，3 个云经销商"),
        ] {
            assert_eq!((sight.words(Lang::En).as_str(), sight.words(Lang::ZhCn).as_str()), (en, zh));
        }
    }

    #[test]
    fn only_a_lone_account_role_or_a_pin_narrows() {
        use Reach::{All, Own, Team};
        use Role::{AccountDirector, AccountManager, Admin, Finance, Operations, Sales};
        type Case<'a> = (&'a [Role], bool, bool, Option<Reach>, Option<&'a [i64]>);
        let cases: &[Case<'_>] = &[
            (&[AccountManager], false, false, None, Some(&[7])),
            (&[AccountManager, Sales], false, false, None, None),
            (&[AccountManager], true, false, None, None),
            (&[AccountDirector], false, false, None, Some(&[8, 9])),
            (&[AccountDirector, Operations], false, false, None, None),
            (&[AccountDirector], true, false, None, None),
            (&[Finance], false, false, None, None),
            (&[], true, false, None, None),
            (&[], false, true, None, None),
            (&[Admin], false, false, None, None),
            (&[AccountManager, Sales], false, false, Some(Own), Some(&[7])),
            (&[AccountManager], true, false, Some(Own), Some(&[7])),
            (&[AccountManager, Sales], false, false, Some(Team), Some(&[7])),
            (&[AccountDirector, Sales], false, false, Some(Team), Some(&[8, 9])),
            (&[AccountDirector], false, false, Some(Own), Some(&[7])),
            (&[AccountManager], false, false, Some(All), Some(&[7])),
            (&[AccountDirector, Sales], false, false, Some(All), None),
            (&[Finance], false, false, Some(Own), None),
            (&[AccountManager], false, true, Some(Own), None),
        ];
        for (presets, has_custom, is_master, pin, want) in cases {
            let standing = Standing { is_master: *is_master, presets, has_custom: *has_custom, pin: *pin };
            assert_eq!(Scope::of(7, &standing, &[8, 9]).managers(), *want, "{standing:?}");
        }
    }

    #[test]
    fn a_scope_admits_what_its_managers_look_after() {
        let team = Scope::Managed(vec![8, 9]);
        for (manager, want) in [(Some(8), true), (Some(7), false), (None, false)] {
            assert_eq!(team.admits(manager), want, "{manager:?}: directors see no unassigned customers (AM-12)");
            assert!(Scope::All.admits(manager));
        }
    }
}
