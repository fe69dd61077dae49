//! State of a coupon as it must be read (COUPON-3), and the balance of old ones (COUPON-2).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

/// What a coupon is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 1 未激活.
    NotActivated,
    /// 2 可使用, and its time has not passed.
    Usable,
    /// Still 1 or 2 at the vendor, but its time has passed: invalid (COUPON-3).
    Lapsed,
    /// 3 已使用; not final, an unsubscription can give balance back.
    Used,
    /// 4 已过期.
    Expired,
    /// 5 已回收.
    Reclaimed,
    /// A code nobody documents; shown raw.
    Unknown(i32),
    /// The vendor gave none.
    None,
}

impl State {
    /// States a filter offers, with their words in addresses.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("usable", Self::Usable),
        ("not_activated", Self::NotActivated),
        ("used", Self::Used),
        ("expired", Self::Expired),
        ("lapsed", Self::Lapsed),
        ("reclaimed", Self::Reclaimed),
    ];

    /// Reads the vendor's number with the present; `expire_time` past means invalid even while the status says usable.
    #[must_use]
    pub fn of(status: Option<i32>, expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let over = expires_at.is_some_and(|expires| expires <= now);
        match status {
            Some(1 | 2) if over => Self::Lapsed,
            Some(1) => Self::NotActivated,
            Some(2) => Self::Usable,
            Some(3) => Self::Used,
            Some(4) => Self::Expired,
            Some(5) => Self::Reclaimed,
            Some(other) => Self::Unknown(other),
            None => Self::None,
        }
    }

    /// Reads the word of a filter.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find_map(|(known, state)| (*known == word).then_some(*state))
    }

    /// The vendor's numbers that a filter on this state asks the mirror for, and whether `expire_time` must have passed.
    #[must_use]
    pub const fn wanted(self) -> (&'static [i32], Option<bool>) {
        match self {
            Self::NotActivated => (&[1], Some(false)),
            Self::Usable => (&[2], Some(false)),
            Self::Lapsed => (&[1, 2], Some(true)),
            Self::Used => (&[3], None),
            Self::Expired => (&[4], None),
            Self::Reclaimed => (&[5], None),
            Self::Unknown(_) | Self::None => (&[], None),
        }
    }
}

/// Balance of an own coupon: as sent; where version 1 sends none, the face value while usable, else 0 (COUPON-2).
#[must_use]
pub fn balance_of(
    version: Option<i32>,
    sent: Option<Decimal>,
    face_value: Option<Decimal>,
    state: State,
) -> Option<Decimal> {
    match (sent, version) {
        (Some(balance), _) => Some(balance),
        (None, Some(1)) => match state {
            State::Usable => face_value,
            _ => Some(Decimal::ZERO),
        },
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passed_expiry_outweighs_a_usable_status() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let (past, ahead) = (Some(now), Some(now + chrono::TimeDelta::seconds(1)));
        for (status, expires, want) in [
            (Some(1), ahead, State::NotActivated),
            (Some(2), ahead, State::Usable),
            (Some(2), None, State::Usable),
            (Some(1), past, State::Lapsed),
            (Some(2), past, State::Lapsed),
            (Some(3), past, State::Used),
            (Some(4), past, State::Expired),
            (Some(5), ahead, State::Reclaimed),
            (Some(7), ahead, State::Unknown(7)),
            (None, ahead, State::None),
        ] {
            assert_eq!(State::of(status, expires, now), want, "{status:?} {expires:?}");
        }
    }

    #[test]
    fn a_filter_asks_for_exactly_the_rows_that_show_its_state() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        for (word, state) in State::WORDS {
            assert_eq!(State::parse(word), Some(state));
            let (codes, over) = state.wanted();
            for status in 1..=5 {
                for (expires, passed) in [(Some(now), true), (None, false)] {
                    let asked = codes.contains(&status) && over.is_none_or(|over| over == passed);
                    assert_eq!(asked, State::of(Some(status), expires, now) == state, "{word} {status} {passed}");
                }
            }
        }
    }

    #[test]
    fn only_version_one_has_its_balance_made_up() {
        let (face, half) = (Some(Decimal::TEN), Some(Decimal::TWO));
        for (version, sent, state, want) in [
            (Some(2), half, State::Usable, half),
            (Some(1), half, State::Used, half),
            (Some(1), None, State::Usable, face),
            (Some(1), None, State::Used, Some(Decimal::ZERO)),
            (Some(1), None, State::Lapsed, Some(Decimal::ZERO)),
            (Some(2), None, State::Usable, None),
            (None, None, State::Usable, None),
        ] {
            assert_eq!(balance_of(version, sent, face, state), want, "{version:?} {sent:?} {state:?}");
        }
    }
}
