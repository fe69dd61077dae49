//! Pages of customers' budgets.

use rust_decimal::Decimal;

use super::{amount, tabs, word};
use crate::{
    access::{
        Actor,
        permission::{CustomerBudgetSet, CustomerBudgetView, CustomerFreeze},
    },
    accounts::{
        rules::{Alert, alert_of},
        store::budgets::{Budget, Listed, Record},
        sync::budgets::CUSTOMER_BUDGETS,
        text::{budgets::Text, limits},
    },
    customers::shown_name,
    lang::Lang,
    values::decimal,
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tone},
};

/// The list.
pub fn list(actor: &Actor<CustomerBudgetView>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let currency = rows.first().map(|row| row.currency.as_str()).unwrap_or_default();
    let columns = vec![
        Column::new(text.customer),
        Column::new(text.budget_type).wide(),
        Column::number(format!("{} ({currency})", text.budget)),
        Column::number(format!("{} ({currency})", text.used)),
        Column::number(format!("{} ({currency})", text.left)).wide(),
        Column::new(text.usage),
        Column::new(text.state).wide(),
    ];
    let cells = rows.iter().map(|row| cells(row, text, &face)).collect();
    let table = Table { caption: format!("{}. {}", text.title, text.note), columns, rows: cells };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty(actor));
    page.tabs = tabs(actor, "/accounts/budgets");
    page.actions = holds(actor, None);
    page
}

/// Budget, freeze and unfreeze, for who may, of one customer or of those that are named in the form.
fn holds(actor: &Actor<CustomerBudgetView>, customer: Option<i64>) -> Vec<Link> {
    let words = limits::Text::of(actor.lang());
    let acts = [
        (words.budget, "budgets", CustomerBudgetSet::CODE),
        (words.freeze, "freezes", CustomerFreeze::CODE),
        (words.unfreeze, "unfreezes", CustomerFreeze::CODE),
    ];
    let narrowed = customer.map(|key| format!("?customer={key}")).unwrap_or_default();
    let may = acts.into_iter().filter(|(.., code)| actor.may(*code) && !is_only_china(actor));
    may.map(|(label, path, _)| Link::new(label, format!("/accounts/{path}/new{narrowed}"))).collect()
}

/// Whether the organisation is connected to the China site alone, which has no budgets.
pub fn is_only_china(actor: &Actor<CustomerBudgetView>) -> bool {
    let organization = actor.organization();
    !organization.sites.is_empty() && !organization.is_abroad()
}

fn empty(actor: &Actor<CustomerBudgetView>) -> Empty {
    let text = Text::of(actor.lang());
    let (title, hint) = match (is_only_china(actor), actor.scope().managers()) {
        (true, _) => (text.wrong_site, text.wrong_site_hint),
        (false, Some(_)) => (text.empty, text.empty_scope),
        (false, None) => (text.empty, text.empty_hint),
    };
    Empty { title: title.to_owned(), hint: hint.to_owned(), action: None }
}

fn cells(row: &Listed, text: &Text, face: &Face) -> Vec<Cell> {
    let account = row.account_name.as_deref().unwrap_or(&row.customer_id);
    let name = row.name.as_ref().map(|name| shown_name(row.customer_type, name)).unwrap_or_default();
    vec![
        Cell::link(account, format!("/accounts/budgets/{}", row.id)).under(name),
        word(row.budget_type.as_deref(), text.budget_types, face.lang),
        amount(row.budget_amount),
        amount(row.used_amount),
        amount(left(row.budget_amount, row.used_amount)),
        usage(row.usage),
        state(row.is_frozen, row.gone_at.is_some(), text, face.lang),
    ]
}

fn left(budget: Option<Decimal>, used: Option<Decimal>) -> Option<Decimal> {
    budget.map(|budget| budget - used.unwrap_or_default())
}

/// Used share with the colour of the vendor's alerts (ACCT-17).
fn usage(share: Decimal) -> Cell {
    let tone = match alert_of(share) {
        Alert::None => Tone::Done,
        Alert::Near => Tone::Waiting,
        Alert::Exhausted => Tone::Refused,
    };
    Cell::badge(tone, format!("{} %", decimal::grouped((share * Decimal::ONE_HUNDRED).round_dp(1), 0)))
}

fn state(is_frozen: Option<i32>, gone: bool, text: &Text, lang: Lang) -> Cell {
    match is_frozen {
        _ if gone => Cell::badge(Tone::Idle, text.gone),
        None => Cell::None,
        Some(0) => Cell::badge(Tone::Done, text.normal),
        Some(1 | 2) => Cell::badge(Tone::Refused, text.frozen),
        Some(other) => Cell::unknown(&other.to_string(), lang),
    }
}

/// One budget with its history.
pub fn show(actor: &Actor<CustomerBudgetView>, budget: &Budget, records: &[Record]) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let account = budget.account_name.as_deref().unwrap_or(&budget.customer_id);
    let sections = vec![facts(budget, account, text, &face), origin(budget, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), account), sections);
    page.badges.push(state(budget.is_frozen, budget.gone_at.is_some(), text, face.lang));
    let own = budget.organization_id == actor.org() && budget.gone_at.is_none();
    page.actions = if own { holds(actor, budget.customer_key) } else { Vec::new() };
    page.tables.push((text.records.to_owned(), history(records, &budget.currency, text, &face)));
    page
}

fn facts(budget: &Budget, account: &str, text: &Text, face: &Face) -> Section {
    let customer = match budget.customer_key {
        Some(key) => Cell::link(account, format!("/customers/{key}")),
        None => Cell::text(account),
    };
    let whole = budget.budget_amount.filter(|whole| !whole.is_zero());
    let share = whole.zip(budget.used_amount).map(|(whole, used)| used / whole);
    Section {
        title: format!("{} ({})", text.budget, budget.currency),
        facts: vec![
            (text.budget, amount(budget.budget_amount)),
            (text.used, amount(budget.used_amount).under(text.note)),
            (text.left, amount(left(budget.budget_amount, budget.used_amount))),
            (text.usage, share.map_or(Cell::None, usage)),
            (text.budget_type, word(budget.budget_type.as_deref(), text.budget_types, face.lang)),
            (text.account_name, customer),
            (text.customer_id, Cell::id(&budget.customer_id, face.lang)),
            (text.partner, Cell::text(&budget.organization)),
        ],
    }
}

fn origin(budget: &Budget, text: &Text, face: &Face) -> Section {
    Section {
        title: text.synchronisation.to_owned(),
        facts: vec![
            (text.source, Cell::text(CUSTOMER_BUDGETS.api)),
            (text.run, Cell::text(budget.run_id.to_string())),
            (text.fetched, Cell::when(Some(budget.fetched_at), face)),
        ],
    }
}

fn history(records: &[Record], currency: &str, text: &Text, face: &Face) -> Table {
    let row = |record: &Record| {
        vec![
            Cell::when(record.operation_time, face),
            word(record.operation_type.as_deref(), text.operations, face.lang),
            word(record.budget_type.as_deref(), text.budget_types, face.lang),
            amount(record.budget_amount),
            Cell::maybe(record.operator.as_deref()),
            Cell::maybe(record.partner_name.as_deref()),
        ]
    };
    let columns = vec![
        Column::new(text.time),
        Column::new(text.operation),
        Column::new(text.budget_type).wide(),
        Column::number(format!("{} ({currency})", text.budget)),
        Column::new(text.operator),
        Column::new(text.by).wide(),
    ];
    Table { caption: text.records.to_owned(), columns, rows: records.iter().map(row).collect() }
}
