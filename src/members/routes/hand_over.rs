//! `/members/{id}/hand-over`: customers and managers get successors, then the login ends for good; all in one change (MEM-10).

use axum::response::{IntoResponse, Response};

use super::begin;
use crate::{
    access::{Actor, permission::MemberManage, sessions},
    audit::{Change, Deed, Event, Fields},
    members::{
        pages::{
            act::{self, Succession},
            form::FormPage,
        },
        routes::state::{chosen, others},
        rules::{acts::Act, plan::Why},
        store::{
            requests,
            subject::{self, Case},
            write,
        },
        text::{Text, form::sentence},
    },
    web::{Error, Flash, Form, Id, Query, Redirect, Typed},
};

/// Who may take over.
struct Successors {
    managers: Vec<(i64, String)>,
    directors: Vec<(i64, String)>,
}

impl Successors {
    fn of(case: &Case) -> Self {
        let but = |known: &[(i64, String)]| others(known, case.subject.id);
        Self { managers: but(&case.ground.managers), directors: but(&case.ground.directors) }
    }
}

/// `GET /members/{id}/hand-over`.
pub async fn ask(actor: Actor<MemberManage>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let (org, now) = (actor.org(), actor.app().clock.now());
    let mut connection = actor.open().await?;
    let case = subject::case(&mut connection, org, id, now).await?.ok_or(Error::NotFound)?;
    let successors = Successors::of(&case);
    let waiting = requests::pending(&mut connection, org, id, actor.member_id()).await?;
    Ok(page(&actor, &case, (&typed, i64::from(waiting.is_some())), &successors))
}

/// `POST /members/{id}/hand-over` (`customers_to`, `managers_to`, `reason`).
pub async fn delete(actor: Actor<MemberManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let (mut change, case) = begin(&actor, id).await?;
    let org = actor.org();
    let successors = Successors::of(&case);
    let waiting = requests::pending(&mut change, org, id, actor.member_id()).await?;
    let mut page = page(&actor, &case, (&typed, i64::from(waiting.is_some())), &successors);
    if page.buttons.is_empty() {
        return Ok(page.into_response());
    }
    let customers_to = chosen(&typed, "customers_to", &successors.managers, false).flatten();
    let managers_to = chosen(&typed, "managers_to", &successors.directors, true);
    let open = [
        ("customers_to", case.subject.customers > 0 && customers_to.is_none()),
        ("managers_to", case.subject.managed > 0 && managers_to.is_none()),
    ];
    if open.iter().any(|(_, missing)| *missing) {
        let said = sentence(&Why::NotASuccessor, actor.lang());
        open.iter().filter(|(_, missing)| *missing).for_each(|(field, _)| page.fault(field, said.clone()));
        return Ok(page.into_response());
    }
    let handed = Handed { customers_to, managers_to: managers_to.flatten(), reason: typed.get("reason") };
    let events = hand_over(&mut change, &case, handed).await?;
    change.commit_all(&events).await?;
    Ok(Redirect::to("/members").saying(Flash::done(Text::of(actor.lang()).acts.deleted)).into_response())
}

/// Who takes over what.
#[derive(Clone, Copy)]
struct Handed<'a> {
    customers_to: Option<i64>,
    managers_to: Option<i64>,
    reason: &'a str,
}

async fn hand_over(change: &mut Change<MemberManage>, case: &Case, handed: Handed<'_>) -> Result<Vec<Event>, Error> {
    let (org, now, id) = (change.org(), change.now(), case.subject.id);
    let mut events = Vec::new();
    if let Some(successor) = handed.customers_to.filter(|_| case.subject.customers > 0) {
        let count = write::reassign_customers(change, org, id, successor, now).await?;
        let after = Fields::new().set("from", id).set("to", successor).set("customers", count);
        events.push(Event::new(Deed::CustomersHandedOver, id).after(after).because(handed.reason));
    }
    if case.subject.managed > 0 {
        let moved = write::redirect_managers(change, org, id, handed.managers_to).await?;
        let after = Fields::new().set("managers", moved).set("director", handed.managers_to);
        events.push(Event::new(Deed::MemberDirectorChanged, id).after(after).because(handed.reason));
    }
    requests::withdraw(change, org, id, now).await?;
    sessions::end_all_of(change, org, id).await?;
    write::delete(change, org, id, now).await?;
    let before = Fields::new().set("state", case.subject.state.as_str());
    let after = Fields::new().set("state", "deleted");
    events.push(Event::new(Deed::MemberDeleted, id).before(before).after(after).because(handed.reason));
    Ok(events)
}

fn page(
    actor: &Actor<MemberManage>,
    case: &Case,
    (typed, waiting): (&Typed, i64),
    successors: &Successors,
) -> FormPage {
    let mut page = act::dialog(actor, case, Act::HandOver, typed);
    page.before.push(act::counts(actor, case, waiting));
    let text = Text::of(page.frame.lang);
    if case.subject.managed > 0 {
        let candidates = &successors.directors;
        let label = text.acts.managers_to;
        act::succession(&mut page, typed, Succession { field: "managers_to", label, candidates, nobody: true });
    }
    if case.subject.customers > 0 {
        let candidates = &successors.managers;
        let label = text.acts.customers_to;
        act::succession(&mut page, typed, Succession { field: "customers_to", label, candidates, nobody: false });
    }
    page
}
