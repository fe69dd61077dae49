//! Whether gates are passed (GATE-01…08). Pure.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;

use crate::values::{Currency, Money};

/// How old a fact may be; an older one is unknown.
pub const OLDEST: TimeDelta = TimeDelta::hours(24);

/// A gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// GATE-01: business information is authenticated.
    Information,
    /// GATE-02: no bill is overdue.
    Overdue,
    /// GATE-03: the period's bills are paid.
    Period,
    /// GATE-04: what customers bought on credit is repaid.
    Credit,
    /// GATE-05: the path or plan, and its stage.
    Path,
    /// GATE-06: entrance, quota, validity, agreement.
    Entrance,
    /// GATE-07: no change of the business information is pending.
    Change,
    /// GATE-08: the pending amount reaches the minimum.
    Threshold,
}

impl Gate {
    /// All of them, in the order in which findings are told.
    pub const ALL: [Self; 8] = [
        Self::Information,
        Self::Change,
        Self::Overdue,
        Self::Period,
        Self::Credit,
        Self::Path,
        Self::Entrance,
        Self::Threshold,
    ];

    /// Its id in the rules and in the database.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Information => "GATE-01",
            Self::Overdue => "GATE-02",
            Self::Period => "GATE-03",
            Self::Credit => "GATE-04",
            Self::Path => "GATE-05",
            Self::Entrance => "GATE-06",
            Self::Change => "GATE-07",
            Self::Threshold => "GATE-08",
        }
    }

    /// The gate of an id.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.id() == id)
    }

    /// The page where what it asks for is looked after.
    #[must_use]
    pub const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::Information | Self::Change => Some("/business-info"),
            Self::Overdue | Self::Period => Some("/facts?kind=bill"),
            Self::Credit => Some("/facts?kind=credit"),
            Self::Path => Some("/facts?kind=path"),
            Self::Entrance | Self::Threshold => None,
        }
    }
}

/// A gate before a step, as it holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Which.
    pub gate: Gate,
    /// GATE-08: least pending amount.
    pub minimum: Option<Money>,
    /// GATE-03: released so many days after the last payment.
    pub days_after: u16,
}

/// Something that was read, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact<T> {
    /// What it was.
    pub value: T,
    /// When it was read at its source.
    pub read_at: DateTime<Utc>,
}

/// State of the business information, as gates see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Information {
    /// Never authenticated.
    Missing,
    /// Authenticated and in force.
    Authenticated,
    /// The authenticated version holds until a change is decided (BIZ-12).
    ChangePending,
    /// Invalidated or locked.
    Suspended,
}

/// Bills of the period that a step is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Bills not paid in full.
    pub unpaid: u32,
    /// The day the last one was paid; none: there was nothing to pay.
    pub paid_on: Option<NaiveDate>,
}

/// Whether a benefit can be had at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entrance {
    /// The benefit's entrance is open for the partner.
    pub is_open: bool,
    /// The day lies within its validity.
    pub is_valid: bool,
    /// Quota is left.
    pub has_quota: bool,
    /// An agreement is active.
    pub has_agreement: bool,
}

/// Which step, by whom, where, on which day.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `mdf_claim`, `fh_quarter`, `payout_bank`, …
    pub step: &'a str,
    /// Site: china, international, europe.
    pub site: &'a str,
    /// Kind of organisation: distributor, solution_provider, …
    pub kind: &'a str,
    /// The day in the site's zone.
    pub day: NaiveDate,
}

/// A row of `gate_terms`; none for a gate that nobody knows.
#[must_use]
pub fn term(gate: &str, minimum: Option<Decimal>, currency: Option<&str>, days_after: i32) -> Option<Term> {
    let minimum =
        minimum.zip(currency.and_then(Currency::parse)).map(|(amount, currency)| Money::new(amount, currency));
    Some(Term { gate: Gate::parse(gate)?, minimum, days_after: u16::try_from(days_after).unwrap_or(0) })
}

/// What was read for a step; none: it could not be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// GATE-01, GATE-07.
    pub information: Option<Fact<Information>>,
    /// GATE-02: bills overdue now.
    pub overdue: Option<Fact<u32>>,
    /// GATE-03.
    pub period: Option<Fact<Period>>,
    /// GATE-04: purchases on credit that are not settled.
    pub credit: Option<Fact<u32>>,
    /// GATE-05: whether path or plan and stage are as the benefit asks.
    pub path: Option<Fact<bool>>,
    /// GATE-06.
    pub entrance: Option<Fact<Entrance>>,
    /// GATE-08: what would be paid.
    pub pending: Option<Fact<Money>>,
}

