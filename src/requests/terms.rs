//! Clocks of requests as data (section 10 of the deadlines): which state must be left until when, who has to act, and what
//! happens after it. Pure; a benefit adds its lines.

use super::machine::Side;
use crate::values::workdays::Limit;

/// A line of the table of deadlines.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// Kind of request.
    pub kind: &'static str,
    /// The state that must be left.
    pub state: &'static str,
    /// Number of the rule.
    pub rule: &'static str,
    /// How long; counted from the transition, from the date of a recorded decision (COM-07), or from the day of the wish.
    pub limit: Limit,
    /// Who has to act.
    pub side: Side,
    /// Whether the request lapses after it; if not it stays and shows as overdue.
    pub lapses: bool,
}

/// Business information: the vendor's checks, its review by hand, its answer to a locked one (DL-24).
const fn business_information(state: &'static str, limit: Limit) -> Term {
    Term { kind: "business_information", state, rule: "DL-24", limit, side: Side::Vendor, lapses: false }
}

/// Payouts: the vendor checks an invoice by the second working day after it has it (DL-09), and pays as soon after its approval
/// (DL-10).
const fn payout(state: &'static str, rule: &'static str) -> Term {
    Term { kind: "payout", state, rule, limit: Limit::WorkingDays(2), side: Side::Vendor, lapses: false }
}

/// Every clock there is.
pub const TERMS: &[Term] = &[
    business_information("in_progress", Limit::Hours(3)),
    business_information("manual_review", Limit::WorkingDays(5)),
    business_information("locked", Limit::WorkingDays(3)),
    // The claim of MDF: later it needs an approval of its own, so the application stays.
    Term {
        kind: "mdf_application",
        state: "approved",
        rule: "DL-20",
        limit: Limit::Days(90),
        side: Side::Member,
        lapses: false,
    },
    // A rejected claim comes again within it, or ends.
    Term {
        kind: "mdf_claim",
        state: "rejected",
        rule: "DL-21",
        limit: Limit::Days(45),
        side: Side::Member,
        lapses: true,
    },
    payout("invoice_review", "DL-09"),
    payout("paying", "DL-10"),
];

/// The clock of a state; most have none.
#[must_use]
pub fn term(kind: &str, state: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.kind == kind && term.state == state)
}

/// Rules after which a request stays as it is.
#[must_use]
pub fn overdue_rules() -> Vec<String> {
    let mut rules: Vec<String> = TERMS.iter().filter(|term| !term.lapses).map(|term| term.rule.to_owned()).collect();
    rules.dedup();
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::Kind;

    #[test]
    fn every_clock_is_of_a_known_kind_and_a_state_has_one() {
        for (place, term) in TERMS.iter().enumerate() {
            assert!(Kind::parse(term.kind).is_some(), "{}", term.kind);
            let twice = TERMS[place + 1..].iter().any(|other| (other.kind, other.state) == (term.kind, term.state));
            assert!(!twice, "{} {}", term.kind, term.state);
            assert!(matches!(term.side, Side::Member | Side::Vendor), "{}", term.rule);
            // What lapses is settled by its own step: a rule does one or the other.
            assert!(TERMS.iter().all(|other| other.rule != term.rule || other.lapses == term.lapses), "{}", term.rule);
        }
        assert!(term("business_information", "authenticated").is_none());
    }
}
