//! The finance contact, the one block that is edited freely (BIZ-05), and the account shown for a reason.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{details, done, ground};
use crate::{
    access::{Actor, permission::BizinfoEdit},
    audit::{Change, Deed, Event, Fields},
    business_information::{
        forms,
        pages::{self, steps as page},
        rules::fields::Fault,
        store::{self, Contact},
        text::Text,
    },
    members::person::{REASON, required},
    web::{Error, Form, form::FormPage},
};

/// `GET /business-info/contact`.
pub async fn edit(actor: Actor<BizinfoEdit>) -> Result<FormPage, Error> {
    let head = store::head(&mut *actor.open().await?, actor.org()).await?.ok_or(Error::NotFound)?;
    Ok(page::contact(&actor, &head.contact, head.contact.revision))
}

/// `POST /business-info/contact`.
pub async fn update(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let head = store::head(&mut change, actor.org()).await?.ok_or(Error::NotFound)?;
    let (before, after) = (head.contact, forms::contact(&typed));
    let form = page::contact(&actor, &after, before.revision);
    if typed.get("revision") != before.revision.to_string() {
        return Ok(pages::refused(form, text.conflict).into_response());
    }
    let faults = forms::contact_faults(&after);
    if !faults.is_empty() {
        return Ok(pages::faulty(form, faults).into_response());
    }
    store::save_contact(&mut change, &after).await?;
    let event = Event::new(Deed::FinanceContactChanged, actor.org()).before(fields(&before)).after(fields(&after));
    change.commit(event).await?;
    Ok(done("/business-info", text.saved))
}

/// What the record keeps: the person as digests.
fn fields(of: &Contact) -> Fields {
    let fields = Fields::new().personal("contact_name", Some(&of.name)).personal("contact_phone", Some(&of.phone));
    fields.personal("contact_email", Some(&of.email)).set("return_address", of.return_address.as_str())
}

/// `GET /business-info/reveal`.
pub async fn ask_reveal(actor: Actor<BizinfoEdit>) -> FormPage {
    page::reveal(&actor, "")
}

/// `POST /business-info/reveal` (`reason`): the account of the open version, else of the one in force.
pub async fn reveal(actor: Actor<BizinfoEdit>, Form(typed): Form) -> Result<Response, Error> {
    let mut form = page::reveal(&actor, typed.get("reason"));
    if let Err(wrong) = required(typed.get("reason"), REASON) {
        return Ok(pages::faulty(form, vec![("reason", Fault::Field(wrong))]).into_response());
    }
    let mut change = Change::begin(&actor).await?;
    let ground = ground(&mut change, actor.org()).await?;
    let version = ground.open().or_else(|| ground.force()).ok_or(Error::NotFound)?;
    let of = details(&actor, Some(version))?;
    let event = Event::new(Deed::AccountRevealed, version.request_id).because(typed.get("reason"));
    change.commit(event.after(Fields::new().set("version", version.number))).await?;
    form.before.push(page::shown(&of, Text::of(actor.lang())));
    form.status = StatusCode::OK;
    Ok(form.into_response())
}
