//! Requests to the vendor (COM-05 to COM-08, COM-14): one machine for all of them. A kind brings its table of states
//! ([`Machine`]) and its own rows; the head row, the judgement, the transition, its event and its record are here.
//!
//! [`take`] is the one way a request changes its state: it judges (revision, side, permission, maker and checker, reason,
//! gates), moves the row if it still is as it was seen, writes the event, and answers a [`Moved`] whose [`Moved::event`] ends
//! the change. Knows no kind beyond its words.

mod decision;
mod kind;
mod machine;
mod pages;
mod store;
mod terms;
mod text;

pub use decision::{CHANNELS, Fault as DecisionFault, REFERENCE, Recorded, read as read_decision};
pub use kind::Kind;
#[cfg(test)]
pub use machine::tests::assert_sound;
pub use machine::{
    APPROVE, APPROVED, ASK, COMPLETE, Case, DISCARD, DISCARDED, DRAFT, EDIT, EXPIRED, FORMER, INTERNAL_REVIEW, LAPSE,
    Machine, OVERRIDE, PASS, PRIVATE, REJECT, REJECTED, RETURN, REVIEWING, Refusal, Rule, SUBMIT, SUBMIT_DIRECTLY,
    Side, TAKE_BACK, WITHDRAW, WITHDRAWN, Who, Wish, common, is_explained, rule,
};
pub use pages::{decision_fields, history, timeline};
pub use store::{Event, begin, calendar, case, events, is_unreviewed, lock, record, site, unreviewed};
pub use terms::{TERMS, Term, overdue_rules, term};
pub use text::{
    Decision, decision_sentence, health_word, kind_word, refusal, side_word, state_tone, state_word, step_word,
};

use chrono::NaiveDate;

use self::machine::{Hand, may_pass};
use crate::{
    access::{Actor, Kind as OrganizationKind, Permission, counterparts::Issued},
    audit::{self, Change, Deed, Fields, System},
    db,
    values::workdays::Due,
};

/// A transition that was made; its event ends the change.
#[derive(Debug)]
#[must_use = "the event of a transition ends its change"]
pub struct Moved {
    /// The request.
    pub id: i64,
    /// Whose it is.
    pub organization_id: i64,
    /// Key of its event in `request_events`.
    pub event_id: i64,
    /// State before.
    pub from: String,
    /// State after.
    pub to: String,
    step: &'static str,
    kind: &'static str,
    comment: String,
}

impl Moved {
    /// What the record keeps.
    #[must_use]
    pub fn event(&self) -> audit::Event {
        let before = Fields::new().set("state", self.from.as_str());
        let after = Fields::new().set("state", self.to.as_str()).set("kind", self.kind).set("step", self.step);
        let event = audit::Event::new(deed(self.step), self.id).before(before).after(after);
        if self.comment.is_empty() { event } else { event.because(&self.comment) }
    }
}

/// The word of a step in the record.
fn deed(step: &str) -> Deed {
    match step {
        SUBMIT | SUBMIT_DIRECTLY => Deed::RequestSubmitted,
        PASS => Deed::RequestPassed,
        RETURN => Deed::RequestReturned,
        WITHDRAW | TAKE_BACK => Deed::RequestWithdrawn,
        APPROVE => Deed::RequestApproved,
        REJECT => Deed::RequestRejected,
        DISCARD => Deed::RequestDiscarded,
        LAPSE => Deed::RequestLapsed,
        OVERRIDE => Deed::RequestOverridden,
        _ => Deed::RequestMoved,
    }
}

/// How the history calls a member: organisation code and user name.
#[must_use]
pub fn signature<P: Permission>(actor: &Actor<P>) -> String {
    format!("{}/{}", actor.organization().code, actor.seat().username)
}

