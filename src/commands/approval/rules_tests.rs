//! Who decides about what: alone, in another one's place, beside others.

use super::*;
use crate::access::permission::{AuditView, CouponIssue, CustomerCreate, MoneyApprove, QuotaApprove, QuotaIssue};

const MAKER: i64 = 1;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn voted(member_id: i64, for_member_id: Option<i64>) -> Voted {
    let issued = Issued::default();
    Voted { member_id, issued, for_member_id, for_issued: issued }
}

fn pending(votes: &[(i64, Option<i64>)]) -> Approval {
    Approval {
        id: 9,
        kind: Kind::QuotaIssue,
        code: Some(QuotaApprove::CODE),
        steps: 2,
        made_by: MAKER,
        maker_issued: Issued::default(),
        authors: vec![],
        expires_at: at("2026-11-25T00:00:00Z"),
        state: ApprovalState::Pending,
        votes: votes.iter().map(|(member_id, for_member_id)| voted(*member_id, *for_member_id)).collect(),
    }
}

fn power(member_id: i64, holds: bool, delegators: &[i64]) -> Power {
    let delegator = |member_id: &i64| Delegator { member_id: *member_id, issued: Issued::default() };
    Power { member_id, issued: Issued::default(), holds, delegators: delegators.iter().map(delegator).collect() }
}

/// PERM-6, MEM-13: who wrote the change-set does not agree to it because another one confirmed it.
#[test]
fn who_wrote_what_another_one_confirmed_does_not_agree() {
    let now = at("2026-11-22T00:00:00Z");
    let written = |authors: Vec<(i64, Issued)>| Approval { authors, ..pending(&[]) };
    let made = Issued { by: Some(2), at: Some(at("2026-11-21T12:00:00Z")) };
    for (author, power, want) in [
        ((4, Issued::default()), power(2, true, &[]), Ok(None)),
        ((2, Issued::default()), power(2, true, &[]), Err(Refusal::Own)),
        ((2, Issued::default()), power(3, false, &[2]), Err(Refusal::Own)),
        ((4, made), power(2, true, &[]), Err(Refusal::Apart)),
        ((4, made), power(3, false, &[2]), Err(Refusal::Apart)),
    ] {
        let got =
            may_decide(&written(vec![author]), &power, (Decision::Agree, ""), now).map(|vote| vote.for_member_id());
        assert_eq!(got, want, "{author:?} {power:?}");
    }
}

