//! `/profile/data`: a member changes his own name and mobile (MEM-11). His mail address opens the login (MEM-6), so that an
//! administrator changes it.

use axum::response::{IntoResponse, Response};

use crate::{
    access::{Actor, permission::ProfileEdit},
    audit::{Change, Deed, Event, Fields},
    profile::{
        forms::Data,
        pages::data::{self as page, PATH},
        store,
        text::Text,
    },
    web::{Error, Flash, Form, Redirect, form::FormPage},
};

/// `GET /profile/data`.
pub async fn edit(actor: Actor<ProfileEdit>) -> Result<FormPage, Error> {
    let (data, revision) = store::data(&mut *actor.open().await?, actor.org(), actor.member_id()).await?;
    Ok(page::edit(&actor, &data, revision))
}

/// `POST /profile/data` (`name`, `phone`, `revision`).
pub async fn update(actor: Actor<ProfileEdit>, Form(typed): Form) -> Result<Response, Error> {
    let data = Data::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let (org, member) = (change.org(), actor.member_id());
    let (before, revision) = store::data(&mut change, org, member).await?;
    if typed.get("revision") != revision.to_string() {
        return Ok(page::conflict(&actor, &data, (&before, revision)).into_response());
    }
    let wrongs = data.wrongs();
    if !wrongs.is_empty() {
        return Ok(page::faulty(page::edit(&actor, &data, revision), &wrongs, Text::of(actor.lang())).into_response());
    }
    store::set_data(&mut change, org, member, &data).await?;
    let event = Event::new(Deed::MemberUpdated, member).before(recorded(&before)).after(recorded(&data));
    change.commit(event).await?;
    Ok(Redirect::to(PATH).saying(Flash::done(Text::of(actor.lang()).data_saved)).into_response())
}

/// What the record keeps: digests.
fn recorded(data: &Data) -> Fields {
    Fields::new()
        .personal("name", Some(&data.name))
        .personal("phone", Some(data.phone.as_str()).filter(|phone| !phone.is_empty()))
}
