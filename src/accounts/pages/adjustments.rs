//! Pages of adjust records.

use super::{amount, tabs, word};
use crate::{
    access::{Actor, permission::AdjustView},
    accounts::{
        store::adjustments::{Listed, Record},
        sync::adjustments::ADJUST_RECORDS,
        text::{adjustments::Text, statement},
    },
    customers::shown_name,
    lang::Lang,
    values::Masked,
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, ListPage, Pager, Section, Table, Tone},
};

/// The list.
pub fn list(actor: &Actor<AdjustView>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let (title, hint) = if actor.organization().is_only_abroad() {
        let text = statement::Text::of(face.lang);
        (text.wrong_site, text.wrong_site_hint)
    } else {
        (text.empty, text.empty_hint)
    };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let frame = Frame::new(actor.visitor(), text.title);
    let mut page = ListPage::new(frame, bar, table(rows, &face), pager, empty);
    page.tabs = tabs(actor, "/accounts/adjustments");
    page
}

/// Records in a table; also under a customer's balance.
pub fn table(rows: &[Listed], face: &Face) -> Table {
    let text = Text::of(face.lang);
    let currency = rows.first().map(|row| row.currency.as_str()).unwrap_or_default();
    let columns = vec![
        Column::new(face.timed(text.time)),
        Column::new(text.operation),
        Column::new(text.customer),
        Column::number(format!("{} ({currency})", text.amount)),
        Column::new(text.trans_id).wide(),
        Column::new(text.memo).wide(),
    ];
    let rows = rows.iter().map(|row| cells(row, text, face)).collect();
    Table { caption: text.title.to_owned(), columns, rows }
}

fn cells(row: &Listed, text: &Text, face: &Face) -> Vec<Cell> {
    let time = row.operation_time.with_timezone(&face.zone);
    let who = row.reseller.as_deref().or(row.account_name.as_deref()).or(row.customer_id.as_deref());
    let name = named(row.customer_name.as_ref(), row.customer_type, row.reseller.is_some());
    vec![
        Cell::link(time.format("%Y\u{2011}%m\u{2011}%d").to_string(), format!("/accounts/adjustments/{}", row.id))
            .under(time.format("%H:%M").to_string()),
        operation(row.operation_type.as_deref(), text, face.lang),
        Cell::maybe(who).under(name.filter(|name| Some(name.as_str()) != who).unwrap_or_default()),
        amount(row.amount),
        row.trans_id.as_deref().map_or(Cell::None, |id| Cell::id(id, face.lang)),
        Cell::maybe(row.memo.as_deref()),
    ]
}

/// A reseller is a company; a customer's name is masked unless it is one (MEM-8).
fn named(name: Option<&Masked<String>>, customer_type: Option<i32>, is_reseller: bool) -> Option<String> {
    const ENTERPRISE: i32 = 1;
    name.map(|name| shown_name(if is_reseller { Some(ENTERPRISE) } else { customer_type }, name))
}

fn operation(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let Some((_, word)) = text.operations.iter().find(|(known, _)| *known == code) else {
        return Cell::unknown(code, lang);
    };
    Cell::badge(if code == "SOURCE_OPERATION_BEADJUST" { Tone::Done } else { Tone::Waiting }, *word)
}

/// One record.
pub fn show(actor: &Actor<AdjustView>, record: &Record) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = record.trans_id.as_deref().unwrap_or(text.record);
    let sections = vec![facts(record, text, &face), origin(record, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.badges.push(operation(record.operation_type.as_deref(), text, face.lang));
    page
}

fn facts(record: &Record, text: &Text, face: &Face) -> Section {
    let who = record.reseller.as_deref().or(record.account_name.as_deref()).or(record.customer_id.as_deref());
    let who = who.unwrap_or("–");
    let name = named(record.customer_name.as_ref(), record.customer_type, record.reseller.is_some());
    let link = match (record.customer_key, record.reseller_id) {
        (Some(key), _) => Cell::link(who, format!("/customers/{key}")),
        (None, Some(key)) => Cell::link(who, format!("/resellers/{key}")),
        (None, None) => Cell::text(who),
    };
    let id = |value: Option<&str>| value.map_or(Cell::None, |value| Cell::id(value, face.lang));
    Section {
        title: text.record.to_owned(),
        facts: vec![
            (text.time, Cell::when(Some(record.operation_time), face)),
            (text.operation, word(record.operation_type.as_deref(), text.operations, face.lang)),
            (text.customer, link.under(name.filter(|name| name != who).unwrap_or_default())),
            (text.customer_id, id(record.customer_id.as_deref())),
            (text.partner, Cell::text(&record.organization)),
            (text.amount, amount(record.amount)),
            (text.as_sent, Cell::maybe(record.amount_text.as_deref())),
            (text.currency, Cell::text(&record.currency)),
            (text.trans_id, id(record.trans_id.as_deref())),
            (text.scene, Cell::maybe(record.apply_scene.as_deref())),
            (text.memo, Cell::maybe(record.memo.as_deref())),
        ],
    }
}

fn origin(record: &Record, text: &Text, face: &Face) -> Section {
    Section {
        title: text.synchronisation.to_owned(),
        facts: vec![
            (text.source, Cell::text(ADJUST_RECORDS.api)),
            (text.run, Cell::text(record.run_id.to_string())),
            (text.fetched, Cell::when(Some(record.fetched_at), face)),
        ],
    }
}
