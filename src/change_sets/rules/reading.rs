//! Amounts and times as people type them in a sheet, full-width digits too. Pure.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;

use super::fault::Why;
use crate::values::{
    day::{self, NoDay},
    decimal,
    month::vendor_zone,
};

/// Largest amount that is read.
const MOST: i64 = 1_000_000_000_000;
/// Ways in which a day or an instant is written.
const DAYS: [&str; 3] = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"];
const INSTANTS: [&str; 4] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M"];

/// Full-width letters, as Chinese keyboards type them, in their ordinary width.
#[must_use]
pub fn narrow(typed: &str) -> String {
    let one = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    };
    typed.chars().map(one).collect::<String>().trim().to_owned()
}

/// An amount above zero with at most two decimals; digits may be grouped, a currency sign may stand before them.
///
/// # Errors
/// What is wrong with it.
pub fn read_amount(typed: &str) -> Result<Decimal, Why> {
    let plain = narrow(typed);
    let plain = plain.trim_start_matches(['¥', '$', '￥']).trim();
    if plain.is_empty() {
        return Err(Why::Missing);
    }
    let amount = decimal::typed(plain).map_err(|_| Why::NoAmount)?;
    match amount.normalize() {
        amount if amount <= Decimal::ZERO => Err(Why::NotPositive),
        amount if amount.scale() > 2 => Err(Why::Decimals),
        amount if amount > Decimal::from(MOST) => Err(Why::NoAmount),
        amount => Ok(amount),
    }
}

/// A day or an instant of the vendor's calendar (UTC+8); nothing typed is none. A day as an end lasts until its last second.
///
/// # Errors
/// [`Why::NoTime`], or [`Why::NoSuchDay`] where it is written as a day.
pub fn read_time(typed: &str, at_end: bool) -> Result<Option<DateTime<Utc>>, Why> {
    let plain = narrow(typed);
    if plain.is_empty() {
        return Ok(None);
    }
    let instant = INSTANTS.iter().find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok());
    let day = || DAYS.iter().find_map(|form| NaiveDate::parse_from_str(&plain, form).ok());
    let clock = if at_end { NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default() } else { NaiveTime::MIN };
    // A spreadsheet's day is an instant at midnight.
    let instant = instant.map(|at| if at_end && at.time() == NaiveTime::MIN { at.date().and_time(clock) } else { at });
    let local = instant.or_else(|| Some(day()?.and_time(clock))).ok_or_else(|| no_day(&plain))?;
    Ok(local.and_local_timezone(vendor_zone()).single().map(|at| at.to_utc()))
}

/// Why something typed is no day: the day of an instant counts too.
fn no_day(plain: &str) -> Why {
    let first = plain.split(' ').next().unwrap_or_default().replace(['/', '.'], "-");
    if day::of_any_year(&first) == Err(NoDay::Absent) { Why::NoSuchDay } else { Why::NoTime }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_typed() {
        for (typed, want) in [
            ("1,000.50", Ok("1000.50")),
            ("１０００．５", Ok("1000.5")),
            ("¥ 20", Ok("20")),
            ("20.00", Ok("20")),
            ("20.10000", Ok("20.1")),
            ("", Err(Why::Missing)),
            ("0", Err(Why::NotPositive)),
            ("-5", Err(Why::NotPositive)),
            ("1.005", Err(Why::Decimals)),
            ("1e3", Err(Why::NoAmount)),
            ("1,50", Err(Why::NoAmount)),
            ("10，00", Err(Why::NoAmount)),
            ("ten", Err(Why::NoAmount)),
            ("9999999999999", Err(Why::NoAmount)),
        ] {
            assert_eq!(read_amount(typed), want.map(|text: &str| text.parse().unwrap()), "{typed}");
        }
    }

    #[test]
    fn days_are_the_vendors() {
        for (typed, at_end, want) in [
            ("2026-12-31", false, Ok(Some("2026-12-30T16:00:00Z"))),
            ("2026/12/31", true, Ok(Some("2026-12-31T15:59:59Z"))),
            ("2026-12-31 00:00:00", true, Ok(Some("2026-12-31T15:59:59Z"))),
            ("２０２６-12-31 12:30", true, Ok(Some("2026-12-31T04:30:00Z"))),
            ("", true, Ok(None)),
            ("31.12.2026", false, Err(Why::NoTime)),
            ("2026-02-30", false, Err(Why::NoSuchDay)),
            ("2026/11/31 10:00", false, Err(Why::NoSuchDay)),
            ("2026.13.01", true, Err(Why::NoSuchDay)),
            ("2026-12-31 25:00", false, Err(Why::NoTime)),
        ] {
            assert_eq!(read_time(typed, at_end), want.map(|at| at.map(|at| at.parse().unwrap())), "{typed}");
        }
    }
}