/// What came of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Open.
    Passed,
    /// Closed; what the sentence is about.
    Failed,
    /// Closed: the fact is missing or older than 24 hours.
    Unknown,
}

/// A gate with its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The gate as it holds.
    pub term: Term,
    /// What came of it.
    pub outcome: Outcome,
}

/// Judges all gates of a step at once, in the order of [`Gate::ALL`]; `today` is the day in the site's zone.
#[must_use]
pub fn check(terms: &[Term], facts: &Facts, (now, today): (DateTime<Utc>, NaiveDate)) -> Vec<Finding> {
    let judged = |term: &Term| {
        let passed = match term.gate {
            Gate::Information => fresh(facts.information, now)
                .map(|state| matches!(state, Information::Authenticated | Information::ChangePending)),
            Gate::Change => fresh(facts.information, now)
                .map(|state| !matches!(state, Information::ChangePending | Information::Suspended)),
            Gate::Overdue => fresh(facts.overdue, now).map(|count| count == 0),
            Gate::Period => fresh(facts.period, now).map(|period| is_released(period, term.days_after, today)),
            Gate::Credit => fresh(facts.credit, now).map(|count| count == 0),
            Gate::Path => fresh(facts.path, now),
            Gate::Entrance => fresh(facts.entrance, now)
                .map(|entrance| entrance.is_open && entrance.is_valid && entrance.has_quota && entrance.has_agreement),
            Gate::Threshold => fresh(facts.pending, now).map(|pending| reaches(pending, term.minimum)),
        };
        let outcome = passed.map_or(Outcome::Unknown, |passed| if passed { Outcome::Passed } else { Outcome::Failed });
        Finding { term: *term, outcome }
    };
    let place = |gate: Gate| Gate::ALL.iter().position(|known| *known == gate);
    let mut findings: Vec<Finding> = terms.iter().map(judged).collect();
    findings.sort_by_key(|finding| place(finding.term.gate));
    findings
}

/// Findings that stand in the way. What the vendor's override names passes although it is unknown; what failed never does.
#[must_use]
pub fn blocks(findings: &[Finding], overridden: &[Gate]) -> Vec<Finding> {
    let in_the_way = |finding: &&Finding| match finding.outcome {
        Outcome::Passed => false,
        Outcome::Failed => true,
        Outcome::Unknown => !overridden.contains(&finding.term.gate),
    };
    findings.iter().filter(in_the_way).copied().collect()
}

fn fresh<T: Copy>(fact: Option<Fact<T>>, now: DateTime<Utc>) -> Option<T> {
    fact.filter(|fact| now - fact.read_at <= OLDEST).map(|fact| fact.value)
}

/// GATE-03: nothing is unpaid, and so many days have passed since the last payment (SCN-37).
fn is_released(period: Period, days_after: u16, today: NaiveDate) -> bool {
    let since = period.paid_on.map(|day| day + Days::new(u64::from(days_after)));
    period.unpaid == 0 && since.is_none_or(|day| today >= day)
}

