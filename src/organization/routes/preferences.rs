//! `/organization/preferences` (ORG-12).

use axum::response::{IntoResponse, Response};

use super::done;
use crate::{
    access::{Actor, permission::OrgSettings},
    audit::{Change, Deed, Event, Fields},
    organization::{
        forms::Draft,
        pages::{self, Seen, preferences as page},
        rules::{fields::Fault, preferences::Abroad},
        store::preferences::{self as store, Preferences},
        text::{company::Text as Company, settings::Text},
    },
    values::Month,
    web::{Error, Form, form::FormPage},
};

/// `GET /organization/preferences`.
pub async fn edit(actor: Actor<OrgSettings>) -> Result<FormPage, Error> {
    let preferences = store::get(&mut *actor.open().await?, actor.org(), open_period(&actor).first_day()).await?;
    Ok(page::edit(&actor, &preferences, &Draft::of(&preferences)))
}

/// `POST /organization/preferences`.
pub async fn update(actor: Actor<OrgSettings>, Form(typed): Form) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let before = store::lock(&mut change, actor.org(), open_period(&actor).first_day()).await?;
    let (text, words) = (Text::of(actor.lang()), Company::of(actor.lang()));
    let read = draft.preferences(&before, Abroad::of(actor.organization()), open_period(&actor).next());
    let mut faults = read.as_ref().err().cloned().unwrap_or_default();
    if read.is_ok() && !store::knows_zone(&mut change, &draft.time_zone).await? {
        faults.push(("time_zone", Fault::Zone));
    }
    let present = page::present(&before, words.now_is, Abroad::of(actor.organization()), text);
    let seen = Seen { typed: typed.get("revision"), now: before.revision, present, conflict: words.conflict };
    if let Some(page) = pages::again(page::edit(&actor, &before, &draft), seen, faults) {
        return Ok(page.into_response());
    }
    let Ok(after) = read else { return Err(Error::Unreadable) };
    store::update(&mut change, actor.org(), &after).await?;
    let event = Event::new(Deed::OrganizationSettings, actor.org()).before(fields(&before)).after(fields(&after));
    change.commit(event).await?;
    Ok(done("/organization/preferences", text.saved))
}

/// The vendor's billing period that is open now.
fn open_period(actor: &Actor<OrgSettings>) -> Month {
    Month::of(actor.app().clock.now())
}

fn fields(of: &Preferences) -> Fields {
    Fields::new()
        .set("language", of.language.as_deref())
        .set("time_zone", of.time_zone.as_str())
        .set("working_from", of.working_from.format("%H:%M").to_string())
        .set("working_to", of.working_to.format("%H:%M").to_string())
        .set("settlement_currency", of.settlement_currency.as_deref())
        .set("next_settlement_currency", of.next_settlement_currency.as_deref())
        .set("next_settlement_currency_from", of.next_settlement_currency_from.map(|day| day.to_string()))
        .set("takes_customer_messages", of.takes_customer_messages)
        .set("shows_customer_bills", of.shows_customer_bills)
}
