//! The random amount of a test transfer, 0.01 to 0.99, and what a try leads to (BIZ-09, BIZ-11, SCN-02). Pure.

use rust_decimal::Decimal;

use super::machine::{CONFIRM, LOCK, MISS};
use crate::values::decimal;

/// Wrong amounts that lock.
pub const TRIES: i16 = 3;

/// Reads an amount of 0.01 to 0.99 in whole currency units; `0.3`, `.30` and `0.30` are the same. As it is digested: two decimals.
#[must_use]
pub fn read(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let typed = if typed.starts_with('.') { format!("0{typed}") } else { typed.to_owned() };
    let plain = typed.len() <= 4 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount = decimal::parse(&typed).ok().filter(|_| plain)?;
    let least = Decimal::new(1, 2);
    let fits = amount >= least && amount < Decimal::ONE && amount.normalize().scale() <= 2;
    fits.then(|| format!("{amount:.2}"))
}

/// What the digest of an amount is for: one request's amount says nothing about another's.
#[must_use]
pub fn purpose(request_id: i64) -> String {
    format!("business_information_versions.amount/{request_id}")
}

/// The step that an amount leads to after `tries` wrong ones, and the wrong ones there are then. Compares without telling by
/// its time where the difference is.
#[must_use]
pub fn attempt(sent: &str, typed: &str, tries: i16) -> (&'static str, i16) {
    let same = sent.len() == typed.len()
        && sent.bytes().zip(typed.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0;
    match tries + 1 {
        _ if same => (CONFIRM, tries),
        wrong if wrong >= TRIES => (LOCK, TRIES),
        wrong => (MISS, wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_0_01_to_0_99() {
        for (typed, want) in [
            ("0.01", Some("0.01")),
            (" 0.99 ", Some("0.99")),
            ("0.3", Some("0.30")),
            (".30", Some("0.30")),
            ("0.00", None),
            ("1", None),
            ("1.00", None),
            ("0.001", None),
            ("-0.1", None),
            ("1e-1", None),
            ("", None),
            ("0,37", None),
        ] {
            assert_eq!(read(typed).as_deref(), want, "{typed:?}");
        }
    }

    /// SCN-02.
    #[test]
    fn scn_02_the_third_wrong_amount_locks() {
        assert_eq!(attempt("aa", "ab", 0), (MISS, 1));
        assert_eq!(attempt("aa", "ab", 1), (MISS, 2));
        assert_eq!(attempt("aa", "ab", 2), (LOCK, 3));
        assert_eq!(attempt("aa", "aa", 2), (CONFIRM, 2));
        assert_eq!(attempt("aa", "a", 0), (MISS, 1));
    }
}
