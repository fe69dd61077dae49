//! Which permissions let requests through since they were last written down: counted in this process, so that no request writes.
//! What is counted is lost when the process is killed; a page server that stops writes it first.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

/// Uses by organisation, member and code.
#[derive(Debug, Default)]
pub struct Uses(Mutex<HashMap<(i64, i64, &'static str), Counted>>);

/// How often, and between when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Requests.
    pub uses: i64,
    /// The first one.
    pub first: DateTime<Utc>,
    /// The latest one.
    pub last: DateTime<Utc>,
}

/// Who used what, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The member's organisation.
    pub organization_id: i64,
    /// The member.
    pub member_id: i64,
    /// The permission.
    pub code: &'static str,
    /// How often.
    pub counted: Counted,
}

impl Uses {
    /// Counts one use.
    pub fn note(&self, (organization_id, member_id): (i64, i64), code: &'static str, now: DateTime<Utc>) {
        self.add((organization_id, member_id, code), Counted { uses: 1, first: now, last: now });
    }

    /// Takes everything that was counted, sorted by member and code.
    #[must_use]
    pub fn take(&self) -> Vec<Use> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut uses: Vec<Use> = taken
            .into_iter()
            .map(|((organization_id, member_id, code), counted)| Use { organization_id, member_id, code, counted })
            .collect();
        uses.sort_by_key(|one| (one.member_id, one.code));
        uses
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, uses: &[Use]) {
        uses.iter().for_each(|one| self.add((one.organization_id, one.member_id, one.code), one.counted));
    }

    fn add(&self, key: (i64, i64, &'static str), new: Counted) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = counts.entry(key).or_insert(Counted { uses: 0, ..new });
        known.uses += new.uses;
        (known.first, known.last) = (known.first.min(new.first), known.last.max(new.last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_added_up_and_what_is_put_back_is_not_lost() {
        let uses = Uses::default();
        let at = |second: u32| format!("2026-11-22T04:00:{second:02}Z").parse::<DateTime<Utc>>().unwrap();
        uses.note((1, 7), "role.view", at(1));
        uses.note((1, 7), "role.view", at(3));
        uses.note((1, 6), "bill.view", at(2));
        let taken = uses.take();
        assert_eq!(taken.iter().map(|one| (one.member_id, one.counted.uses)).collect::<Vec<_>>(), [(6, 1), (7, 2)]);
        assert_eq!(uses.take(), []);
        uses.note((1, 7), "role.view", at(9));
        uses.put_back(&taken);
        let again = uses.take();
        assert_eq!(again[1].counted, Counted { uses: 3, first: at(1), last: at(9) });
    }
}
