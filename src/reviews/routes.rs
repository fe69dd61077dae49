//! Handlers of access reviews.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    begin, forms,
    pages::{self, Refused},
    rules::{Concern, Reader, State, is_asked, outcome_of, state_of},
    store::{self, Answer, Item, Wish},
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{RoleManage, RoleView},
        usage,
    },
    audit::{Change, Deed, Event, Fields},
    inbox::Eyes,
    members,
    web::{Error, FilterBar, Flash, Form, Id, ListPage, Query, Redirect},
};

/// More roles than any review has: an export takes all.
const ALL: i64 = 1_000_000;

/// `GET /roles/reviews`.
pub async fn list(actor: Actor<RoleView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut bar = FilterBar::new("/roles/reviews", typed, actor.lang());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut *actor.open().await?, actor.org(), (paging.after, None), actor.face().now).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| row.id);
    Ok(pages::list(&actor, bar, &rows, pager))
}

/// `GET /roles/reviews/new`: the question.
pub async fn new(actor: Actor<RoleManage>) -> Result<Response, Error> {
    Ok(pages::new(&actor))
}

/// `POST /roles/reviews`: begins one by hand.
pub async fn start(actor: Actor<RoleManage>, Form(_): Form) -> Result<Redirect, Error> {
    let mut change = Change::begin(&actor).await?;
    let text = Text::of(actor.lang());
    let Some(event) = begin(&mut change, actor.organization().zone, None).await? else {
        return Ok(Redirect::to("/roles/reviews").saying(Flash::refused(text.not_started)));
    };
    change.commit(event).await?;
    Ok(Redirect::to("/roles/reviews").saying(Flash::done(text.started)))
}

/// `GET /roles/reviews/{id}`: the roles, with what is to be answered.
pub async fn show(actor: Actor<RoleView>, Id(id): Id, Query(typed): Query) -> Result<Response, Error> {
    page(&actor, id, typed, &[]).await
}

async fn page(
    actor: &Actor<RoleView>,
    id: i64,
    typed: crate::web::Typed,
    refused: &[Refused],
) -> Result<Response, Error> {
    let (wish, mut bar) = forms::wish(typed, format!("/roles/reviews/{id}"), actor);
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let review = store::find(&mut connection, actor.org(), id, actor.face().now).await?.ok_or(Error::NotFound)?;
    let mut items = Vec::new();
    if bar.is_sound() {
        items = store::items(&mut connection, actor.org(), id, wish, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut items, |item| (item.username.to_lowercase(), item.id));
    let members: Vec<i64> = items.iter().map(|item| item.member_id).collect();
    let used = usage::read(&mut connection, actor.org(), Some(&members)).await?;
    Ok(pages::show(actor, &review, (&items, &used), (bar, pager), refused))
}

/// `POST /roles/reviews/{id}` (`answer-<key>`, `note-<key>`): what is kept, and what a second person is to agree to remove.
pub async fn answer(actor: Actor<RoleView>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    let review = store::find(&mut change, org, id, now).await?.ok_or(Error::NotFound)?;
    let to = Redirect::to(format!("/roles/reviews/{id}"));
    if state_of(review.ends_at, now) == State::Ended {
        return Ok(to.saying(Flash::refused(text.is_over)).into_response());
    }
    let eyes = Eyes::of(actor.seat());
    let wish = Wish { asked: Some((eyes.member_id, eyes.agrees)), limit: ALL, now, ..Wish::default() };
    let items = store::items(&mut change, org, id, wish, None).await?;
    let (mut events, mut refused) = (Vec::new(), Vec::new());
    for typed in forms::answers(&typed) {
        let item = items.iter().find(|item| item.id == typed.item).ok_or(Error::NotFound)?;
        match settle(&mut change, (id, item), &typed, eyes.agrees).await? {
            Ok(settled) => events.extend(settled),
            Err(why) => refused.push((item.clone(), why)),
        }
    }
    if events.is_empty() {
        drop(change);
    } else {
        change.commit_all(&events).await?;
    }
    if refused.is_empty() {
        return Ok(to.saying(Flash::done(text.answered)).into_response());
    }
    page(&actor, id, crate::web::Typed::default(), &refused).await
}

/// Stores one answer; a removal asks the second person.
async fn settle(
    change: &mut Change<RoleView>,
    (review_id, item): (i64, &Item),
    typed: &forms::Answered,
    agrees: bool,
) -> Result<Result<Vec<Event>, members::Unremovable>, Error> {
    let (org, at) = (change.org(), change.now());
    let by = change.member_id().ok_or(Error::SignedOut)?;
    let concern =
        Concern { member_id: item.member_id, reviewer_id: item.reviewer_id, reviewer_works: item.reviewer_works };
    let outcome = outcome_of(item.answered(), State::Running);
    if !is_asked(Reader { member_id: by, agrees }, concern) || !outcome.is_open() {
        return Err(Error::Conflict);
    }
    let removal = match typed.answer {
        "remove" => remove(change, (review_id, item), (&typed.note, by)).await?,
        _ => Ok(None),
    };
    let (request_id, event) = match removal {
        Ok(removal) => removal.unzip(),
        Err(why) => return Ok(Err(why)),
    };
    let mut events: Vec<Event> = event.into_iter().collect();
    let answer = Answer { item: item.id, answer: typed.answer, note: &typed.note, request_id, by, at };
    store::answer(change, org, answer).await?;
    let role = item.role.clone().unwrap_or_else(|| item.role_name.clone());
    let after = Fields::new().set("review", review_id).set("member", item.member_id).set("role", role);
    let after = after.set("answer", typed.answer).set("request", request_id);
    events.push(Event::new(Deed::AccessReviewAnswered, item.id).after(after).because(&typed.note));
    Ok(Ok(events))
}

/// Asks a second person to take the role away; without a last one the login ends (ROLE-1).
async fn remove(
    change: &mut Change<RoleView>,
    (review_id, item): (i64, &Item),
    (note, by): (&str, i64),
) -> Result<Result<Option<(i64, Event)>, members::Unremovable>, Error> {
    let role = members::Wanted { role: item.role.clone(), role_id: item.role_id, ..members::Wanted::default() };
    let org = change.org();
    let own = store::requests_of(change, org, review_id, item.member_id).await?;
    Ok(members::request_removal(change, item.member_id, &role, (&own, note, by)).await?.map(Some))
}

/// `GET /roles/reviews/{id}/export`: the result as a file. That somebody took it is recorded.
pub async fn export(actor: Actor<RoleView>, Id(id): Id) -> Result<Response, Error> {
    let wish = Wish { limit: ALL, now: actor.face().now, ..Wish::default() };
    let mut connection = actor.open().await?;
    let review = store::find(&mut connection, actor.org(), id, actor.face().now).await?.ok_or(Error::NotFound)?;
    let items = store::items(&mut connection, actor.org(), id, wish, None).await?;
    drop(connection);
    let event = Event::new(Deed::AccessReviewExported, id).after(Fields::new().set("items", items.len()));
    Change::begin(&actor).await?.commit(event).await?;
    let day = actor.face().date(review.starts_at);
    let name = format!("attachment; filename=\"access-review-{}-{day}.csv\"", actor.organization().code);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pages::csv(&actor, &review, &items)).into_response())
}