/// GATE-08: a minimum of another currency says nothing about this amount.
fn reaches(pending: Money, minimum: Option<Money>) -> bool {
    let same = |currency: Currency| currency == pending.currency;
    minimum.filter(|minimum| same(minimum.currency)).is_none_or(|minimum| pending.amount >= minimum.amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn now() -> (DateTime<Utc>, NaiveDate) {
        (at("2026-11-23T04:00:00Z"), "2026-11-23".parse().unwrap())
    }

    fn read<T>(value: T) -> Option<Fact<T>> {
        Some(Fact { value, read_at: at("2026-11-23T03:00:00Z") })
    }

    fn term(gate: Gate) -> Term {
        Term { gate, minimum: None, days_after: 0 }
    }

    fn money(amount: &str, currency: &str) -> Money {
        Money::new(amount.parse().unwrap(), Currency::parse(currency).unwrap())
    }

    fn outcome(term: Term, facts: Facts) -> Outcome {
        check(&[term], &facts, now())[0].outcome
    }

    #[test]
    fn business_information_opens_and_pending_changes_close() {
        use Information::{Authenticated, ChangePending, Missing, Suspended};
        use Outcome::{Failed, Passed};
        for (state, authenticated, settled) in [
            // SCN-01.
            (Missing, Failed, Passed),
            (Authenticated, Passed, Passed),
            // SCN-03: the old version holds, and nothing is paid meanwhile.
            (ChangePending, Passed, Failed),
            (Suspended, Failed, Failed),
        ] {
            let facts = Facts { information: read(state), ..Facts::default() };
            assert_eq!(outcome(term(Gate::Information), facts), authenticated, "GATE-01 {state:?}");
            assert_eq!(outcome(term(Gate::Change), facts), settled, "GATE-07 {state:?}");
        }
    }

    #[test]
    fn a_period_is_released_the_day_after_its_last_payment() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        for (unpaid, paid_on, days_after, want) in [
            (0, None, 1, Outcome::Passed),
            (1, day("2026-11-01"), 1, Outcome::Failed),
            (1, None, 0, Outcome::Failed),
            // SCN-37: paid today, payable tomorrow.
            (0, day("2026-11-23"), 1, Outcome::Failed),
            (0, day("2026-11-22"), 1, Outcome::Passed),
            (0, day("2026-11-23"), 0, Outcome::Passed),
        ] {
            let facts = Facts { period: read(Period { unpaid, paid_on }), ..Facts::default() };
            let term = Term { days_after, ..term(Gate::Period) };
            assert_eq!(outcome(term, facts), want, "{unpaid} {paid_on:?} {days_after}");
        }
    }

    #[test]
    fn the_minimum_holds_in_its_currency() {
        for (pending, want) in [
            // SCN-06.
            (money("999.99", "CNY"), Outcome::Failed),
            (money("1000.00", "CNY"), Outcome::Passed),
            (money("1", "USD"), Outcome::Passed),
        ] {
            let facts = Facts { pending: read(pending), ..Facts::default() };
            let term = Term { minimum: Some(money("1000.00", "CNY")), ..term(Gate::Threshold) };
            assert_eq!(outcome(term, facts), want, "{pending:?}");
        }
        let facts = Facts { pending: read(money("0.01", "CNY")), ..Facts::default() };
        assert_eq!(outcome(term(Gate::Threshold), facts), Outcome::Passed, "vouchers have no minimum");
    }

    #[test]
    fn counts_and_answers_open_or_close() {
        let open = Entrance { is_open: true, is_valid: true, has_quota: true, has_agreement: true };
        let closed = [
            Entrance { is_open: false, ..open },
            Entrance { is_valid: false, ..open },
            Entrance { has_quota: false, ..open },
            Entrance { has_agreement: false, ..open },
        ];
        // SCN-20: any overdue bill closes, and once paid it opens without a hand.
        for (count, want) in [(0, Outcome::Passed), (1, Outcome::Failed)] {
            let facts = Facts { overdue: read(count), credit: read(count), ..Facts::default() };
            assert_eq!(outcome(term(Gate::Overdue), facts), want);
            assert_eq!(outcome(term(Gate::Credit), facts), want);
        }
        for (path, want) in [(true, Outcome::Passed), (false, Outcome::Failed)] {
            assert_eq!(outcome(term(Gate::Path), Facts { path: read(path), ..Facts::default() }), want);
        }
        assert_eq!(outcome(term(Gate::Entrance), Facts { entrance: read(open), ..Facts::default() }), Outcome::Passed);
        for entrance in closed {
            let facts = Facts { entrance: read(entrance), ..Facts::default() };
            assert_eq!(outcome(term(Gate::Entrance), facts), Outcome::Failed, "{entrance:?}");
        }
    }

    #[test]
    fn what_is_not_known_blocks_until_the_vendor_lets_it_pass() {
        for (read_at, want) in [("2026-11-22T04:00:00Z", Outcome::Passed), ("2026-11-22T03:59:59Z", Outcome::Unknown)] {
            let facts = Facts { overdue: Some(Fact { value: 0, read_at: at(read_at) }), ..Facts::default() };
            assert_eq!(outcome(term(Gate::Overdue), facts), want, "{read_at}");
        }
        let facts = Facts { information: read(Information::Missing), ..Facts::default() };
        let terms = Gate::ALL.map(term);
        let findings = check(&terms, &facts, now());
        let blocking: Vec<Gate> = blocks(&findings, &[]).iter().map(|finding| finding.term.gate).collect();
        assert_eq!(blocking.len(), 7, "all are told together: {blocking:?}");
        assert_eq!(blocking[0], Gate::Information);
        let left: Vec<Gate> = blocks(&findings, &Gate::ALL).iter().map(|finding| finding.term.gate).collect();
        assert_eq!(left, [Gate::Information], "what failed is not overridden");
        assert!(blocks(&check(&[], &facts, now()), &[]).is_empty());
    }

    #[test]
    fn ids_are_read_again() {
        for gate in Gate::ALL {
            assert_eq!(Gate::parse(gate.id()), Some(gate));
        }
        assert_eq!(Gate::parse("GATE-09"), None);
    }
}
