//! The page of what restated cycles changed (BILL-43).

use serde_json::Value;

use super::amount;
use crate::{
    access::{Actor, permission::BillView},
    bills::{
        store::changes::{Change, Version},
        text::changes::Text,
    },
    values::decimal,
    web::{Cell, Column, Empty, Face, FilterBar, Frame, ListPage, Pager, Table, Tile, Tone},
};

/// The list, with every version of the cycle above it.
pub fn list(
    actor: &Actor<BillView>,
    bar: FilterBar,
    (versions, rows): (&[Version], &[Change]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.kind),
        Column::new(text.customer),
        Column::new(text.service),
        Column::number(text.before),
        Column::number(text.after),
        Column::number(text.difference),
        Column::new(text.version),
        Column::new(text.found),
    ];
    let rows = rows.iter().map(|change| cells(change, text, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.tiles = versions.iter().map(|version| tile(version, text, &face)).collect();
    page
}

fn tile(version: &Version, text: &Text, face: &Face) -> Tile {
    let payable = |sums: &Value| sums.get("payable").and_then(Value::as_str).map(str::to_owned);
    let sums = version.sums.as_object().into_iter().flatten();
    let sums = sums.filter_map(|(currency, sums)| {
        let exact = decimal::parse(&payable(sums)?).ok()?;
        Some(format!("{} {currency}", decimal::grouped(exact, 2)))
    });
    Tile {
        label: format!("{} {}", text.version, version.version),
        value: sums.collect::<Vec<_>>().join(", "),
        note: format!(
            "{} {} · {}",
            decimal::grouped(version.lines.into(), 0),
            text.rows,
            face.when(version.pulled_at).exact
        ),
        href: None,
    }
}

fn cells(change: &Change, text: &Text, face: &Face) -> Vec<Cell> {
    let kind = text.kinds.iter().find(|(kind, _)| *kind == change.kind).map_or(change.kind.as_str(), |(_, word)| word);
    let tone = match change.kind.as_str() {
        "added" => Tone::Done,
        "removed" => Tone::Refused,
        _ => Tone::Waiting,
    };
    let account = change.account_name.as_deref().or(change.customer_id.as_deref()).unwrap_or("–");
    let customer =
        change.customer_key.map_or_else(|| Cell::text(account), |key| Cell::link(account, format!("/customers/{key}")));
    let version = if change.version == 0 { text.open_version.to_owned() } else { change.version.to_string() };
    vec![
        Cell::badge(tone, kind),
        customer,
        Cell::maybe(change.service.as_deref()),
        amount(change.before),
        amount(change.after),
        Cell::amount(change.after.unwrap_or_default() - change.before.unwrap_or_default()),
        Cell::text(version),
        Cell::when(Some(change.found_at), face),
    ]
}
