//! `/members/{id}/roles`: gives a member roles, shown before it is done; privileged ones wait for a second person (PERM-8).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use super::known;

use crate::{
    access::{
        Actor, Permissions, Reach, Role,
        grants::{
            Party, Roles,
            Untouchable::{Exceeds, Master, Oneself},
        },
        periods,
        permission::RoleAssign,
        permissions_of,
    },
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    inbox::{self, Notice},
    members,
    roles::{
        forms::{Step, assignment::AssignmentForm},
        pages::{self, Known, Sheet},
        rules::{
            assignment::{Asked, Footing, Objection, Outcome, Wanted, judge, roles_of},
            key::Key,
        },
        store::{
            CustomRole,
            assignment::{self as store, Circle, Subject},
            custom,
        },
        text::assignment::Text,
    },
    web::{Error, Flash, Id, Marked, Redirect},
};

/// `GET /members/{id}/roles`.
pub async fn edit(actor: Actor<RoleAssign>, Id(id): Id) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let ground = Ground::read(&actor, &mut connection, id).await?;
    let form = AssignmentForm::of(&ground.member.wanted, ground.member.revision, &actor.face());
    let wrongs = ground.shut(&actor);
    Ok(pages::assignment(&actor, StatusCode::OK, ground.sheet(form, wrongs)))
}

/// `POST /members/{id}/roles`: `step=check` shows what would change, `step=save` does it or asks the second person.
pub async fn update(actor: Actor<RoleAssign>, Id(id): Id, Marked(typed): Marked) -> Result<Response, Error> {
    let (form, step) = AssignmentForm::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let org = change.org();
    custom::lock(&mut change, org).await?;
    let ground = Ground::read(&actor, &mut change, id).await?;
    if ground.member.revision != form.revision {
        let sheet = Sheet { changed: true, ..ground.sheet(form, vec![]) };
        return Ok(pages::assignment(&actor, StatusCode::CONFLICT, sheet));
    }
    if step == Step::Back {
        return Ok(pages::assignment(&actor, StatusCode::OK, ground.sheet(form, vec![])));
    }
    let judged = match ground.judge(&actor, &form) {
        Err(wrongs) => {
            return Ok(pages::assignment(&actor, StatusCode::UNPROCESSABLE_ENTITY, ground.sheet(form, wrongs)));
        }
        Ok(judged) => judged,
    };
    match judged {
        Err(objections) => refuse(&actor, &mut change, ground, (form, objections)).await,
        Ok((wanted, outcome)) if step == Step::Save => {
            assign(&actor, change, &ground.member, (&form, &wanted, &outcome)).await
        }
        Ok((_, outcome)) => {
            let seen = store::seen(&mut change, org, id).await?;
            Ok(pages::assigned(&actor, &ground.member, form, &outcome, seen))
        }
    }
}

/// What decides about an assignment.
struct Ground {
    member: Subject,
    roles: Vec<Known>,
    circle: Circle,
}

type Judged = Result<(Vec<Wanted>, Outcome), Vec<Objection>>;

impl Ground {
    async fn read(actor: &Actor<RoleAssign>, connection: &mut PgConnection, id: i64) -> Result<Self, Error> {
        let (org, now) = (actor.org(), actor.app().clock.now());
        let member = store::subject(connection, org, id, now).await?.ok_or(Error::NotFound)?;
        let roles = known(actor, connection).await?;
        let circle = store::circle(connection, org, id, now).await?;
        Ok(Self { member, roles, circle })
    }

    /// What a custom role of the organisation holds.
    fn content(&self, id: i64) -> Option<Permissions> {
        let role = self.roles.iter().find(|role| role.key == Key::Custom(id))?;
        role.custom.as_ref().map(CustomRole::permissions)
    }

    fn footing(&self, actor: &Actor<RoleAssign>) -> Footing {
        let kind = actor.organization().kind;
        let before = roles_of(&self.member.wanted, |id| self.content(id)).unwrap_or_default();
        let seat = actor.seat();
        let own = Party {
            member_id: seat.member_id,
            is_master: seat.is_master,
            is_active_admin: seat.roles.iter().any(|role| role.is_admin()),
            permissions: seat.permissions,
        };
        let is_master = self.member.is_master;
        let subject = Party {
            member_id: self.member.id,
            is_master,
            is_active_admin: self.member.active && before.has_admin(),
            permissions: permissions_of(kind, is_master, &before.presets, before.custom_permissions()),
        };
        Footing {
            kind,
            actor: own,
            subject,
            before,
            pin: self.member.pin,
            // Those who last, and the member himself: what he ends must leave one of them.
            active_admins: self.circle.admins.iter().filter(|admin| **admin != self.member.id).count() + 1,
            expires: self.member.expires,
            managed: self.member.managed,
            locks: self.circle.locks.clone(),
            held: self.member.held,
            now: actor.app().clock.now(),
        }
    }

