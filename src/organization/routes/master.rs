//! `/organization/master`: the master login changes hands (ORG-5). Every step asks for a fresh proof (`role.assign` is marked).

use axum::response::{IntoResponse, Response};

use super::done;
use crate::{
    access::{Actor, Kind, Role, permission::RoleAssign},
    audit::{Change, Deed, Event, Fields},
    inbox::{self, Notice},
    members::{self, Granted, Wanted},
    organization::{
        forms,
        pages::{
            self,
            master::{self as page, PATH},
        },
        rules::master::{Candidate, Ground, LIFE, Step},
        store::{
            self,
            master::{self as offers, Case},
        },
        text::settings::Text,
    },
    web::{Error, Form, Typed, form::FormPage},
};

/// What the rules see.
fn ground<'a>(actor: &Actor<RoleAssign>, case: &Case, candidates: &'a [Candidate]) -> Ground<'a> {
    let now = actor.app().clock.now();
    Ground { member: actor.member_id(), master: case.master, offer: case.open(), candidates, now }
}

/// `GET /organization/master`.
pub async fn show(actor: Actor<RoleAssign>) -> Result<FormPage, Error> {
    let now = actor.app().clock.now();
    let Some(case) = offers::case(&mut *actor.open().await?, actor.org(), now).await? else {
        return Ok(page::none(&actor));
    };
    let candidates = case.candidates();
    Ok(page::show(&actor, &case, &ground(&actor, &case, &candidates), ("", "")))
}

/// `POST /organization/master` (`step`: `offer` with `to` and `reason`, `withdraw`, `accept`, `refuse` with `offer`).
pub async fn step(actor: Actor<RoleAssign>, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    store::lock(&mut change, actor.org()).await?;
    let now = change.now();
    let case = offers::case(&mut change, actor.org(), now).await?.ok_or(Error::NotFound)?;
    let candidates = case.candidates();
    let ground = ground(&actor, &case, &candidates);
    let step = read(typed.get("step"))?;
    let page = page::show(&actor, &case, &ground, (typed.get("to"), typed.get("reason")));
    let to = typed.get("to").parse().unwrap_or_default();
    let text = Text::of(actor.lang());
    if let Err(why) = ground.may(step, to) {
        return Ok(pages::refused(page, page::sentence(why, text)).into_response());
    }
    if step == Step::Offer {
        return offer(&actor, change, (page, to), &typed).await;
    }
    let meant = case.offer.as_ref().filter(|offer| offer.id.to_string() == typed.get("offer"));
    let Some(offer) = meant else { return Ok(pages::refused(page, text.no_offer).into_response()) };
    end(&actor, change, &case, (offer.id, step)).await
}

fn read(word: &str) -> Result<Step, Error> {
    Ok(match word {
        "offer" => Step::Offer,
        "withdraw" => Step::Withdraw,
        "accept" => Step::Accept,
        "refuse" => Step::Refuse,
        _ => return Err(Error::Unreadable),
    })
}

async fn offer(
    actor: &Actor<RoleAssign>,
    mut change: Change<RoleAssign>,
    (page, to): (FormPage, i64),
    typed: &Typed,
) -> Result<Response, Error> {
    let reason = typed.get("reason");
    let faults = forms::remark(reason);
    if !faults.is_empty() {
        return Ok(pages::faulty(page, faults).into_response());
    }
    let id = offers::offer(&mut change, to, reason).await?;
    let (by, until) = (actor.seat().username.clone(), change.now() + LIFE);
    inbox::tell(&mut change, &[to], &Notice::MasterOffered { by, until }).await?;
    let after = Fields::new().set("offer", id).set("from", actor.member_id()).set("to", to);
    change.commit(Event::new(Deed::MasterOffered, to).after(after).because(reason)).await?;
    Ok(done(PATH, Text::of(actor.lang()).offered))
}

async fn end(
    actor: &Actor<RoleAssign>,
    mut change: Change<RoleAssign>,
    case: &Case,
    (id, step): (i64, Step),
) -> Result<Response, Error> {
    let text = Text::of(actor.lang());
    let (state, said) = match step {
        Step::Accept => ("accepted", text.accepted),
        Step::Refuse => ("refused", text.refused),
        Step::Withdraw | Step::Offer => ("withdrawn", text.withdrawn),
    };
    if !offers::end(&mut change, id, state).await? {
        return Err(Error::Conflict);
    }
    let about = Fields::new().set("offer", id);
    if step == Step::Accept {
        return accept(actor, change, case, about).await;
    }
    let deed = if step == Step::Refuse { Deed::MasterOfferRefused } else { Deed::MasterOfferWithdrawn };
    let subject = if step == Step::Refuse { actor.member_id() } else { case.master };
    change.commit(Event::new(deed, subject).after(about)).await?;
    Ok(done(PATH, said))
}

/// The Admin becomes master without roles, the old master Admin: in one change, so that there is always one of each.
async fn accept(
    actor: &Actor<RoleAssign>,
    mut change: Change<RoleAssign>,
    case: &Case,
    about: Fields,
) -> Result<Response, Error> {
    let desk = actor.organization().kind == Kind::VendorDesk;
    let admin = [Wanted::preset(if desk { Role::DeskAdmin } else { Role::Admin })];
    let (me, by, at) = (actor.member_id(), actor.member_id(), change.now());
    members::give_roles(&mut change, me, Granted { wanted: &[], pin: None, by, at }).await?;
    members::give_roles(&mut change, case.master, Granted { wanted: &admin, pin: None, by, at }).await?;
    offers::crown(&mut change, actor.org(), case.master, me).await?;
    let given = Event::new(Deed::MasterGiven, case.master).before(Fields::new().set("is_master", true));
    let given = given.after(about.clone().set("is_master", false).set("roles", admin[0].ticked()));
    let received = Event::new(Deed::MasterReceived, me).before(Fields::new().set("roles", admin[0].ticked()));
    let received = received.after(about.set("is_master", true));
    change.commit_all(&[given, received]).await?;
    Ok(done("/organization", Text::of(actor.lang()).accepted))
}
