//! Pages of the partner's balances and of its resellers'.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rust_decimal::Decimal;

use super::{amount, tabs, word};
use crate::{
    access::{
        Actor,
        permission::{BalanceView, ResellerView},
    },
    accounts::{
        rules::{Holding, transferable_of, unexplained},
        store::balances::{Account, Balance, Change, Reseller},
        text::{balances::Text, customers},
    },
    values::decimal,
    web::{
        Cell, Column, Empty, Face, FilterBar, Frame, FreshnessBadge, Link, ListPage, Pager, Table, Tile, Tone, html,
    },
};

/// Figures, accounts and how they came to be.
#[derive(Debug, Template)]
#[template(path = "accounts/balances.html")]
pub struct BalancesPage {
    pub(super) frame: Frame,
    pub(super) freshness: Option<FreshnessBadge>,
    pub(super) tabs: Vec<Link>,
    pub(super) tiles: Vec<Tile>,
    pub(super) tables: Vec<(String, Table)>,
    pub(super) empty: Empty,
}

impl IntoResponse for BalancesPage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// The partner's own balances.
pub fn show(
    actor: &Actor<BalanceView>,
    (balances, changes): (&[Balance], &[Change]),
    badge: FreshnessBadge,
) -> BalancesPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let present: Vec<&Balance> = balances.iter().filter(|balance| balance.gone_at.is_none()).collect();
    let mut tables = Vec::new();
    if !balances.is_empty() {
        tables.push((text.tab_own.to_owned(), accounts(balances, text, &face)));
        tables.push((text.history.to_owned(), history(changes, text, &face)));
    }
    BalancesPage {
        frame: Frame::new(actor.visitor(), text.title),
        tabs: tabs(actor, "/accounts"),
        tiles: tiles(&present, text, &badge),
        tables,
        freshness: Some(badge),
        empty: Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None },
    }
}

/// What may be transferred (ACCT-3), then each present account, with the age of the snapshot.
fn tiles(present: &[&Balance], text: &Text, badge: &FreshnessBadge) -> Vec<Tile> {
    let age = badge.when.as_ref().map(|when| format!(" · {}", when.relative)).unwrap_or_default();
    let mut tiles = Vec::new();
    for currency in currencies(present.iter().map(|balance| balance.currency.as_str())) {
        let holdings: Vec<Holding> =
            present.iter().filter(|balance| balance.currency == currency).map(|balance| holding(balance)).collect();
        let done = present.iter().find(|balance| balance.currency == currency).and_then(|balance| balance.done);
        let done = done.filter(|done| !done.is_zero());
        let since =
            done.map(|done| format!(" · {} {}", text.done_since, decimal::grouped(-done, 2))).unwrap_or_default();
        tiles.push(Tile {
            label: text.transferable.to_owned(),
            value: format!("{} {currency}", decimal::grouped(transferable_of(&holdings), 2)),
            note: format!("{}{age}{since}", text.transferable_note),
            href: None,
        });
    }
    // An account of its own for what may be transferred says the same twice, unless a part of it is designated.
    let is_told = |balance: &Balance| {
        balance.account_type == crate::accounts::rules::TRANSFERABLE
            && tiles.iter().any(|tile| tile.value == told(balance))
    };
    let others: Vec<&&Balance> = present.iter().filter(|balance| !is_told(balance)).collect();
    tiles.extend(others.into_iter().map(|balance| Tile {
        label: type_word(balance.account_type, text),
        value: told(balance),
        note: format!("{}{age}", text.snapshot),
        href: None,
    }));
    tiles
}

fn told(balance: &Balance) -> String {
    format!("{} {}", decimal::grouped(balance.amount, 2), balance.currency)
}

fn currencies<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut currencies: Vec<&str> = all.collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
}

const fn holding(balance: &Balance) -> Holding {
    Holding { account_type: balance.account_type, amount: balance.amount, designated_amount: balance.designated_amount }
}

fn type_word(account_type: i32, text: &Text) -> String {
    let code = account_type.to_string();
    let known = text.account_types.iter().find(|(known, _)| *known == code);
    known.map_or(code, |(_, word)| (*word).to_owned())
}

