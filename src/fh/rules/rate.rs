//! Rates (FH-01, COM-15): what the desk may type, and which line holds for a person. Pure.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Scheme;
use crate::values::decimal;

/// Currencies in which rates are set.
pub const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];
/// Levels of persons; empty: every level. The first ones are those of certificates, then recipient types (FH-14) and positions.
pub const LEVELS: [&str; 8] = ["", "associate", "professional", "expert", "senior", "principal", "bd", "sa"];
/// Most characters of a region.
pub const REGION: usize = 64;
/// Most persons that a limit can be.
const PEOPLE: i32 = 10_000;
/// The largest rate of a month.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// None of the choices.
    Choice,
    /// A region that is too long.
    Region,
    /// No day of the calendar.
    Day,
    /// The last day is before the first, or after the one it has.
    Order,
    /// No amount above 0 with at most two decimals.
    Amount,
    /// No number of persons.
    People,
}

/// A rate as the desk types it.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub scheme: String,
    pub level: String,
    pub region: String,
    pub valid_from: String,
    pub valid_to: String,
    pub amount: String,
    pub currency: String,
    pub cap_people: String,
}

/// A rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub scheme: String,
    pub level: String,
    pub region: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub amount: Decimal,
    pub currency: String,
    pub cap_people: Option<i32>,
}

/// Reads a day.
#[must_use]
pub fn day(typed: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok()
}

impl Draft {
    /// Reads a rate.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn read(&self) -> Result<Rate, Vec<(&'static str, Fault)>> {
        let mut faults = Vec::new();
        let mut check = |sound: bool, field, fault| {
            if !sound {
                faults.push((field, fault));
            }
        };
        check(Scheme::ALL.iter().any(|scheme| scheme.code == self.scheme), "scheme", Fault::Choice);
        check(LEVELS.contains(&self.level.as_str()), "level", Fault::Choice);
        let is_short = self.region.chars().count() <= REGION && !self.region.contains('\0');
        check(is_short, "region", Fault::Region);
        let (from, to) = (day(&self.valid_from), day(&self.valid_to));
        check(from.is_some(), "valid_from", Fault::Day);
        check(to.is_some() || self.valid_to.is_empty(), "valid_to", Fault::Day);
        check(to.is_none() || from.is_none() || to >= from, "valid_to", Fault::Order);
        let is_rate = |amount: &Decimal| !amount.is_zero() && !amount.is_sign_negative() && *amount <= LARGEST;
        let amount = decimal::typed(&self.amount).ok().filter(|found| is_rate(found) && found.normalize().scale() <= 2);
        check(amount.is_some(), "amount", Fault::Amount);
        check(CURRENCIES.contains(&self.currency.as_str()), "currency", Fault::Choice);
        let cap_people = self.cap_people.parse().ok().filter(|people| (1..=PEOPLE).contains(people));
        check(cap_people.is_some() || self.cap_people.is_empty(), "cap_people", Fault::People);
        match (from, amount) {
            (Some(valid_from), Some(amount)) if faults.is_empty() => Ok(Rate {
                scheme: self.scheme.clone(),
                level: self.level.clone(),
                region: self.region.clone(),
                valid_from,
                valid_to: to,
                amount,
                currency: self.currency.clone(),
                cap_people,
            }),
            _ => Err(faults),
        }
    }
}

/// Reads the last day of a rate: not before its first one, and never later than it was, for the next line may begin there.
///
/// # Errors
/// What is wrong.
pub fn end(typed: &str, (from, to): (NaiveDate, Option<NaiveDate>)) -> Result<NaiveDate, Fault> {
    let last = day(typed).ok_or(Fault::Day)?;
    if last < from || to.is_some_and(|end| last > end) { Err(Fault::Order) } else { Ok(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let text = |text: &str| text.to_owned();
        Draft {
            scheme: text("fh_si"),
            level: text("expert"),
            region: text("深圳"),
            valid_from: text("2026-01-01"),
            valid_to: String::new(),
            amount: text("9,000.50"),
            currency: text("CNY"),
            cap_people: String::new(),
        }
    }

    #[test]
    fn fh_01_a_rate_is_an_exact_amount_for_a_time() {
        assert_eq!(draft().read().unwrap().amount, "9000.50".parse().unwrap());
        assert_eq!(Draft { cap_people: "3".into(), ..draft() }.read().unwrap().cap_people, Some(3));
        let cases: [(Draft, &str, Fault); 12] = [
            (Draft { scheme: "fh".into(), ..draft() }, "scheme", Fault::Choice),
            (Draft { level: "guru".into(), ..draft() }, "level", Fault::Choice),
            (Draft { region: "x".repeat(65), ..draft() }, "region", Fault::Region),
            (Draft { valid_from: "2026-02-30".into(), ..draft() }, "valid_from", Fault::Day),
            (Draft { valid_to: "x".into(), ..draft() }, "valid_to", Fault::Day),
            (Draft { valid_to: "2025-12-31".into(), ..draft() }, "valid_to", Fault::Order),
            // COM-15: a rate is never zero.
            (Draft { amount: "0".into(), ..draft() }, "amount", Fault::Amount),
            (Draft { amount: "0.001".into(), ..draft() }, "amount", Fault::Amount),
            (Draft { amount: "-1".into(), ..draft() }, "amount", Fault::Amount),
            (Draft { currency: "JPY".into(), ..draft() }, "currency", Fault::Choice),
            (Draft { cap_people: "0".into(), ..draft() }, "cap_people", Fault::People),
            (Draft { cap_people: "many".into(), ..draft() }, "cap_people", Fault::People),
        ];
        for (draft, field, fault) in cases {
            assert_eq!(draft.read().unwrap_err(), [(field, fault)], "{draft:?}");
        }
    }

    #[test]
    fn a_rate_ends_within_its_time() {
        let day = |text: &str| text.parse().unwrap();
        for (typed, to, want) in [
            ("2026-01-01", None, Ok(day("2026-01-01"))),
            ("2025-12-31", None, Err(Fault::Order)),
            ("2026-06-30", Some(day("2026-06-30")), Ok(day("2026-06-30"))),
            ("2026-07-01", Some(day("2026-06-30")), Err(Fault::Order)),
            ("", None, Err(Fault::Day)),
        ] {
            assert_eq!(end(typed, (day("2026-01-01"), to)), want, "{typed}");
        }
    }
}
