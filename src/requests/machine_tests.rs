//! Properties of state tables: what holds for COM-05 is asked of every kind's table by [`assert_sound`].

use std::collections::BTreeSet;

use super::*;
use crate::access::permission::{DeskIncentiveReview, FhApply, IncentiveSubmit};

static RULES: [Rule; 21] = common(&[FhApply::CODE], &[IncentiveSubmit::CODE], &[DeskIncentiveReview::CODE]);
static MACHINE: Machine = Machine { kind: "fh_month", rules: &RULES, private: PRIVATE, approved: &[APPROVED] };

const SIDES: [Side; 4] = [Side::Member, Side::Vendor, Side::Timer, Side::Sync];
const EVERYTHING: &dyn Fn(Code) -> bool = &|_| true;

fn who(side: Side, member_id: i64) -> Who<'static> {
    Who { side, member_id: Some(member_id), holds: EVERYTHING }
}

fn case(state: &str) -> Case {
    Case { id: 1, state: state.to_owned(), revision: 3, maker_id: Some(1), approver_id: Some(2), ..Case::default() }
}

/// States that are reached from drafts by these lines.
fn reached(machine: &Machine, lines: impl Fn(&Rule) -> bool) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::from([DRAFT]);
    loop {
        let next: Vec<&str> = machine
            .rules
            .iter()
            .filter(|rule| lines(rule) && found.contains(rule.from) && !found.contains(rule.to) && rule.to != FORMER)
            .map(|rule| rule.to)
            .collect();
        if next.is_empty() {
            return found;
        }
        found.extend(next);
    }
}

/// What every kind keeps (issue 5, Proof): no transition by the wrong side; nobody but the vendor leads to approval; no way to
/// the vendor past the internal review, unless it is switched off; no state without a way in; nothing decided in private.
pub fn assert_sound(machine: &'static Machine) {
    let states: BTreeSet<&str> = machine.rules.iter().flat_map(|rule| [rule.from, rule.to]).collect();
    let all = reached(machine, |_| true);
    for state in states.iter().filter(|state| **state != FORMER) {
        assert!(all.contains(state), "{}: no way leads to {state}", machine.kind);
    }
    let alone = reached(machine, |rule| rule.side != Side::Vendor);
    for approved in machine.approved {
        assert!(!alone.contains(approved), "{}: {approved} without the vendor", machine.kind);
    }
    let unseen = reached(machine, |rule| rule.step != PASS && rule.step != SUBMIT_DIRECTLY);
    for state in unseen.iter().filter(|state| **state != EXPIRED) {
        assert!(!machine.is_submitted(state), "{}: {state} past the internal review", machine.kind);
    }
    for rule in machine.rules {
        assert_eq!(rule.codes.is_empty(), matches!(rule.side, Side::Timer | Side::Sync), "{rule:?}: who may");
        assert!(rule.side != Side::Vendor || machine.is_submitted(rule.from), "{rule:?}: the desk does not see it");
        let desk = rule.codes.iter().all(|code| code.as_str().starts_with("desk."));
        assert!(
            rule.codes.is_empty() || desk == (rule.side == Side::Vendor),
            "{rule:?}: a permission of the other side"
        );
        let twice = machine.rules.iter().filter(|other| (other.from, other.step) == (rule.from, rule.step)).count();
        assert_eq!(twice, 1, "{rule:?} is not the only one");
        let given = Case { former: Some(DRAFT.to_owned()), ..case(rule.from) };
        for side in SIDES.into_iter().filter(|side| *side != rule.side) {
            let wish = Wish {
                step: rule.step,
                revision: 3,
                comment: "c",
                unreviewed: rule.step == SUBMIT_DIRECTLY,
                gates: &[],
                since: None,
            };
            assert_eq!(machine.judge(&given, wish, who(side, 9)).unwrap_err(), Refusal::WrongSide, "{rule:?} {side:?}");
        }
        let wish = Wish {
            step: rule.step,
            revision: 3,
            comment: "c",
            unreviewed: rule.step == SUBMIT_DIRECTLY,
            gates: &[],
            since: None,
        };
        assert!(machine.judge(&given, wish, who(rule.side, 9)).is_ok(), "{rule:?}");
        let nothing = Who { holds: &|_| false, ..who(rule.side, 9) };
        let refused = machine.judge(&given, wish, nothing).err();
        assert_eq!(refused, (!rule.codes.is_empty()).then_some(Refusal::Forbidden(rule.codes)), "{rule:?}");
    }
}

#[test]
fn com_05_is_sound() {
    assert_sound(&MACHINE);
}

