//! Which conditions of a benefit are met (GATE-01, GATE-06, GATE-07, COM-15); what the desk may set. Pure.

use chrono::NaiveDate;

use crate::{
    business_information::Closed,
    gates::{Entrance, Information},
    values::day::{self, NoDay},
};

/// A benefit at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its code: fh, mdf, rebate, …
    pub code: String,
    /// Site.
    pub site: String,
    /// Whether requests can be made.
    pub entrance_open: bool,
    /// First day, by the site's calendar; none: no bound.
    pub valid_from: Option<NaiveDate>,
    /// Last day; none: no bound.
    pub valid_to: Option<NaiveDate>,
    /// bank, topup, topup_arrears, voucher.
    pub payout_methods: Vec<String>,
    /// The agreement that must be active; none: none is needed.
    pub agreement_code: Option<String>,
    /// Whether that agreement is active today.
    pub agreement_active: bool,
    /// Whether the partner that is asked for has a quota in the year of the day; only MDF needs one.
    pub has_quota: bool,
    /// Counts changes.
    pub revision: i32,
}

/// A condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The entrance is open (GATE-06).
    Entrance,
    /// Today lies in the validity (GATE-06).
    Validity,
    /// The required agreement is active (GATE-06, COM-15).
    Agreement,
    /// Business information is authenticated (GATE-01).
    BusinessInformation,
    /// And no change of it is under way (GATE-07).
    NoChange,
}

/// A condition and whether it is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The condition.
    pub what: What,
    /// Its gate.
    pub gate: &'static str,
    /// Whether it is met.
    pub met: bool,
}

/// All conditions of a benefit, checked together (section 3 of the gates): for a request, and for the money after it.
#[must_use]
pub fn checks(program: &Program, today: NaiveDate, settles: Result<i64, Closed>) -> [Check; 5] {
    let begun = program.valid_from.is_none_or(|from| from <= today);
    let runs = program.valid_to.is_none_or(|to| to >= today);
    let agreed = program.agreement_code.is_none() || program.agreement_active;
    let check = |what, gate, met| Check { what, gate, met };
    [
        check(What::Entrance, "GATE-06", program.entrance_open),
        check(What::Validity, "GATE-06", begun && runs),
        check(What::Agreement, "GATE-06", agreed),
        check(What::BusinessInformation, "GATE-01", settles != Err(Closed::NotAuthenticated)),
        check(What::NoChange, "GATE-07", settles != Err(Closed::Changing)),
    ]
}

/// Whether requests can be made (GATE-06): money gates do not hold an application.
#[must_use]
pub fn is_open(checks: &[Check]) -> bool {
    checks.iter().filter(|check| check.gate == "GATE-06").all(|check| check.met)
}

/// Steps that gates stand before, and the benefit of each.
pub const STEPS: [(&str, &str); 13] = [
    ("fh_month", "fh"),
    ("fh_quarter", "fh"),
    ("fh_lp", "fh"),
    ("fh_si_exp", "fh"),
    ("mdf_application", "mdf"),
    ("mdf_claim", "mdf"),
    ("rebate_payout", "rebate"),
    ("pce_payout", "pce"),
    ("spif_fund", "spif"),
    ("cii_payment", "cii"),
    ("nre_payment", "nre"),
    ("delivery_payment", "delivery"),
    ("migration_all", "migration_all"),
];

/// Business information as GATE-01 and GATE-07 see it.
#[must_use]
pub fn information(settles: Result<i64, Closed>) -> Information {
    match settles {
        Ok(_) => Information::Authenticated,
        Err(Closed::Changing) => Information::ChangePending,
        Err(Closed::NotAuthenticated) => Information::Missing,
    }
}

/// GATE-06; none: it depends on a quota that is not known. What is closed is closed, whatever the quota.
#[must_use]
pub fn entrance(program: &Program, today: NaiveDate, has_quota: Option<bool>) -> Option<Entrance> {
    let met = |what: What| checks(program, today, Ok(0)).iter().any(|check| check.what == what && check.met);
    let (is_open, is_valid, has_agreement) = (met(What::Entrance), met(What::Validity), met(What::Agreement));
    let is_closed = !(is_open && is_valid && has_agreement);
    let has_quota = has_quota.or(is_closed.then_some(true))?;
    Some(Entrance { is_open, is_valid, has_quota, has_agreement })
}

