//! How often an address without a session may ask: one bucket an address in this process, before the database is asked.
//! Members and API tokens are counted by the database, for all nodes together (`access::seat`). Knows no request.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Buckets kept before full ones are thrown away.
const MOST: usize = 10_000;

/// Buckets by network address.
#[derive(Debug, Default)]
pub struct Rates(Mutex<HashMap<String, Bucket>>);

/// Requests still allowed, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: i64,
    at: DateTime<Utc>,
}

impl Rates {
    /// Takes one request of an address that may make `per_second`, and twice as many at once; 0 does not count.
    ///
    /// # Errors
    /// The instant from which it may try again.
    pub fn take(&self, address: &str, per_second: u32, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        if per_second == 0 {
            return Ok(());
        }
        let (rate, full) = (i64::from(per_second), i64::from(per_second) * 2000);
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| now - bucket.at < TimeDelta::seconds(2));
        }
        let bucket = buckets.entry(address.to_owned()).or_insert(Bucket { left: full, at: now });
        let passed = (now - bucket.at).num_milliseconds().clamp(0, 3_600_000);
        *bucket = Bucket { left: (bucket.left + passed * rate).min(full), at: now };
        if bucket.left < 1000 {
            let missing = (1000 - bucket.left + rate - 1) / rate;
            return Err(now + TimeDelta::milliseconds(missing));
        }
        bucket.left -= 1000;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_burst_and_then_its_rate() {
        let rates = Rates::default();
        let start: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let taken = |address: &str, at| (0..100).filter(|_| rates.take(address, 10, at).is_ok()).count();
        assert_eq!(taken("192.0.2.1", start), 20, "twice the rate at once");
        assert_eq!(rates.take("192.0.2.1", 10, start), Err(start + TimeDelta::milliseconds(100)));
        assert_eq!(taken("192.0.2.2", start), 20, "another address has its own");
        assert_eq!(taken("192.0.2.1", start + TimeDelta::milliseconds(500)), 5);
        assert_eq!(taken("192.0.2.1", start + TimeDelta::days(1)), 20, "no more than the burst is saved");
        assert!((0..100).all(|_| rates.take("192.0.2.3", 0, start).is_ok()), "nothing is counted");
    }
}
