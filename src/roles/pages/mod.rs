//! Pages of roles: values ready to show.

mod assignment;
mod catalogue;
mod custom;
mod holders;
mod limit;
mod show;
mod simulation;

pub use assignment::{Sheet, assigned, assignment};
pub use catalogue::{catalogue, last_used};
pub use custom::{Around, confirm_deletion, form, preview};
pub use holders::{holders, table as holder_table};
pub use limit::limit;
pub use show::show;
pub use simulation::{Question, simulation};

use super::{rules::key::Key, store::CustomRole, text::Text};
use crate::{
    access::{
        Actor, Permission, Permissions, Role,
        permission::{ApprovalRule, OrgSettings, RoleManage, RoleView},
        permissions_of,
    },
    web::{Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Tone},
};

/// The page of approval rules: not everybody who sees roles opens it.
const RULES: &str = "/roles/approval-rules";

/// A role of the organisation with what it permits.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which.
    pub key: Key,
    /// Its name in the reader's language.
    pub name: String,
    /// What somebody with this role alone may do.
    pub permissions: Permissions,
    /// Members who hold it.
    pub members: i64,
    /// The custom role.
    pub custom: Option<CustomRole>,
}

/// Every role of the organisation: presets in their order, then custom ones by name.
pub fn known<P: Permission>(actor: &Actor<P>, counts: &[(String, i64)], custom: Vec<CustomRole>) -> Vec<Known> {
    let kind = actor.organization().kind;
    let preset = |role: Role| Known {
        key: Key::Preset(role),
        name: role.name(actor.lang()).to_owned(),
        permissions: permissions_of(kind, false, &[role], Permissions::NONE),
        members: counts.iter().find(|(code, _)| code == role.code()).map_or(0, |(_, members)| *members),
        custom: None,
    };
    let own = |role: CustomRole| Known {
        key: Key::Custom(role.id),
        name: role.name.clone(),
        permissions: permissions_of(kind, false, &[], role.permissions()),
        members: role.members,
        custom: Some(role),
    };
    let presets = Role::ALL.into_iter().filter(|role| role.exists_in(kind.bit())).map(preset);
    presets.chain(custom.into_iter().map(own)).collect()
}

/// The tabs of roles, for the slices that stand among them too.
#[must_use]
pub fn tabs<P: Permission>(actor: &Actor<P>, current: &str) -> Vec<Link> {
    let lang = actor.lang();
    let text = Text::of(lang);
    let simulation = super::text::simulation::Text::of(lang).title;
    [
        (text.title, "/roles"),
        (text.catalogue, "/roles/permissions"),
        (text.holders, "/roles/holders"),
        (simulation, "/roles/simulation"),
        (text.issuers, "/roles/issuers"),
        (text.approval_rules, RULES),
        (text.reviews, "/roles/reviews"),
    ]
    .into_iter()
    .filter(|(_, href)| *href != RULES || actor.may(ApprovalRule::CODE))
    .map(|(label, href)| Link::new(label, href).current(href == current))
    .collect()
}

/// The list.
pub fn list(actor: &Actor<RoleView>, bar: FilterBar, rows: &[&Known], pager: Pager) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.name),
        Column::new(text.kind),
        Column::number(text.permissions),
        Column::number(text.members),
        Column::new(text.changed).wide(),
    ];
    let row = |role: &&Known| {
        let description = role.custom.as_ref().map(|role| role.description.clone()).unwrap_or_default();
        vec![
            Cell::link(&role.name, role.key.page()).under(description),
            kind(role, text),
            Cell::Amount(role.permissions.iter().count().to_string()),
            Cell::Amount(role.members.to_string()),
            Cell::when(role.custom.as_ref().map(|role| role.updated_at), &actor.face()),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), ..Empty::default() };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.tabs = tabs(actor, "/roles");
    if actor.may(RoleManage::CODE) {
        page.actions.push(Link::new(text.new, "/roles/new").current(true));
    }
    if actor.may(OrgSettings::CODE) {
        page.actions.push(Link::new(text.limit, "/roles/limit"));
    }
    page
}

fn kind(role: &Known, text: &Text) -> Cell {
    match role.key {
        Key::Preset(_) => Cell::badge(Tone::Idle, text.preset),
        Key::Custom(_) => Cell::badge(Tone::Done, text.custom),
    }
}
