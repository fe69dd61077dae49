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
    /// Who made, or changed last, the change-set that he confirmed: it is theirs too (PERM-6).
    pub authors: Vec<(i64, Issued)>,
    /// Nobody decides afterwards.
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Who has agreed so far.
    pub votes: Vec<Voted>,
}

impl Approval {
    /// Whoever's it is: who confirmed it, and who wrote it.
    fn makers(&self) -> impl Iterator<Item = (i64, Issued)> {
        std::iter::once((self.made_by, self.maker_issued)).chain(self.authors.iter().copied())
    }

    /// Whether somebody made it, or wrote it (PERM-6).
    fn is_of(&self, member_id: i64) -> bool {
        self.makers().any(|maker| maker.0 == member_id)
    }

    /// Whether one is no counterpart of any of its makers (MEM-13).
    fn faces_makers(&self, one: (i64, Issued), now: DateTime<Utc>) -> bool {
        self.makers().all(|maker| may_face(one, maker, now))
    }
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
    if approval.is_of(power.member_id) {
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
    if !approval.faces_makers(me, now) {
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
    for delegator in power.delegators.iter().filter(|delegator| !approval.is_of(delegator.member_id)) {
        if counted(delegator.member_id) {
            refusal = Refusal::Voted;
        } else if !approval.faces_makers((delegator.member_id, delegator.issued), now) {
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
#[path = "rules_tests.rs"]
mod tests;
