//! Pages of customers' balances.

use rust_decimal::Decimal;

use super::{adjustments, amount, tabs};
use crate::{
    access::{
        Actor,
        permission::{CustomerBalanceView, TransferCustomer},
    },
    accounts::{
        store::{
            adjustments::Listed as Adjustment,
            customers::{Balance, Change, Listed, Open, Totals},
        },
        sync::customers::CUSTOMER_BALANCES,
        text::{customers::Text, transfers},
    },
    commands::{Kind, State},
    customers::shown_name,
    values::decimal,
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tile, Tone},
};

/// The list.
pub fn list(
    actor: &Actor<CustomerBalanceView>,
    bar: FilterBar,
    (rows, totals): (&[Listed], &[Totals]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let currency = rows.first().map(|row| row.currency.as_str()).unwrap_or_default();
    let columns = vec![
        Column::new(text.customer),
        Column::new(text.customer_id).wide(),
        Column::number(format!("{} ({currency})", text.amount)),
        Column::number(format!("{} ({currency})", text.arrears)),
        Column::new(text.arrears_filter).wide(),
        Column::new(text.since).wide(),
    ];
    let cells = rows.iter().map(|row| cells(row, text, &face)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows: cells };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty(actor));
    page.tabs = tabs(actor, "/accounts/customers");
    if actor.may(TransferCustomer::CODE) && !actor.organization().is_only_abroad() {
        let words = transfers::Text::of(face.lang);
        let transfer = Link::new(words.transfer, "/accounts/transfers/new").current(true);
        page.actions = vec![transfer, Link::new(words.takeback, "/accounts/takebacks/new")];
    }
    page.tiles = totals.iter().flat_map(|total| tiles(total, text)).collect();
    page
}

fn empty(actor: &Actor<CustomerBalanceView>) -> Empty {
    let text = Text::of(actor.lang());
    let (title, hint) = match (actor.organization().is_only_abroad(), actor.scope().managers()) {
        (true, _) => (text.wrong_site, text.wrong_site_hint),
        (false, Some(_)) => (text.empty, text.empty_scope),
        (false, None) => (text.empty, text.empty_hint),
    };
    Empty { title: title.to_owned(), hint: hint.to_owned(), action: None }
}

fn tiles(total: &Totals, text: &Text) -> Vec<Tile> {
    let money = |label: &str, amount: Decimal| Tile {
        label: label.to_owned(),
        value: format!("{} {}", decimal::grouped(amount, 2), total.currency),
        note: text.snapshot.to_owned(),
        href: None,
    };
    let count = Tile {
        label: text.count_arrears.to_owned(),
        value: total.in_arrears.to_string(),
        note: format!("{} {}", text.of, total.customers),
        href: (total.in_arrears > 0).then(|| "/accounts/customers?arrears=yes".to_owned()),
    };
    vec![money(text.total_amount, total.amount), money(text.total_arrears, total.debt_amount), count]
}

fn cells(row: &Listed, text: &Text, face: &Face) -> Vec<Cell> {
    let account = row.account_name.as_deref().unwrap_or(&row.customer_id);
    let name = row.name.as_ref().map(|name| shown_name(row.customer_type, name)).unwrap_or_default();
    vec![
        Cell::link(account, format!("/accounts/customers/{}", row.id)).under(name),
        Cell::id(&row.customer_id, face.lang),
        amount(row.amount),
        amount(row.debt_amount),
        state(row.debt_amount, row.gone_at.is_some(), text),
        Cell::when(Some(row.fetched_at), face),
    ]
}

fn state(debt: Option<Decimal>, gone: bool, text: &Text) -> Cell {
    if gone {
        return Cell::badge(Tone::Idle, text.gone);
    }
    if debt.unwrap_or_default() > Decimal::ZERO {
        return Cell::badge(Tone::Refused, text.in_arrears);
    }
    Cell::badge(Tone::Done, text.no_arrears)
}

