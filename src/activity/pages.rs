//! Pages of the record: values ready to show.

use super::{
    rules::{self, Format},
    store::State,
    text::Text,
};
use crate::{
    access::{
        Actor,
        permission::{AuditExport, AuditView},
    },
    audit::Record,
    web::{
        Cell, Column, DetailPage, Empty, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tile, Tone, Typed,
    },
};

/// The list.
pub fn list(actor: &Actor<AuditView>, bar: FilterBar, rows: &[Record], pager: Pager, state: &State) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.when).tight(),
        Column::new(text.who),
        Column::new(text.what),
        Column::new(text.object),
        Column::new(text.address).wide(),
    ];
    let row = |record: &Record| {
        vec![
            Cell::when(Some(record.at), &actor.face()),
            Cell::text(text.actor(&record.actor)),
            Cell::link(rules::words(&record.event, lang), address_of(&record.hash))
                .under(record.reason.clone().unwrap_or_default()),
            object(actor, record),
            Cell::maybe(record.address.as_deref()),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let exports = exports(actor, bar.typed());
    let empty = Empty { title: text.empty.to_owned(), ..Empty::default() };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = exports;
    page.tiles = tiles(actor, state);
    page
}

fn exports(actor: &Actor<AuditView>, typed: &Typed) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let link = |format: Format, label| {
        let href = typed.address("/activity/export", &["after", "back", "format"], &[("format", format.as_str())]);
        Link::new(label, href)
    };
    if !actor.may(AuditExport::CODE) {
        return Vec::new();
    }
    vec![link(Format::Csv, text.export_csv), link(Format::Json, text.export_json)]
}

/// How the chain stands: how long it is, how it ends, and what its last walk found.
fn tiles(actor: &Actor<AuditView>, state: &State) -> Vec<Tile> {
    let text = Text::of(actor.lang());
    let tile = |label: &str, value: String, note: &str| Tile {
        label: label.to_owned(),
        value,
        note: note.to_owned(),
        href: None,
    };
    let found = match (state.flaws, state.first_flaw) {
        (None, _) => text.never_checked.to_owned(),
        (Some(_), Some(seq)) => format!("{} {seq} {}", text.broken.0, text.broken.1),
        (Some(_), None) => text.whole.to_owned(),
    };
    let checked = state.checked_at.map_or_else(String::new, |at| actor.face().when(at).exact);
    let note =
        if checked.is_empty() { text.check_hint.to_owned() } else { format!("{checked} · {}", text.check_hint) };
    let head = state.head.as_ref().map_or_else(|| "–".to_owned(), hex::encode);
    vec![
        tile(text.records, state.records.to_string(), text.records_note),
        tile(text.head, head.chars().take(16).collect(), text.head_note),
        tile(text.checked, found, &note),
    ]
}

/// One record.
pub fn show(actor: &Actor<AuditView>, record: &Record) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let happening = Section {
        title: text.happening.to_owned(),
        facts: vec![
            (text.when, Cell::when(Some(record.at), &actor.face())),
            (text.who, who(record, text)),
            (text.object, object(actor, record)),
            (text.reason, Cell::maybe(record.reason.as_deref())),
            (text.address, Cell::maybe(record.address.as_deref())),
            (text.request, record.request_id.as_ref().map_or(Cell::None, |id| Cell::id(id, lang))),
            (text.code, Cell::code(&record.event, lang)),
        ],
    };
    let chain = Section {
        title: text.chain.to_owned(),
        facts: vec![
            (text.seq, Cell::text(record.seq.to_string())),
            (text.hash, Cell::code(hex::encode(&record.hash), lang)),
            (text.previous_hash, Cell::code(hex::encode(&record.previous_hash), lang)),
        ],
    };
    let title = rules::words(&record.event, lang);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), vec![happening, chain]);
    page.tables.extend(changes(record, text, actor));
    let object = [("kind", record.object_kind.as_str()), ("object", record.object_id.as_str())];
    page.actions.push(Link::new(text.same_object, Typed::default().address("/activity", &[], &object)));
    page
}

fn changes(record: &Record, text: &Text, actor: &Actor<AuditView>) -> Option<(String, Table)> {
    let rows = rules::side_by_side(record.before.as_deref(), record.after.as_deref(), actor.lang());
    let cells = |row: rules::Changed| {
        let differs = row.before != row.after;
        let after = Cell::maybe(row.after.as_deref());
        let after = match row.after {
            Some(after) if differs => Cell::badge(Tone::Waiting, after),
            _ => after,
        };
        vec![Cell::text(row.field), Cell::maybe(row.before.as_deref()), after]
    };
    let columns = vec![Column::new(text.field), Column::new(text.before), Column::new(text.after)];
    let table = Table { caption: text.changes.to_owned(), columns, rows: rows.into_iter().map(cells).collect() };
    (!table.rows.is_empty()).then(|| (text.changes.to_owned(), table))
}

fn who(record: &Record, text: &Text) -> Cell {
    match record.member_id {
        Some(id) => Cell::link(&record.actor, format!("/members/{id}")),
        None => Cell::text(text.actor(&record.actor)),
    }
}

fn object(actor: &Actor<AuditView>, record: &Record) -> Cell {
    let label = Text::of(actor.lang()).object_of(&record.object_kind, &record.object_id);
    match rules::page_of(&record.object_kind, &record.object_id) {
        Some(href) => Cell::link(label, href),
        None => Cell::text(label),
    }
}

/// The address of a record.
pub fn address_of(hash: &[u8]) -> String {
    format!("/activity/{}", hex::encode(hash))
}
