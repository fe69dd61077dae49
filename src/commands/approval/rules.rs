//! Who may agree to or return what another one confirmed (CMD-3, PERM-6, MEM-13). Pure.

use chrono::{DateTime, Utc};

use crate::{
    access::{
        Code, Permissions,
        counterparts::{Issued, may_face},
    },
    commands::Kind,
};

/// Where an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApprovalState {
    /// People are asked.
    Pending,
    /// Its commands may be sent.
    Approved,
    /// Somebody returned it.
    Returned,
    /// Its maker withdrew it.
    Cancelled,
    /// Nobody decided in 72 hours.
    Expired,
}

impl ApprovalState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Approved, Self::Returned, Self::Cancelled, Self::Expired];

    /// The word of the database and of the JSON API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Reads [`ApprovalState::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Who has decided so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voted {
    /// Who.
    pub member_id: i64,
    /// Who made his login, and when (MEM-13).
    pub issued: Issued,
    /// In whose place.
    pub for_member_id: Option<i64>,
    /// Who made that one's login, and when.
    pub for_issued: Issued,
}

impl Voted {
    /// Whoever's agreement it is: who voted, and in whose place.
    fn people(self) -> impl Iterator<Item = (i64, Issued)> {
        let right = self.for_member_id.map(|member| (member, self.for_issued));
        std::iter::once((self.member_id, self.issued)).chain(right)
    }
}

/// What is decided about.
#[derive(Debug, Clone)]
pub struct Approval {
    /// Key.
    pub id: i64,
    /// What is to be done.
    pub kind: Kind,
    /// Permission that agrees; none: nobody is asked.
    pub code: Option<Code>,
    /// How many must agree.
    pub steps: i16,
    /// Who confirmed it.
    pub made_by: i64,
    /// Who made his login, and when (MEM-13).
    pub maker_issued: Issued,
    /// Nobody decides afterwards.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Who has agreed so far.
    pub votes: Vec<Voted>,
}

/// What the person before it will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may be done.
    Agree,
    /// It must not.
    Return,
}

/// Somebody in whose place the person may agree now, who may agree himself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegator {
    /// Who.
    pub member_id: i64,
    /// Who made his login, and when.
    pub issued: Issued,
}

/// By what right somebody decides.
#[derive(Debug, Clone)]
pub struct Power {
    /// Who.
    pub member_id: i64,
    /// Who made his login, and when.
    pub issued: Issued,
    /// Whether he holds the permission himself.
    pub holds: bool,
    /// Those whose permission he may use.
    pub delegators: Vec<Delegator>,
}

/// A decision that is allowed. Only [`may_decide`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    pub(super) member_id: i64,
    pub(super) for_member_id: Option<i64>,
    pub(super) decision: Decision,
}

impl Vote {
    /// In whose place he decides; none: in his own right.
    #[must_use]
    pub const fn for_member_id(self) -> Option<i64> {
        self.for_member_id
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is his own, or only its maker's right is left to use.
    Own,
    /// It is over.
    Decided(ApprovalState),
    /// Its 72 hours are.
    Expired,
    /// He lacks the permission.
    Permission(Code),
    /// He has decided, or somebody in his place has.
    Voted,
    /// One of the two has lately made the other's login (MEM-13).
    Apart,
    /// The same between him and somebody who has agreed: one person could have signed in as both.
    VoterApart,
    /// Nothing is returned without a reason.
    Reason,
}

/// Whether somebody may stand in for another: he moves vouchers or money, or agrees to it, himself. So a delegation makes nobody
/// privileged who was not (PERM-8). Asked when it is given, when it is used, and before something is sent.
#[must_use]
pub fn may_stand_in(held: Permissions) -> bool {
    Kind::ALL
        .into_iter()
        .filter_map(|kind| Some([kind.code(), kind.approval()?]))
        .any(|pair| pair.iter().any(|code| held.holds(*code)))
}

/// Whether he makes himself what this permission agrees to. That is no obstacle to a delegation: whoever makes and approves is
/// warned of, and held apart for each single thing (PERM-6, PERM-8), by [`may_decide`].
#[must_use]
pub fn makes(held: Permissions, approves: Code) -> bool {
    Kind::ALL.into_iter().any(|kind| kind.approval() == Some(approves) && held.holds(kind.code()))
}

/// Whether somebody may decide, and by whose right: his own before another's.
///
/// # Errors
/// The first thing in the way.
pub fn may_decide(
    approval: &Approval,
    power: &Power,
    (decision, reason): (Decision, &str),
    now: DateTime<Utc>,
) -> Result<Vote, Refusal> {
    if approval.state != ApprovalState::Pending {
        return Err(Refusal::Decided(approval.state));
    }
    let Some(code) = approval.code else { return Err(Refusal::Decided(ApprovalState::Approved)) };
    if now >= approval.expires_at {
        return Err(Refusal::Expired);
    }
    if power.member_id == approval.made_by {
        return Err(Refusal::Own);
    }
    if !power.holds && power.delegators.is_empty() {
        return Err(Refusal::Permission(code));
    }
    let counted =
        |member: i64| approval.votes.iter().any(|vote| vote.member_id == member || vote.for_member_id == Some(member));
    if counted(power.member_id) {
        return Err(Refusal::Voted);
    }
    let me = (power.member_id, power.issued);
    if !may_face(me, (approval.made_by, approval.maker_issued), now) {
        return Err(Refusal::Apart);
    }
    if !faces_voters(approval, me, now) {
        return Err(Refusal::VoterApart);
    }
    let for_member_id = if power.holds { None } else { Some(stands_for(approval, power, &counted, now)?) };
    if decision == Decision::Return && reason.trim().is_empty() {
        return Err(Refusal::Reason);
    }
    Ok(Vote { member_id: power.member_id, for_member_id, decision })
}

/// Whether this one may agree beside everybody who has: two steps are two people (CMD-3), not one with two logins (MEM-13).
fn faces_voters(approval: &Approval, one: (i64, Issued), now: DateTime<Utc>) -> bool {
    approval.votes.iter().flat_map(|vote| vote.people()).all(|voter| may_face(one, voter, now))
}

/// In whose place: not the maker's, nor somebody's who has decided.
fn stands_for(
    approval: &Approval,
    power: &Power,
    counted: &impl Fn(i64) -> bool,
    now: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let mut refusal = Refusal::Own;
    for delegator in power.delegators.iter().filter(|delegator| delegator.member_id != approval.made_by) {
        if counted(delegator.member_id) {
            refusal = Refusal::Voted;
        } else if !may_face((delegator.member_id, delegator.issued), (approval.made_by, approval.maker_issued), now) {
            refusal = Refusal::Apart;
        } else if !faces_voters(approval, (delegator.member_id, delegator.issued), now) {
            refusal = Refusal::VoterApart;
        } else {
            return Ok(delegator.member_id);
        }
    }
    Err(refusal)
}

#[cfg(test)]
mod tests {
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
            expires_at: at("2026-11-25T00:00:00Z"),
            state: ApprovalState::Pending,
            votes: votes.iter().map(|(member_id, for_member_id)| voted(*member_id, *for_member_id)).collect(),
        }
    }

    fn power(member_id: i64, holds: bool, delegators: &[i64]) -> Power {
        let delegator = |member_id: &i64| Delegator { member_id: *member_id, issued: Issued::default() };
        Power { member_id, issued: Issued::default(), holds, delegators: delegators.iter().map(delegator).collect() }
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
}
