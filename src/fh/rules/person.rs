//! Whether a person qualifies for a scheme in a month, and every reason why not.

use chrono::{Months, NaiveDate};

use super::scheme::{Proof, Scheme};
use crate::values::Month;

/// A certificate of a person.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Type: HCIE, HCCDP, …
    pub kind: String,
    /// What it certifies.
    pub name: String,
    /// First day.
    pub issued_on: NaiveDate,
    /// Last day; none: no end.
    pub valid_until: Option<NaiveDate>,
}

/// What is known about a person.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// State of the link with the partner (SPEC-8).
    pub state: String,
    /// The path that the person is a specialist of.
    pub path: Option<String>,
    /// BD, SA, …
    pub position: Option<String>,
    /// Employer on the proof.
    pub employer: String,
    /// First day with the employer.
    pub onboarded_on: Option<NaiveDate>,
    /// Since when on Huawei Cloud.
    pub huawei_since: Option<NaiveDate>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
}

/// Why a person does not qualify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not linked, or no specialist (FH-02, SPEC-15).
    Link,
    /// Of another path.
    Path,
    /// Position, onboarding or start of Huawei Cloud work is not said (FH-06).
    Incomplete,
    /// Another position.
    Position,
    /// The employer is not the partner: parents and affiliates are refused (FH-04).
    Employer,
    /// Came after the first day of the month: the record is for a part of it (FH-18), or for none.
    Late,
    /// Half a year on Huawei Cloud or less (FH-13).
    New,
    /// The certificate that the scheme asks for is missing.
    Certificate,
    /// It is there, but not valid through the month (FH-18).
    Expired,
}

/// Judges a person for a month: every reason, none if he qualifies. `company` is the partner's name, `today` the day of the site.
#[must_use]
pub fn judge(scheme: &Scheme, person: &Person, month: Month, (company, today): (&str, NaiveDate)) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut tell = |holds: bool, reason| reasons.extend((!holds).then_some(reason));
    tell(scheme.links.contains(&person.state.as_str()), Reason::Link);
    tell(scheme.path.is_none_or(|path| person.path.as_deref() == Some(path)), Reason::Path);
    let complete = person.position.is_some() && person.onboarded_on.is_some() && person.huawei_since.is_some();
    tell(complete, Reason::Incomplete);
    let suits = |position: &str| scheme.positions.is_empty() || scheme.positions.contains(&position);
    tell(person.position.as_deref().is_none_or(suits), Reason::Position);
    tell(person.employer.trim().to_lowercase() == company.trim().to_lowercase(), Reason::Employer);
    tell(person.onboarded_on.is_none_or(|day| day <= month.last_day()), Reason::Late);
    let half_a_year = |since: NaiveDate| since.checked_add_months(Months::new(6)).is_some_and(|day| day < today);
    tell(!scheme.is_seasoned || person.huawei_since.is_none_or(half_a_year), Reason::New);
    for proof in scheme.proofs {
        let mut found = person.certificates.iter().filter(|certificate| proves(proof, certificate)).peekable();
        let is_there = found.peek().is_some();
        tell(is_there, Reason::Certificate);
        tell(!is_there || found.any(|certificate| runs_through(certificate, month)), Reason::Expired);
    }
    reasons.dedup();
    reasons
}

fn proves(proof: &Proof, certificate: &Certificate) -> bool {
    let name = certificate.name.to_lowercase();
    let says = proof.words.is_empty() || proof.words.iter().any(|word| name.contains(word));
    says && proof.types.contains(&certificate.kind.as_str())
}

fn runs_through(certificate: &Certificate, month: Month) -> bool {
    certificate.issued_on <= month.first_day() && certificate.valid_until.is_none_or(|end| end >= month.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn certificate(kind: &str, name: &str, valid_until: &str) -> Certificate {
        let valid_until = Some(valid_until).filter(|end| !end.is_empty()).map(day);
        Certificate { kind: kind.into(), name: name.into(), issued_on: day("2025-01-01"), valid_until }
    }

    fn person() -> Person {
        Person {
            state: "specialist".into(),
            path: Some("si".into()),
            position: Some("sa".into()),
            employer: " yunhe ltd".into(),
            onboarded_on: Some(day("2024-03-01")),
            huawei_since: Some(day("2024-04-01")),
            certificates: vec![
                certificate("HCIE", "HCIE-Cloud Service Solutions Architect", "2028-04-30"),
                certificate("other", "Business Professional", ""),
            ],
        }
    }

    fn reasons(scheme: &str, person: &Person) -> Vec<Reason> {
        let scheme = Scheme::ALL.into_iter().find(|known| known.code == scheme).unwrap();
        judge(scheme, person, "2026-10".parse().unwrap(), ("Yunhe Ltd", day("2026-11-22")))
    }

    #[test]
    fn each_condition_has_its_reason() {
        assert_eq!(reasons("fh_si_exp", &person()), []);
        assert_eq!(reasons("fh_si", &person()), []);
        let cases: Vec<(&str, Person, Vec<Reason>)> = vec![
            ("fh_si", Person { state: "linked".into(), ..person() }, vec![Reason::Link]),
            ("fh_svc", person(), vec![Reason::Path]),
            ("fh_si", Person { position: None, ..person() }, vec![Reason::Incomplete]),
            ("fh_si_exp", Person { position: Some("bd".into()), ..person() }, vec![Reason::Position]),
            ("fh_si", Person { employer: "Yunhe Group".into(), ..person() }, vec![Reason::Employer]),
            ("fh_si", Person { onboarded_on: Some(day("2026-11-01")), ..person() }, vec![Reason::Late]),
            ("fh_si", Person { onboarded_on: Some(day("2026-10-31")), ..person() }, vec![]),
            // FH-13: more than half a year.
            ("fh_si_exp", Person { huawei_since: Some(day("2026-05-22")), ..person() }, vec![Reason::New]),
            ("fh_si_exp", Person { huawei_since: Some(day("2026-05-21")), ..person() }, vec![]),
            ("fh_si", Person { huawei_since: Some(day("2026-11-01")), ..person() }, vec![]),
            ("fh_si", Person { certificates: vec![], ..person() }, vec![Reason::Certificate]),
            ("fh_lp", person(), vec![Reason::Path, Reason::Position, Reason::Certificate]),
            // SPEC-15: FH for BD and SA needs a linked person only.
            ("fh_bdsa", Person { state: "linked".into(), path: None, certificates: vec![], ..person() }, vec![]),
            ("fh_bdsa", Person { state: "unlinked".into(), ..person() }, vec![Reason::Link]),
        ];
        for (scheme, person, want) in cases {
            assert_eq!(reasons(scheme, &person), want, "{scheme} {person:?}");
        }
    }

    #[test]
    fn a_certificate_runs_through_the_month() {
        for (kind, end, want) in [
            ("HCIP", "2026-10-31", vec![]),
            ("HCIP", "2026-10-30", vec![Reason::Expired]),
            ("HCIP", "", vec![]),
            ("other", "", vec![Reason::Certificate]),
        ] {
            let one = Person { certificates: vec![certificate(kind, "x", end)], ..person() };
            assert_eq!(reasons("fh_si", &one), want, "{kind} {end}");
        }
        let later = Certificate { issued_on: day("2026-10-02"), ..certificate("HCIP", "x", "") };
        assert_eq!(reasons("fh_si", &Person { certificates: vec![later], ..person() }), [Reason::Expired]);
        let both = vec![certificate("HCIP", "old", "2026-01-31"), certificate("HCIP", "new", "2029-01-31")];
        assert_eq!(reasons("fh_si", &Person { certificates: both, ..person() }), []);
    }
}
