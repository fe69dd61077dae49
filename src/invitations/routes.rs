//! Handlers of reports and invitations.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    forms::{self, Draft},
    pages,
    rules::{MOST_REPORTS, Way, Wrong},
    store,
    text::Text,
};
use crate::{
    access::{Actor, permission::CustomerInvite},
    audit::{Change, Deed, Event, Fields},
    customers::association_codes,
    web::{Error, Flash, Form, Id, ListPage, Query, Redirect, form::FormPage},
};

/// The vendor's deadlines are cut in UTC+8.
fn today(now: DateTime<Utc>) -> NaiveDate {
    (now + TimeDelta::hours(8)).date_naive()
}

/// `GET /invitations` (`state`).
pub async fn list(actor: Actor<CustomerInvite>, Query(typed): Query) -> Result<ListPage, Error> {
    let today = today(actor.app().clock.now());
    let (state, mut bar) = forms::filters(typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let mut connection = actor.open().await?;
        rows = store::list(&mut connection, actor.org(), state.as_deref(), today, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.sent_on, row.id));
    Ok(pages::list(&actor, bar, (&rows, today), pager))
}

/// `GET /invitations/new`.
pub async fn new(actor: Actor<CustomerInvite>) -> Result<FormPage, Error> {
    let draft = Draft { sent_on: today(actor.app().clock.now()).to_string(), ..Draft::default() };
    Ok(pages::form(&actor, &draft, association_codes(&actor.organization().sites)))
}

/// `POST /invitations` (`company`, `way`, `association`, `sent_on`, `label`, `remark`).
pub async fn create(actor: Actor<CustomerInvite>, Form(typed): Form) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let codes = association_codes(&actor.organization().sites);
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let new = match draft.invitation(codes, today(now)) {
        Ok(new) => new,
        Err(faults) => return Ok(pages::faulty(&actor, &draft, codes, &faults).into_response()),
    };
    let reports = store::lock(&mut change, org, today(now)).await?;
    if new.way == Way::Report && reports >= MOST_REPORTS {
        return Ok(pages::faulty(&actor, &draft, codes, &[("way", Wrong::TooMany)]).into_response());
    }
    let by = change.member_id();
    let id = store::insert(&mut change, org, &new, (by, now)).await?;
    let fields = Fields::new().set("way", new.way.as_str()).set("sent_on", new.sent_on.to_string());
    change.commit(Event::new(Deed::InvitationRecorded, id).after(fields.set("company", new.company))).await?;
    Ok(Redirect::to("/invitations").saying(Flash::done(Text::of(actor.lang()).saved)).into_response())
}

/// `GET /invitations/{id}`.
pub async fn show(actor: Actor<CustomerInvite>, Id(id): Id) -> Result<FormPage, Error> {
    let today = today(actor.app().clock.now());
    let kept = store::find(&mut *actor.open().await?, actor.org(), id, today).await?.ok_or(Error::NotFound)?;
    Ok(pages::show(&actor, &kept, today))
}

/// `POST /invitations/{id}` (`step`: `accepted`, `ended`).
pub async fn end(actor: Actor<CustomerInvite>, Id(id): Id, Form(typed): Form) -> Result<Redirect, Error> {
    let mut change = Change::begin(&actor).await?;
    let (org, now, by) = (change.org(), change.now(), change.member_id());
    let kept = store::find(&mut change, org, id, today(now)).await?.ok_or(Error::NotFound)?;
    let state = typed.get("step");
    if !["accepted", "ended"].contains(&state) {
        return Err(Error::Unreadable);
    }
    if !store::end(&mut change, org, (id, state), (by, now)).await? {
        return Err(Error::Conflict);
    }
    let before = Fields::new().set("state", kept.state);
    change
        .commit(Event::new(Deed::InvitationEnded, id).before(before).after(Fields::new().set("state", state)))
        .await?;
    Ok(Redirect::to("/invitations").saying(Flash::done(Text::of(actor.lang()).saved)))
}
