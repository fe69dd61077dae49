//! Every permission there is, with who holds it and whether anybody uses it: PERM-4 and PERM-5 as a page.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::tabs;
use crate::{
    access::{
        Actor, Code, Kind, Role,
        permission::{EVERY, Held, RoleView, holders_of},
    },
    lang::Lang,
    roles::{
        rules::{groups::Group, usage},
        text::Text,
    },
    web::{Cell, Column, DetailPage, Frame, Table, Tone},
};

/// Kinds of organisation in the order of the texts.
const KINDS: [Kind; 4] = [Kind::SolutionProvider, Kind::Distributor, Kind::Reseller, Kind::VendorDesk];

/// The page; `used` are the instants at which events were last caused.
pub fn catalogue(actor: &Actor<RoleView>, used: &HashMap<String, DateTime<Utc>>) -> DetailPage {
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
            last_used(actor, code, used, text),
        ]
    };
    let table = |group: Group| {
        let rows = group.among(Code::all()).into_iter().map(row).collect();
        (text.group(group).to_owned(), Table { caption: text.group(group).to_owned(), columns: columns(), rows })
    };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.catalogue), vec![]);
    page.tabs = tabs(lang, "/roles/permissions");
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

fn last_used(actor: &Actor<RoleView>, code: Code, used: &HashMap<String, DateTime<Utc>>, text: &Text) -> Cell {
    let proofs = usage::proofs(code);
    if proofs.is_empty() || !code.exists_in(actor.organization().kind) {
        return if proofs.is_empty() { Cell::text(text.not_recorded) } else { Cell::None };
    }
    match proofs.iter().filter_map(|event| used.get(*event)).max() {
        Some(at) => Cell::when(Some(*at), &actor.face()),
        None => Cell::badge(Tone::Waiting, text.unused),
    }
}