    /// Judges the form; fields that cannot be read are the outer error.
    fn judge(&self, actor: &Actor<RoleAssign>, form: &AssignmentForm) -> Result<Judged, Vec<String>> {
        let text = Text::of(actor.lang());
        let wrongs = |wrongs: Vec<_>| wrongs.into_iter().map(|wrong| text.wrong(wrong)).collect::<Vec<_>>();
        let wanted = form.wanted(&self.member.wanted, &actor.face()).map_err(wrongs)?;
        let roles: Option<Roles> = roles_of(&wanted, |id| self.content(id));
        let roles = roles.ok_or_else(|| vec![text.no_such_role.to_owned()])?;
        let successor_named = form.successor == "none" || self.successor(form).is_some();
        let taker_named = form.taker == "none" || self.taker(form).is_some();
        let asked = Asked { wanted: &wanted, roles, choice: form.choice, successor_named, taker_named };
        Ok(judge(&self.footing(actor), &asked).map(|outcome| (wanted, outcome)))
    }

    /// The director chosen for the managers: an active one, and not the member himself.
    fn successor(&self, form: &AssignmentForm) -> Option<i64> {
        let id: i64 = form.successor.parse().ok()?;
        self.circle
            .directors
            .iter()
            .map(|(director, _)| *director)
            .find(|director| *director == id && id != self.member.id)
    }

    /// The account manager chosen for what the member looks after: an active one, and not the member himself.
    fn taker(&self, form: &AssignmentForm) -> Option<i64> {
        let id: i64 = form.taker.parse().ok()?;
        self.circle.managers.iter().map(|(manager, _)| *manager).find(|manager| *manager == id && id != self.member.id)
    }

    /// Why nobody of this member's roles can be changed by this actor, before anything is typed (MEM-13).
    fn shut(&self, actor: &Actor<RoleAssign>) -> Vec<String> {
        let footing = self.footing(actor);
        let asked = Asked {
            wanted: &[],
            roles: footing.before.clone(),
            choice: None,
            successor_named: true,
            taker_named: true,
        };
        let text = Text::of(actor.lang());
        let told = |objection: &&Objection| matches!(objection, Objection::Untouchable(Oneself | Master | Exceeds(_)));
        let objections = judge(&footing, &asked).err().unwrap_or_default();
        objections.iter().filter(told).map(|objection| text.objection(objection, actor.lang())).collect()
    }

    fn sheet(self, form: AssignmentForm, wrongs: Vec<String>) -> Sheet {
        let Self { member, roles, circle } = self;
        let (choice, successors, takers) = (None, None, None);
        Sheet {
            member,
            roles,
            form,
            wrongs,
            questions: vec![],
            changed: false,
            choice,
            successors,
            takers,
            locks: circle.locks,
        }
    }
}

/// The form again, with every objection in words and the choices that would lift some.
async fn refuse(
    actor: &Actor<RoleAssign>,
    change: &mut Change<RoleAssign>,
    ground: Ground,
    (form, objections): (AssignmentForm, Vec<Objection>),
) -> Result<Response, Error> {
    let (org, text) = (change.org(), Text::of(actor.lang()));
    let said = |objection: &Objection| text.objection(objection, actor.lang());
    let wrongs = objections.iter().filter(|one| !one.is_question()).map(said).collect();
    // The scope is asked about with what lies within it, by the page.
    let asked = objections.iter().filter(|one| one.is_question() && !matches!(one, Objection::Choice(_)));
    let questions = asked.map(said).collect();
    let others =
        |known: &[(i64, String)]| known.iter().filter(|(id, _)| *id != ground.member.id).cloned().collect::<Vec<_>>();
    let (directors, managers) = (others(&ground.circle.directors), others(&ground.circle.managers));
    let seen = store::seen(change, org, ground.member.id).await?;
    let mut sheet = Sheet { questions, ..ground.sheet(form, wrongs) };
    for objection in &objections {
        match objection {
            Objection::Choice(required) => sheet.choice = Some((*required, seen)),
            Objection::Successor(_) => sheet.successors = Some(directors.clone()),
            Objection::Taker(_) => sheet.takers = Some(managers.clone()),
            _ => {}
        }
    }
    Ok(pages::assignment(actor, StatusCode::UNPROCESSABLE_ENTITY, sheet))
}

