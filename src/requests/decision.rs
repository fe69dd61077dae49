//! Decisions that the vendor took elsewhere and an operator records (COM-07). Pure.

use chrono::NaiveDate;

use crate::values::day::{self, NoDay};

/// How a decision came.
pub const CHANNELS: [&str; 4] = ["console", "email", "letter", "phone"];
/// Characters of the vendor's reference.
pub const REFERENCE: usize = 128;

/// What is recorded beside the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The vendor's date: clocks run from it.
    pub decided_on: NaiveDate,
    /// One of [`CHANNELS`].
    pub channel: &'static str,
    /// The vendor's reference; may be empty.
    pub reference: String,
}

/// What is wrong with a recorded decision, with the field it is wrong at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No date.
    Date,
    /// No date of the calendar.
    NoSuchDate,
    /// Before the submission.
    BeforeSubmission,
    /// After today.
    Future,
    /// None of the channels.
    Channel,
    /// Too long.
    Reference,
    /// No file.
    Evidence,
}

impl Fault {
    /// Name of the field.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Date | Self::NoSuchDate | Self::BeforeSubmission | Self::Future => "decided_on",
            Self::Channel => "channel",
            Self::Reference => "reference",
            Self::Evidence => "evidence",
        }
    }
}

/// Reads what was typed: date, channel, reference. `days` are the day of the submission and today, in the site's zone.
///
/// # Errors
/// Everything that is wrong.
pub fn read(
    (date, channel, reference): (&str, &str, &str),
    (submitted, today): (NaiveDate, NaiveDate),
    has_evidence: bool,
) -> Result<Recorded, Vec<Fault>> {
    let mut faults = Vec::new();
    let decided_on = day::read(date);
    match decided_on {
        Err(NoDay::Form) => faults.push(Fault::Date),
        Err(NoDay::Absent) => faults.push(Fault::NoSuchDate),
        Ok(day) if day < submitted => faults.push(Fault::BeforeSubmission),
        Ok(day) if day > today => faults.push(Fault::Future),
        Ok(_) => {}
    }
    let channel = CHANNELS.into_iter().find(|known| *known == channel);
    if channel.is_none() {
        faults.push(Fault::Channel);
    }
    if reference.chars().count() > REFERENCE || reference.contains(['\n', '\r', '\0']) {
        faults.push(Fault::Reference);
    }
    if !has_evidence {
        faults.push(Fault::Evidence);
    }
    match (decided_on, channel) {
        (Ok(decided_on), Some(channel)) if faults.is_empty() => {
            Ok(Recorded { decided_on, channel, reference: reference.trim().to_owned() })
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// SCN-26, without the clocks.
    #[test]
    fn scn_26_a_recorded_decision_has_evidence_and_a_date_since_the_submission() {
        let days = (day("2026-11-19"), day("2026-11-22"));
        for (date, evidence, want) in [
            ("2026-11-19", true, None),
            ("2026-11-22", true, None),
            ("2026-11-18", true, Some(Fault::BeforeSubmission)),
            ("2026-11-23", true, Some(Fault::Future)),
            ("2026-11-31", true, Some(Fault::NoSuchDate)),
            ("", true, Some(Fault::Date)),
            ("2026-11-20", false, Some(Fault::Evidence)),
        ] {
            let found = read((date, "email", "HW-1"), days, evidence);
            assert_eq!(found.err().map(|faults| faults[0]), want, "{date} {evidence}");
        }
        assert_eq!(read(("", "fax", "x\ny"), days, false).unwrap_err().len(), 4, "everything at once");
        assert_eq!(Fault::Future.field(), "decided_on");
    }
}
