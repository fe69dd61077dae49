//! Whom the organisation's MFA policy covers (MEM-12). Pure.

use crate::access::permission::{Code, Held, Permissions, StepUp};

/// The organisation's setting; default `privileged`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MfaPolicy {
    /// Nobody has to have a second factor.
    Off,
    /// Master, Admin and holders of a granted `!` code have to.
    #[default]
    Privileged,
    /// Everybody has to.
    All,
}

impl MfaPolicy {
    /// Every setting, in the order of a form.
    pub const EVERY: [Self; 3] = [Self::Off, Self::Privileged, Self::All];

    /// The word in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Privileged => "privileged",
            Self::All => "all",
        }
    }

    /// Reads [`MfaPolicy::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|policy| policy.code() == code)
    }

    /// Whether somebody who holds these permissions has to have a second factor. What everybody holds by default, such as
    /// tokens of one's own, makes nobody privileged.
    #[must_use]
    pub fn covers(self, is_master: bool, permissions: Permissions) -> bool {
        let granted = |code: &Code| {
            let facts = code.facts();
            facts.step_up == StepUp::StepUp && !matches!(facts.held, Held::Default) && permissions.holds(*code)
        };
        match self {
            Self::Off => false,
            Self::Privileged => is_master || Code::all().any(|code| granted(&code)),
            Self::All => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Kind, Role, permissions_of};

    #[test]
    fn privileged_are_master_admin_and_holders_of_granted_marked_codes() {
        let cases: &[(bool, &[Role], bool)] = &[
            (true, &[], true),
            (false, &[Role::Admin], true),
            (false, &[Role::Finance], true),
            (false, &[Role::VoucherManager], true),
            (false, &[Role::Auditor], false),
            (false, &[Role::AccountManager], false),
            (false, &[], false),
        ];
        for (is_master, roles, want) in cases {
            let permissions = permissions_of(Kind::Distributor, *is_master, roles, Permissions::NONE);
            assert_eq!(MfaPolicy::Privileged.covers(*is_master, permissions), *want, "{is_master} {roles:?}");
            assert!(MfaPolicy::All.covers(*is_master, permissions));
            assert!(!MfaPolicy::Off.covers(*is_master, permissions));
        }
    }

    #[test]
    fn words_are_read_back() {
        for policy in MfaPolicy::EVERY {
            assert_eq!(MfaPolicy::parse(policy.code()), Some(policy));
        }
        assert_eq!(MfaPolicy::parse("on"), None);
    }
}
