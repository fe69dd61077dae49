//! Roles that cannot be taken away for now: while qualification data submitted for a member is under review, his role stays
//! (ROLE-4). Whoever submits locks, whoever decides unlocks, each within his own change; pages name submission, submitter,
//! date and link (TRAP-6).

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::roles::Role;
use crate::{
    audit::{Change, Deed, Event, Fields},
    db::Error,
};

/// A role that is locked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Lock {
    /// Code of the preset.
    pub role: String,
    /// What was submitted, as its page calls it.
    pub submission: String,
    /// Its page: a path of the portal.
    pub link: String,
    /// User name of who submitted it; none: the portal itself.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What is under review.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Words.
    pub name: &'a str,
    /// Its page: a path of the portal, `/…`.
    pub link: &'a str,
}

/// Locks a role of a member while a submission is under review; locking it twice for the same one changes nothing. Answers
/// the event that the change must be committed with.
///
/// # Errors
/// When the database refuses.
pub async fn lock<P>(
    change: &mut Change<P>,
    member_id: i64,
    role: Role,
    submission: Submission<'_>,
) -> Result<Event, Error> {
    let (org, now, by) = (change.org(), change.now(), change.member_id());
    sqlx::query!(
        "insert into role_locks (organization_id, member_id, role, submission, link, locked_by, locked_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (member_id, role, link) where unlocked_at is null do nothing",
        org,
        member_id,
        role.code(),
        submission.name,
        submission.link,
        by,
        now,
    )
    .execute(&mut **change)
    .await?;
    Ok(event(Deed::MemberRoleLocked, member_id, role, submission.link))
}

/// Unlocks it. Answers the event that the change must be committed with.
///
/// # Errors
/// When the database refuses.
pub async fn unlock<P>(change: &mut Change<P>, member_id: i64, role: Role, link: &str) -> Result<Event, Error> {
    let (org, now) = (change.org(), change.now());
    sqlx::query!(
        "update role_locks set unlocked_at = $5
         where organization_id = $1 and member_id = $2 and role = $3 and link = $4 and unlocked_at is null",
        org,
        member_id,
        role.code(),
        link,
        now,
    )
    .execute(&mut **change)
    .await?;
    Ok(event(Deed::MemberRoleUnlocked, member_id, role, link))
}

fn event(deed: Deed, member_id: i64, role: Role, link: &str) -> Event {
    Event::new(deed, member_id).after(Fields::new().set("role", role.code()).set("link", link))
}

/// The locks of a member, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<Vec<Lock>, Error> {
    sqlx::query_as!(
        Lock,
        r#"select l.role, l.submission, l.link, m.username as "by?", l.locked_at as at
           from role_locks l left join members m on m.id = l.locked_by
           where l.organization_id = $1 and l.member_id = $2 and l.unlocked_at is null
           order by l.locked_at, l.id"#,
        organization_id,
        member_id,
    )
    .fetch_all(connection)
    .await
}

/// The first lock that taking these roles in place of all others would break (ROLE-4): a locked role must be among them, now
/// and without an end.
#[must_use]
pub fn broken<'a>(locks: &'a [Lock], lasting: &[Role]) -> Option<&'a Lock> {
    locks.iter().find(|lock| !lasting.iter().any(|role| role.code() == lock.role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_role_must_stay() {
        let lock = |role: Role| Lock {
            role: role.code().to_owned(),
            submission: "FH 2026-11".into(),
            link: "/incentives/fh/3".into(),
            by: Some("incentive".into()),
            at: "2026-11-20T04:00:00Z".parse().unwrap(),
        };
        let locks = [lock(Role::AccountManager), lock(Role::SaSpecialist)];
        for (kept, want) in [
            (&[Role::AccountManager, Role::SaSpecialist][..], None),
            (&[Role::AccountManager, Role::Sales], Some(1)),
            (&[Role::Sales], Some(0)),
            (&[], Some(0)),
        ] {
            assert_eq!(broken(&locks, kept), want.map(|place: usize| &locks[place]), "{kept:?}");
        }
        assert_eq!(broken(&[], &[]), None);
    }
}
