//! Step-up (MEM-12): a fresh proof of identity for one type of operation, good for five minutes in one session.
//! `Actor<P>` asks for it; the slice `step_up` gives it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::policy::MfaPolicy;
use crate::{
    access::permission::{Code, Permissions, StepUp},
    db::Error,
};

/// What a session has proved, and what its member can prove.
#[derive(Debug, Clone, Default)]
pub struct Doors {
    /// The organisation's setting now in force.
    pub policy: MfaPolicy,
    /// A stricter one, and from when on it counts.
    pub coming: Option<(MfaPolicy, DateTime<Utc>)>,
    /// Whether the member has an authenticator app.
    pub has_totp: bool,
    /// Whether the member has a passkey.
    pub has_passkey: bool,
    /// Operations proved in the last five minutes.
    pub proved: Vec<String>,
}

/// How a member proves who he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// The code of his app, or a recovery code.
    Totp,
    /// One of his passkeys; there is nothing to type.
    Passkey,
    /// A code mailed to him.
    MailCode,
    /// His password.
    Password,
    /// Not at all, before he has a second factor.
    Nothing,
}

impl Doors {
    /// Whether the member has no second factor at all.
    #[must_use]
    pub const fn has_none(&self) -> bool {
        !self.has_totp && !self.has_passkey
    }

    /// MEM-12: a passkey or the app, else a mailed code (`can_mail`: mail is set up, and he has an address), else the password
    /// while the policy is `off`. Changing one's own factors needs what there is.
    #[must_use]
    pub fn means(&self, operation: Code, can_mail: bool) -> Means {
        let own = operation.facts().step_up == StepUp::Plain;
        match self.policy {
            _ if self.has_totp => Means::Totp,
            _ if self.has_passkey => Means::Passkey,
            _ if own => Means::Password,
            _ if can_mail => Means::MailCode,
            MfaPolicy::Off => Means::Password,
            _ => Means::Nothing,
        }
    }

    /// Whether the operation was proved.
    #[must_use]
    pub fn has_proved(&self, operation: Code) -> bool {
        self.proved.iter().any(|proved| proved == operation.as_str())
    }

    /// What has still to be proved before one of `codes` is used: the first that is held, unless it is not marked `!`, or
    /// another that is held needs no proof.
    #[must_use]
    pub fn missing(&self, codes: &[Code], held: Permissions) -> Option<Code> {
        let mut held = codes.iter().copied().filter(|code| held.holds(*code));
        let open = |code: &Code| code.facts().step_up == StepUp::Plain || self.has_proved(*code);
        let first = held.clone().next()?;
        if held.any(|code| open(&code)) { None } else { Some(first) }
    }
}

/// Notes a proof.
///
/// # Errors
/// When the database refuses.
pub async fn note(
    connection: &mut PgConnection,
    session_id: i64,
    operation: Code,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into session_step_ups (session_id, operation, proved_at) values ($1, $2, $3)
         on conflict (session_id, operation) do update set proved_at = $3",
        session_id,
        operation.as_str(),
        now,
    )
    .execute(connection)
    .await
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{
        Kind, Role,
        permission::{ApiKeyOwn, ProfileEdit, QuotaIssue, QuotaView},
        permissions_of,
    };

    fn doors(policy: MfaPolicy, has_totp: bool, proved: &[Code]) -> Doors {
        Doors {
            policy,
            coming: None,
            has_totp,
            has_passkey: false,
            proved: proved.iter().map(|code| code.as_str().to_owned()).collect(),
        }
    }

    #[test]
    fn the_means_follow_mem_12() {
        for (policy, has_totp, operation, with_mail, without) in [
            (MfaPolicy::Privileged, true, QuotaIssue::CODE, Means::Totp, Means::Totp),
            (MfaPolicy::Off, true, QuotaIssue::CODE, Means::Totp, Means::Totp),
            (MfaPolicy::Off, false, QuotaIssue::CODE, Means::MailCode, Means::Password),
            (MfaPolicy::Privileged, false, QuotaIssue::CODE, Means::MailCode, Means::Nothing),
            (MfaPolicy::All, false, ApiKeyOwn::CODE, Means::MailCode, Means::Nothing),
            (MfaPolicy::All, false, ProfileEdit::CODE, Means::Password, Means::Password),
            (MfaPolicy::All, true, ProfileEdit::CODE, Means::Totp, Means::Totp),
        ] {
            let doors = doors(policy, has_totp, &[]);
            assert_eq!(doors.means(operation, true), with_mail, "{policy:?} {has_totp} {operation:?}");
            assert_eq!(doors.means(operation, false), without, "{policy:?} {has_totp} {operation:?}");
        }
    }

    #[test]
    fn a_passkey_is_a_means_where_there_is_no_app() {
        let with = |has_totp| Doors { has_passkey: true, ..doors(MfaPolicy::Privileged, has_totp, &[]) };
        assert_eq!(with(false).means(QuotaIssue::CODE, true), Means::Passkey);
        assert_eq!(with(true).means(QuotaIssue::CODE, true), Means::Totp, "and offered beside it where there is one");
    }

    #[test]
    fn marked_codes_need_a_proof_of_their_own() {
        let held = permissions_of(Kind::Distributor, false, &[Role::VoucherManager], Permissions::NONE);
        let (issue, view, own) = (QuotaIssue::CODE, QuotaView::CODE, ApiKeyOwn::CODE);
        for (codes, proved, want) in [
            (&[issue][..], &[][..], Some(issue)),
            (&[issue], &[issue], None),
            (&[issue], &[own], Some(issue)),
            (&[view], &[], None),
            (&[issue, view], &[], None),
            (&[issue, own], &[], Some(issue)),
            (&[issue, own], &[own], None),
        ] {
            let missing = doors(MfaPolicy::Privileged, true, proved).missing(codes, held);
            assert_eq!(missing, want, "{codes:?} after {proved:?}");
        }
    }
}
