//! Which permission a record of the audit proves to have been used. Only where something is recorded can be said that nothing was.

use crate::access::Code;

/// Permission, and the events that only who holds it can have caused.
static PROOFS: &[(&str, &[&str])] = &[
    ("role.manage", &["role.created", "role.updated", "role.deleted"]),
    ("role.assign", &["member.roles_assigned", "member.roles_requested", "member.roles_approved"]),
    ("member.manage", &["member.created", "member.enabled", "member.disabled", "member.deleted"]),
    ("member.password", &["member.link_issued", "member.password_reset"]),
    ("member.export", &["member.exported"]),
    ("audit.export", &["audit.exported"]),
    ("sync.run", &["sync.requested"]),
    ("customer.unmask", &["personal_data.revealed"]),
    ("upstream.credential", &["cloud_account.saved"]),
];

/// Days after which a permission counts as unused.
pub const UNUSED_AFTER: i64 = 90;

/// Events that prove the use of a permission; none where nothing of the kind is recorded yet.
pub fn proofs(code: Code) -> &'static [&'static str] {
    PROOFS.iter().find(|(known, _)| *known == code.as_str()).map_or(&[], |(_, events)| events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Deed;

    #[test]
    fn proofs_name_permissions_and_events_that_exist() {
        for (code, events) in PROOFS {
            assert!(Code::parse(code).is_some(), "{code}");
            for event in *events {
                assert!(Deed::parse(event).is_some(), "{event}");
            }
        }
    }
}
