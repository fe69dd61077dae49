//! What can be exported, who sees which export, how long a try and a file last; what a reader of rows is. Pure.

use chrono::TimeDelta;
use futures::future::BoxFuture;

use crate::{
    access::{Code, Role, Seat, permission::MemberExport},
    db::{Error, PgConnection},
    lang::Lang,
    web::{Face, Tone, Typed},
};

/// So long a finished file is kept.
pub const KEPT: TimeDelta = TimeDelta::days(7);
/// So long a try is thought to live after it last wrote something.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);
/// So often a file is begun.
pub const TRIES: i32 = 3;
/// So many unfinished exports a member may have.
pub const MOST: i64 = 5;

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 成员 (MEM-7).
    Members,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Members];

    /// The word of the database and the beginning of the file's name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Members => "members",
        }
    }

    /// Reads [`Kind::code`].
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Who may export it, and take the file.
    #[must_use]
    pub const fn permission(self) -> Code {
        match self {
            Self::Members => MemberExport::CODE,
        }
    }
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has begun.
    Waiting,
    /// A node writes the file.
    Running,
    /// The file is there.
    Done,
    /// There is no file.
    Failed,
    /// The file was deleted when its time was over.
    Expired,
}

impl State {
    /// Every state with its word in the database and its colour.
    pub const ALL: [(Self, &'static str, Tone); 5] = [
        (Self::Waiting, "waiting", Tone::Waiting),
        (Self::Running, "running", Tone::Waiting),
        (Self::Done, "done", Tone::Done),
        (Self::Failed, "failed", Tone::Refused),
        (Self::Expired, "expired", Tone::Idle),
    ];

    /// Reads the word of the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find_map(|(state, code, _)| (code == word).then_some(state))
    }
}

/// The kinds whose exports a member may see and take.
pub fn kinds_of(seat: &Seat) -> Vec<String> {
    let may = Kind::ALL.into_iter().filter(|kind| seat.permissions.holds(kind.permission()));
    may.map(|kind| kind.code().to_owned()).collect()
}

/// Whose exports: everybody's for the master and an Admin, else his own.
pub fn whose(seat: &Seat) -> Option<i64> {
    (!sees_all(seat.is_master, &seat.roles)).then_some(seat.member_id)
}

fn sees_all(is_master: bool, roles: &[Role]) -> bool {
    is_master || roles.iter().any(|role| role.is_admin())
}

/// What a reader of rows is asked.
#[derive(Debug)]
pub struct Asked {
    /// Whose rows.
    pub organization_id: i64,
    /// What the list was narrowed to, as in its address.
    pub filters: Typed,
    /// Zone and language of the file.
    pub face: Face,
}

/// Some rows of a file.
#[derive(Debug, Default)]
pub struct Batch {
    /// Their lines, each with its end.
    pub text: String,
    /// How many.
    pub rows: usize,
    /// What the next rows are asked with; none: these were the last.
    pub next: Option<String>,
}

/// Reads some rows after those that `next` of the batch before names; none: from the beginning.
pub type Read = for<'a> fn(&'a mut PgConnection, &'a Asked, Option<String>) -> BoxFuture<'a, Result<Batch, Error>>;

/// How a kind is written.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The kind.
    pub kind: Kind,
    /// The line of the columns' names.
    pub heading: fn(Lang) -> String,
    /// The rows, a page at a time.
    pub read: Read,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code()), Some(kind));
        }
        for (state, word, _) in State::ALL {
            assert_eq!(State::parse(word), Some(state));
        }
        assert_eq!((Kind::parse("customers"), State::parse("")), (None, None));
    }

    #[test]
    fn only_the_master_and_admins_see_what_others_exported() {
        for (is_master, roles, want) in [
            (true, &[][..], true),
            (false, &[Role::Admin], true),
            (false, &[Role::DeskAdmin], true),
            (false, &[Role::Finance, Role::Auditor], false),
            (false, &[], false),
        ] {
            assert_eq!(sees_all(is_master, roles), want, "{roles:?}");
        }
    }
}