#[test]
fn nobody_agrees_to_his_own_and_nobody_counts_twice() {
    let now = at("2026-11-22T00:00:00Z");
    type Case<'a> = (&'a [(i64, Option<i64>)], (i64, bool, &'a [i64]), Result<Option<i64>, Refusal>);
    let cases: &[Case<'_>] = &[
        (&[], (2, true, &[]), Ok(None)),
        (&[], (MAKER, true, &[]), Err(Refusal::Own)),
        (&[], (MAKER, false, &[3]), Err(Refusal::Own)),
        (&[], (2, false, &[]), Err(Refusal::Permission(QuotaApprove::CODE))),
        (&[], (2, false, &[3]), Ok(Some(3))),
        (&[], (2, false, &[MAKER]), Err(Refusal::Own)),
        (&[], (2, false, &[MAKER, 3]), Ok(Some(3))),
        (&[], (2, true, &[3]), Ok(None)),
        (&[(2, None)], (2, true, &[]), Err(Refusal::Voted)),
        (&[(2, None)], (3, true, &[]), Ok(None)),
        (&[(2, Some(3))], (3, true, &[]), Err(Refusal::Voted)),
        (&[(3, None)], (2, false, &[3]), Err(Refusal::Voted)),
        (&[(3, None)], (2, false, &[3, 4]), Ok(Some(4))),
    ];
    for (votes, (member, holds, delegators), want) in cases {
        let got = may_decide(&pending(votes), &power(*member, *holds, delegators), (Decision::Agree, ""), now);
        assert_eq!(got.map(Vote::for_member_id), *want, "{votes:?} {member} {holds} {delegators:?}");
    }
}

/// The decision about delegates who make such things themselves: they may be one, and are held apart for each single thing.
#[test]
fn a_delegate_may_be_a_maker_but_never_of_what_he_agrees_to() {
    const DELEGATE: i64 = 2;
    const DELEGATOR: i64 = 3;
    let now = at("2026-11-22T00:00:00Z");
    let yes = Ok(Some(DELEGATOR));
    // Who made it, what the delegate may himself, and whether the delegator may still agree.
    type Line = (i64, &'static [Code], bool, Result<Option<i64>, Refusal>);
    let cases: &[Line] = &[
        (MAKER, &[QuotaIssue::CODE], true, yes),
        (MAKER, &[CouponIssue::CODE], true, yes),
        (MAKER, &[MoneyApprove::CODE], true, yes),
        (MAKER, &[QuotaIssue::CODE, QuotaApprove::CODE], true, Ok(None)),
        (DELEGATE, &[QuotaIssue::CODE], true, Err(Refusal::Own)),
        (DELEGATE, &[QuotaIssue::CODE, QuotaApprove::CODE], true, Err(Refusal::Own)),
        (DELEGATOR, &[QuotaIssue::CODE], true, Err(Refusal::Own)),
        (DELEGATOR, &[QuotaIssue::CODE, QuotaApprove::CODE], true, Ok(None)),
        (MAKER, &[QuotaIssue::CODE], false, Err(Refusal::Permission(QuotaApprove::CODE))),
        (MAKER, &[AuditView::CODE], true, Err(Refusal::Permission(QuotaApprove::CODE))),
        (MAKER, &[CustomerCreate::CODE], true, Err(Refusal::Permission(QuotaApprove::CODE))),
        (MAKER, &[], true, Err(Refusal::Permission(QuotaApprove::CODE))),
    ];
    for (made_by, codes, is_there, want) in cases {
        let held = codes.iter().fold(Permissions::NONE, |held, code| held.with(*code));
        let delegators: &[i64] = if *is_there && may_stand_in(held) { &[DELEGATOR] } else { &[] };
        let power = power(DELEGATE, held.holds(QuotaApprove::CODE), delegators);
        let approval = Approval { made_by: *made_by, ..pending(&[]) };
        let got = may_decide(&approval, &power, (Decision::Agree, ""), now);
        assert_eq!(got.map(Vote::for_member_id), *want, "made by {made_by}, holds {codes:?}, {is_there}");
    }
    for (code, approves, want) in [
        (QuotaIssue::CODE, QuotaApprove::CODE, true),
        (CouponIssue::CODE, QuotaApprove::CODE, false),
        (QuotaApprove::CODE, QuotaApprove::CODE, false),
    ] {
        assert_eq!(makes(Permissions::NONE.with(code), approves), want, "{code:?}");
    }
}

#[test]
fn what_is_over_is_not_decided_and_nothing_is_returned_without_a_reason() {
    let now = at("2026-11-22T00:00:00Z");
    let two = power(2, true, &[]);
    for state in ApprovalState::ALL {
        assert_eq!(ApprovalState::parse(state.as_str()), Some(state));
        let approval = Approval { state, ..pending(&[]) };
        let got = may_decide(&approval, &two, (Decision::Agree, ""), now).map(drop);
        let want = if state == ApprovalState::Pending { Ok(()) } else { Err(Refusal::Decided(state)) };
        assert_eq!(got, want);
    }
    let late = may_decide(&pending(&[]), &two, (Decision::Agree, ""), at("2026-11-25T00:00:00Z"));
    assert_eq!(late, Err(Refusal::Expired));
    assert_eq!(may_decide(&pending(&[]), &two, (Decision::Return, " "), now), Err(Refusal::Reason));
    assert!(may_decide(&pending(&[]), &two, (Decision::Return, "wrong reseller"), now).is_ok());
}

#[test]
fn who_made_a_login_lately_does_not_agree_nor_does_anybody_in_his_place() {
    let now = at("2026-11-22T00:00:00Z");
    let lately = |by| Issued { by: Some(by), at: Some(at("2026-11-21T12:00:00Z")) };
    let mut approval = pending(&[]);
    approval.maker_issued = lately(2);
    assert_eq!(may_decide(&approval, &power(2, true, &[]), (Decision::Agree, ""), now), Err(Refusal::Apart));
    let by_the_delegator = may_decide(&approval, &power(3, false, &[2]), (Decision::Agree, ""), now);
    assert_eq!(by_the_delegator, Err(Refusal::Apart));
    let mut own = power(4, true, &[]);
    own.issued = lately(MAKER);
    assert_eq!(may_decide(&pending(&[]), &own, (Decision::Agree, ""), now), Err(Refusal::Apart));
}

/// MEM-13 between all who agree: who reset another's login would be two people.
#[test]
fn who_made_a_login_lately_does_not_agree_beside_it() {
    const VOTER: i64 = 2;
    const RIGHT: i64 = 3;
    const SECOND: i64 = 4;
    const DELEGATOR: i64 = 5;
    let now = at("2026-11-22T00:00:00Z");
    let lately = |by| Issued { by: Some(by), at: Some(at("2026-11-21T12:00:00Z")) };
    let long_ago = |by| Issued { by: Some(by), at: Some(at("2026-11-21T00:00:00Z")) };
    let none = Issued::default();
    let apart = Err(Refusal::VoterApart);
    // Who made the login of: who agreed, in whose place; the second one, in whose place.
    type Line = ([Issued; 4], Result<Option<i64>, Refusal>, Result<Option<i64>, Refusal>);
    let cases: [Line; 9] = [
        ([none; 4], Ok(None), Ok(Some(DELEGATOR))),
        ([lately(SECOND), none, none, none], apart, apart),
        ([none, lately(SECOND), none, none], apart, apart),
        ([none, none, lately(VOTER), none], apart, apart),
        ([none, none, lately(RIGHT), none], apart, apart),
        ([none, none, none, lately(VOTER)], Ok(None), apart),
        ([lately(DELEGATOR), none, none, none], Ok(None), apart),
        ([long_ago(SECOND), none, long_ago(VOTER), none], Ok(None), Ok(Some(DELEGATOR))),
        ([lately(9), lately(9), lately(9), lately(9)], Ok(None), Ok(Some(DELEGATOR))),
    ];
    for ([issued, for_issued, second, delegator], own, in_place) in cases {
        let vote = Voted { member_id: VOTER, issued, for_member_id: Some(RIGHT), for_issued };
        let approval = Approval { votes: vec![vote], ..pending(&[]) };
        let ask = |holds: bool| {
            let delegators = vec![Delegator { member_id: DELEGATOR, issued: delegator }];
            let power = Power { member_id: SECOND, issued: second, holds, delegators };
            may_decide(&approval, &power, (Decision::Agree, ""), now).map(Vote::for_member_id)
        };
        assert_eq!((ask(true), ask(false)), (own, in_place), "{issued:?} {for_issued:?} {second:?} {delegator:?}");
    }
}
