//! What may be transferred, which trade a statement line belongs to, and the windows a statement is read in. Pure.

pub mod behalf;
pub mod limit;
pub mod recipients;
pub mod transfer;

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

/// Balance types of the statement; both must be asked for (ACCT-11).
pub const BALANCE_TYPES: [&str; 2] = ["BALANCE_TYPE_DEBIT", "BALANCE_TYPE_CREDIT"];

/// Account types (ACCT-2): balance, credit, transferable.
pub const BALANCE: i32 = 1;
/// See [`BALANCE`].
pub const CREDIT: i32 = 2;
/// See [`BALANCE`].
pub const TRANSFERABLE: i32 = 8;

/// Longest window of statement dates: a year is refused when a leap day makes it longer (ACCT-11).
const WINDOW: TimeDelta = TimeDelta::days(364);
/// Overlap of windows over dates (SYNC-4).
const OVERLAP: TimeDelta = TimeDelta::days(1);
/// How far back the first reading looks at most, in windows.
const MOST_WINDOWS: usize = 10;

/// One account of a partner, as far as money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// ACCT-2.
    pub account_type: i32,
    /// Balance, in the currency of all holdings compared.
    pub amount: Decimal,
    /// Earmarked part.
    pub designated_amount: Option<Decimal>,
}

/// What may be transferred at most out of `holdings`, all of one partner and one currency: the transferable account if the
/// vendor gives one, else balance and credit, each less its earmarked part (ACCT-3).
#[must_use]
pub fn transferable_of(holdings: &[Holding]) -> Decimal {
    let free = |holding: &Holding| holding.amount - holding.designated_amount.unwrap_or_default();
    let of = |kind: i32| holdings.iter().filter(move |holding| holding.account_type == kind);
    if of(TRANSFERABLE).next().is_some() {
        return of(TRANSFERABLE).map(free).sum();
    }
    of(BALANCE).chain(of(CREDIT)).map(free).sum()
}

/// By how much a balance differs from what the statement says it should be; `None` when they agree or nothing is said.
/// It is shown as unexplained and never corrected (SYNC-3).
#[must_use]
pub fn unexplained(balance: Decimal, stated: Option<Decimal>) -> Option<Decimal> {
    stated.map(|stated| balance - stated).filter(|difference| !difference.is_zero())
}

/// Windows of UTC+8 dates to read a statement in, newest first, each at most a year long and overlapping by a day: back to
/// `since`, or as far as the vendor may keep lines at the first reading (ACCT-11, SYNC-4).
#[must_use]
pub fn statement_windows(today: NaiveDate, since: Option<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
    let oldest = since.map(|since| since.min(today) - OVERLAP);
    let mut windows = Vec::new();
    let mut end = today;
    while windows.len() < MOST_WINDOWS {
        let begin = end - WINDOW;
        if let Some(oldest) = oldest.filter(|oldest| begin <= *oldest) {
            windows.push((oldest, end));
            break;
        }
        windows.push((begin, end));
        end = begin + OVERLAP;
    }
    windows
}

/// Trade types of the statement in the order of the vendor's filter (ACCT-11).
pub const TRADE_TYPES: [&str; 11] = [
    "RECHARGE",
    "DEDEUCT",
    "REFUND",
    "RFROZEN",
    "TRANS",
    "ADJUST",
    "BEADJUST",
    "BERETRIEVE",
    "BEUNBIND",
    "BONUSCONVERT",
    "TRADE_MODE_TRANSFER",
];

/// Detail types as sent, also the misspelt ones, with the trade type they belong to (ACCT-12). The record names no trade
/// type, so this is the portal's reading of the vendor's list; the set is open.
pub const DETAIL_TYPES: [(&str, &str); 35] = [
    ("SOURCE_OPERAIION_RECHARGE", "RECHARGE"),
    ("SOURCE_OPERAIION_RECHARGE_REBATE", "RECHARGE"),
    ("SOURCE_OPERAIION_PRIZE", "RECHARGE"),
    ("SOURCE_OPERAIION_DEDEUCT", "DEDEUCT"),
    ("SOURCE_OPERAIION_ONETIME", "DEDEUCT"),
    ("SOURCE_OPERAIION_USAGE", "DEDEUCT"),
    ("SOURCE_OPERAIION_WRITEOFF", "DEDEUCT"),
    ("SOURCE_OPERAIION_FREERESDEDUCT", "DEDEUCT"),
    ("SOURCE_OPERAIION_PRECISIONCOMP", "DEDEUCT"),
    ("SOURCE_OPERATIION_RIDEDUCT", "DEDEUCT"),
    ("SOURCE_OPERATION_COUPON_QUOTA_TRANSFER", "DEDEUCT"),
    ("SOURCE_OPERAIION_REFUND", "REFUND"),
    ("SOURCE_OPERAIION_UNSUBSCRIBE", "REFUND"),
    ("SOURCE_OPERAIION_BILLREFUND", "REFUND"),
    ("SOURCE_OPERATION_COUPON_QUOTA_RECLAIM", "REFUND"),
    ("SOURCE_OPERATION_COUPONCANCEL", "REFUND"),
    ("SOURCE_OPERAIION_RFROZEN", "RFROZEN"),
    ("SOURCE_OPERAIION_UNFROZEN", "RFROZEN"),
    ("SOURCE_OPERAIION_CLEARFROZEN", "RFROZEN"),
    ("SOURCE_OPERAIION_MANUALFROZE", "RFROZEN"),
    ("SOURCE_OPERAIION_MANUALUNFROZE", "RFROZEN"),
    ("SOURCE_OPERAIION_MANUALCLEARFROZEN", "RFROZEN"),
    ("SOURCE_OPERATION_SYSTEM_FROZEN", "RFROZEN"),
    ("SOURCE_OPERATION_SYSTEM_UNFROZEN", "RFROZEN"),
    ("SOURCE_OPERAIION_TRANS_TO_BALANCE", "TRANS"),
    ("SOURCE_OPERAIION_TRANS_TO_FOREGIFT", "TRANS"),
    ("SOURCE_OPERAIION_ADJUST", "ADJUST"),
    ("SOURCE_OPERAIION_ADJUST_CREDIT", "ADJUST"),
    ("SOURCE_OPERAIION_EXPIRECLEAR", "ADJUST"),
    ("SOURCE_OPERATION_BEADJUST", "BEADJUST"),
    ("SOURCE_OPERATION_BERETRIEVE", "BERETRIEVE"),
    ("SOURCE_OPERATION_BEUNBIND", "BEUNBIND"),
    ("SOURCE_OPERAIION_MERGE", "BONUSCONVERT"),
    ("SOURCE_OPERAIION_CONVERT_BONUS", "BONUSCONVERT"),
    ("SOURCE_OPERATION_TRADEMODE_TRANSFER", "TRADE_MODE_TRANSFER"),
];

