//! Cheap deterministic randomness: a stream per (seed, entity, purpose), so that any row can be made on demand, in any
//! order, and is the same in every process. Knows nothing of the world; not for secrets.

use chrono::TimeDelta;
use rust_decimal::Decimal;

/// A SplitMix64 stream whose start is a hash of what it is for.
#[derive(Clone)]
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of `parts` (entity ids, purpose) under `seed`. Equal inputs give equal streams.
    pub(super) fn of(seed: u64, parts: &[&str]) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15));
        for part in parts {
            for byte in part.bytes().chain([0x1f]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        Self(mix(hash))
    }

    /// The same stream, bent by a number (a row index, a day).
    #[must_use]
    pub(super) const fn with(&self, number: u64) -> Self {
        Self(mix(self.0 ^ mix(number.wrapping_add(0xa076_1d64_78bd_642f))))
    }

    /// Sixty-four new bits.
    pub(super) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `bound` − 1; 0 when `bound` is 0.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        let bits = self.bits();
        if bound == 0 { 0 } else { bits % bound }
    }

    /// A number from `low` to `high`, both included.
    pub(super) const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// The same for signed numbers: offsets of days and minutes.
    pub(super) fn span(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below((high - low + 1).unsigned_abs())).unwrap_or(0)
    }

    /// A time from `low` to `high` minutes, to the second.
    pub(super) fn minutes(&mut self, low: i64, high: i64) -> TimeDelta {
        TimeDelta::seconds(self.span(low * 60, high * 60))
    }

    /// True in `percent` of a hundred draws.
    pub(super) const fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a table that is never empty.
    pub(super) fn pick<'a, T>(&mut self, table: &'a [T]) -> &'a T {
        &table[self.index(table.len())]
    }

    /// An index below `length`.
    pub(super) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// Thirty-two hexadecimal characters, as the vendor's account ids are.
    pub(super) fn hex32(&mut self) -> String {
        format!("{:016x}{:016x}", self.bits(), self.bits())
    }

    /// `length` decimal digits, not beginning with 0.
    pub(super) fn digits(&mut self, length: usize) -> String {
        (0..length).map(|place| self.between(u64::from(place == 0), 9).to_string()).collect()
    }

    /// An amount of whole currency units with two decimals, from `low` to `high` units.
    pub(super) fn amount(&mut self, low: i64, high: i64) -> Decimal {
        Decimal::new(self.span(low * 100, high * 100), 2)
    }

    /// An amount that is a multiple of `step` whole currency units.
    pub(super) fn round_amount(&mut self, low: i64, high: i64, step: i64) -> Decimal {
        Decimal::new(self.span(low / step, high / step) * step * 100, 2)
    }
}

const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_everything_it_is_for_and_on_nothing_else() {
        let first = |seed, parts: &[&str]| Stream::of(seed, parts).bits();
        assert_eq!(first(1, &["a", "b"]), first(1, &["a", "b"]));
        assert_ne!(first(1, &["a", "b"]), first(2, &["a", "b"]));
        assert_ne!(first(1, &["ab", ""]), first(1, &["a", "b"]));
        assert_ne!(Stream::of(1, &["a"]).with(1).bits(), Stream::of(1, &["a"]).with(2).bits());
    }

    #[test]
    fn draws_stay_inside_their_bounds_and_reach_them() {
        let mut stream = Stream::of(7, &["bounds"]);
        let drawn: std::collections::BTreeSet<_> = (0..500).map(|_| stream.between(3, 6)).collect();
        assert_eq!(drawn, [3, 4, 5, 6].into());
        assert!((0..200).all(|_| (-5..=5).contains(&stream.span(-5, 5))));
        assert_eq!(stream.digits(14).len(), 14);
        assert!(!stream.digits(14).starts_with('0'));
        assert_eq!(stream.round_amount(1000, 9000, 1000) % Decimal::from(1000), Decimal::ZERO);
    }
}
