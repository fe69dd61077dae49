//! Objections: opened, answered, replied to, closed (REB-11, REB-12).

use super::{day, find, site};
use crate::{
    access::{
        Actor, Permission,
        permission::{IncentiveConfirm, IncentiveSubmit, IncentiveView},
    },
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    rebates::{
        forms,
        pages::objections::{self as pages, Thread},
        rules::{
            self,
            state::{self, Step},
        },
        store::{
            self,
            objections::{self as objections, Objection},
            statements::{self, Statement},
        },
        text::Text,
    },
    requests::{self, signature},
    web::{DetailPage, Error, Flash, Form, Id, Query, Redirect, form::FormPage},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// An objection with its statement.
async fn one<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    id: i64,
) -> Result<(Statement, Objection), Error> {
    let found = objections::find(connection, actor.org(), (None, Some(id))).await?.pop().ok_or(Error::NotFound)?;
    Ok((find(connection, actor, (found.statement_id, None)).await?, found))
}

/// `GET /incentives/rebates/{id}/objection`.
pub async fn new(actor: Actor<IncentiveConfirm>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let mut connection = actor.open().await?;
    let statement = find(&mut connection, &actor, (id, None)).await?;
    let lines = statements::lines(&mut connection, actor.org(), id).await?;
    let today = day(&actor, actor.face().now);
    let mut page = pages::new(&actor, (&statement, &lines), &typed);
    if let Err(refusal) = state::object(rule(&statement), false, today) {
        page.notice = Some(Text::of(actor.lang()).refusal(refusal).to_owned());
        page.buttons.clear();
    }
    Ok(page)
}

fn rule(statement: &Statement) -> state::Statement<'_> {
    let disputed = statement.disputes > 0;
    state::Statement { state: &statement.state, publish_until: statement.publish_until, disputed }
}

