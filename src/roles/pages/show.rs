//! One role: what it permits, grouped like the menu, and who holds it.

use super::{Known, holder_table, kind, last_used, tabs};
use crate::{
    access::{
        Actor, Code, Permissions, Role,
        custom::pairs_in,
        grants::{Custom, Roles},
        permission::{RoleManage, RoleView},
        usage::Used,
    },
    roles::{
        rules::{groups::Group, key::Key},
        store::Holder,
        text::Text,
    },
    web::{Cell, Column, DetailPage, Frame, Link, Section, Table, Tone},
};

/// The page of a role.
pub fn show(actor: &Actor<RoleView>, role: &Known, holders: &[Holder], used: &Used) -> DetailPage {
    let text = Text::of(actor.lang());
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &role.name), vec![facts(actor, role, text)]);
    page.badges.push(kind(role, text));
    page.tabs = tabs(actor, "/roles");
    page.actions = actions(actor, role, text);
    page.tables = permissions(role.permissions, text, actor, Some(used));
    page.tables.extend(pairs(role.permissions, text, actor));
    if !holders.is_empty() {
        page.tables.push((text.members.to_owned(), holder_table(actor, holders)));
    }
    page
}

fn facts(actor: &Actor<RoleView>, role: &Known, text: &'static Text) -> Section {
    let mut facts = vec![
        (text.members, Cell::text(role.members.to_string())),
        (text.permissions, Cell::text(role.permissions.iter().count().to_string())),
        (text.scope, Cell::text(text.reach(alone(role).reach(None)))),
        (text.exclusions, Cell::maybe(exclusions(role.key, text))),
    ];
    if let Some(custom) = &role.custom {
        facts.extend([
            (text.description, Cell::text(&custom.description)),
            (text.changed, Cell::when(Some(custom.updated_at), &actor.face())),
            (text.changed_by, Cell::maybe(custom.updated_by.as_deref())),
        ]);
    }
    Section { title: text.role.to_owned(), facts }
}

/// A member who has this role and no other.
fn alone(role: &Known) -> Roles {
    match role.key {
        Key::Preset(preset) => Roles { presets: vec![preset], custom: vec![] },
        Key::Custom(id) => Roles { presets: vec![], custom: vec![Custom { id, permissions: role.permissions }] },
    }
}

/// ROLE-2, ROLE-3.
fn exclusions(key: Key, text: &'static Text) -> Option<&'static str> {
    match key {
        Key::Preset(role) if role.is_admin() => Some(text.admin_alone),
        Key::Preset(Role::AccountManager | Role::AccountDirector) => Some(text.manager_or_director),
        _ => None,
    }
}

fn actions(actor: &Actor<RoleView>, role: &Known, text: &Text) -> Vec<Link> {
    let mut actions = vec![Link::new(text.simulate, format!("/roles/simulation?role={}", role.key.word()))];
    if actor.may(RoleManage::CODE) {
        actions.push(Link::new(text.copy, format!("/roles/new?from={}", role.key.word())));
        if let Key::Custom(id) = role.key {
            actions.push(Link::new(text.edit, format!("/roles/{id}/edit")).current(true));
            actions.push(Link::new(text.delete, format!("/roles/{id}/deletion")));
        }
    }
    actions
}

/// A table a group; with the last use by those who hold the role, where that is known.
pub fn permissions(
    held: Permissions,
    text: &Text,
    actor: &Actor<RoleView>,
    used: Option<&Used>,
) -> Vec<(String, Table)> {
    let lang = actor.lang();
    let row = |code: Code| {
        let proof = if code.needs_step_up() { Cell::badge(Tone::Waiting, text.step_up_yes) } else { Cell::None };
        let holders = format!("/roles/holders?code={}", code.as_str());
        let mut row = vec![Cell::link(code.name(lang), holders), Cell::code(code.as_str(), lang), proof];
        row.extend(used.map(|used| last_used(code, used, text, &actor.face())));
        row
    };
    let table = |group: Group| {
        let codes = group.among(held.iter());
        let mut columns = vec![Column::new(text.permission), Column::new(text.code), Column::new(text.step_up)];
        columns.extend(used.map(|_| Column::new(text.last_used).tight()));
        let title = text.group(group).to_owned();
        let table = Table { caption: title.clone(), columns, rows: codes.into_iter().map(row).collect() };
        (!table.rows.is_empty()).then_some((title, table))
    };
    Group::ALL.into_iter().filter_map(table).collect()
}

/// Pairs of PERM-8 that meet in the role: only presets have some, and with them the portal checks every single object.
fn pairs(held: Permissions, text: &Text, actor: &Actor<RoleView>) -> Option<(String, Table)> {
    let lang = actor.lang();
    let row = |(one, other): (Code, Code)| vec![Cell::text(one.name(lang)), Cell::text(other.name(lang))];
    let columns = vec![Column::new(text.pairs_one), Column::new(text.pairs_other)];
    let rows: Vec<_> = pairs_in(held).into_iter().map(row).collect();
    let title = text.pairs.to_owned();
    (!rows.is_empty()).then(|| (title.clone(), Table { caption: title, columns, rows }))
}
