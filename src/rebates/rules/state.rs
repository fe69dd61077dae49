//! What can be done with statements and objections, and why not (REB-09 to REB-12).

use chrono::NaiveDate;

/// A statement, as the rules see it.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// State of the database.
    pub state: &'a str,
    /// Last day for confirmation and feedback.
    pub publish_until: NaiveDate,
    /// Whether an objection to it is not closed.
    pub disputed: bool,
}

/// Why a statement is not confirmed or objected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is confirmed already.
    Confirmed,
    /// The last day is over.
    Late,
    /// An objection stands.
    Disputed,
    /// Another objection to the same stands.
    Twice,
}

/// Whether a member may confirm (REB-10). After the last day the night does it, unless an objection stands; once that is closed,
/// the member may.
///
/// # Errors
/// Why not.
pub fn confirm(statement: Statement<'_>) -> Result<(), Refusal> {
    match statement {
        Statement { state: "to_confirm", disputed: false, .. } => Ok(()),
        Statement { state: "to_confirm", .. } => Err(Refusal::Disputed),
        _ => Err(Refusal::Confirmed),
    }
}

/// Whether a member may object (REB-11): to the last day. `same`: an objection to the same statement or line is not closed.
///
/// # Errors
/// Why not.
pub fn object(statement: Statement<'_>, same: bool, today: NaiveDate) -> Result<(), Refusal> {
    match statement {
        Statement { state: "to_confirm", publish_until, .. } if publish_until < today => Err(Refusal::Late),
        Statement { state: "to_confirm", .. } if same => Err(Refusal::Twice),
        Statement { state: "to_confirm", .. } => Ok(()),
        _ => Err(Refusal::Confirmed),
    }
}

/// What is done about an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The vendor's answer is recorded.
    Answer,
    /// The partner contradicts the answer.
    Reply,
    /// The partner accepts it, or takes the objection back.
    Close,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// Not in this state.
    NotNow,
    /// Whoever objected does not record the answer (COM-07).
    Own,
}

/// The state after a step (REB-12).
///
/// # Errors
/// Why it is not taken.
pub fn step(state: &str, step: Step, is_opener: bool) -> Result<&'static str, Barred> {
    match (state, step) {
        ("open" | "answered", Step::Answer) if is_opener => Err(Barred::Own),
        ("open" | "answered", Step::Answer) => Ok("answered"),
        ("answered", Step::Reply) => Ok("open"),
        ("open" | "answered", Step::Close) => Ok("closed"),
        _ => Err(Barred::NotNow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_statement_is_confirmed_once_and_not_while_an_objection_stands() {
        let of = |state, disputed| Statement { state, publish_until: day("2026-11-20"), disputed };
        assert_eq!(confirm(of("to_confirm", false)), Ok(()));
        assert_eq!(confirm(of("to_confirm", true)), Err(Refusal::Disputed));
        for state in ["issuing", "issued"] {
            assert_eq!(confirm(of(state, false)), Err(Refusal::Confirmed));
            assert_eq!(object(of(state, false), false, day("2026-11-19")), Err(Refusal::Confirmed));
        }
        for (today, same, want) in [
            ("2026-11-20", false, Ok(())),
            ("2026-11-20", true, Err(Refusal::Twice)),
            ("2026-11-21", false, Err(Refusal::Late)),
        ] {
            assert_eq!(object(of("to_confirm", same), same, day(today)), want, "{today}");
        }
    }

    #[test]
    fn an_objection_goes_to_and_fro_until_it_is_closed() {
        for (state, wanted, is_opener, want) in [
            ("open", Step::Answer, false, Ok("answered")),
            ("open", Step::Answer, true, Err(Barred::Own)),
            ("open", Step::Reply, true, Err(Barred::NotNow)),
            ("open", Step::Close, true, Ok("closed")),
            ("answered", Step::Answer, false, Ok("answered")),
            ("answered", Step::Reply, true, Ok("open")),
            ("answered", Step::Reply, false, Ok("open")),
            ("answered", Step::Close, false, Ok("closed")),
            ("closed", Step::Answer, false, Err(Barred::NotNow)),
            ("closed", Step::Reply, true, Err(Barred::NotNow)),
            ("closed", Step::Close, true, Err(Barred::NotNow)),
        ] {
            assert_eq!(step(state, wanted, is_opener), want, "{state} {wanted:?}");
        }
    }
}