/// Gives the roles, or keeps them for the second person.
async fn assign(
    actor: &Actor<RoleAssign>,
    mut change: Change<RoleAssign>,
    member: &Subject,
    (form, wanted, outcome): (&AssignmentForm, &[Wanted], &Outcome),
) -> Result<Response, Error> {
    let (at, text) = (change.now(), Text::of(actor.lang()));
    let kept: Vec<members::Wanted> = wanted.iter().map(kept).collect();
    let to = Redirect::to(format!("/members/{}/roles", member.id));
    if !outcome.second.is_empty() {
        let (member_id, pin, reason) = (member.id, outcome.pin, form.reason.as_str());
        let asked = members::Asked { member_id, wanted: &kept, pin, reason, asked_by: actor.member_id(), at };
        let event = members::request_roles(&mut change, asked).await?;
        change.commit(event).await?;
        return Ok(to.saying(Flash::done(text.asked)).into_response());
    }
    let after = fields(wanted, outcome.pin.map(Reach::as_str));
    let pin = outcome.pin.map(Reach::as_str);
    let granted = members::Granted { wanted: &kept, pin, by: actor.member_id(), at };
    members::give_roles(&mut change, member.id, granted).await?;
    let mut events = hand_on(&mut change, member, form, wanted).await?;
    inbox::tell(&mut change, &[member.id], &Notice::RolesChanged { by: actor.seat().username.clone() }).await?;
    let before = fields(&member.wanted, member.pin.map(Reach::as_str));
    let event = Event::new(Deed::MemberRolesAssigned, member.id).before(before).after(after);
    events.push(event.because(&form.reason));
    change.commit_all(&events).await?;
    Ok(to.saying(Flash::done(text.done)).into_response())
}

/// Gives the managers of who is no director any more, and the customers of who is no account manager any more, to whom the
/// form names, or to nobody (TRAP-2, MEM-10).
async fn hand_on(
    change: &mut Change<RoleAssign>,
    member: &Subject,
    form: &AssignmentForm,
    wanted: &[Wanted],
) -> Result<Vec<Event>, Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    let stays = |role| wanted.iter().any(|one| one.key == Key::Preset(role));
    let mut events = Vec::new();
    if member.managed > 0 && !stays(Role::AccountDirector) {
        let successor: Option<i64> = form.successor.parse().ok();
        members::redirect_managers(change, org, member.id, successor).await?;
        let after = Fields::new().set("managers", member.managed).set("director", successor);
        events.push(Event::new(Deed::MemberDirectorChanged, member.id).after(after).because(&form.reason));
    }
    if member.held > 0 && !stays(Role::AccountManager) && !form.taker.is_empty() {
        let taker: Option<i64> = form.taker.parse().ok();
        let moved = periods::hand_over(change, org, member.id, (taker, by, at)).await?;
        let after = Fields::new().set("from", member.id).set("to", taker);
        let after = after.set("customers", moved.customers).set("resellers", moved.resellers);
        events.push(Event::new(Deed::CustomersHandedOver, member.id).after(after).because(&form.reason));
    }
    Ok(events)
}

/// A role as a request keeps it.
fn kept(one: &Wanted) -> members::Wanted {
    let (role, role_id) = match one.key {
        Key::Preset(role) => (Some(role.code().to_owned()), None),
        Key::Custom(id) => (None, Some(id)),
    };
    members::Wanted { role, role_id, starts_at: one.starts_at, ends_at: one.ends_at }
}

/// Roles as the record keeps them: `finance`, or `7 2026-11-30T16:00:00+00:00…` with a period.
fn fields(wanted: &[Wanted], pin: Option<&str>) -> Fields {
    let word = |one: &Wanted| {
        let instant = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let period = one.starts_at.or(one.ends_at).is_some();
        let period =
            if period { format!(" {}…{}", instant(one.starts_at), instant(one.ends_at)) } else { String::new() };
        format!("{}{period}", one.key.word())
    };
    Fields::new().set("roles", wanted.iter().map(word).collect::<Vec<_>>()).set("scope_pin", pin)
}
