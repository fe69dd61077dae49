//! `/desk/fh-rates`: the desk sets and ends rates (FH-01, COM-15).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    access::{Actor, permission::DeskPolicyManage},
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    fh::{
        forms,
        pages::rate::{self as pages, PATH},
        rules::rate::{self as rules, Draft},
        store::rate::{self as store, Listed},
        text::rate::Text,
    },
    requests::signature,
    values::decimal::written,
    web::{Error, Flash, Form, ListPage, Query, Redirect, Typed, form::FormPage},
};

/// `GET /desk/fh-rates?scheme=`.
pub async fn list(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<ListPage, Error> {
    let (scheme, mut bar) = forms::rates(typed, actor.lang());
    let paging = bar.paging::<i64>();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, (scheme.as_deref(), None), paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, (&rows, pager)))
}

/// `GET /desk/fh-rates/new`.
pub async fn new(actor: Actor<DeskPolicyManage>) -> FormPage {
    pages::new(&actor, &Draft::default())
}

/// `POST /desk/fh-rates/new` (`scheme`, `level`, `region`, `valid_from`, `valid_to`, `amount`, `currency`, `cap_people`).
pub async fn create(actor: Actor<DeskPolicyManage>, Form(typed): Form) -> Result<Response, Error> {
    let (draft, text) = (forms::rate(&typed), Text::of(actor.lang()));
    let mut page = pages::new(&actor, &draft);
    let rate = match draft.read() {
        Ok(rate) => rate,
        Err(faults) => {
            faults.into_iter().for_each(|(field, fault)| page.fault(field, text.sentence(fault).to_owned()));
            return Ok(page.into_response());
        }
    };
    let mut change = Change::begin(&actor).await?;
    let Some(id) = store::add(&mut change, &rate, &signature(&actor)).await? else {
        page.fault("valid_from", text.overlap.to_owned());
        return Ok(page.into_response());
    };
    let last = rate.valid_to.map(|day| day.to_string());
    let after = Fields::new()
        .set("scheme", rate.scheme.as_str())
        .set("level", rate.level.as_str())
        .set("region", rate.region.as_str())
        .set("amount", written(rate.amount))
        .set("currency", rate.currency.as_str())
        .set("valid_from", rate.valid_from.to_string())
        .set("valid_to", last);
    change.commit(Event::new(Deed::FhRateAdded, id).after(after)).await?;
    Ok(Redirect::to(PATH).saying(Flash::done(text.saved)).into_response())
}

async fn find(connection: &mut PgConnection, typed: &Typed) -> Result<Listed, Error> {
    let id = typed.get("rate").parse().map_err(|_| Error::NotFound)?;
    store::list(connection, (None, Some(id)), None).await?.pop().ok_or(Error::NotFound)
}

/// `GET /desk/fh-rates/edit?rate=`.
pub async fn edit(actor: Actor<DeskPolicyManage>, Query(typed): Query) -> Result<FormPage, Error> {
    let found = find(&mut *actor.open().await?, &typed).await?;
    Ok(pages::edit(&actor, &found, None))
}

/// `POST /desk/fh-rates/edit` (`rate`, `seen`, `valid_to`): a rate is only ended, so that months keep theirs.
pub async fn update(actor: Actor<DeskPolicyManage>, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let found = find(&mut change, &typed).await?;
    let mut page = pages::edit(&actor, &found, Some(typed.get("valid_to")));
    let last = match rules::end(typed.get("valid_to"), (found.valid_from, found.valid_to)) {
        Ok(last) => last,
        Err(fault) => {
            page.fault("valid_to", text.sentence(fault).to_owned());
            return Ok(page.into_response());
        }
    };
    let is_seen = rules::day(typed.get("seen")) == found.valid_to;
    if !is_seen || !store::end(&mut change, &found, last, &signature(&actor)).await? {
        page.notice = Some(text.conflict.to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    let before = Fields::new().set("valid_to", found.valid_to.map(|day| day.to_string()));
    let after = Fields::new().set("valid_to", last.to_string());
    change.commit(Event::new(Deed::FhRateEnded, found.id).before(before).after(after)).await?;
    Ok(Redirect::to(PATH).saying(Flash::done(text.saved)).into_response())
}
