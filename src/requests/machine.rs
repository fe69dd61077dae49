//! State tables as data (COM-05): who may do what in which state, and the one judgement of a step (COM-14). Pure; the states
//! of a kind are words of the database, its table a `static` of its slice.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{
    Code,
    counterparts::{Issued, may_face},
    permission::IncentiveReview,
};

/// Saved, not yet sent to anybody.
pub const DRAFT: &str = "draft";
/// 内部审批中: a second member looks first (COM-08).
pub const INTERNAL_REVIEW: &str = "internal_review";
/// 审核中: with the vendor.
pub const REVIEWING: &str = "reviewing";
/// 审核不通过.
pub const REJECTED: &str = "rejected";
/// 审核通过.
pub const APPROVED: &str = "approved";
/// 已撤销.
pub const WITHDRAWN: &str = "withdrawn";
/// 已失效.
pub const EXPIRED: &str = "expired";
/// Given up by its maker; no list shows it.
pub const DISCARDED: &str = "discarded";
/// Stands in a table for the state before the present one.
pub const FORMER: &str = "";

/// The partner sends it: to the internal review.
pub const SUBMIT: &str = "submit";
/// The same where internal review is switched off (COM-08).
pub const SUBMIT_DIRECTLY: &str = "submit_directly";
/// The maker takes it back before a colleague has looked (decided).
pub const TAKE_BACK: &str = "take_back";
/// The internal review passes it to the vendor.
pub const PASS: &str = "pass";
/// The internal review returns it with a comment.
pub const RETURN: &str = "return";
/// The vendor approves.
pub const APPROVE: &str = "approve";
/// The vendor rejects with a reason.
pub const REJECT: &str = "reject";
/// 退回补充: the vendor asks for more; the state stays (LST-13).
pub const ASK: &str = "ask";
/// The partner answers that.
pub const COMPLETE: &str = "complete";
/// The partner withdraws before a decision.
pub const WITHDRAW: &str = "withdraw";
/// What was rejected or withdrawn becomes a draft again.
pub const EDIT: &str = "edit";
/// The partner gives it up.
pub const DISCARD: &str = "discard";
/// A deadline passed or a gate was lost.
pub const LAPSE: &str = "lapse";
/// The vendor undoes a timer, with reason and evidence (COM-07).
pub const OVERRIDE: &str = "override";

/// Whose step it is (COM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// m: a member of the partner.
    Member,
    /// v: the vendor desk.
    Vendor,
    /// t: a scheduled job.
    Timer,
    /// s: data that came from the vendor.
    Sync,
}

impl Side {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Vendor => "vendor",
            Self::Timer => "timer",
            Self::Sync => "sync",
        }
    }
}

/// A line of a state table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// State before.
    pub from: &'static str,
    /// What is done.
    pub step: &'static str,
    /// State after, or [`FORMER`].
    pub to: &'static str,
    /// Who does it.
    pub side: Side,
    /// What he holds, any one of them; nothing for timers and the synchronisation.
    pub codes: &'static [Code],
}

/// A line of a state table.
#[must_use]
pub const fn rule(
    from: &'static str,
    step: &'static str,
    to: &'static str,
    side: Side,
    codes: &'static [Code],
) -> Rule {
    Rule { from, step, to, side, codes }
}

/// The table of a kind.
#[derive(Debug)]
pub struct Machine {
    /// The kind's word.
    pub kind: &'static str,
    /// Its lines.
    pub rules: &'static [Rule],
    /// States that stay inside the partner.
    pub private: &'static [&'static str],
    /// States that only a review leads to.
    pub approved: &'static [&'static str],
}

/// States that stay inside the partner in every kind.
pub const PRIVATE: &[&str] = &[DRAFT, INTERNAL_REVIEW, WITHDRAWN, DISCARDED];

/// COM-05 for a kind whose drafts are edited with `edit`, sent with `submit`, and which the desk reviews with `desk`.
#[must_use]
pub const fn common(edit: &'static [Code], submit: &'static [Code], desk: &'static [Code]) -> [Rule; 21] {
    const REVIEW: &[Code] = &[IncentiveReview::CODE];
    const OVERRIDES: &[Code] = &[crate::access::permission::DeskDecisionOverride::CODE];
    use Side::{Member, Timer, Vendor};
    [
        rule(DRAFT, SUBMIT, INTERNAL_REVIEW, Member, submit),
        rule(DRAFT, SUBMIT_DIRECTLY, REVIEWING, Member, submit),
        rule(DRAFT, DISCARD, DISCARDED, Member, edit),
        rule(DRAFT, LAPSE, EXPIRED, Timer, &[]),
        rule(INTERNAL_REVIEW, TAKE_BACK, DRAFT, Member, edit),
        rule(INTERNAL_REVIEW, PASS, REVIEWING, Member, REVIEW),
        rule(INTERNAL_REVIEW, RETURN, DRAFT, Member, REVIEW),
        rule(INTERNAL_REVIEW, LAPSE, EXPIRED, Timer, &[]),
        rule(REVIEWING, APPROVE, APPROVED, Vendor, desk),
        rule(REVIEWING, REJECT, REJECTED, Vendor, desk),
        rule(REVIEWING, ASK, REVIEWING, Vendor, desk),
        rule(REVIEWING, COMPLETE, REVIEWING, Member, edit),
        rule(REVIEWING, WITHDRAW, WITHDRAWN, Member, edit),
        rule(REVIEWING, LAPSE, EXPIRED, Timer, &[]),
        rule(REJECTED, SUBMIT, INTERNAL_REVIEW, Member, submit),
        rule(REJECTED, SUBMIT_DIRECTLY, REVIEWING, Member, submit),
        rule(REJECTED, LAPSE, EXPIRED, Timer, &[]),
        rule(APPROVED, LAPSE, EXPIRED, Timer, &[]),
        rule(WITHDRAWN, EDIT, DRAFT, Member, edit),
        rule(WITHDRAWN, DISCARD, DISCARDED, Member, edit),
        rule(EXPIRED, OVERRIDE, FORMER, Vendor, OVERRIDES),
    ]
}

