//! Qualification for a scheme 资格申请 (FH-07): its states, what is editable, when it ends. Pure.

use chrono::{Datelike, NaiveDate};

use super::Scheme;
use crate::{
    access::{
        Code,
        permission::{DeskDecisionRecord, DeskIncentiveReview, FhApply, IncentiveSubmit},
    },
    requests::{APPROVED, DRAFT, Machine, PRIVATE, REJECTED, Rule, WITHDRAWN, common},
};

const EDITS: &[Code] = &[FhApply::CODE];
const SUBMITS: &[Code] = &[IncentiveSubmit::CODE];
const DESK: &[Code] = &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE];

static RULES: [Rule; 21] = common(EDITS, SUBMITS, DESK);

/// COM-05 for qualifications.
pub static MACHINE: Machine =
    Machine { kind: "fh_qualification", rules: &RULES, private: PRIVATE, approved: &[APPROVED] };

/// Schemes that a partner applies for; into the others it is invited or comes with its plan (FH-07, FH-09, FH-12).
const ASKED: [&str; 3] = ["fh_svc", "fh_si", "fh_si_exp"];

/// Schemes of a site that a partner applies for, with the path each belongs to.
pub fn schemes(site: &str) -> impl Iterator<Item = (&'static Scheme, &'static str)> {
    let asked = move |scheme: &&Scheme| scheme.sites.contains(&site) && ASKED.contains(&scheme.code);
    Scheme::ALL.into_iter().filter(asked).filter_map(|scheme| Some((scheme, scheme.path?)))
}

/// Whether an application can be edited; one that was withdrawn becomes a draft first.
#[must_use]
pub fn is_editable(state: &str) -> bool {
    [DRAFT, REJECTED, WITHDRAWN].contains(&state)
}

/// Whether another application for the scheme can be begun beside one in this state.
#[must_use]
pub fn is_over(state: &str) -> bool {
    state == crate::requests::EXPIRED
}

/// Whether an approved qualification ends (inferred): the policy year of its approval is over, or the stage is known to be lost.
#[must_use]
pub fn lapses(approved_on: NaiveDate, today: NaiveDate, is_lost: bool) -> bool {
    approved_on.year() < today.year() || is_lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::{EXPIRED, INTERNAL_REVIEW, REVIEWING, assert_sound};

    #[test]
    fn the_table_is_sound() {
        assert_sound(&MACHINE);
    }

    #[test]
    fn schemes_that_are_applied_for() {
        let codes = |site| schemes(site).map(|(scheme, path)| (scheme.code, path)).collect::<Vec<_>>();
        assert_eq!(codes("china"), [("fh_svc", "service"), ("fh_si", "si")]);
        assert_eq!(codes("international"), [("fh_si_exp", "si")]);
        assert_eq!(codes("europe"), []);
    }

    #[test]
    fn what_is_editable_and_what_is_over() {
        for (state, editable, over) in [
            (DRAFT, true, false),
            (INTERNAL_REVIEW, false, false),
            (REVIEWING, false, false),
            (REJECTED, true, false),
            (APPROVED, false, false),
            (WITHDRAWN, true, false),
            (EXPIRED, false, true),
        ] {
            assert_eq!((is_editable(state), is_over(state)), (editable, over), "{state}");
        }
    }

    #[test]
    fn a_qualification_ends_with_its_year_or_its_stage() {
        let day = |text: &str| text.parse().unwrap();
        for (approved, today, lost, ends) in [
            ("2026-01-01", "2026-12-31", false, false),
            ("2026-12-31", "2027-01-01", false, true),
            ("2026-11-20", "2026-11-22", true, true),
        ] {
            assert_eq!(lapses(day(approved), day(today), lost), ends, "{approved} {today}");
        }
    }
}
