//! `/change-sets/{id}/confirmation`: exactly what the page showed becomes one approval and its commands (CMD-3, CMD-15).

use serde_json::json;

use super::{
    find,
    weighing::{Weighing, weighing},
};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event},
    change_sets::{
        Door,
        rules::{column::Kind, fault::Sum},
        store::{
            rows,
            sets::{self, Locked, Set},
        },
        text::Text,
    },
    commands::{self, AccountFor, Confirmation, Intended},
    web::{Error, Flash, Form, Id, Redirect},
};

/// What came of a confirmation. What is to be kept is committed with the event.
pub(in crate::change_sets) enum Outcome {
    /// It was confirmed before: nothing to keep.
    Already,
    /// Only the reader's page is old: nothing to keep. To write the same again would make everybody else's old too.
    Stale,
    /// Something changed since it was weighed; it is weighed anew.
    Changed(Event),
    /// It became an approval.
    Confirmed(Box<Event>),
}

/// `POST /change-sets/{id}/confirmation` (`revision`, `remark`).
pub async fn create(actor: Actor<Door>, Id(id): Id, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let back = |flash| Ok(Redirect::to(format!("/change-sets/{id}")).saying(flash));
    let mut change = Change::begin(&actor).await?;
    let shown = (typed.get("revision"), typed.get("remark"));
    match outcome(&mut change, &actor, id, shown).await? {
        Outcome::Already => back(Flash::done(text.already)),
        Outcome::Stale => back(Flash::refused(text.changed)),
        Outcome::Changed(event) => {
            change.commit(event).await?;
            back(Flash::refused(text.changed))
        }
        Outcome::Confirmed(event) => {
            change.commit(*event).await?;
            back(Flash::done(text.confirmed))
        }
    }
}

/// Weighs the set once more and makes it an approval, if it is still what was shown at `revision`.
pub(in crate::change_sets) async fn outcome(
    change: &mut Change<Door>,
    actor: &Actor<Door>,
    id: i64,
    (shown, remark): (&str, &str),
) -> Result<Outcome, Error> {
    let (org, now) = (change.org(), change.now());
    let (set, kind) = find(change, actor, id).await?;
    may(actor, kind)?;
    let Locked { revision, approval_id, authors } = sets::lock(change, org, id).await?.ok_or(Error::NotFound)?;
    if approval_id.is_some() {
        return Ok(Outcome::Already);
    }
    let wanted = rows::typed(change, org, id).await?;
    let found = weighing(change, actor, kind, (&wanted, &authors)).await?;
    let as_shown = found.verdict.sums == set.sums.0 && found.asks == set.asks.0;
    let is_stale = shown != revision.to_string();
    if is_stale && as_shown {
        return Ok(Outcome::Stale);
    }
    if is_stale || !as_shown || !found.verdict.objections.is_empty() {
        rows::keep(change, org, id, (&wanted, &found.verdict.rows)).await?;
        sets::note(change, org, id, (&found.verdict, &found.asks), now).await?;
        return Ok(Outcome::Changed(Event::new(Deed::ChangeSetEdited, id)));
    }
    confirm(change, &set, &found, remark).await
}

/// The permission of the kind, freshly proved: the door asks for less, since reading needs less.
fn may(actor: &Actor<Door>, kind: Kind) -> Result<(), Error> {
    let code = kind.command().code();
    if !actor.may(code) {
        return Err(Error::NotFound);
    }
    actor.uses(code);
    // A program cannot prove who it is anew: its token's scope stands for that.
    let is_asked = actor.seat().token.is_none() && actor.app().options.second_factors;
    let proved = actor.seat().doors.has_proved(code) || !is_asked;
    if proved || !code.needs_step_up() { Ok(()) } else { Err(Error::StepUp(code)) }
}

/// Keeps the confirmation.
async fn confirm(change: &mut Change<Door>, set: &Set, found: &Weighing, remark: &str) -> Result<Outcome, Error> {
    let (org, now) = (change.org(), change.now());
    let (Some(issue), Some(account)) = (&found.issue, &found.account) else { return Err(Error::Conflict) };
    let currency = found.verdict.sums.first().map(|sum| sum.currency.as_str()).filter(|code| !code.is_empty());
    let confirmation = Confirmation {
        issue,
        account_id: account.account_id,
        token: &set.token,
        currency,
        remark,
        facts: facts(set, found, account),
        change_set_id: Some(set.id),
    };
    match commands::intend(change, &confirmation, &found.planned.plans).await? {
        Intended::Already { .. } => Ok(Outcome::Already),
        Intended::New { approval_id, commands, event } => {
            let became = found.planned.lines.iter().zip(commands);
            let became = became.filter_map(|(line, command)| Some((i32::try_from((*line)?).ok()?, command)));
            let (lines, commands): (Vec<i32>, Vec<i64>) = became.unzip();
            rows::become_commands(change, org, set.id, (&lines, &commands)).await?;
            sets::confirm(change, org, set.id, (approval_id, remark), now).await?;
            Ok(Outcome::Confirmed(event))
        }
    }
}

/// What the approver reads: what is drawn from where, by its one source or by each.
fn facts(set: &Set, found: &Weighing, account: &AccountFor) -> serde_json::Value {
    let sums = &found.verdict.sums;
    let one = if let [sum] = sums.as_slice() { Some(sum) } else { None };
    let each = |sum: &Sum| format!("{} {} {}", sum.source, sum.total, sum.currency);
    json!({
        "file": set.source,
        "rows": found.planned.lines.iter().flatten().count(),
        "left_out": set.left_out,
        "quota": sums.iter().filter(|sum| !sum.source.is_empty()).map(each).collect::<Vec<_>>(),
        "balance_before": one.map(|sum| &sum.balance),
        "open": one.map(|sum| &sum.open),
        "balance_after": one.map(|sum| &sum.after),
        "on_behalf_of": account.on_behalf_of,
        "calls": found.asks.calls,
        "seconds": found.asks.seconds,
    })
}
