//! Every permission there is, with who holds it and whether anybody uses it: PERM-4 and PERM-5 as a page.

use super::tabs;
use crate::{
    access::{
        Actor, Code, Kind, Role,
        permission::{EVERY, Held, RoleView, holders_of},
        usage::{self, Used},
    },
    lang::Lang,
    roles::{rules::groups::Group, text::Text},
    web::{Cell, Column, DetailPage, Face, Frame, Table, Tone},
};

/// Kinds of organisation in the order of the texts.
const KINDS: [Kind; 4] = [Kind::SolutionProvider, Kind::Distributor, Kind::Reseller, Kind::VendorDesk];

/// The page; `used` by anybody here.
pub fn catalogue(actor: &Actor<RoleView>, used: &Used) -> DetailPage {
    let kind = actor.organization().kind;
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = || {
        vec![
            Column::new(text.permission),
            Column::new(text.kinds).wide(),
            Column::new(text.step_up),
            Column::new(text.bpc).wide(),
            Column::new(text.held_by),
            Column::new(text.last_used).wide(),
        ]
    };
    let row = |code: Code| {
        let name = Cell::link(code.name(lang), format!("/roles/holders?code={}", code.as_str()));
        let proof = if code.needs_step_up() { Cell::badge(Tone::Waiting, text.step_up_yes) } else { Cell::None };
        vec![
            name.under(code.as_str()),
            Cell::text(kinds(code, text, lang)),
            proof,
            Cell::text(code.facts().bpc.join(" ")),
            Cell::text(held_by(code, text, lang)),
            if code.exists_in(kind) { last_used(code, used, text, &actor.face()) } else { Cell::None },
        ]
    };
    let table = |group: Group| {
        let rows = group.among(Code::all()).into_iter().map(row).collect();
        (text.group(group).to_owned(), Table { caption: text.group(group).to_owned(), columns: columns(), rows })
    };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.catalogue), vec![]);
    page.tabs = tabs(actor, "/roles/permissions");
    page.tables = Group::ALL.into_iter().map(table).collect();
    page
}

fn kinds(code: Code, text: &Text, lang: Lang) -> String {
    if code.facts().kinds == EVERY {
        return text.everywhere.to_owned();
    }
    let names: Vec<&str> =
        KINDS.into_iter().filter(|kind| code.exists_in(*kind)).map(|kind| text.organization(kind)).collect();
    names.join(lang.pick(", ", "、"))
}

fn held_by(code: Code, text: &Text, lang: Lang) -> String {
    match code.facts().held {
        Held::Default => text.held_by_all.to_owned(),
        Held::Master => text.held_by_master.to_owned(),
        Held::Admin | Held::By(_) => {
            let mut roles: Vec<Role> = KINDS.into_iter().flat_map(|kind| holders_of(code, kind)).collect();
            roles.sort_by_key(|role| Role::ALL.iter().position(|known| known == role));
            roles.dedup();
            roles.iter().map(|role| role.name(lang)).collect::<Vec<_>>().join(lang.pick(", ", "、"))
        }
    }
}

/// The last use, or that there was none for long.
pub fn last_used(code: Code, used: &Used, text: &Text, face: &Face) -> Cell {
    let last = used.last(code);
    if usage::is_unused(last, face.now) {
        return Cell::badge(Tone::Waiting, text.unused);
    }
    Cell::when(last, face)
}
