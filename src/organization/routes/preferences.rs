//! `/organization/preferences` (ORG-12).

use axum::response::{IntoResponse, Response};

use super::done;
use crate::{
    access::{Actor, permission::OrgSettings},
    audit::{Change, Deed, Event, Fields},
    organization::{
        forms::Draft,
        pages::{self, Seen, preferences as page},
        rules::fields::Fault,
        store::preferences::{self as store, Preferences},
        text::{company::Text as Company, settings::Text},
    },
    web::{Error, Form, form::FormPage},
};

/// `GET /organization/preferences`.
pub async fn edit(actor: Actor<OrgSettings>) -> Result<FormPage, Error> {
    let preferences = store::get(&mut *actor.open().await?, actor.org()).await?;
    Ok(page::edit(&actor, preferences.revision, &Draft::of(&preferences)))
}

/// `POST /organization/preferences`.
pub async fn update(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let before = store::lock(&mut change, actor.org()).await?;
    let (text, words) = (Text::of(actor.lang()), Company::of(actor.lang()));
    let read = draft.preferences(&before, actor.organization().is_abroad());
    let mut faults = read.as_ref().err().cloned().unwrap_or_default();
    if read.is_ok() && !store::knows_zone(&mut change, &draft.time_zone).await? {
        faults.push(("time_zone", Fault::Zone));
    }
    let present = page::present(&before, words.now_is, text);
    let seen = Seen { typed: typed.get("revision"), now: before.revision, present, conflict: words.conflict };
    if let Some(page) = pages::again(page::edit(&actor, before.revision, &draft), seen, faults) {
        return Ok(page.into_response());
    }
    let Ok(after) = read else { return Err(Error::Unreadable) };
    store::update(&mut change, actor.org(), &after).await?;
    let event = Event::new(Deed::OrganizationSettings, actor.org()).before(fields(&before)).after(fields(&after));
    change.commit(event).await?;
    Ok(done("/organization/preferences", text.saved))
}

fn fields(of: &Preferences) -> Fields {
    Fields::new()
        .set("language", of.language.as_deref())
        .set("time_zone", of.time_zone.as_str())
        .set("working_from", of.working_from.format("%H:%M").to_string())
        .set("working_to", of.working_to.format("%H:%M").to_string())
        .set("settlement_currency", of.settlement_currency.as_deref())
}
