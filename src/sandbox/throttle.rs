//! Ten requests per second and API (API-37), refused before execution (API-39). Counts in windows of one second that
//! begin with their first request, as the vendor's gateway does. Knows no operation's meaning.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// What is documented for an API that is no exception.
const DOCUMENTED: u32 = 10;

/// One counter per API.
pub(super) struct Throttle {
    rate: u32,
    windows: HashMap<&'static str, (Instant, u32)>,
}

impl Throttle {
    /// A throttle that lets `rate` requests a second through where the vendor documents 10; 0 lets all through.
    pub(super) fn new(rate: u32) -> Self {
        Self { rate, windows: HashMap::new() }
    }

    /// Takes one request of `operation`, for which the vendor documents `documented` a second.
    ///
    /// # Errors
    /// The limit that was passed.
    pub(super) fn take(&mut self, operation: &'static str, documented: u32, now: Instant) -> Result<(), u32> {
        if self.rate == 0 {
            return Ok(());
        }
        let limit = (self.rate * documented / DOCUMENTED).max(1);
        let window = self.windows.entry(operation).or_insert((now, 0));
        if now.duration_since(window.0) >= Duration::from_secs(1) {
            *window = (now, 0);
        }
        if window.1 >= limit {
            return Err(limit);
        }
        window.1 += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_api_has_its_own_limit_a_second() {
        let start = Instant::now();
        let mut throttle = Throttle::new(20);
        let passed = (0..50).filter(|_| throttle.take("A", 10, start).is_ok()).count();
        assert_eq!(passed, 20);
        assert_eq!((0..50).filter(|_| throttle.take("B", 5, start).is_ok()).count(), 10);
        assert_eq!(throttle.take("A", 10, start + Duration::from_millis(999)), Err(20));
        assert_eq!(throttle.take("A", 10, start + Duration::from_secs(1)), Ok(()));
    }

    #[test]
    fn rate_zero_is_no_throttle() {
        let mut throttle = Throttle::new(0);
        assert!((0..1000).all(|_| throttle.take("A", 5, Instant::now()).is_ok()));
    }
}
