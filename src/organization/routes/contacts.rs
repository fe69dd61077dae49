//! `/organization/contacts`: whom customers see as their partner's contacts (ORG-13).

use axum::response::{IntoResponse, Response};

use super::done;
use crate::{
    access::{
        Actor,
        permission::{CompanyView, ContactManage},
    },
    audit::{Change, Deed, Event, Fields},
    organization::{
        pages::{
            self,
            contacts::{self as page, PATH},
        },
        rules::fields::{CONTACTS, Fault},
        store::contacts::{self as store, Contact},
        text::settings::Text,
    },
    reveals,
    web::{DetailPage, Error, Form, Id, Marked, NoFilters, Query, form::FormPage},
};

/// `GET /organization/contacts`.
pub async fn list(actor: Actor<(CompanyView, ContactManage)>, _: NoFilters) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let contacts = store::list(&mut connection, actor.org()).await?;
    let master = match contacts.is_empty() {
        true => store::master(&mut connection, actor.org()).await?,
        false => None,
    };
    Ok(page::list(&actor, &contacts, master.as_ref()))
}

/// `GET /organization/contacts/new`.
pub async fn new(actor: Actor<ContactManage>) -> FormPage {
    page::edit(&actor, &Contact::empty())
}

/// `POST /organization/contacts/new`: never a sixth one.
pub async fn create(actor: Actor<ContactManage>, Marked(typed): Marked) -> Result<Response, Error> {
    let contact = Contact::read(0, &typed);
    let text = Text::of(actor.lang());
    let faults = contact.faults();
    if !faults.is_empty() {
        return Ok(pages::faulty(page::edit(&actor, &contact), faults).into_response());
    }
    let mut change = Change::begin(&actor).await?;
    let at = change.now();
    // The same form sent again is no second contact.
    let same = |listed: &Contact| {
        (&listed.name, &listed.phone, &listed.email) == (&contact.name, &contact.phone, &contact.email)
    };
    if store::list(&mut change, actor.org()).await?.iter().any(same) {
        return Ok(pages::faulty(page::edit(&actor, &contact), vec![("name", Fault::Unchanged)]).into_response());
    }
    let Some(id) = store::add(&mut change, actor.org(), &contact, (CONTACTS, at)).await? else {
        return Ok(pages::refused(page::edit(&actor, &contact), text.enough).into_response());
    };
    change.commit(Event::new(Deed::ContactAdded, id).after(recorded(&contact))).await?;
    Ok(done(PATH, text.added))
}

/// The contact of a form that is opened.
async fn look(actor: &Actor<ContactManage>, id: i64) -> Result<Contact, Error> {
    store::find(&mut *actor.open().await?, actor.org(), id).await?.ok_or(Error::NotFound)
}

/// `GET /organization/contacts/{id}/edit`: the form shows what lists mask, so that it was opened is recorded (MEM-8).
pub async fn edit(actor: Actor<ContactManage>, Id(id): Id) -> Result<FormPage, Error> {
    let page = page::edit(&actor, &look(&actor, id).await?);
    Change::begin(&actor).await?.commit(shown(id)).await?;
    Ok(page)
}

/// What the form shows in clear.
fn shown(id: i64) -> Event {
    let fields = Fields::new().set("field", vec!["name", "phone", "email"]).set("form", "edit");
    Event::new(Deed::ContactRevealed, id).after(fields)
}

/// `POST /organization/contacts/{id}/edit`.
pub async fn update(actor: Actor<ContactManage>, Id(id): Id, Marked(typed): Marked) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let before = store::find(&mut change, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let contact = Contact::read(id, &typed);
    let faults = contact.faults();
    if !faults.is_empty() {
        return Ok(pages::faulty(page::edit(&actor, &contact), faults).into_response());
    }
    if !store::update(&mut change, actor.org(), &contact).await? {
        let mut page = pages::refused(page::edit(&actor, &before), text.changed_meanwhile);
        page.before = vec![page::present(&before, text.contacts, text)];
        // What somebody else has changed meanwhile stands there.
        change.commit(shown(id)).await?;
        return Ok(page.into_response());
    }
    change.commit(Event::new(Deed::ContactChanged, id).before(recorded(&before)).after(recorded(&contact))).await?;
    Ok(done(PATH, text.added))
}

/// `GET /organization/contacts/{id}/reveal?field=`.
pub async fn ask_reveal(actor: Actor<ContactManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    Ok(reveals::ask(&actor, &page::subject(&look(&actor, id).await?, actor.lang()), &typed))
}

/// `POST /organization/contacts/{id}/reveal` (`field`, `reason`): one personal value, for a reason, in the record (MEM-8).
pub async fn reveal(actor: Actor<ContactManage>, Id(id): Id, Form(typed): Form) -> Result<FormPage, Error> {
    let mut change = Change::begin(&actor).await?;
    let contact = store::find(&mut change, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let event = Event::new(Deed::ContactRevealed, id);
    reveals::show(change, &actor, &page::subject(&contact, actor.lang()), &typed, event).await
}

/// `GET /organization/contacts/{id}/deletion`.
pub async fn ask_delete(actor: Actor<ContactManage>, Id(id): Id) -> Result<FormPage, Error> {
    Ok(page::deletion(&actor, &look(&actor, id).await?))
}

/// `POST /organization/contacts/{id}/deletion`.
pub async fn delete(actor: Actor<ContactManage>, Id(id): Id) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let before = store::find(&mut change, actor.org(), id).await?.ok_or(Error::NotFound)?;
    if !store::delete(&mut change, actor.org(), id).await? {
        return Err(Error::NotFound);
    }
    change.commit(Event::new(Deed::ContactRemoved, id).before(recorded(&before))).await?;
    Ok(done(PATH, Text::of(actor.lang()).removed))
}

fn recorded(of: &Contact) -> Fields {
    let fields = Fields::new().personal("name", Some(&of.name));
    fields.personal("phone", Some(&of.phone)).personal("email", Some(&of.email))
}
