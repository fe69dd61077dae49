//! One order with everything the vendor says about it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{amount, in_currency, list::customer, service, status, word};
use crate::{
    access::{Actor, permission::OrderView},
    catalog::Names,
    lang::Lang,
    orders::{
        rules::{may_refund, waits_for_payment},
        store::{Child, Line, Order, Refund},
        sync::{ORDER_LINES, ORDER_REFUNDS, ORDERS},
        text::Text,
    },
    values::decimal,
    web::{Cell, Column, DetailPage, Face, Frame, Happening, Section, Table, Tone},
};

/// Every code of an order and its parts that wants a word.
pub fn codes(order: &Order) -> Vec<String> {
    let lines = order.lines.iter().map(|line| &line.service_type_code);
    let children = order.children.iter().map(|child| &child.service_type_code);
    let refunds = order.refunds.iter();
    let refunds = refunds.flat_map(|part| [&part.service_type_code, &part.resource_type_code, &part.region_code]);
    let all = std::iter::once(&order.service_type_code).chain(lines).chain(children).chain(refunds);
    all.flatten().cloned().collect()
}

/// The page.
pub fn show(actor: &Actor<OrderView>, order: &Order, names: &Names) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let sections = vec![facts(order, names, text, &face), amounts(order, text), payment(order, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &order.remote_id), sections);
    page.badges.push(status(order.status, text, face.lang));
    page.tables = tables(order, names, text, &face);
    page.timeline = timeline(order, text, &face);
    page
}

fn facts(order: &Order, names: &Names, text: &Text, face: &Face) -> Section {
    let code = order.service_type_code.as_deref();
    let named = service(code, order.service_type_name.as_deref(), names);
    Section {
        title: text.facts.to_owned(),
        facts: vec![
            (text.order, Cell::id(&order.remote_id, face.lang)),
            (
                text.customer,
                customer(order.customer, order.account_name.as_deref(), order.customer_id.as_deref(), text),
            ),
            (text.partner, Cell::text(&order.organization)),
            (text.service_type, code.map_or(Cell::None, |code| named.under(code))),
            (text.order_type, word(order.order_type, &text.order_types, face.lang)),
            (text.source_type, word(order.source_type, &text.source_types, face.lang)),
            (text.operator, Cell::maybe(order.user_name.as_deref())),
            (text.contract, Cell::maybe(order.contract_id.as_deref())),
        ],
    }
}

fn amounts(order: &Order, text: &Text) -> Section {
    let rows = [
        (text.official_amount, order.official_amount),
        (text.after_discount, order.amount_after_discount),
        (text.voucher, order.coupon_amount),
        (text.cash_coupon, order.flexipurchase_coupon_amount),
        (text.stored_card, order.stored_card_amount),
        (text.consumed, order.consumed_amount),
        (text.fee, order.commission_amount),
    ];
    let facts = rows.into_iter().filter(|(label, value)| value.is_some() || *label == text.after_discount);
    Section {
        title: in_currency(text.amounts, &order.currency),
        facts: facts.map(|(label, value)| (label, amount(value))).collect(),
    }
}

fn payment(order: &Order, text: &Text, face: &Face) -> Section {
    let agent = order.is_agent_pay.map(|yes| if yes { text.agent_yes } else { text.agent_no });
    let until = order.payment_ends_at.filter(|_| waits_for_payment(order.status));
    let mut facts = vec![
        (text.created, Cell::when(order.created_at, face)),
        (text.paid, Cell::when(order.paid_at, face)),
        (text.agent_pay, Cell::maybe(agent)),
        (text.projects, projects(&order.enterprise_projects)),
    ];
    if until.is_some() {
        facts.insert(2, (text.pay_until, Cell::when(until, face)));
    }
    if let Some(agent) = &order.paying_agent_id {
        facts.push((text.paying_agent, Cell::id(agent, face.lang)));
    }
    Section { title: text.payment.to_owned(), facts }
}

fn projects(projects: &Value) -> Cell {
    let name = |project: &Value| {
        let word = |key: &str| project[key].as_str().filter(|word| !word.is_empty()).map(str::to_owned);
        word("name").or_else(|| word("id")).map(Cell::text)
    };
    let cells: Vec<Cell> = projects.as_array().into_iter().flatten().filter_map(name).collect();
    if cells.is_empty() { Cell::None } else { Cell::Several(cells) }
}

fn tables(order: &Order, names: &Names, text: &Text, face: &Face) -> Vec<(String, Table)> {
    let mut tables = vec![(text.lines.to_owned(), lines(order, names, text, face))];
    let discounts = order.discounts.as_array().filter(|list| !list.is_empty());
    if let Some(list) = discounts {
        tables.push((text.discounts.to_owned(), discount_table(list, order, text, face.lang)));
    }
    if !order.children.is_empty() {
        tables.push((text.children.to_owned(), children(order, names, text, face.lang)));
    }
    if order.order_type.is_some_and(may_refund) && !order.refunds.is_empty() {
        tables.push((text.refunds.to_owned(), refunds(order, names, text, face.lang)));
    }
    tables
}

