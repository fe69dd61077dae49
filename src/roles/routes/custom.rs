//! Handlers that write custom roles (ROLE-6, ROLE-7): fields, then what saving would do, then saving.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::known;
use crate::{
    access::{
        Actor, Permissions,
        custom::{self, Content},
        permission::RoleManage,
    },
    audit::{Change, Deed, Event, Fields},
    db::PgConnection,
    roles::{
        forms::{RoleForm, Step},
        pages::{self, Around},
        rules::{
            effect::{Effect, effect},
            key::Key,
        },
        store::{
            self, CustomRole,
            custom::{self as write, Draft},
        },
        text::custom::Text,
    },
    web::{Error, Flash, Form, Id, Marked, Query, Redirect, Typed},
};

/// `GET /roles/new?from=finance`: an empty form, or a copy.
pub async fn new(actor: Actor<RoleManage>, Query(typed): Query) -> Result<Response, Error> {
    let mut form = RoleForm::default();
    if !typed.get("from").is_empty() {
        let key = Key::parse(typed.get("from")).ok_or(Error::NotFound)?;
        let known = known(&actor, &mut *actor.open().await?).await?;
        let role = known.into_iter().find(|role| role.key == key).ok_or(Error::NotFound)?;
        let kind = actor.organization().kind;
        form.ticked = role.permissions.iter().filter(|code| custom::may_hold(kind, *code)).collect();
    }
    Ok(pages::form(&actor, StatusCode::OK, form, Around::default()))
}

/// `GET /roles/{id}/edit`.
pub async fn edit(actor: Actor<RoleManage>, Id(id): Id) -> Result<Response, Error> {
    let role = find(&actor, &mut *actor.open().await?, id).await?;
    let form = RoleForm {
        ticked: role.permissions(),
        name: role.name,
        description: role.description,
        revision: role.revision,
        unknown: false,
    };
    Ok(pages::form(&actor, StatusCode::OK, form, Around { id: Some(id), ..Around::default() }))
}

async fn find(actor: &Actor<RoleManage>, connection: &mut PgConnection, id: i64) -> Result<CustomRole, Error> {
    let (_, roles) = store::roles(connection, actor.org(), actor.app().clock.now()).await?;
    roles.into_iter().find(|role| role.id == id).ok_or(Error::NotFound)
}

/// What a form of a role turned out to be.
struct Look {
    /// The role as it is; none for a new one.
    today: Option<CustomRole>,
    /// What would be stored, or sentences about what is wrong.
    content: Result<Content, Vec<String>>,
}

/// Holds the form to the rules, with the organisation's roles locked.
async fn look(
    actor: &Actor<RoleManage>,
    change: &mut Change<RoleManage>,
    id: Option<i64>,
    form: &RoleForm,
) -> Result<Look, Error> {
    let (org, now) = (change.org(), change.now());
    write::lock(change, org).await?;
    let (_, roles) = store::roles(change, org, now).await?;
    let lang = actor.lang();
    let text = Text::of(lang);
    let mut wrongs: Vec<String> = form.wrongs().into_iter().map(|wrong| text.wrong(wrong).to_owned()).collect();
    if wrongs.is_empty() && write::name_is_taken(change, org, &form.name, id.unwrap_or(0)).await? {
        wrongs.push(text.name_taken.to_owned());
    }
    let limit = write::limit(change, org).await?;
    if id.is_none() && !custom::may_add(roles.len(), limit) {
        wrongs.push(format!("{} {limit}", text.limit));
    }
    let content = custom::may_save(actor.organization().kind, form.ticked);
    wrongs.extend(content.err().map(|refusal| text.refusal(refusal, lang)));
    let today = roles.into_iter().find(|role| Some(role.id) == id);
    match content {
        Ok(content) if wrongs.is_empty() => Ok(Look { today, content: Ok(content) }),
        _ => Ok(Look { today, content: Err(wrongs) }),
    }
}

/// `POST /roles`: a new role. `step=check` shows what it would hold, `step=save` stores it.
pub async fn create(actor: Actor<RoleManage>, Marked(typed): Marked) -> Result<Response, Error> {
    let (form, step) = RoleForm::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let content = match look(&actor, &mut change, None, &form).await?.content {
        Ok(content) => content,
        Err(wrongs) => return Ok(again(&actor, None, form, wrongs)),
    };
    match step {
        Step::Back => Ok(pages::form(&actor, StatusCode::OK, form, Around::default())),
        Step::Check => {
            let nothing = (None, Permissions::NONE);
            Ok(pages::preview(&actor, nothing, form, content.permissions(), &Effect::default()))
        }
        Step::Save => {
            let draft = draft(&form, content, &change, &actor);
            let org = change.org();
            let id = write::add(&mut change, org, draft).await?;
            change
                .commit(Event::new(Deed::RoleCreated, id).after(fields(&form.name, &form.description, content.codes())))
                .await?;
            let done = Flash::done(Text::of(actor.lang()).created);
            Ok(Redirect::to(format!("/roles/{id}")).saying(done).into_response())
        }
    }
}

