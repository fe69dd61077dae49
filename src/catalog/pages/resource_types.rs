//! Types of resources (CAT-2): the list, and one with its services and usage types.

use chrono::TimeDelta;

use super::{Standing, name, page, referred, tabs};
use crate::{
    access::{Actor, permission::CatalogView},
    catalog::{
        rules::both,
        store::{Listed, Offered, ResourceType, UsageType},
        sync::RESOURCE_TYPES,
        text::Text,
    },
    lang::Lang,
    web::{Cell, Column, DetailPage, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table, Tone},
};

/// The list.
pub fn resource_types(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[Listed],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.name),
        Column::new(text.code),
        Column::new(text.service_type).wide(),
        Column::number(text.usage_count).wide(),
    ];
    let cells = |row: &Listed| {
        let (first, second) = both(lang, row.name_zh.as_deref(), row.name_en.as_deref(), &row.code);
        vec![
            Cell::link(first, format!("/catalog/resource-types/{}", row.id)).under(second.unwrap_or_default()),
            Cell::code(&row.code, lang),
            referred(lang, row.service_zh.as_deref(), row.service_en.as_deref(), row.service_type_code.as_deref()),
            Cell::Amount(row.usage_types.to_string()),
        ]
    };
    let table = Table { caption: text.resource_types.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.resource_types, "/catalog/resource-types"), bar, (table, pager), standing)
}

/// One type.
pub fn resource_type(
    actor: &Actor<CatalogView>,
    found: &ResourceType,
    offered: &[Offered],
    used: &[UsageType],
) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let (title, _) = both(face.lang, found.name_zh.as_deref(), found.name_en.as_deref(), &found.code);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), vec![facts(found, text, face.lang)]);
    page.tabs = tabs(actor, "/catalog/resource-types");
    page.actions = vec![Link::new(text.all_units, "/catalog/measures")];
    if !used.is_empty() {
        page.tables.push((text.usage_types.to_owned(), usage(used, text, face.lang)));
    }
    if !offered.is_empty() {
        page.tables.push((text.offered_by.to_owned(), services(offered, text, face.lang)));
    }
    let run = format!("{} · {} {}", RESOURCE_TYPES.api, text.run, found.run_id);
    let happening =
        |what: &str, at, note| Happening { what: what.to_owned(), when: face.when(at), note, tone: Tone::Idle };
    // The two languages of a code arrive one after the other within the same run: that is no change.
    if found.fetched_at > found.first_seen_at + TimeDelta::hours(1) {
        page.timeline.push(happening(text.changed, found.fetched_at, run.clone()));
    }
    page.timeline.push(happening(text.first_seen, found.first_seen_at, run));
    page
}

fn facts(found: &ResourceType, text: &Text, lang: Lang) -> Section {
    let (zh, en) = (found.name_zh.as_deref(), found.name_en.as_deref());
    let described = lang.pick(
        found.description_en.as_deref().or(found.description_zh.as_deref()),
        found.description_zh.as_deref().or(found.description_en.as_deref()),
    );
    let service = found.service_type_code.as_deref();
    Section {
        title: text.facts.to_owned(),
        facts: vec![
            (text.name, Cell::maybe(lang.pick(en, zh))),
            (text.other_language, Cell::maybe(lang.pick(zh, en))),
            (text.code, Cell::code(&found.code, lang)),
            (text.service_type, referred(lang, found.service_zh.as_deref(), found.service_en.as_deref(), service)),
            (text.description, Cell::maybe(described)),
        ],
    }
}

fn usage(used: &[UsageType], text: &Text, lang: Lang) -> Table {
    let columns = vec![Column::new(text.name), Column::new(text.code), Column::new(text.service_type).wide()];
    let cells = |row: &UsageType| {
        vec![
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), &row.code),
            Cell::code(&row.code, lang),
            Cell::text(&row.service_type_code),
        ]
    };
    Table { caption: text.usage_types.to_owned(), columns, rows: used.iter().map(cells).collect() }
}

fn services(offered: &[Offered], text: &Text, lang: Lang) -> Table {
    let columns = vec![Column::new(text.service_type), Column::new(text.name), Column::new(text.owner).wide()];
    let cells = |row: &Offered| {
        vec![
            referred(lang, row.service_zh.as_deref(), row.service_en.as_deref(), Some(&row.service_type_code)),
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), ""),
            Cell::maybe(row.product_owner_service.as_deref()),
        ]
    };
    Table { caption: text.offered_by.to_owned(), columns, rows: offered.iter().map(cells).collect() }
}