#[test]
fn scn_25_the_maker_never_approves_his_own_request() {
    let pass = Wish { step: PASS, revision: 3, ..Wish::default() };
    assert_eq!(MACHINE.judge(&case(INTERNAL_REVIEW), pass, who(Side::Member, 1)).unwrap_err(), Refusal::OwnRequest);
    assert_eq!(MACHINE.judge(&case(INTERNAL_REVIEW), pass, who(Side::Member, 2)).unwrap().1, REVIEWING);
    // COM-07: nor does anybody record a decision on what he made or passed.
    let approve = Wish { step: APPROVE, revision: 3, ..Wish::default() };
    for (member, want) in [(1, Some(Refusal::OwnRequest)), (2, Some(Refusal::OwnRequest)), (3, None)] {
        assert_eq!(MACHINE.judge(&case(REVIEWING), approve, who(Side::Vendor, member)).err(), want, "{member}");
    }
}

#[test]
fn who_passes_neither_made_it_nor_a_makers_login() {
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let now = at("2026-11-22T04:00:00Z");
    let plain = |member: i64| (member, Issued::default());
    let made = |member: i64, by: i64, time: &str| (member, Issued { by: Some(by), at: Some(at(time)) });
    for (reviewer, makers, want) in [
        (plain(3), vec![plain(1), plain(2)], Ok(())),
        (plain(1), vec![plain(1), plain(2)], Err(Refusal::OwnRequest)),
        (plain(2), vec![plain(1), plain(2)], Err(Refusal::OwnRequest)),
        (made(3, 2, "2026-11-22T03:00:00Z"), vec![plain(1), plain(2)], Err(Refusal::Apart)),
        (plain(3), vec![made(1, 3, "2026-11-21T04:00:01Z")], Err(Refusal::Apart)),
        (plain(3), vec![made(1, 3, "2026-11-21T04:00:00Z")], Ok(())),
        (made(3, 9, "2026-11-22T03:00:00Z"), vec![plain(1)], Ok(())),
    ] {
        assert_eq!(may_pass(reviewer, &makers, now), want, "{reviewer:?} {makers:?}");
    }
}

#[test]
fn a_switched_off_review_is_skipped_and_only_then() {
    let submit = |unreviewed| Wish { step: SUBMIT, revision: 3, unreviewed, ..Wish::default() };
    assert_eq!(MACHINE.judge(&case(DRAFT), submit(false), who(Side::Member, 1)).unwrap().1, INTERNAL_REVIEW);
    assert_eq!(MACHINE.judge(&case(DRAFT), submit(true), who(Side::Member, 1)).unwrap().1, REVIEWING);
    let sly = Wish { step: SUBMIT_DIRECTLY, revision: 3, ..Wish::default() };
    assert_eq!(MACHINE.judge(&case(DRAFT), sly, who(Side::Member, 1)).unwrap_err(), Refusal::NotNow(DRAFT.into()));
}

#[test]
fn scn_39_the_second_of_two_reviewers_is_stale() {
    let wish = Wish { step: APPROVE, revision: 2, ..Wish::default() };
    assert_eq!(
        MACHINE.judge(&case(REVIEWING), wish, who(Side::Vendor, 9)).unwrap_err(),
        Refusal::Stale(REVIEWING.into())
    );
}

#[test]
fn a_rejection_says_why_and_gates_are_all_told() {
    let wish = |comment, gates| Wish { step: REJECT, revision: 3, comment, gates, ..Wish::default() };
    let vendor = who(Side::Vendor, 9);
    assert_eq!(MACHINE.judge(&case(REVIEWING), wish(" ", &[]), vendor).unwrap_err(), Refusal::Reason);
    let gates: &[&str] = &["GATE-01", "GATE-07"];
    assert_eq!(MACHINE.judge(&case(REVIEWING), wish("no", gates), vendor).unwrap_err(), Refusal::Gates(gates.to_vec()));
}

#[test]
fn an_override_returns_to_the_former_state() {
    let wish = Wish { step: OVERRIDE, revision: 3, comment: "the file came in time", ..Wish::default() };
    let lost = Case { former: Some(REVIEWING.to_owned()), ..case(EXPIRED) };
    assert_eq!(MACHINE.judge(&lost, wish, who(Side::Vendor, 9)).unwrap().1, REVIEWING);
    assert_eq!(MACHINE.judge(&case(EXPIRED), wish, who(Side::Vendor, 9)).unwrap_err(), Refusal::NotNow(EXPIRED.into()));
}