fn draft<'a>(
    form: &'a RoleForm,
    content: Content,
    change: &Change<RoleManage>,
    actor: &Actor<RoleManage>,
) -> Draft<'a> {
    let (name, description) = (form.name.as_str(), form.description.as_str());
    Draft { name, description, content, by: actor.member_id(), at: change.now() }
}

fn fields(name: &str, description: &str, codes: Vec<String>) -> Fields {
    Fields::new().set("name", name).set("description", description).set("permissions", codes)
}

fn again(actor: &Actor<RoleManage>, id: Option<i64>, form: RoleForm, wrongs: Vec<String>) -> Response {
    pages::form(actor, StatusCode::UNPROCESSABLE_ENTITY, form, Around { id, wrongs, meanwhile: None })
}

/// `POST /roles/{id}`: changes a role. `step=check` shows difference and affected members, `step=save` stores it.
pub async fn update(actor: Actor<RoleManage>, Id(id): Id, Marked(typed): Marked) -> Result<Response, Error> {
    let (form, step) = RoleForm::read(&typed);
    let mut change = Change::begin(&actor).await?;
    let look = look(&actor, &mut change, Some(id), &form).await?;
    let today = look.today.ok_or(Error::NotFound)?;
    if today.revision != form.revision {
        let around = Around { id: Some(id), wrongs: vec![], meanwhile: Some(today) };
        return Ok(pages::form(&actor, StatusCode::CONFLICT, form, around));
    }
    let content = match look.content {
        Ok(content) => content,
        Err(wrongs) => return Ok(again(&actor, Some(id), form, wrongs)),
    };
    let effect = effect_of(&actor, &mut change, id, content).await?;
    match step {
        Step::Back => Ok(pages::form(&actor, StatusCode::OK, form, Around { id: Some(id), ..Around::default() })),
        Step::Save if effect.obstacles.is_empty() => store_change(&actor, change, &today, (&form, content)).await,
        Step::Check | Step::Save => {
            let before = (Some(id), today.permissions());
            Ok(pages::preview(&actor, before, form, content.permissions(), &effect))
        }
    }
}

async fn effect_of(
    actor: &Actor<RoleManage>,
    change: &mut Change<RoleManage>,
    id: i64,
    content: Content,
) -> Result<Effect, Error> {
    let (org, now) = (change.org(), change.now());
    let contents = write::contents(change, org).await?;
    let holders = write::holders(change, org, id, now).await?;
    Ok(effect(actor.organization().kind, (id, content.permissions()), &contents, &holders))
}

async fn store_change(
    actor: &Actor<RoleManage>,
    mut change: Change<RoleManage>,
    today: &CustomRole,
    (form, content): (&RoleForm, Content),
) -> Result<Response, Error> {
    let (org, draft) = (change.org(), draft(form, content, &change, actor));
    if !write::change(&mut change, org, (today.id, today.revision), draft).await? {
        return Err(Error::Conflict);
    }
    let event = Event::new(Deed::RoleUpdated, today.id)
        .before(fields(&today.name, &today.description, today.codes.clone()))
        .after(fields(&form.name, &form.description, content.codes()));
    change.commit(event).await?;
    let done = Flash::done(Text::of(actor.lang()).saved);
    Ok(Redirect::to(format!("/roles/{}", today.id)).saying(done).into_response())
}

/// `GET /roles/{id}/deletion`: the question.
pub async fn confirm_deletion(actor: Actor<RoleManage>, Id(id): Id) -> Result<Response, Error> {
    let role = find(&actor, &mut *actor.open().await?, id).await?;
    Ok(pages::confirm_deletion(&actor, role, StatusCode::OK))
}

/// `POST /roles/{id}/deletion` (`revision`): deletes a role that nobody holds (ROLE-6).
pub async fn delete(actor: Actor<RoleManage>, Id(id): Id, Form(typed): Form) -> Result<Response, Error> {
    let mut change = Change::begin(&actor).await?;
    let (org, now) = (change.org(), change.now());
    write::lock(&mut change, org).await?;
    let role = find(&actor, &mut change, id).await?;
    let read: i32 = revision(&typed);
    if role.members > 0 || role.revision != read {
        return Ok(pages::confirm_deletion(&actor, role, StatusCode::CONFLICT));
    }
    if !write::delete(&mut change, org, (id, read), now).await? {
        return Err(Error::Conflict);
    }
    let event = Event::new(Deed::RoleDeleted, id).before(fields(&role.name, &role.description, role.codes));
    change.commit(event).await?;
    Ok(Redirect::to("/roles").saying(Flash::done(Text::of(actor.lang()).deleted)).into_response())
}

fn revision(typed: &Typed) -> i32 {
    typed.get("revision").parse().unwrap_or(0)
}