/// One balance.
pub fn show(
    actor: &Actor<CustomerBalanceView>,
    balance: &Balance,
    changes: &[Change],
    records: &[Adjustment],
) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let account = balance.account_name.as_deref().unwrap_or(&balance.customer_id);
    let sections = vec![figures(balance, account, text, &face), origin(balance, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), account), sections);
    page.badges.push(state(balance.debt_amount, balance.gone_at.is_some(), text));
    page.actions = moves(actor, balance);
    if !balance.open.is_empty() {
        page.tables.push((text.open.to_owned(), open(&balance.open, &balance.currency, text, &face)));
    }
    page.tables.push((text.history.to_owned(), history(changes, &balance.currency, text, &face)));
    if !records.is_empty() {
        page.tables.push((text.adjustments.to_owned(), adjustments::table(records, &face)));
    }
    page
}

/// Transfer and take-back, for who may, of an own customer.
fn moves(actor: &Actor<CustomerBalanceView>, balance: &Balance) -> Vec<Link> {
    let key = balance.customer_key.filter(|_| balance.organization_id == actor.org() && balance.gone_at.is_none());
    let Some(key) = key.filter(|_| actor.may(TransferCustomer::CODE)) else { return Vec::new() };
    let words = transfers::Text::of(actor.lang());
    let link = |label, path: &str| Link::new(label, format!("/accounts/{path}/new?customer={key}"));
    vec![link(words.transfer, "transfers"), link(words.takeback, "takebacks")]
}

/// What is under way beside the snapshot, never netted in (CMD-13).
fn open(rows: &[Open], currency: &str, text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.command),
        Column::new(text.state),
        Column::number(format!("{} ({currency})", text.amount)),
        Column::new(text.since),
    ];
    let row = |open: &Open| {
        let kind = Kind::parse(&open.kind).map_or(open.kind.as_str(), |kind| kind.name(face.lang));
        let state = State::parse(&open.state).map_or(open.state.as_str(), |state| state.name(face.lang));
        vec![
            Cell::link(kind, format!("/commands/{}", open.id)),
            Cell::badge(Tone::Waiting, state),
            amount(open.amount),
            Cell::when(Some(open.made_at), face),
        ]
    };
    Table { caption: text.open.to_owned(), columns, rows: rows.iter().map(row).collect() }
}

fn figures(balance: &Balance, account: &str, text: &Text, face: &Face) -> Section {
    let customer = match balance.customer_key {
        Some(key) => Cell::link(account, format!("/customers/{key}")),
        None => Cell::text(account),
    };
    Section {
        title: format!("{} ({})", text.balance, balance.currency),
        facts: vec![
            (text.amount, amount(balance.amount)),
            (text.arrears, amount(balance.debt_amount)),
            (text.account_name, customer),
            (text.customer_id, Cell::id(&balance.customer_id, face.lang)),
            (text.partner, Cell::text(&balance.organization)),
        ],
    }
}

fn origin(balance: &Balance, text: &Text, face: &Face) -> Section {
    let mut facts = vec![
        (text.source, Cell::text(CUSTOMER_BALANCES.api)),
        (text.run, Cell::text(balance.run_id.to_string())),
        (text.since, Cell::when(Some(balance.fetched_at), face)),
        (text.first_seen, Cell::when(Some(balance.first_seen_at), face)),
    ];
    if let Some(gone) = balance.gone_at {
        facts.push((text.gone, Cell::When(face.when(gone)).under(text.gone_note)));
    }
    Section { title: text.synchronisation.to_owned(), facts }
}

fn history(changes: &[Change], currency: &str, text: &Text, face: &Face) -> Table {
    let row = |change: &Change| {
        vec![Cell::when(Some(change.found_at), face), amount(change.amount), amount(change.debt_amount)]
    };
    let columns = vec![
        Column::new(text.found),
        Column::number(format!("{} ({currency})", text.amount)),
        Column::number(format!("{} ({currency})", text.arrears)),
    ];
    Table { caption: text.history.to_owned(), columns, rows: changes.iter().map(row).collect() }
}
