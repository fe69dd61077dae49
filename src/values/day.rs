//! A calendar day as people and browsers write it: `2026-11-22`. Pure.

use chrono::NaiveDate;

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// It is not written `YYYY-MM-DD`, or lies outside the years that are read.
    Form,
    /// It is written so, but the calendar has no such day: 30 February, a 13th month.
    Absent,
}

/// Reads a day written `YYYY-MM-DD` between the years 2000 and 2999: all that the portal plans and filters by.
///
/// # Errors
/// Which of the two it is: who typed 30 February is not helped by being told how days are written.
pub fn read(text: &str) -> Result<NaiveDate, NoDay> {
    if text.starts_with('2') { of_any_year(text) } else { Err(NoDay::Form) }
}

/// The same of any year: a fact may be old.
///
/// # Errors
/// Which of the two it is.
pub fn of_any_year(text: &str) -> Result<NaiveDate, NoDay> {
    let is_written_so = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !is_written_so {
        return Err(NoDay::Form);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NoDay::Absent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_told_from_what_is_no_day() {
        for text in ["2026-02-28", "2028-02-29", "2000-01-01", "2999-12-31"] {
            assert_eq!(read(text).map(|day| day.to_string()).as_deref(), Ok(text));
        }
        for text in ["2026-02-30", "2026-13-01", "2027-02-29", "2026-00-10", "2026-11-00", "2026-11-31"] {
            assert_eq!(read(text), Err(NoDay::Absent), "{text}");
        }
        assert_eq!(of_any_year("1999-12-31").map(|day| day.to_string()).as_deref(), Ok("1999-12-31"));
        assert_eq!(of_any_year("1999-02-29"), Err(NoDay::Absent));
        for text in [
            "",
            "soon",
            "2026-2-3",
            "22.11.2026",
            "1999-12-31",
            "20260222xx",
            "+226-01-01",
            "２０２6-11-2",
            "2026-11-221",
        ] {
            assert_eq!(read(text), Err(NoDay::Form), "{text}");
        }
    }
}