/// `POST /incentives/rebates/{id}/objection` (`line`, `words`).
pub async fn create(actor: Actor<IncentiveConfirm>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let statement = find(&mut change, &actor, (id, None)).await?;
    let lines = statements::lines(&mut change, actor.org(), id).await?;
    let mut page = pages::new(&actor, (&statement, &lines), &typed);
    let line = match typed.get("line") {
        "" => None,
        chosen => Some(lines.iter().find(|line| line.id.to_string() == chosen).ok_or(Error::NotFound)?.id),
    };
    let words = match forms::words(typed.get("words"), rules::WORDS) {
        Ok(words) => words,
        Err(typo) => {
            pages::wrong(&mut page, &[("words", typo)], &actor);
            return Ok(page.into_response());
        }
    };
    let standing = objections::find(&mut change, actor.org(), (Some(id), None)).await?;
    let same = standing.iter().any(|other| other.state != "closed" && other.line_id == line);
    let today = day(&actor, actor.face().now);
    if let Err(refusal) = state::object(rule(&statement), same, today) {
        page.notice = Some(text.refusal(refusal).to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    let objection = objections::begin(&mut change, id, line).await?;
    objections::say(&mut change, objection, (&signature(&actor), None, words)).await?;
    let after = Fields::new().set("statement", statement.number.as_str()).set("line", line);
    change.commit(Event::new(Deed::RebateObjected, objection).after(after)).await?;
    Ok(Redirect::to(pages::path(objection)).saying(Flash::done(text.sent)).into_response())
}

/// The page of an objection, with words that were typed.
async fn thread(
    connection: &mut PgConnection,
    actor: &Actor<IncentiveView>,
    id: i64,
    typed: &str,
) -> Result<DetailPage, Error> {
    let (statement, objection) = one(connection, actor, id).await?;
    let messages = objections::messages(connection, actor.org(), id).await?;
    let thread = Thread { statement: &statement, objection: &objection, messages: &messages };
    Ok(pages::show(actor, &thread, typed))
}

/// `GET /incentives/rebates/objections/{id}`.
pub async fn show(actor: Actor<IncentiveView>, Id(id): Id) -> Result<DetailPage, Error> {
    thread(&mut *actor.open().await?, &actor, id, "").await
}

/// `POST /incentives/rebates/objections/{id}` (`step`: `reply` with `words`, or `close`; `revision`).
pub async fn step(actor: Actor<IncentiveConfirm>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let (_, objection) = one(&mut change, &actor, id).await?;
    let step = if typed.get("step") == "reply" { Step::Reply } else { Step::Close };
    let back = |said: String| Redirect::to(pages::path(id)).saying(Flash::refused(said)).into_response();
    if typed.get("revision") != objection.revision.to_string() {
        return Ok(back(text.changed_meanwhile.to_owned()));
    }
    let to = match state::step(&objection.state, step, objection.opened_by == actor.member_id()) {
        Ok(to) => to,
        Err(barred) => return Ok(back(text.barred(barred).to_owned())),
    };
    let by = signature(&actor);
    let mut event = Event::new(if to == "closed" { Deed::RebateObjectionClosed } else { Deed::RebateReplied }, id);
    if step == Step::Reply {
        match forms::words(typed.get("words"), rules::WORDS) {
            Ok(words) => objections::say(&mut change, id, (&by, None, words)).await?,
            Err(typo) => return Ok(back(text.typo(typo))),
        }
    }
    if !objections::step(&mut change, (id, objection.revision), to, (None, &by)).await? {
        return Err(Error::Conflict);
    }
    event = event.before(Fields::new().set("state", objection.state.as_str())).after(Fields::new().set("state", to));
    change.commit(event).await?;
    Ok(Redirect::to(pages::path(id)).saying(Flash::done(text.saved)).into_response())
}

/// `GET /incentives/rebates/objections/{id}/answer`.
pub async fn ask_answer(actor: Actor<IncentiveSubmit>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let (statement, objection) = one(&mut *actor.open().await?, &actor, id).await?;
    let mut page = pages::answer(&actor, (&statement, &objection), &typed);
    if let Err(barred) = state::step(&objection.state, Step::Answer, objection.opened_by == actor.member_id()) {
        page.notice = Some(Text::of(actor.lang()).barred(barred).to_owned());
        page.buttons.clear();
    }
    Ok(page)
}

/// `POST /incentives/rebates/objections/{id}/answer` (`answered_on`, `channel`, `words`, `revision`).
pub async fn answer(actor: Actor<IncentiveSubmit>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let (statement, objection) = one(&mut change, &actor, id).await?;
    let mut page = pages::answer(&actor, (&statement, &objection), &typed);
    let refused = unanswerable(&actor, &objection, typed.get("revision"));
    if let Some(refused) = refused {
        page.notice = Some(refused.to_owned());
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    let days = (day(&actor, objection.opened_at), day(&actor, actor.face().now));
    let (on, channel, words) = match forms::answer(&typed, days) {
        Ok(answer) => answer,
        Err(typos) => {
            pages::wrong(&mut page, &typos, &actor);
            return Ok(page.into_response());
        }
    };
    let by = signature(&actor);
    let until = requests::calendar(&mut change, site(&actor)).await?.after(on, rules::ANSWER_STANDS);
    objections::say(&mut change, id, (&by, Some(channel), words)).await?;
    if !objections::step(&mut change, (id, objection.revision), "answered", (Some((on, until)), &by)).await? {
        return Err(Error::Conflict);
    }
    let after = Fields::new().set("state", "answered").set("answered_on", on.to_string()).set("channel", channel);
    change.commit(Event::new(Deed::RebateAnswered, id).after(after)).await?;
    Ok(Redirect::to(pages::path(id)).saying(Flash::done(text.saved)).into_response())
}

/// Why an answer to an objection cannot be recorded, if it cannot.
fn unanswerable(actor: &Actor<IncentiveSubmit>, objection: &Objection, revision: &str) -> Option<&'static str> {
    let text = Text::of(actor.lang());
    match state::step(&objection.state, Step::Answer, objection.opened_by == actor.member_id()) {
        Err(barred) => Some(text.barred(barred)),
        Ok(_) if revision != objection.revision.to_string() => Some(text.changed_meanwhile),
        Ok(_) => None,
    }
}