fn accounts(balances: &[Balance], text: &Text, face: &Face) -> Table {
    let row = |balance: &Balance| {
        let kind = word(Some(&balance.account_type.to_string()), text.account_types, face.lang);
        let gone = balance.gone_at.map(|_| Cell::badge(Tone::Idle, text.gone));
        vec![
            match gone {
                Some(gone) => Cell::Several(vec![kind, gone]),
                None => kind,
            },
            if balance.vendor_account_id.is_empty() {
                Cell::None
            } else {
                Cell::id(&balance.vendor_account_id, face.lang)
            },
            with_difference(balance, text),
            amount(balance.designated_amount),
            amount(balance.credit_amount),
            Cell::text(&balance.currency),
            Cell::when(Some(balance.fetched_at), face),
            Cell::maybe(balance.memo.as_deref()),
        ]
    };
    let columns = vec![
        Column::new(text.account_type),
        Column::new(text.account_no),
        Column::number(text.amount),
        Column::number(text.designated),
        Column::number(text.credit_line),
        Column::new(text.currency),
        Column::new(text.since),
        Column::new(text.memo),
    ];
    Table { caption: text.tab_own.to_owned(), columns, rows: balances.iter().map(row).collect() }
}

/// The balance, and below it what the statement does not explain of it (SYNC-3).
fn with_difference(balance: &Balance, text: &Text) -> Cell {
    let told = |difference| format!("{} {}", text.unexplained, decimal::grouped(difference, 2));
    Cell::amount(balance.amount).under(unexplained(balance.amount, balance.stated).map(told).unwrap_or_default())
}

fn history(changes: &[Change], text: &Text, face: &Face) -> Table {
    let row = |change: &Change| {
        vec![
            Cell::when(Some(change.found_at), face),
            word(Some(&change.account_type.to_string()), text.account_types, face.lang),
            Cell::maybe(Some(change.vendor_account_id.as_str())),
            Cell::amount(change.amount),
            amount(change.designated_amount),
            Cell::text(&change.currency),
        ]
    };
    let columns = vec![
        Column::new(text.found),
        Column::new(text.account_type),
        Column::new(text.account_no),
        Column::number(text.amount),
        Column::number(text.designated),
        Column::new(text.currency),
    ];
    Table { caption: text.history.to_owned(), columns, rows: changes.iter().map(row).collect() }
}

/// Balances of resellers.
pub fn resellers(actor: &Actor<ResellerView>, bar: FilterBar, rows: &[Reseller], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.reseller),
        Column::number(text.transferable),
        Column::number(text.amount),
        Column::number(text.credit_line),
        Column::number(text.designated),
        Column::new(text.currency),
        Column::new(text.since),
    ];
    let cells = rows.iter().flat_map(|reseller| reseller_rows(reseller, &face)).collect();
    let table = Table { caption: text.tab_resellers.to_owned(), columns, rows: cells };
    let (title, hint) = if actor.organization().is_only_abroad() {
        let text = customers::Text::of(face.lang);
        (text.wrong_site, text.wrong_site_hint)
    } else {
        (text.resellers_empty, text.empty_hint)
    };
    let empty = Empty { title: title.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.tab_resellers), bar, table, pager, empty);
    page.tabs = tabs(actor, "/accounts/resellers");
    page
}

/// A row for each currency a reseller has; one row also for a reseller whose balance was not read yet.
fn reseller_rows(reseller: &Reseller, face: &Face) -> Vec<Vec<Cell>> {
    let name = match reseller.reseller_id {
        Some(id) => Cell::link(&reseller.name, format!("/resellers/{id}")),
        None => Cell::text(&reseller.name),
    };
    let accounts = &reseller.accounts.0;
    let currencies = currencies(accounts.iter().map(|account| account.currency.as_str()));
    if currencies.is_empty() {
        return vec![vec![name, Cell::None, Cell::None, Cell::None, Cell::None, Cell::None, Cell::None]];
    }
    let mut rows = Vec::new();
    let mut name = Some(name);
    for currency in currencies {
        let own: Vec<&Account> = accounts.iter().filter(|account| account.currency == currency).collect();
        let exact = |text: &str| decimal::parse(text).unwrap_or_default();
        let holdings: Vec<Holding> = own
            .iter()
            .map(|account| Holding {
                account_type: account.account_type,
                amount: exact(&account.amount),
                designated_amount: account.designated_amount.as_deref().map(exact),
            })
            .collect();
        let of = |kind: i32| holdings.iter().filter(|h| h.account_type == kind).map(|h| h.amount).sum::<Decimal>();
        let designated: Decimal = holdings.iter().filter_map(|holding| holding.designated_amount).sum();
        rows.push(vec![
            name.take().unwrap_or(Cell::None),
            Cell::amount(transferable_of(&holdings)),
            Cell::amount(of(crate::accounts::rules::BALANCE)),
            Cell::amount(of(crate::accounts::rules::CREDIT)),
            Cell::amount(designated),
            Cell::text(currency),
            Cell::when(reseller.fetched_at, face),
        ]);
    }
    rows
}
