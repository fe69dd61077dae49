//! `/change-sets/{id}/rows`: rows are typed over or left out, and everything is weighed again.

use super::{find, weighing::weighing};
use crate::{
    access::Actor,
    audit::{Change, Deed, Event, Fields},
    change_sets::{
        Door,
        forms::edits,
        store::{
            rows,
            sets::{self, Locked},
        },
        text::Text,
    },
    web::{Error, Flash, Form, Id, Redirect},
};

/// `POST /change-sets/{id}/rows` (`revision`, `cell-LINE-PLACE`, `out-LINE`; `step=leave_out` ticks every row with a problem).
pub async fn update(actor: Actor<Door>, Id(id): Id, Form(typed): Form) -> Result<Redirect, Error> {
    let text = Text::of(actor.lang());
    let back = || Redirect::to(format!("/change-sets/{id}"));
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let (_, kind) = find(&mut change, &actor, id).await?;
    if !actor.may(kind.command().code()) {
        return Err(Error::NotFound);
    }
    let Locked { revision, approval_id, authors } = sets::lock(&mut change, org, id).await?.ok_or(Error::NotFound)?;
    if approval_id.is_some() || typed.get("revision") != revision.to_string() {
        return Ok(back().saying(Flash::refused(text.changed)));
    }
    let edits = edits::read(&typed);
    let mut wanted = rows::typed(&mut change, org, id).await?;
    let before = wanted.clone();
    edits.apply(&mut wanted);
    let mut found = weighing(&mut change, &actor, kind, (&wanted, &authors)).await?;
    if edits.all_out {
        edits::leave_out(&mut wanted, &found.verdict.rows);
        found = weighing(&mut change, &actor, kind, (&wanted, &authors)).await?;
    }
    rows::keep(&mut change, org, id, (&wanted, &found.verdict.rows)).await?;
    sets::note(&mut change, org, id, (&found.verdict, &found.asks), now).await?;
    // Who only has it checked again has written nothing.
    if wanted != before {
        sets::edited(&mut change, org, (id, actor.member_id())).await?;
    }
    let out = wanted.iter().filter(|row| row.left_out).count();
    change.commit(Event::new(Deed::ChangeSetEdited, id).after(Fields::new().set("left_out", out))).await?;
    Ok(back().saying(Flash::done(text.saved)))
}
