//! Pages of members: values ready to show. This is the list; `show` is the page of one.

pub mod act;
pub mod create;
pub mod export;
pub use crate::web::form;
pub mod import;
pub mod show;

use super::{store::Member, text::Text};
use crate::{
    access::{
        Actor, Reach, Role,
        permission::{MemberExport, MemberManage, MemberView},
    },
    lang::Lang,
    values::Masked,
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Text as Shared, Tone},
};

/// The list.
pub fn list(actor: &Actor<MemberView>, bar: FilterBar, rows: &[Member], pager: Pager) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.username),
        Column::new(text.name).wide(),
        Column::new(text.roles),
        Column::new(text.scope).wide(),
        Column::new(text.director).wide(),
        Column::new(text.department).wide(),
        Column::new(text.phone).wide(),
        Column::new(text.email).wide(),
        Column::new(text.state),
        Column::new(text.factor).wide(),
        Column::new(text.created).wide(),
        Column::new(text.last_login).wide(),
    ];
    let reveals = actor.may(MemberManage::CODE);
    let rows = rows.iter().map(|member| row(member, actor, reveals)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let mut empty = Empty { title: text.empty.to_owned(), ..Empty::default() };
    let mut actions = Vec::new();
    if actor.may(MemberExport::CODE) {
        actions.push(Link::new(text.acts.export_records, "/exports"));
        actions.push(Link::new(text.acts.export, bar.typed().address("/members/export", &["after", "back"], &[])));
    }
    if reveals {
        actions.push(Link::new(text.acts.import, "/members/import"));
        actions.push(Link::new(text.new, "/members/new").current(true));
        empty.action = Some(Link::new(text.new, "/members/new"));
    }
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = actions;
    page
}

fn row(member: &Member, actor: &Actor<MemberView>, reveals: bool) -> Vec<Cell> {
    let lang = actor.lang();
    let text = Text::of(lang);
    let personal = |field, label, value| masked((member.id, field), label, value, (reveals && !member.is_master, lang));
    let flag = |on: bool, words: &'static str, cell: Cell| {
        if on { cell.over(Cell::badge(Tone::Waiting, words)) } else { cell }
    };
    let reach = Reach::parse(&member.reach).map(|reach| text.form.reach(reach));
    vec![
        Cell::link(&member.username, format!("/members/{}", member.id)),
        personal("name", text.name, Some(&member.name)),
        flag(member.waits, text.role_waits, roles(member, lang)),
        flag(member.widened, text.sees_all, Cell::maybe(reach)),
        flag(member.undirected, text.no_director, Cell::maybe(member.director.as_deref())),
        Cell::text(&member.department),
        personal("phone", text.phone, member.phone.as_ref()),
        personal("email", text.email, member.email.as_ref()),
        locked(member, actor),
        factor(member, text, lang),
        Cell::when(Some(member.created_at), &actor.face()),
        Cell::when(member.last_login_at, &actor.face()),
    ]
}

/// The state; a lock passes by itself and is none (MEM-5).
fn locked(member: &Member, actor: &Actor<MemberView>) -> Cell {
    let text = Text::of(actor.lang());
    let cell = state(&member.state, text, actor.lang());
    match member.locked_until {
        Some(until) => {
            cell.over(Cell::badge(Tone::Refused, text.acts.is_locked)).over(Cell::when(Some(until), &actor.face()))
        }
        None => cell,
    }
}

fn factor(member: &Member, text: &Text, lang: Lang) -> Cell {
    let words = factors(member, text, lang);
    if member.has_app || member.has_passkey { Cell::text(words) } else { Cell::badge(Tone::Idle, words) }
}

/// A member's second factors in words.
fn factors(member: &Member, text: &Text, lang: Lang) -> String {
    let [none, app, passkey] = text.factors.map(|(_, word)| word);
    let words = [(member.has_app, app), (member.has_passkey, passkey)];
    let words: Vec<&str> = words.iter().filter_map(|(has, word)| has.then_some(*word)).collect();
    if words.is_empty() { none.to_owned() } else { words.join(lang.pick(", ", "、")) }
}

/// A masked value, with an eye for who may look (MEM-8).
pub fn masked(
    (member_id, field): (i64, &str),
    label: &str,
    value: Option<&Masked<String>>,
    (reveals, lang): (bool, Lang),
) -> Cell {
    let cell = Cell::masked(value, lang);
    if !reveals || matches!(cell, Cell::None) {
        return cell;
    }
    let label = format!("{}{}{label}", Text::of(lang).show, lang.pick(" ", ""));
    Cell::Several(vec![cell, Cell::Eye { href: format!("/members/{member_id}/reveal?field={field}"), label }])
}

fn roles(member: &Member, lang: Lang) -> Cell {
    if member.is_master {
        return Cell::text(Shared::of(lang).master);
    }
    let name = |code: &String| Role::parse(code).map_or_else(|| code.clone(), |role| role.name(lang).to_owned());
    let names: Vec<String> = member.roles.iter().map(name).collect();
    Cell::text(names.join(lang.pick(", ", "、")))
}

/// A state of MEM-9: colour and word.
pub fn state(code: &str, text: &Text, lang: Lang) -> Cell {
    let known = text.states.iter().find(|(known, ..)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word, tone): &(_, _, Tone)| Cell::badge(*tone, *word))
}
