//! The one place that asks what time it is, so that tests can stop the clock.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};

/// Where the time comes from: the machine, or a stopped clock that only tests move.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    Machine,
    Stopped(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn machine() -> Self {
        Self(Source::Machine)
    }

    /// A clock that stands at `at` until [`Clock::advance`].
    #[must_use]
    pub fn stopped(at: DateTime<Utc>) -> Self {
        Self(Source::Stopped(Arc::new(Mutex::new(at))))
    }

    /// The present instant in UTC.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
            Source::Machine => Utc::now(),
            Source::Stopped(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        }
    }

    /// Moves a stopped clock on by `step`; the machine's clock does not move.
    pub fn advance(&self, step: TimeDelta) {
        if let Source::Stopped(at) = &self.0 {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let start: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
        let clock = Clock::stopped(start);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::seconds(90));
        assert_eq!(clock.now(), start + TimeDelta::seconds(90));
    }
}