/// Takes a step as the member who asks for it: of the vendor desk or of the partner, whatever his organisation is. With
/// `recorded` it is a decision that was taken elsewhere (COM-07).
///
/// # Errors
/// When the database refuses; inside, why the step is not taken.
pub async fn take<P: Permission>(
    change: &mut Change<P>,
    actor: &Actor<P>,
    machine: &Machine,
    (case, wish): (&Case, Wish<'_>),
    recorded: Option<&Recorded>,
) -> Result<Result<Moved, Refusal>, db::Error> {
    let side = match actor.organization().kind {
        OrganizationKind::VendorDesk => Side::Vendor,
        _ => Side::Member,
    };
    let holds = |code| actor.may(code);
    let mut judged = machine.judge(case, wish, Who { side, member_id: Some(actor.member_id()), holds: &holds });
    if judged.as_ref().is_ok_and(|(rule, _)| rule.step == PASS)
        && let Err(refusal) = may_be_passed(change, case, actor.member_id()).await?
    {
        judged = Err(refusal);
    }
    let mover = (side, signature(actor), Some(actor.member_id()));
    walk(change, machine, (case, wish), (judged, mover), recorded).await
}

/// Whether a member may pass a request: neither created, last edited or submitted by him, nor by one of whom and him one could
/// sign in as the other (PERM-6, MEM-13).
async fn may_be_passed<P>(
    change: &mut Change<P>,
    case: &Case,
    member_id: i64,
) -> Result<Result<(), Refusal>, db::Error> {
    let (org, now) = (change.org(), change.now());
    let mut makers = audit::first_and_last(change, org, Deed::RequestEdited, case.id).await?;
    makers.extend(case.maker_id);
    let everybody: Vec<i64> = makers.iter().copied().chain([member_id]).collect();
    let hands = store::hands(change, org, &everybody).await?;
    let reviewer = hands.iter().copied().find(|hand| hand.0 == member_id).unwrap_or((member_id, Issued::default()));
    let makers: Vec<Hand> = hands.into_iter().filter(|hand| makers.contains(&hand.0)).collect();
    Ok(may_pass(reviewer, &makers, now))
}

/// Takes a step of a timer, by the name of its job: a deadline passed, a gate was lost.
///
/// # Errors
/// When the database refuses; inside, why the step is not taken.
pub async fn take_by_timer(
    change: &mut Change<System>,
    job: &str,
    machine: &Machine,
    (case, wish): (&Case, Wish<'_>),
) -> Result<Result<Moved, Refusal>, db::Error> {
    let judged = machine.judge(case, wish, Who { side: Side::Timer, member_id: None, holds: &|_| false });
    walk(change, machine, (case, wish), (judged, (Side::Timer, format!("job/{job}"), None)), None).await
}

async fn walk<P>(
    change: &mut Change<P>,
    machine: &Machine,
    (case, wish): (&Case, Wish<'_>),
    (judged, mover): (Result<(&'static Rule, String), Refusal>, store::Mover),
    recorded: Option<&Recorded>,
) -> Result<Result<Moved, Refusal>, db::Error> {
    let (rule, to) = match judged {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let marks = store::Marks {
        submitted: machine.is_submitted(&to),
        maker: matches!(rule.step, SUBMIT | SUBMIT_DIRECTLY),
        health: match rule.step {
            ASK => Some("action_required"),
            LAPSE => Some("expired"),
            COMPLETE | OVERRIDE | SUBMIT | SUBMIT_DIRECTLY => Some("active"),
            _ => None,
        },
        reason: is_explained(rule.step) && rule.step != OVERRIDE,
        effective_on: recorded.map(|recorded| recorded.decided_on),
        clock: clock(change, machine, (case, &to), wish.since.or(recorded.map(|recorded| recorded.decided_on))).await?,
    };
    let moved = store::transit(change, (case, rule, &to), &mover, (wish.comment.trim(), &marks)).await?;
    Ok(moved.map(|(organization_id, event_id)| Moved {
        id: case.id,
        organization_id,
        event_id,
        from: case.state.clone(),
        to,
        step: rule.step,
        kind: machine.kind,
        comment: wish.comment.trim().to_owned(),
    }))
}

/// The clock that runs in the new state, if there is one and the state changes (DL-02).
async fn clock<P>(
    change: &mut Change<P>,
    machine: &Machine,
    (case, to): (&Case, &str),
    since: Option<NaiveDate>,
) -> Result<Option<(&'static Term, NaiveDate, Due)>, db::Error> {
    let Some(term) = terms::term(machine.kind, to).filter(|_| case.state != to) else { return Ok(None) };
    let now = change.now();
    let site = store::site(change, case.id).await?;
    let calendar = store::calendar(change, site).await?;
    let began_on = since.unwrap_or_else(|| calendar.day(now));
    let due = since.map_or_else(|| calendar.due(now, term.limit), |day| calendar.due_from(day, term.limit));
    Ok(Some((term, began_on, due)))
}
