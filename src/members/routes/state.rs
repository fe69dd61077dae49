//! `/members/{id}/disable` and `/enable` (MEM-9): with a successor for the managers of a director (TRAP-2).

use axum::response::{IntoResponse, Response};

use super::{begin, look};
use crate::{
    access::{Actor, permission::MemberManage, sessions},
    audit::{Deed, Event, Fields},
    members::{
        pages::{
            act::{self, Succession},
            form::FormPage,
        },
        rules::{acts::Act, plan::Why},
        store::{subject, write},
        text::{Text, form::sentence},
    },
    web::{Error, Flash, Form, Id, Query, Redirect, Typed},
};

/// `GET /members/{id}/disable`.
pub async fn ask_disable(actor: Actor<MemberManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(disabling(&actor, &case, &typed, &others(&case.ground.directors, id)))
}

/// `POST /members/{id}/disable`: a director's managers go to a successor, or explicitly to nobody, in the same change.
pub async fn disable(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let directors = others(&case.ground.directors, id);
    let mut page = disabling(&actor, &case, &typed, &directors);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let mut events = vec![Event::new(Deed::MemberDisabled, id).because(typed.get("reason"))];
    if case.subject.managed > 0 {
        let Some(successor) = chosen(&typed, "managers_to", &directors, true) else {
            page.fault("managers_to", sentence(&Why::NotASuccessor, actor.lang()));
            return Ok(page.into_response());
        };
        let moved = write::redirect_managers(&mut change, actor.org(), id, successor).await?;
        let after = Fields::new().set("managers", moved).set("director", successor);
        events.push(Event::new(Deed::MemberDirectorChanged, id).after(after).because(typed.get("reason")));
    }
    write::set_state(&mut change, actor.org(), id, "disabled").await?;
    sessions::end_all_of(&mut change, actor.org(), id).await?;
    change.commit_all(&events).await?;
    Ok(done(id, Text::of(actor.lang()).acts.disabled))
}

/// `GET /members/{id}/enable`.
pub async fn ask_enable(actor: Actor<MemberManage>, Id(id): Id) -> Result<FormPage, Error> {
    let case = look(&actor, id).await?;
    Ok(act::dialog(&actor, &case, Act::Enable, &Typed::default()))
}

/// `POST /members/{id}/enable`: not past the last day; who never signed in waits for his first sign-in again.
pub async fn enable(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let mut page = act::dialog(&actor, &case, Act::Enable, &typed);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let text = Text::of(actor.lang());
    let today = actor.face().date(change.now());
    if case.subject.expires_on.is_some_and(|day| day < today) {
        page.fault("", text.acts.expired_first.to_owned());
        return Ok(page.into_response());
    }
    let state = if case.subject.last_login_at.is_none() { "invited" } else { "active" };
    write::set_state(&mut change, actor.org(), id, state).await?;
    change.commit(Event::new(Deed::MemberEnabled, id).because(typed.get("reason"))).await?;
    Ok(done(id, text.acts.enabled))
}

fn disabling(
    actor: &Actor<MemberManage>,
    case: &subject::Case,
    typed: &Typed,
    directors: &[(i64, String)],
) -> FormPage {
    let mut page = act::dialog(actor, case, Act::Disable, typed);
    if case.subject.managed > 0 {
        let label = Text::of(page.frame.lang).acts.managers_to;
        let field = Succession { field: "managers_to", label, candidates: directors, nobody: true };
        act::succession(&mut page, typed, field);
    }
    page
}

/// All but the member himself.
pub fn others(members: &[(i64, String)], id: i64) -> Vec<(i64, String)> {
    members.iter().filter(|known| known.0 != id).cloned().collect()
}

/// The successor that was chosen; `Some(None)` is an explicit nobody.
pub fn chosen(typed: &Typed, field: &str, candidates: &[(i64, String)], nobody: bool) -> Option<Option<i64>> {
    match typed.get(field) {
        "none" if nobody => Some(None),
        id => candidates.iter().find(|known| known.0.to_string() == id).map(|known| Some(known.0)),
    }
}

fn done(id: i64, sentence: &str) -> Response {
    Redirect::to(format!("/members/{id}")).saying(Flash::done(sentence)).into_response()
}
