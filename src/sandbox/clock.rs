//! The vendor's two clocks: the machine's (or an injected one), by which signatures are judged, and the world's, which
//! starts on a chosen day and can be moved on. The sandbox is a separate witness and has its own `clock.rs`.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, TimeZone, Utc};

use crate::values::month::vendor_zone;

/// Where the real time comes from.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The machine's own clock.
#[expect(clippy::disallowed_methods, reason = "the played vendor has its own clock: it may not name the portal's")]
pub(super) fn machine() -> Now {
    Arc::new(Utc::now)
}

/// Real time and world time. World time = start of the world + real time passed since its creation + seconds advanced.
pub(super) struct Clock {
    now: Now,
    created_at: DateTime<Utc>,
    start: DateTime<Utc>,
    advanced: AtomicI64,
}

impl Clock {
    /// A clock whose world was created at the real instant `created_at`, when its own time was `start`.
    pub(super) const fn new(now: Now, created_at: DateTime<Utc>, start: DateTime<Utc>) -> Self {
        Self { now, created_at, start, advanced: AtomicI64::new(0) }
    }

    /// Real time: what signatures are judged by.
    pub(super) fn real(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// World time, in whole seconds as the vendor writes it (API-26).
    pub(super) fn world(&self) -> DateTime<Utc> {
        let passed = self.real() - self.created_at;
        let advanced = TimeDelta::seconds(self.advanced.load(Ordering::Relaxed));
        (self.start + passed + advanced).trunc_subsecs(0)
    }

    /// Moves the world on.
    pub(super) fn advance(&self, seconds: i64) {
        self.advanced.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// The instant at which a world starts that shall begin on `today` (UTC+8): that day at the real time of day.
pub(super) fn start_on(today: Option<NaiveDate>, real: DateTime<Utc>) -> DateTime<Utc> {
    let Some(today) = today else { return real };
    let time = real.with_timezone(&vendor_zone()).time();
    vendor_zone().from_local_datetime(&today.and_time(time)).single().map_or(real, |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::month::vendor_date;

    #[test]
    fn the_world_runs_beside_real_time_and_can_be_moved_on() {
        let real: DateTime<Utc> = "2026-11-22T03:04:05Z".parse().unwrap();
        let start = start_on(Some("2026-03-01".parse().unwrap()), real);
        assert_eq!(start.to_string(), "2026-03-01 03:04:05 UTC");
        let clock = Clock::new(Arc::new(move || real + TimeDelta::seconds(10)), real, start);
        clock.advance(60);
        assert_eq!(clock.world(), start + TimeDelta::seconds(70));
    }

    #[test]
    fn the_chosen_day_is_a_day_in_utc_plus_8() {
        let evening: DateTime<Utc> = "2026-11-21T20:00:00Z".parse().unwrap();
        let day = "2026-03-01".parse().unwrap();
        assert_eq!(vendor_date(start_on(Some(day), evening)), day);
    }
}
