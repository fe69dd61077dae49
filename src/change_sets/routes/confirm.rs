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

/// `POST /change-sets/{id}/confirmation` (`revision`, `remark`).
pub async fn create(actor: Actor<Door>, Id(id): Id, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let back = |flash| Redirect::to(format!("/change-sets/{id}")).saying(flash);
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let (set, kind) = find(&mut change, &actor, id).await?;
    may(&actor, kind)?;
    let Locked { revision, approval_id, authors } = sets::lock(&mut change, org, id).await?.ok_or(Error::NotFound)?;
    if approval_id.is_some() {
        return Ok(back(Flash::done(text.already)));
    }
    let wanted = rows::typed(&mut change, org, id).await?;
    let found = weighing(&mut change, &actor, kind, (&wanted, &authors)).await?;
    let as_shown = found.verdict.sums == set.sums.0 && found.asks == set.asks.0;
    let is_stale = typed.get("revision") != revision.to_string();
    if is_stale && as_shown {
        // Only this reader's page is old: to write the same again would make everybody else's old too.
        return Ok(back(Flash::refused(text.changed)));
    }
    if is_stale || !as_shown || !found.verdict.objections.is_empty() {
        rows::keep(&mut change, org, id, (&wanted, &found.verdict.rows)).await?;
        sets::note(&mut change, org, id, (&found.verdict, &found.asks), now).await?;
        change.commit(Event::new(Deed::ChangeSetEdited, id)).await?;
        return Ok(back(Flash::refused(text.changed)));
    }
    if confirm(change, &set, &found, typed.get("remark")).await? {
        return Ok(back(Flash::done(text.confirmed)));
    }
    Ok(back(Flash::done(text.already)))
}

/// The permission of the kind, freshly proved: the door asks for less, since reading needs less.
fn may(actor: &Actor<Door>, kind: Kind) -> Result<(), Error> {
    let code = kind.command().code();
    if !actor.may(code) {
        return Err(Error::NotFound);
    }
    actor.uses(code);
    let proved = actor.seat().doors.has_proved(code) || !actor.app().options.second_factors;
    if proved || !code.needs_step_up() { Ok(()) } else { Err(Error::StepUp(code)) }
}

/// Keeps the confirmation; false when it was kept before.
async fn confirm(mut change: Change<Door>, set: &Set, found: &Weighing, remark: &str) -> Result<bool, Error> {
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
    match commands::intend(&mut change, &confirmation, &found.planned.plans).await? {
        Intended::Already { .. } => Ok(false),
        Intended::New { approval_id, commands, event } => {
            let became = found.planned.lines.iter().zip(commands);
            let became = became.filter_map(|(line, command)| Some((i32::try_from((*line)?).ok()?, command)));
            let (lines, commands): (Vec<i32>, Vec<i64>) = became.unzip();
            rows::become_commands(&mut change, org, set.id, (&lines, &commands)).await?;
            sets::confirm(&mut change, org, set.id, (approval_id, remark), now).await?;
            change.commit(*event).await?;
            Ok(true)
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
