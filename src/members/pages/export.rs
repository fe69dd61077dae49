//! The export's form, and its lines (MEM-8): persons masked, no field a formula.

use axum::http::StatusCode;

use super::{
    create::reason,
    form::{FormPage, Group},
};
use crate::{
    access::{Actor, Reach, Role, permission::MemberExport},
    lang::Lang,
    members::{store::Member, text::Text},
    values::{Masked, csv::line},
    web::{Face, Frame, Link, Text as Shared, Typed},
};

/// Filters of the list, which travel along.
pub const FILTERS: [&str; 7] = ["text", "role", "state", "director", "scope", "factor", "idle"];

/// Why the list leaves the portal; its filters travel along.
pub fn form(actor: &Actor<MemberExport>, typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.acts.export);
    let back = Link::new(text.form.back, typed.address("/members", &["reason"], &[]));
    let mut page = FormPage::new(frame, "/members/export".to_owned(), back);
    page.hint = text.acts.export_hint.to_owned();
    for name in FILTERS {
        page.hidden.push((name, typed.get(name).to_owned()));
    }
    page.groups.push(Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![reason(typed.get("reason"), text)],
    });
    page.buttons = vec![("do", text.acts.export)];
    page
}

/// The form again, since so many of his exports are not finished.
pub fn too_many(actor: &Actor<MemberExport>, typed: &Typed) -> FormPage {
    let mut page = form(actor, typed);
    page.notice = Some(Text::of(actor.lang()).acts.export_too_many.to_owned());
    page.status = StatusCode::CONFLICT;
    page
}

/// The names of the columns.
pub fn heading(lang: Lang) -> String {
    let text = Text::of(lang);
    line(&[
        text.username,
        text.name,
        text.roles,
        text.scope,
        text.director,
        text.department,
        text.phone,
        text.email,
        text.state,
        text.factor,
        text.created,
        text.last_login,
    ])
}

/// The members, a line each.
pub fn lines(rows: &[Member], face: &Face) -> String {
    rows.iter().map(|member| one(member, Text::of(face.lang), face)).collect()
}

fn one(member: &Member, text: &Text, face: &Face) -> String {
    let masked = |value: Option<&Masked<String>>| value.map(Masked::masked).unwrap_or_default();
    let instant = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| face.when(at).exact).unwrap_or_default();
    let word = text.states.iter().find(|(code, ..)| *code == member.state).map(|(_, word, _)| *word);
    let names: Vec<String> = member.roles.iter().map(|role| name(role, face.lang)).collect();
    let roles = if member.is_master { Shared::of(face.lang).master.to_owned() } else { names.join("; ") };
    line(&[
        member.username.clone(),
        masked(Some(&member.name)),
        roles,
        Reach::parse(&member.reach).map(|reach| text.form.reach(reach).to_owned()).unwrap_or_default(),
        member.director.clone().unwrap_or_default(),
        member.department.clone(),
        masked(member.phone.as_ref()),
        masked(member.email.as_ref()),
        word.unwrap_or(&member.state).to_owned(),
        super::factors(member, text, face.lang),
        instant(Some(member.created_at)),
        instant(member.last_login_at),
    ])
}

fn name(code: &str, lang: Lang) -> String {
    Role::parse(code).map_or_else(|| code.to_owned(), |role| role.name(lang).to_owned())
}
