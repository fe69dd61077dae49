//! The plain lists: services, usage types, units, conversions, places.

use super::{Standing, name, page, referred, word};
use crate::{
    access::{Actor, permission::CatalogView},
    catalog::{
        rules::both,
        store::{Conversion, Measure, Place, ServiceType, UsageType},
        text::Text,
    },
    values::decimal,
    web::{Cell, Column, FilterBar, ListPage, Pager, Table, Typed},
};

/// Services (CAT-1).
pub fn service_types(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[ServiceType],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.name),
        Column::new(text.abbreviation),
        Column::new(text.code),
        Column::number(text.resource_count),
    ];
    let cells = |row: &ServiceType| {
        let short = lang.pick(&row.abbreviation_en, &row.abbreviation_zh).as_deref();
        let types = Typed::default().address("/catalog/resource-types", &[], &[("service_type", &row.code)]);
        vec![
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), &row.code),
            Cell::maybe(short),
            Cell::code(&row.code, lang),
            if row.resource_types > 0 {
                Cell::link(row.resource_types.to_string(), types)
            } else {
                Cell::Amount("0".to_owned())
            },
        ]
    };
    let table = Table { caption: text.service_types.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.service_types, "/catalog/service-types"), bar, (table, pager), standing)
}

/// Usage types (CAT-4).
pub fn usage_types(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[UsageType],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.name),
        Column::new(text.code),
        Column::new(text.resource_type),
        Column::new(text.service_type),
    ];
    let cells = |row: &UsageType| {
        let (resource, _) = both(lang, row.resource_zh.as_deref(), row.resource_en.as_deref(), &row.resource_type_code);
        vec![
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), &row.code),
            Cell::code(&row.code, lang),
            match row.resource {
                Some(key) => Cell::link(resource, format!("/catalog/resource-types/{key}")),
                None => Cell::text(resource),
            },
            Cell::text(&row.service_type_code),
        ]
    };
    let table = Table { caption: text.usage_types.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.usage_types, "/catalog/usage-types"), bar, (table, pager), standing)
}

/// Units of measure (CAT-5).
pub fn measures(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[Measure],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::number(text.measure_id),
        Column::new(text.name),
        Column::new(text.abbreviation),
        Column::new(text.measure_type),
    ];
    let cells = |row: &Measure| {
        let number = row.measure_id.to_string();
        let kind = row.measure_type.map(|kind| kind.to_string());
        vec![
            Cell::Amount(number.clone()),
            name(lang, row.name_zh.as_deref(), row.name_en.as_deref(), &number),
            Cell::maybe(lang.pick(&row.abbreviation_en, &row.abbreviation_zh).as_deref()),
            word(kind.as_deref(), &text.measure_types, lang),
        ]
    };
    let table = Table { caption: text.measures.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.measures, "/catalog/measures"), bar, (table, pager), standing)
}

/// Conversions between units (CAT-6).
pub fn conversions(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[Conversion],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.from_unit),
        Column::number(text.ratio),
        Column::new(text.to_unit),
        Column::new(text.measure_type),
    ];
    let cells = |row: &Conversion| {
        let (from, to) = (row.measure_id.to_string(), row.ref_measure_id.to_string());
        let kind = row.measure_type.map(|kind| kind.to_string());
        vec![
            referred(lang, row.from_zh.as_deref(), row.from_en.as_deref(), Some(&from)),
            row.ratio.map_or(Cell::None, |ratio| Cell::Amount(decimal::grouped(ratio, 0))),
            referred(lang, row.to_zh.as_deref(), row.to_en.as_deref(), Some(&to)),
            word(kind.as_deref(), &text.measure_types, lang),
        ]
    };
    let table = Table { caption: text.conversions.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.conversions, "/catalog/conversions"), bar, (table, pager), standing)
}

/// Provinces, cities, counties (CAT-10).
pub fn places(
    actor: &Actor<CatalogView>,
    bar: FilterBar,
    rows: &[Place],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns =
        vec![Column::new(text.name), Column::new(text.code), Column::new(text.level), Column::new(text.parent)];
    let cells = |row: &Place| {
        vec![
            Cell::text(row.name.as_deref().unwrap_or(&row.code)),
            Cell::code(&row.code, lang),
            word(Some(&row.level), &text.levels, lang),
            referred(lang, row.parent.as_deref(), row.parent.as_deref(), Some(&row.parent_code)),
        ]
    };
    let table = Table { caption: text.places.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    page(actor, (text.places, "/catalog/places"), bar, (table, pager), standing)
}