/// A request as it was found.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// Key.
    pub id: i64,
    /// State.
    pub state: String,
    /// `active`, `frozen`, `action_required`, … (LST-13).
    pub health: String,
    /// Counts transitions.
    pub revision: i32,
    /// Who submitted it last.
    pub maker_id: Option<i64>,
    /// Who passed it internally.
    pub approver_id: Option<i64>,
    /// The state before the present one.
    pub former: Option<String>,
}

/// What somebody wants done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// The step; [`SUBMIT`] also where internal review is off.
    pub step: &'a str,
    /// The revision that he saw.
    pub revision: i32,
    /// What he says.
    pub comment: &'a str,
    /// Whether internal review is switched off for the kind (COM-08).
    pub unreviewed: bool,
    /// Gates that do not let it pass (GATE-01 …), all of them.
    pub gates: &'a [&'static str],
    /// The day from which the clock of the new state counts, if that is not the day of the step (DL-20: the event's end).
    pub since: Option<NaiveDate>,
}

/// Who wants it.
#[derive(Clone, Copy)]
pub struct Who<'a> {
    /// His side.
    pub side: Side,
    /// The member; none for jobs.
    pub member_id: Option<i64>,
    /// Whether he holds a permission.
    pub holds: &'a dyn Fn(Code) -> bool,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody was quicker; this is the state now (COM-14).
    Stale(String),
    /// Nobody can do that in this state.
    NotNow(String),
    /// It is the other side's.
    WrongSide,
    /// None of these permissions is held.
    Forbidden(&'static [Code]),
    /// Maker and checker are the same person (COM-08, PERM-6).
    OwnRequest,
    /// Maker or checker has lately made or reset the other's login (MEM-13).
    Apart,
    /// It needs a word why.
    Reason,
    /// These gates are in the way, all of them.
    Gates(Vec<&'static str>),
}

/// Steps that need a word why.
const EXPLAINED: &[&str] = &[RETURN, REJECT, ASK, OVERRIDE, "fail", "cancel"];

/// Whether a step needs a word why.
#[must_use]
pub fn is_explained(step: &str) -> bool {
    EXPLAINED.contains(&step)
}

impl Machine {
    /// Whether the desk sees a request in this state.
    #[must_use]
    pub fn is_submitted(&self, state: &str) -> bool {
        !self.private.contains(&state)
    }

    /// What a side could do in a state, whatever the person.
    pub fn steps<'a>(&'a self, state: &'a str, side: Side) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| rule.from == state && rule.side == side)
    }

    /// Judges a step (COM-14): revision, state, side, permission, maker and checker, reason, gates, in this order. Answers the
    /// line and the state that it leads to.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, case: &Case, wish: Wish<'_>, who: Who<'_>) -> Result<(&'static Rule, String), Refusal> {
        if wish.revision != case.revision {
            return Err(Refusal::Stale(case.state.clone()));
        }
        let step = if wish.unreviewed && wish.step == SUBMIT { SUBMIT_DIRECTLY } else { wish.step };
        let switched = step != SUBMIT_DIRECTLY || wish.unreviewed;
        let mut lines =
            self.rules.iter().filter(|line| line.from == case.state && line.step == step && switched).peekable();
        if lines.peek().is_none() {
            return Err(Refusal::NotNow(case.state.clone()));
        }
        let rule = lines.find(|line| line.side == who.side).ok_or(Refusal::WrongSide)?;
        if !rule.codes.is_empty() && !rule.codes.iter().any(|code| (who.holds)(*code)) {
            return Err(Refusal::Forbidden(rule.codes));
        }
        if meets_himself(rule, case, who) {
            return Err(Refusal::OwnRequest);
        }
        if is_explained(rule.step) && wish.comment.trim().is_empty() {
            return Err(Refusal::Reason);
        }
        if !wish.gates.is_empty() {
            return Err(Refusal::Gates(wish.gates.to_vec()));
        }
        match (rule.to, &case.former) {
            (FORMER, None) => Err(Refusal::NotNow(case.state.clone())),
            (FORMER, Some(former)) => Ok((rule, former.clone())),
            (to, _) => Ok((rule, to.to_owned())),
        }
    }
}

/// A member who had a hand in a request or wants to pass it, with who last issued credentials to him.
pub type Hand = (i64, Issued);

/// Whether a member may pass what these created, last edited or submitted: never his own (PERM-6), nor with somebody else's login
/// (MEM-13).
///
/// # Errors
/// Which of the two it is.
pub fn may_pass(reviewer: Hand, makers: &[Hand], now: DateTime<Utc>) -> Result<(), Refusal> {
    if makers.iter().any(|maker| maker.0 == reviewer.0) {
        return Err(Refusal::OwnRequest);
    }
    if makers.iter().all(|maker| may_face(reviewer, *maker, now)) { Ok(()) } else { Err(Refusal::Apart) }
}

/// COM-08, COM-07: whether who passes made it, or who decides made or passed it.
fn meets_himself(rule: &Rule, case: &Case, who: Who<'_>) -> bool {
    let is = |other: Option<i64>| who.member_id.is_some() && who.member_id == other;
    match who.side {
        Side::Member => rule.step == PASS && (who.member_id.is_none() || is(case.maker_id)),
        Side::Vendor => is(case.maker_id) || is(case.approver_id),
        Side::Timer | Side::Sync => false,
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
pub mod tests;