fn lines(order: &Order, names: &Names, text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.spec),
        Column::new(text.line),
        Column::new(text.period).tight(),
        Column::new(text.valid).tight(),
        Column::number(in_currency(text.official_amount, &order.currency)),
        Column::number(in_currency(text.after_discount, &order.currency)),
    ];
    let row = |line: &Line| {
        let of_service = service(line.service_type_code.as_deref(), line.service_type_name.as_deref(), names);
        let child = line.sub_order_id.as_deref().filter(|id| *id != order.remote_id);
        let number = Cell::id(&line.remote_id, face.lang);
        vec![
            Cell::sent(line.spec(face.lang), face.lang).over(of_service),
            match child {
                Some(child) => number.under(child),
                None => number,
            },
            counted(period(line, text, face.lang), line.subscription_num),
            Cell::Two(Box::new((Cell::when(line.effective_at, face), Cell::when(line.expires_at, face)))),
            amount(line.official_amount),
            amount(line.amount_after_discount),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = order.lines.iter().map(row).collect();
    if rows.is_empty() && order.details_at.is_none() {
        let mut note = vec![Cell::text(text.lines_pending)];
        note.resize_with(columns.len(), || Cell::None);
        rows.push(note);
    }
    Table { caption: text.lines.to_owned(), columns, rows }
}

/// A period with how many were ordered, if more than one.
fn counted(period: Cell, number: Option<i64>) -> Cell {
    match number.filter(|number| *number > 1) {
        Some(number) => period.under(format!("× {number}")),
        None => period,
    }
}

/// `3 months`; the unit alone where there is no count (one-off products, unsubscriptions).
fn period(line: &Line, text: &Text, lang: Lang) -> Cell {
    let unit = line.period_type.and_then(|code| text.periods.iter().find(|(known, _)| *known == code));
    match (unit, line.period_num) {
        (Some((_, unit)), Some(count)) if line.period_type != Some(5) => Cell::text(format!("{count} {unit}")),
        (Some((5, unit)), _) => Cell::text(*unit),
        (Some(_), _) => Cell::None,
        (None, _) => line.period_type.map_or(Cell::None, |code| Cell::unknown(&code.to_string(), lang)),
    }
}

fn discount_table(list: &[Value], order: &Order, text: &Text, lang: Lang) -> Table {
    let columns =
        vec![Column::new(text.discount_type), Column::number(in_currency(text.discount_amount, &order.currency))];
    let row = |discount: &Value| {
        let kind = plain(&discount["discount_type"]);
        let known = text.discount_types.iter().find(|(known, _)| *known == kind);
        let kind = known.map_or_else(|| Cell::unknown(&kind, lang), |(_, word)| Cell::text(*word));
        vec![kind, read(&discount["discount_amount"]).map_or(Cell::None, Cell::amount)]
    };
    Table { caption: text.discounts.to_owned(), columns, rows: list.iter().map(row).collect() }
}

/// A scalar as text, whether it was sent as a text or a number.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn read(value: &Value) -> Option<Decimal> {
    decimal::parse(&plain(value)).ok()
}

fn children(order: &Order, names: &Names, text: &Text, lang: Lang) -> Table {
    let columns = vec![
        Column::new(text.order),
        Column::new(text.service_type),
        Column::new(text.order_type),
        Column::new(text.status),
        Column::number(in_currency(text.official_amount, &order.currency)),
        Column::number(in_currency(text.after_discount, &order.currency)),
    ];
    let row = |child: &Child| {
        vec![
            Cell::id(&child.remote_id, lang),
            service(child.service_type_code.as_deref(), child.service_type_name.as_deref(), names),
            word(child.order_type, &text.order_types, lang),
            status(child.status, text, lang),
            amount(child.official_amount),
            amount(child.amount_after_discount),
        ]
    };
    Table { caption: text.children.to_owned(), columns, rows: order.children.iter().map(row).collect() }
}

fn refunds(order: &Order, names: &Names, text: &Text, lang: Lang) -> Table {
    let columns = vec![
        Column::new(text.base_order),
        Column::new(text.part),
        Column::new(text.service_type),
        Column::new(text.resource_type),
        Column::new(text.region),
        Column::number(in_currency(text.refund_amount, &order.currency)),
    ];
    let row = |part: &Refund| {
        let named = |code: Option<&str>, sent: Option<&str>| service(code, sent, names);
        let base = part.base_order_id.as_deref();
        vec![
            match part.base_order {
                Some(key) => Cell::link(base.unwrap_or_default(), format!("/orders/{key}")),
                None => base.map_or(Cell::None, |id| Cell::id(id, lang)),
            },
            Cell::id(&part.remote_id, lang),
            named(part.service_type_code.as_deref(), part.service_type_name.as_deref()),
            named(part.resource_type_code.as_deref(), part.resource_type_name.as_deref()),
            named(part.region_code.as_deref(), None),
            part.amount.map_or(Cell::None, |sum| {
                Cell::amount(sum).under(if sum.is_sign_negative() { text.refunded } else { text.kept })
            }),
        ]
    };
    Table { caption: text.refunds.to_owned(), columns, rows: order.refunds.iter().map(row).collect() }
}

/// Newest first: ordered, paid, first seen, changed, read.
fn timeline(order: &Order, text: &Text, face: &Face) -> Vec<Happening> {
    let run = format!("{} · {} {}", ORDERS.api, text.run, order.run_id);
    let vendor = || text.at_vendor.to_owned();
    let mut events: Vec<(DateTime<Utc>, &str, String, Tone)> =
        vec![(order.first_seen_at, text.first_seen, ORDERS.api.to_owned(), Tone::Idle)];
    if order.fetched_at > order.first_seen_at {
        events.push((order.fetched_at, text.changed, run, Tone::Idle));
    }
    events.extend(order.created_at.map(|at| (at, text.created, vendor(), Tone::Done)));
    events.extend(order.paid_at.map(|at| (at, text.paid, vendor(), Tone::Done)));
    events.extend(order.details_at.map(|at| (at, text.details_read, ORDER_LINES.api.to_owned(), Tone::Idle)));
    events.extend(order.refunds_at.map(|at| (at, text.refunds_read, ORDER_REFUNDS.api.to_owned(), Tone::Idle)));
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    let happening =
        |(at, what, note, tone): (_, &str, _, _)| Happening { what: what.to_owned(), when: face.when(at), note, tone };
    events.into_iter().map(happening).collect()
}
