//! Pages of the partner's statement.

use super::{amount, tabs, word};
use crate::{
    access::{Actor, permission::AdjustView},
    accounts::{
        rules::trade_type_of,
        store::statement::{Line, Listed},
        sync::statement::PARTNER_STATEMENT,
        text::statement::Text,
    },
    values::month::vendor_zone,
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, ListPage, Pager, Section, Table, Tone},
};

/// The vendor's code of income in `type`.
const INCOME: &str = "1";
/// The vendor's code of expense.
const EXPENSE: &str = "2";

/// The list.
pub fn list(actor: &Actor<AdjustView>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let currency = rows.first().map(|row| row.currency.as_str()).unwrap_or_default();
    let columns = vec![
        Column::new(text.time),
        Column::new(text.detail_type),
        Column::new(text.balance_type).wide(),
        Column::new(text.customer).wide(),
        Column::number(format!("{} ({currency})", text.income)),
        Column::number(format!("{} ({currency})", text.expense)),
        Column::number(format!("{} ({currency})", text.balance_after)).wide(),
        Column::new(text.trade_id).wide(),
    ];
    let cells = rows.iter().map(|row| cells(row, text, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows: cells };
    let abroad = actor.organization().is_only_abroad();
    let title = if abroad { text.wrong_site } else { text.empty };
    let hint = if abroad { text.wrong_site_hint } else { text.empty_hint };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.tabs = tabs(actor, "/bills/statements");
    page
}

fn cells(row: &Listed, text: &Text, face: &Face) -> Vec<Cell> {
    let time = row.trade_time.with_timezone(&vendor_zone()).format("%Y-%m-%d %H:%M").to_string();
    let detail = row.trade_detail_type.as_deref();
    let trade = trade_word(detail, text);
    let of_kind = |kind: &str| {
        if row.kind.as_deref() == Some(kind) { amount(row.change_amount) } else { Cell::None }
    };
    // A kind the vendor does not document is shown as income only if nothing else is known of it.
    let is_known = matches!(row.kind.as_deref(), Some(INCOME | EXPENSE));
    vec![
        Cell::link(time, format!("/bills/statements/{}", row.id)),
        word(detail, text.detail_types, face.lang).under(trade),
        word(Some(&row.balance_type), text.balance_types, face.lang),
        Cell::maybe(row.account_name.as_deref().or(row.customer_id.as_deref())),
        if is_known { of_kind(INCOME) } else { amount(row.change_amount) },
        of_kind(EXPENSE),
        amount(row.balance_after_change),
        row.trade_id.as_deref().map_or(Cell::None, |id| Cell::id(id, face.lang)),
    ]
}

/// The trade type a detail type belongs to, in words; nothing for one the portal does not know.
fn trade_word(detail: Option<&str>, text: &Text) -> &'static str {
    let trade = detail.and_then(trade_type_of);
    let known = text.trade_types.iter().find(|(code, _)| Some(*code) == trade);
    known.map_or("", |(_, word)| word)
}

/// One line.
pub fn show(actor: &Actor<AdjustView>, line: &Line) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = line.trade_id.as_deref().unwrap_or(&line.account_change_id);
    let sections = vec![facts(line, text, &face), origin(line, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    let kind = line.kind.as_deref();
    let shown = text.kinds.iter().find(|(code, _)| Some(*code) == kind);
    page.badges.push(match (shown, kind) {
        (Some((code, word)), _) => Cell::badge(if *code == INCOME { Tone::Done } else { Tone::Waiting }, *word),
        (None, Some(code)) => Cell::unknown(code, face.lang),
        (None, None) => Cell::None,
    });
    page
}

fn facts(line: &Line, text: &Text, face: &Face) -> Section {
    let id = |value: Option<&str>| value.map_or(Cell::None, |value| Cell::id(value, face.lang));
    let account = line.account_name.as_deref().or(line.customer_id.as_deref());
    let customer = match (account, line.customer_key, line.reseller_id) {
        (Some(account), Some(key), _) => Cell::link(account, format!("/customers/{key}")),
        (Some(account), None, Some(key)) => Cell::link(account, format!("/resellers/{key}")),
        (account, ..) => Cell::maybe(account),
    };
    let detail = line.trade_detail_type.as_deref();
    Section {
        title: format!("{} ({})", text.line, line.currency),
        facts: vec![
            (text.time, Cell::when(Some(line.trade_time), face)),
            (text.balance_type, word(Some(&line.balance_type), text.balance_types, face.lang)),
            (text.trade_type, Cell::text(trade_word(detail, text))),
            (text.detail_type, word(detail, text.detail_types, face.lang)),
            (text.trade_code, Cell::maybe(detail)),
            (text.kind, word(line.kind.as_deref(), text.kinds, face.lang)),
            (
                if line.kind.as_deref() == Some(EXPENSE) { text.expense } else { text.income },
                amount(line.change_amount),
            ),
            (text.amount_as_sent, Cell::maybe(line.change_text.as_deref())),
            (text.balance_after, amount(line.balance_after_change)),
            (text.balance_as_sent, Cell::maybe(line.balance_text.as_deref())),
            (text.currency, Cell::text(&line.currency)),
            (text.customer, customer),
            (text.customer_id, id(line.customer_id.as_deref())),
            (text.partner, Cell::text(&line.organization)),
            (text.trade_id, id(line.trade_id.as_deref())),
            (text.account_change_id, id(Some(&line.account_change_id))),
        ],
    }
}

fn origin(line: &Line, text: &Text, face: &Face) -> Section {
    Section {
        title: text.synchronisation.to_owned(),
        facts: vec![
            (text.source, Cell::text(PARTNER_STATEMENT.api)),
            (text.run, Cell::text(line.run_id.to_string())),
            (text.fetched, Cell::when(Some(line.fetched_at), face)),
        ],
    }
}
