//! Who may do what, and through which role, since when and until when.

use super::tabs;
use crate::{
    access::{Actor, Role, permission::RoleView},
    roles::{rules::key::Key, store::Holder, text::Text},
    web::{Cell, Column, Empty, FilterBar, Frame, ListPage, Pager, Table},
};

/// The list of who holds a permission.
pub fn holders(actor: &Actor<RoleView>, bar: FilterBar, rows: &[Holder], pager: Pager) -> ListPage {
    let text = Text::of(actor.lang());
    let title = if bar.is_set() { text.nobody } else { text.choose_permission };
    let empty = Empty { title: title.to_owned(), ..Empty::default() };
    let table = table(actor, rows);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.holders), bar, table, pager, empty);
    page.tabs = tabs(actor, "/roles/holders");
    page
}

/// Members with the role through which they hold something.
pub fn table(actor: &Actor<RoleView>, rows: &[Holder]) -> Table {
    let (lang, face) = (actor.lang(), actor.face());
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.username),
        Column::new(text.person).wide(),
        Column::new(text.through),
        Column::new(text.since),
        Column::new(text.until),
        Column::new(text.granted_by).wide(),
        Column::new(text.state).wide(),
    ];
    let row = |holder: &Holder| {
        vec![
            Cell::link(&holder.username, format!("/members/{}", holder.member_id)),
            Cell::masked(Some(&holder.name), lang),
            through(holder, text, actor),
            Cell::when(holder.starts_at.or(holder.granted_at), &face),
            Cell::when(holder.ends_at, &face),
            Cell::maybe(holder.granted_by.as_deref()),
            Cell::text(text.state(&holder.state)),
        ]
    };
    Table { caption: text.members.to_owned(), columns, rows: rows.iter().map(row).collect() }
}

fn through(holder: &Holder, text: &Text, actor: &Actor<RoleView>) -> Cell {
    let preset = holder.role.as_deref().and_then(Role::parse);
    match (preset, holder.role_id, &holder.role_name) {
        (Some(role), ..) => Cell::link(role.name(actor.lang()), Key::Preset(role).page()),
        (None, Some(id), Some(name)) => Cell::link(name, Key::Custom(id).page()),
        _ => Cell::text(text.master),
    }
}
