//! Masked data of customers, cloud resellers and contacts, one value at a time, for a reason, in the record (PERM-4
//! `customer.unmask`, MEM-8, SYNC-10). A slice that lists such data brings [`Subject`]; what is asked is the same everywhere.

mod pages;
mod text;

pub use pages::{Personal, Subject, ask, cell};

use crate::{
    access::{Actor, Permission},
    audit::{Change, Event, Fields},
    members::{
        person::{REASON, Wrong, required},
        wrong_field,
    },
    web::{Error, Typed, form::FormPage},
};

/// Shows the value that was asked for, once it stands in the record who looked at what and why: as `event`, with the field and
/// the reason. Or the form again.
///
/// # Errors
/// When the database refuses.
pub async fn show<P: Permission>(
    change: Change<P>,
    actor: &Actor<P>,
    of: &Subject<'_>,
    typed: &Typed,
    event: Event,
) -> Result<FormPage, Error> {
    let mut page = ask(actor, of, typed);
    let (field, reason) = (typed.get("field"), typed.get("reason"));
    let found = of.values.iter().find(|personal| personal.field == field);
    if found.is_none() {
        page.fault("field", wrong_field(Wrong::Choice, actor.lang()));
    }
    if let Err(wrong) = required(reason, REASON) {
        page.fault("reason", wrong_field(wrong, actor.lang()));
        return Ok(page);
    }
    let Some(personal) = found else { return Ok(page) };
    change.commit(event.because(reason).after(Fields::new().set("field", field))).await?;
    page.before.push(pages::shown(personal, actor.lang()));
    Ok(page)
}
