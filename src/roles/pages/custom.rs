//! The form of a custom role, what saving it would do, and the question before deleting it (ROLE-6, ROLE-7).

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    access::{Actor, Code, Permissions, custom, permission::RoleManage},
    roles::{
        forms::RoleForm,
        rules::{
            effect::{Affected, Effect},
            groups::Group,
        },
        store::CustomRole,
        text::{self, custom::Text},
    },
    web::{Frame, html},
};

/// Members listed by name on the preview; of the others the number is told.
const LISTED: usize = 50;

#[derive(Debug, Template)]
#[template(path = "roles/form.html")]
struct FormPage {
    frame: Frame,
    text: &'static Text,
    action: String,
    cancel: String,
    form: RoleForm,
    wrongs: Vec<String>,
    groups: Vec<(&'static str, Vec<Tick>)>,
    /// What somebody else made of the role meanwhile: who, name, added and removed permissions against what was typed.
    meanwhile: Option<Meanwhile>,
}

#[derive(Debug)]
struct Tick {
    code: &'static str,
    name: &'static str,
    ticked: bool,
    proof: bool,
}

#[derive(Debug)]
struct Meanwhile {
    by: String,
    rows: [(&'static str, String, String); 3],
}

/// What surrounds a form: where it is sent, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Around {
    /// The role that is edited; none for a new one.
    pub id: Option<i64>,
    /// Sentences about what is wrong.
    pub wrongs: Vec<String>,
    /// The role as somebody else made it meanwhile.
    pub meanwhile: Option<CustomRole>,
}

/// The form.
pub fn form(actor: &Actor<RoleManage>, status: StatusCode, mut form: RoleForm, around: Around) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let kind = actor.organization().kind;
    let may =
        |code: &Code| custom::may_hold(kind, *code) && code.facts().held != crate::access::permission::Held::Default;
    let tick = |code: Code| Tick {
        code: code.as_str(),
        name: code.name(lang),
        ticked: form.ticked.holds(code),
        proof: code.needs_step_up(),
    };
    let names = text::Text::of(lang);
    let group = |group: Group| {
        let ticks: Vec<Tick> = group.among(Code::all().filter(may)).into_iter().map(tick).collect();
        (!ticks.is_empty()).then(|| (names.group(group), ticks))
    };
    let groups = Group::ALL.into_iter().filter_map(group).collect();
    let meanwhile = around.meanwhile.map(|now| {
        let told = beside(&now, &form, actor);
        form.revision = now.revision;
        told
    });
    let (action, cancel) = addresses(around.id);
    let title = if around.id.is_some() { text.edit } else { text.new };
    let frame = Frame::new(actor.visitor(), title);
    html(status, &FormPage { frame, text, action, cancel, form, wrongs: around.wrongs, groups, meanwhile })
}

fn addresses(id: Option<i64>) -> (String, String) {
    match id {
        Some(id) => (format!("/roles/{id}"), format!("/roles/{id}")),
        None => ("/roles".to_owned(), "/roles".to_owned()),
    }
}

/// What is there now beside what was typed.
fn beside(now: &CustomRole, form: &RoleForm, actor: &Actor<RoleManage>) -> Meanwhile {
    let lang = actor.lang();
    let text = Text::of(lang);
    let names = |held: Permissions| text.names(held.iter(), lang);
    Meanwhile {
        by: now.updated_by.clone().unwrap_or_default(),
        rows: [
            (text.name, now.name.clone(), form.name.clone()),
            (text.description, now.description.clone(), form.description.clone()),
            (text.permissions, names(now.permissions()), names(form.ticked)),
        ],
    }
}

#[derive(Debug, Template)]
#[template(path = "roles/preview.html")]
struct PreviewPage {
    frame: Frame,
    text: &'static Text,
    action: String,
    form: RoleForm,
    ticked: Vec<&'static str>,
    changes: [(&'static str, Vec<String>); 3],
    obstacles: Vec<String>,
    affected: Vec<(String, String, String)>,
    count: usize,
    more: usize,
}

/// What saving would do: the difference, and the members for whom something changes.
pub fn preview(
    actor: &Actor<RoleManage>,
    (id, before): (Option<i64>, Permissions),
    form: RoleForm,
    content: Permissions,
    effect: &Effect,
) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let listed = |held: Permissions| -> Vec<String> {
        held.iter().map(|code| format!("{} · {}", code.name(lang), code.as_str())).collect()
    };
    let brought = content.without(form.ticked);
    let row =
        |row: &Affected| (row.username.clone(), text.names(row.gained.iter(), lang), text.names(row.lost.iter(), lang));
    let count = effect.affected.len();
    let obstacles: Vec<String> = effect.obstacles.iter().map(|obstacle| text.obstacle(obstacle, lang)).collect();
    let status = if obstacles.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PreviewPage {
        frame: Frame::new(actor.visitor(), text.preview),
        text,
        action: addresses(id).0,
        ticked: form.ticked.iter().map(Code::as_str).collect(),
        form,
        changes: [
            (text.gained, listed(content.without(before).without(brought))),
            (text.brought, listed(brought.without(before))),
            (text.lost, listed(before.without(content))),
        ],
        obstacles,
        affected: effect.affected.iter().take(LISTED).map(row).collect(),
        count,
        more: count.saturating_sub(LISTED),
    };
    html(status, &page)
}

#[derive(Debug, Template)]
#[template(path = "roles/deletion.html")]
struct DeletionPage {
    frame: Frame,
    text: &'static Text,
    role: CustomRole,
}

/// The question before a role is deleted, or why it cannot be.
pub fn confirm_deletion(actor: &Actor<RoleManage>, role: CustomRole, status: StatusCode) -> Response {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.delete);
    html(status, &DeletionPage { frame, text, role })
}
