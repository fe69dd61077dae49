//! What a resource is read by: whether that was ever read completely, and how old a reading over it may claim to be. Pure.
//!
//! A list that is cut into parts by another list knows only the parts it has heard of. So it never counts as complete
//! before that other list, nor as fresher than it when that list cannot be read.

use chrono::{DateTime, Utc};

/// How the reading of a resource stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Name of the resource.
    pub resource: String,
    /// Start of the latest complete reading; `None`: never.
    pub completed_at: Option<DateTime<Utc>>,
    /// Whether the latest run failed.
    pub failed: bool,
}

/// What a resource stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The first resource it is read by that was never read completely.
    pub missing: Option<String>,
    /// Since when the parts may have changed without our knowledge: the oldest complete reading of what failed last.
    pub known_at: Option<DateTime<Utc>>,
}

impl Ground {
    /// Of the readings of what a resource is read by; those that do not apply to the connection are left out.
    #[must_use]
    pub fn of(readings: &[Reading]) -> Self {
        let missing = readings.iter().find(|reading| reading.completed_at.is_none());
        let stale = readings.iter().filter(|reading| reading.failed).filter_map(|reading| reading.completed_at);
        Self { missing: missing.map(|reading| reading.resource.clone()), known_at: stale.min() }
    }

    /// As of when a complete reading that began at `started` is complete.
    #[must_use]
    pub fn complete_as_of(&self, started: DateTime<Utc>) -> DateTime<Utc> {
        self.known_at.map_or(started, |known| known.min(started))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_by_another_list_is_never_fresher_than_that_list() {
        let at = |hour: u32| -> DateTime<Utc> { format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap() };
        let reading =
            |resource: &str, completed_at, failed| Reading { resource: resource.into(), completed_at, failed };
        for (readings, missing, want) in [
            (vec![], None, 9),
            (vec![reading("customers", Some(at(3)), false)], None, 9),
            (vec![reading("customers", Some(at(3)), true), reading("resellers", Some(at(5)), true)], None, 3),
            (vec![reading("resellers", Some(at(5)), false), reading("customers", None, true)], Some("customers"), 9),
        ] {
            let ground = Ground::of(&readings);
            assert_eq!(ground.missing.as_deref(), missing, "{readings:?}");
            assert_eq!(ground.complete_as_of(at(9)), at(want), "{readings:?}");
        }
    }
}
