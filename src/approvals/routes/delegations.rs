//! `/approvals/delegations`: somebody approves in another's place for a while.

use axum::response::{IntoResponse, Response};
use chrono::Days;

use crate::{
    access::{Actor, Code, Permission, Permissions, permission::ApprovalRule},
    approvals::{
        forms::Draft,
        pages,
        rules::{Party, Wrong, delegate, overlap},
        store::{
            delegations::{self as store, Candidate, New},
            list::above,
        },
        text::delegations::Text,
    },
    audit::{Change, Deed, Event, Fields},
    board::{Concerned, Moving},
    commands::approval::may_stand_in,
    inbox::{self, Notice},
    web::{DetailPage, Error, Flash, Form, NoFilters, Redirect, Typed},
};

/// `GET /approvals/delegations`.
pub async fn list(actor: Actor<Concerned>, _: NoFilters) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let all = actor.may(ApprovalRule::CODE);
    let rows = store::list(&mut connection, actor.org(), (actor.member_id(), all)).await?;
    let members = store::candidates(&mut connection, actor.org(), (actor.member_id(), None), actor.face().now).await?;
    let off = above(&mut connection, (actor.org(), actor.member_id()), false).await?.off;
    Ok(pages::delegations::page(&actor, &rows, (&standing(&actor, &members), &off), &Draft::default()))
}

/// Those who could stand in for the reader.
fn standing<'a, P: Permission>(actor: &Actor<P>, members: &'a [Candidate]) -> Vec<&'a Candidate> {
    let fits = |member: &&Candidate| member.id != actor.member_id() && may_stand_in(held(actor, member));
    members.iter().filter(fits).collect()
}

fn held<P: Permission>(actor: &Actor<P>, member: &Candidate) -> Permissions {
    member.permissions(actor.organization().kind)
}

/// `POST /approvals/delegations` (`step`: `delegate` with `to`, `codes`, `starts`, `ends`, `reason`; a key: takes it back).
pub async fn change(actor: Actor<Moving>, Form(typed): Form) -> Result<Response, Error> {
    match typed.get("step") {
        "delegate" => add(&actor, &typed).await,
        "revoke" => revoke(&actor, typed.get("delegation").parse().map_err(|_| Error::Unreadable)?).await,
        _ => Err(Error::Unreadable),
    }
}

async fn add(actor: &Actor<Moving>, typed: &Typed) -> Result<Response, Error> {
    let draft = Draft::of(typed);
    let mut change = Change::begin(actor).await?;
    let (org, now) = (change.org(), change.now());
    let members = store::candidates(&mut change, org, (actor.member_id(), None), now).await?;
    let candidates = standing(actor, &members);
    let party = |member: &Candidate| Party { id: member.id, held: held(actor, member), issued: member.issued() };
    let from = members.iter().find(|member| member.id == actor.member_id()).map(party).ok_or(Error::Conflict)?;
    let to = candidates.iter().find(|member| Some(member.id) == draft.to).map(|member| party(member));
    let codes: Vec<Code> = draft.codes.iter().filter_map(|code| Code::parse(code)).collect();
    let face = actor.face();
    let days = draft.days();
    let wrong: Vec<Wrong> = delegate(from, to, &codes, (days, &draft.reason), (face.date(now), now));
    let (Ok(first), Ok(last), Some(to), true) = (days.0, days.1, to, wrong.is_empty()) else {
        let rows = store::list(&mut change, org, (actor.member_id(), actor.may(ApprovalRule::CODE))).await?;
        return Ok(pages::delegations::faulty(actor, &rows, (&candidates, &draft), &wrong).into_response());
    };
    let ends_at = last.checked_add_days(Days::new(1)).map_or(now, |day| face.midnight(day));
    let (starts_at, reason) = (face.midnight(first), draft.reason.as_str());
    let words: Vec<String> = codes.iter().map(|code| code.as_str().to_owned()).collect();
    let new = New { from: from.id, to: to.id, codes: &words, starts_at, ends_at, reason, at: now };
    let ids = store::add(&mut change, org, &new).await?;
    tell(&mut change, actor, &members, &new).await?;
    let fields = Fields::new().set("to", to.id).set("codes", words.clone()).set("starts", first.to_string());
    let both = overlap(to.held, &codes);
    let makes = both.iter().map(|code| code.as_str()).collect::<Vec<_>>();
    let fields = fields.set("ends", last.to_string()).set("delegations", ids.clone()).set("delegate_makes", makes);
    let key = ids.first().copied().unwrap_or_default();
    change.commit(Event::new(Deed::ApprovalDelegated, key).after(fields).because(reason)).await?;
    Ok(done(&delegated(actor, &both)))
}

/// What is said of a delegation that was made: also that the delegate makes such things himself (PERM-8).
fn delegated(actor: &Actor<Moving>, both: &[Code]) -> String {
    let text = Text::of(actor.lang());
    let names: Vec<&str> = both.iter().map(|code| code.name(actor.lang())).collect();
    if names.is_empty() {
        text.made.to_owned()
    } else {
        format!("{}{}", text.made, (text.makes)(&names.join(text.joint)))
    }
}

/// Tells the delegate, the delegator and the Admins.
async fn tell(
    change: &mut Change<Moving>,
    actor: &Actor<Moving>,
    members: &[Candidate],
    new: &New<'_>,
) -> Result<(), Error> {
    let to =
        members.iter().find(|member| member.id == new.to).map(|member| member.username.clone()).unwrap_or_default();
    let admins = members.iter().filter(|member| member.is_master || member.presets.iter().any(|role| role == "admin"));
    let mut told: Vec<i64> = admins.map(|member| member.id).chain([new.from, new.to]).collect();
    told.sort_unstable();
    told.dedup();
    let notice = Notice::ApprovalsDelegated { by: actor.seat().username.clone(), to, until: new.ends_at };
    Ok(inbox::tell(change, &told, &notice).await?)
}

/// Takes a delegation back: who gave it, or who sets approval rules.
async fn revoke(actor: &Actor<Moving>, id: i64) -> Result<Response, Error> {
    let mut change = Change::begin(actor).await?;
    let (org, now) = (change.org(), change.now());
    let any = actor.may(ApprovalRule::CODE);
    let found = store::revoke(&mut change, org, (id, actor.member_id(), any), now).await?;
    let Some((from, to)) = found else {
        let said = Flash::refused(Text::of(actor.lang()).gone);
        return Ok(Redirect::to("/approvals/delegations").saying(said).into_response());
    };
    let fields = Fields::new().set("from", from).set("to", to);
    change.commit(Event::new(Deed::ApprovalDelegationEnded, id).after(fields)).await?;
    Ok(done(Text::of(actor.lang()).revoked))
}

fn done(said: &str) -> Response {
    Redirect::to("/approvals/delegations").saying(Flash::done(said)).into_response()
}
