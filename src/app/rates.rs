//! How often each API token may call: one bucket a token in this process. Knows no request.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Buckets kept before full ones are thrown away.
const MOST: usize = 10_000;

/// Buckets by token.
#[derive(Debug, Default)]
pub struct Rates(Mutex<HashMap<i64, Bucket>>);

/// Requests still allowed, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: i64,
    at: DateTime<Utc>,
}

impl Rates {
    /// Takes one request of a token that may make `per_second`, and twice as many at once.
    ///
    /// # Errors
    /// The instant from which it may try again.
    pub fn take(&self, token_id: i64, per_second: u32, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let (rate, full) = (i64::from(per_second.max(1)), i64::from(per_second.max(1)) * 2000);
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| now - bucket.at < TimeDelta::seconds(2));
        }
        let bucket = buckets.entry(token_id).or_insert(Bucket { left: full, at: now });
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
    fn a_token_has_a_burst_and_then_its_rate() {
        let rates = Rates::default();
        let start: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let taken = |token, at| (0..100).filter(|_| rates.take(token, 10, at).is_ok()).count();
        assert_eq!(taken(1, start), 20, "twice the rate at once");
        assert_eq!(rates.take(1, 10, start), Err(start + TimeDelta::milliseconds(100)));
        assert_eq!(taken(2, start), 20, "another token has its own");
        assert_eq!(taken(1, start + TimeDelta::milliseconds(500)), 5);
        assert_eq!(taken(1, start + TimeDelta::days(1)), 20, "no more than the burst is saved");
    }
}