/// Detail types that a trade type covers.
#[must_use]
pub fn detail_types_of(trade_type: &str) -> Vec<&'static str> {
    DETAIL_TYPES.iter().filter(|(_, trade)| *trade == trade_type).map(|(detail, _)| *detail).collect()
}

/// Trade type of a detail type; nothing for one the portal does not know.
#[must_use]
pub fn trade_type_of(detail_type: &str) -> Option<&'static str> {
    DETAIL_TYPES.iter().find(|(detail, _)| *detail == detail_type).map(|(_, trade)| *trade)
}

/// How near a budget is to its end, by the vendor's alerts at 75, 90 and 100 % (ACCT-17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alert {
    /// Below 75 %.
    None,
    /// From 75 % on.
    Near,
    /// All used, or more.
    Exhausted,
}

/// The alert for a used share of a budget, 1 = all.
#[must_use]
pub fn alert_of(share: Decimal) -> Alert {
    if share >= Decimal::ONE {
        Alert::Exhausted
    } else if share >= Decimal::new(75, 2) {
        Alert::Near
    } else {
        Alert::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_come_at_the_vendors_marks() {
        for (percent, want) in [
            (0, Alert::None),
            (74, Alert::None),
            (75, Alert::Near),
            (99, Alert::Near),
            (100, Alert::Exhausted),
            (250, Alert::Exhausted),
        ] {
            assert_eq!(alert_of(Decimal::new(percent, 2)), want, "{percent}");
        }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holding(account_type: i32, amount: i64, designated: Option<i64>) -> Holding {
        Holding { account_type, amount: amount.into(), designated_amount: designated.map(Decimal::from) }
    }

    #[test]
    fn transferable_is_the_vendors_row_or_balance_and_credit() {
        for (holdings, want) in [
            (vec![], 0),
            (vec![holding(1, 100, Some(30))], 70),
            (vec![holding(1, 100, Some(30)), holding(2, 50, None)], 120),
            (vec![holding(1, 100, None), holding(2, 50, None), holding(8, 40, None)], 40),
            (vec![holding(8, 40, Some(15)), holding(5, 900, None)], 25),
            (vec![holding(5, 900, None), holding(7, 900, None)], 0),
            (vec![holding(1, 10, Some(30))], -20),
        ] {
            assert_eq!(transferable_of(&holdings), Decimal::from(want), "{holdings:?}");
        }
    }

    #[test]
    fn statement_windows_overlap_and_span_a_year_at_most() {
        let today = date("2026-11-22");
        assert_eq!(statement_windows(today, Some(today)), [(date("2026-11-21"), today)]);
        assert_eq!(statement_windows(today, Some(date("2026-11-01"))), [(date("2026-10-31"), today)]);
        let later = statement_windows(today, Some(date("2026-12-24")));
        assert_eq!(later, [(date("2026-11-21"), today)], "a clock that went back reads today and yesterday");
        let long = statement_windows(today, Some(date("2024-01-01")));
        assert_eq!(long.last().unwrap().0, date("2023-12-31"));
        let first = statement_windows(today, None);
        assert_eq!(first.len(), 10);
        for windows in [long, first] {
            for pair in windows.windows(2) {
                assert_eq!(pair[1].1, pair[0].0 + TimeDelta::days(1), "overlap of a day");
            }
            assert!(windows.iter().all(|(begin, end)| *end - *begin <= TimeDelta::days(365) && begin < end));
        }
    }

    #[test]
    fn every_detail_type_has_a_known_trade_type() {
        for (index, (detail, trade)) in DETAIL_TYPES.iter().enumerate() {
            assert!(TRADE_TYPES.contains(trade), "{detail}");
            assert!(DETAIL_TYPES[index + 1..].iter().all(|(other, _)| other != detail), "{detail} twice");
            assert_eq!(trade_type_of(detail), Some(*trade));
        }
        assert_eq!(trade_type_of("SOURCE_NEW"), None);
        assert_eq!(detail_types_of("BEADJUST"), ["SOURCE_OPERATION_BEADJUST"]);
    }
}