/// Payout methods (PAYOUT-07).
pub const METHODS: [&str; 4] = ["bank", "topup", "topup_arrears", "voucher"];

/// What is wrong with a field of the desk's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not written as a day.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// The last day is before the first.
    Order,
    /// No payout method.
    Methods,
    /// Not 2 to 32 capitals, digits and hyphens.
    Code,
}

/// Reads a day that may be missing.
///
/// # Errors
/// Which of the two it is.
pub fn day(typed: &str) -> Result<Option<NaiveDate>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        typed => match day::read(typed) {
            Ok(day) => Ok(Some(day)),
            Err(NoDay::Form) => Err(Fault::Day),
            Err(NoDay::Absent) => Err(Fault::NoSuchDay),
        },
    }
}

/// Whether it can be the code of an agreement.
#[must_use]
pub fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    (2..=32).contains(&code.len()) && code.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn program() -> Program {
        Program {
            code: "fh".into(),
            site: "china".into(),
            entrance_open: true,
            valid_from: Some(day_of("2026-11-01")),
            valid_to: Some(day_of("2026-11-30")),
            payout_methods: vec!["bank".into()],
            agreement_code: None,
            agreement_active: false,
            has_quota: true,
            revision: 1,
        }
    }

    fn unmet(program: &Program, today: &str, settles: Result<i64, Closed>) -> Vec<What> {
        checks(program, day_of(today), settles).iter().filter(|check| !check.met).map(|check| check.what).collect()
    }

    #[test]
    fn every_unmet_condition_is_listed() {
        assert_eq!(unmet(&program(), "2026-11-01", Ok(1)), []);
        assert_eq!(unmet(&program(), "2026-11-30", Ok(1)), [], "the last day counts");
        assert_eq!(unmet(&program(), "2026-10-31", Ok(1)), [What::Validity]);
        let closed = Program { entrance_open: false, agreement_code: Some("FH-A".into()), ..program() };
        let all = [What::Entrance, What::Validity, What::Agreement, What::BusinessInformation];
        assert_eq!(unmet(&closed, "2026-12-01", Err(Closed::NotAuthenticated)), all);
        assert_eq!(unmet(&program(), "2026-11-02", Err(Closed::Changing)), [What::NoChange]);
    }

    #[test]
    fn a_benefit_without_its_active_agreement_is_closed_and_money_gates_hold_no_application() {
        let needs = Program { agreement_code: Some("FH-A".into()), ..program() };
        assert!(!is_open(&checks(&needs, day_of("2026-11-02"), Ok(1))));
        let active = Program { agreement_active: true, ..needs };
        assert!(is_open(&checks(&active, day_of("2026-11-02"), Err(Closed::NotAuthenticated))));
    }

    #[test]
    fn an_unknown_quota_keeps_an_open_entrance_unknown() {
        let today = day_of("2026-11-02");
        assert_eq!(entrance(&program(), today, None), None);
        assert_eq!(entrance(&program(), today, Some(false)).map(|entrance| entrance.has_quota), Some(false));
        let closed = Program { entrance_open: false, ..program() };
        assert_eq!(entrance(&closed, today, None).map(|entrance| entrance.is_open), Some(false));
        assert_eq!(information(Err(Closed::Changing)), Information::ChangePending);
    }

    #[test]
    fn days_and_codes_are_read() {
        assert_eq!(day(""), Ok(None));
        assert_eq!(day("2026-02-28"), Ok(Some(day_of("2026-02-28"))));
        for (typed, want) in [
            ("2026-02-30", Fault::NoSuchDay),
            ("2026-13-01", Fault::NoSuchDay),
            ("2026-2-3", Fault::Day),
            ("soon", Fault::Day),
        ] {
            assert_eq!(day(typed), Err(want), "{typed}");
        }
        assert!(is_code("FH-AGREEMENT") && !is_code("fh") && !is_code("X"));
    }
}
