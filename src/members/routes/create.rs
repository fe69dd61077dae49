//! `/members/new`: data, roles, a look at what will happen, then the login (MEM-2, PERM-8, AM-3).

use axum::{
    http::HeaderMap,
    response::{IntoResponse, Response},
};

use super::credentials::{self, Issued};
use crate::{
    access::{
        Actor, Permission, Reach,
        permission::{MemberManage, RoleAssign},
    },
    audit::{Change, Deed, Event, Fields},
    members::{
        forms::draft::Draft,
        pages::{create as pages, form::FormPage},
        request_roles,
        rules::plan::{Maker, Plan, weigh},
        store::{
            requests::{self, Asked, Granted},
            subject,
            write::{self, NewMember},
        },
    },
    web::{Error, Marked},
};

/// `GET /members/new`.
pub async fn new(actor: Actor<MemberManage>) -> Result<FormPage, Error> {
    let now = actor.app().clock.now();
    let ground = subject::ground(&mut *actor.open().await?, actor.org(), &[], now).await?;
    Ok(pages::form(&actor, &Draft::default(), &ground))
}

/// `POST /members/new`: `step=check` shows what will happen, `step=confirm` does it.
pub async fn create(actor: Actor<MemberManage>, headers: HeaderMap, Marked(typed): Marked) -> Result<Response, Error> {
    let draft = Draft::read(&typed);
    let issued = credentials::prepare(&draft.credentials, &headers, &actor).await?;
    let mut change = Change::begin(&actor).await?;
    subject::lock(&mut change, actor.org()).await?;
    let now = change.now();
    let ground = subject::ground(&mut change, actor.org(), std::slice::from_ref(&draft), now).await?;
    let page = pages::form(&actor, &draft, &ground);
    let plan = match weigh(&draft, &ground, &maker(&actor)) {
        Err(faults) => return Ok(pages::refused(page, (&draft, &ground), &faults, actor.lang()).into_response()),
        Ok(plan) if typed.get("step") != "confirm" => {
            return Ok(pages::checked(&actor, page, &draft, (&plan, &ground)).into_response());
        }
        Ok(plan) => plan,
    };
    if !plan.wanted.is_empty() {
        actor.uses(RoleAssign::CODE);
    }
    let (id, mut events) = write_member(&mut change, &draft, &plan, &issued).await?;
    credentials::mail_link(&mut change, &actor, (id, &draft.username), &issued).await?;
    let others = credentials::other_admins(&mut change, &actor).await?;
    credentials::mail_notices(&mut change, &actor, &draft.username, &others).await?;
    events.extend(credentials::tell_made(&mut change, &actor, (id, &draft.username), &others).await?);
    change.commit_all(&events).await?;
    Ok(pages::made(&actor, id, &draft.username, &issued.secret).into_response())
}

/// Who makes members, as the rules see him.
pub fn maker<P: Permission>(actor: &Actor<P>) -> Maker {
    Maker {
        kind: actor.organization().kind,
        permissions: actor.seat().permissions,
        assigns: actor.may(RoleAssign::CODE),
        today: actor.face().date(actor.app().clock.now()),
    }
}

/// Adds a login with its roles and credentials; answers its key and what happened.
pub async fn write_member<P>(
    change: &mut Change<P>,
    draft: &Draft,
    plan: &Plan,
    issued: &Issued,
) -> Result<(i64, Vec<Event>), Error> {
    let (org, now) = (change.org(), change.now());
    let by = change.member_id().ok_or(Error::SignedOut)?;
    let pin = plan.pin.map(Reach::as_str);
    let data = draft.data(plan.expires_on);
    let new = NewMember { username: &draft.username, data, director_id: plan.director_id, pin, by, at: now };
    let id = write::add(change, org, &new).await?;
    write::issue(change, org, id, issued.credentials(by, now)).await?;
    let granted = Granted { wanted: &plan.at_once, pin, by, at: now };
    requests::apply(change, org, id, granted).await?;
    let ticks: Vec<String> = plan.at_once.iter().map(|one| one.ticked()).collect();
    let after = Fields::new().set("username", draft.username.as_str()).set("roles", ticks).set("scope_pin", pin);
    let after = after.personal("name", Some(&draft.name)).personal("email", Some(&draft.email));
    let mut events =
        vec![Event::new(Deed::MemberCreated, id).after(after).because(&draft.reason), Event::new(issued.deed(), id)];
    if plan.waits() {
        let asked =
            Asked { member_id: id, wanted: &plan.wanted, pin: plan.pin, reason: &draft.reason, asked_by: by, at: now };
        events.push(request_roles(change, asked).await?);
    }
    Ok((id, events))
}
