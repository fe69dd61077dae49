//! Pages of MDF quotas.

use crate::{
    access::{
        Actor,
        permission::{DeskPolicyManage, IncentiveView},
    },
    mdf::{
        pages::application::tabs,
        rules::{
            ledger::available,
            quota::{CURRENCIES, SOURCE},
        },
        store::quota::{Granted, Partner},
        text::quota::Text,
    },
    values::decimal::written,
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// The partner's own quotas (MDF-04).
pub fn list(actor: &Actor<IncentiveView>, bar: FilterBar, (rows, pager): (&[Granted], Pager)) -> ListPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let mut columns = vec![Column::new(text.year).tight(), Column::number(text.total)];
    columns.extend(text.parts.map(Column::number));
    columns.extend([Column::new(text.source), Column::new(text.changed_at).tight().wide()]);
    let row = |row: &Granted| {
        let held = row.held();
        let mut cells = vec![
            Cell::text(row.year.to_string()).under(format!("{0}-01-01 – {0}-12-31", row.year)),
            Cell::amount(row.total).under(row.currency.as_str()),
        ];
        let parts = [held.soft, held.reserved, held.claimed, held.paid, available(row.total, &held)];
        cells.extend(parts.map(Cell::amount));
        cells.extend([Cell::text(&row.source), Cell::when(Some(row.changed_at), &face)]);
        cells
    };
    let table = Table { caption: text.own.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.none.to_owned(), hint: text.none_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.own), bar, table, pager, empty);
    let conditions = "/incentives/benefits/conditions?step=mdf_application";
    page.actions = vec![Link::new(text.conditions, conditions)];
    page.tabs = tabs(face.lang, false);
    page
}

/// Partners with their quotas of a year.
pub fn partners(
    actor: &Actor<DeskPolicyManage>,
    (year, bar): (i32, FilterBar),
    (rows, pager): (&[Partner], Pager),
) -> ListPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let columns = vec![
        Column::new(text.partner),
        Column::number(text.total),
        Column::new(text.source).wide(),
        Column::new(text.changed_at).tight().wide(),
    ];
    let row = |row: &Partner| {
        let edit = format!("/desk/mdf-quotas/edit?partner={}&year={year}", row.id);
        vec![
            Cell::link(&row.name, edit).under(&row.code),
            row.total.map_or(Cell::None, |total| Cell::amount(total).under(row.currency.clone().unwrap_or_default())),
            Cell::maybe(row.source.as_deref()),
            Cell::when(row.changed_at, &face),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.no_partner.to_owned(), hint: text.no_partner_hint.to_owned(), action: None };
    ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty)
}

/// The quota of a partner and year, as it is or as it was typed.
pub fn edit(actor: &Actor<DeskPolicyManage>, (partner, year): (&Partner, i32), typed: Option<&Typed>) -> FormPage {
    let text = Text::of(actor.lang());
    let back = Link::new(text.back, format!("/desk/mdf-quotas?year={year}"));
    let title = format!("{} · {} {year}", text.title, partner.name);
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), "/desk/mdf-quotas/edit".to_owned(), back);
    page.hint = text.edit_hint.to_owned();
    let value = |name, stored: Option<String>| {
        typed.map_or_else(|| stored.unwrap_or_default(), |typed| typed.get(name).to_owned())
    };
    let currency = value("currency", partner.currency.clone());
    let choice = |code: &'static str| Choice::new(code, code, currency == code);
    let total = Control::Line { value: value("total", partner.total.map(written)), kind: "text", most: 24 };
    let source = Control::Area { value: value("source", partner.source.clone()), rows: 3, most: SOURCE };
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            Field::new("total", text.total, total).help(text.total_help).required(),
            Field::new("currency", text.currency, Control::Select(CURRENCIES.map(choice).into())).required(),
            Field::new("source", text.source, source).help(text.source_help).required(),
        ],
    }];
    let revision = typed.map_or_else(|| partner.revision.to_string(), |typed| typed.get("revision").to_owned());
    page.hidden = vec![("partner", partner.id.to_string()), ("year", year.to_string()), ("revision", revision)];
    page.buttons = vec![("save", text.save)];
    page
}
