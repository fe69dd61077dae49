//! One statement: what it says, what each method of payment would bring (REB-22), its lines, its objections.

use rust_decimal::Decimal;

use super::{address, badge, money, per_cent};
use crate::{
    access::{
        Actor,
        permission::{IncentiveConfirm, IncentiveView},
    },
    business_information,
    rebates::{
        rules::{
            methods::methods,
            tax::{net_and_tax, settled},
        },
        store::statements::{Line, Objected, Statement},
        text::Text,
    },
    values::decimal,
    web::{Cell, Column, DetailPage, Face, Frame, Link, Section, Table, Tone},
};

/// What the page is drawn from.
pub struct Ground<'a> {
    pub statement: &'a Statement,
    pub lines: &'a [Line],
    /// The partner's site.
    pub site: &'a str,
}

/// The page.
pub fn show(actor: &Actor<IncentiveView>, ground: &Ground<'_>) -> DetailPage {
    let (face, statement) = (actor.face(), ground.statement);
    let text = Text::of(face.lang);
    let sections = vec![said(statement, text), source(statement, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), statement.number.as_str()), sections);
    page.badges = vec![badge(statement, text)];
    page.tabs = vec![Link::new(text.title, crate::rebates::PATH)];
    if statement.state == "to_confirm" && actor.may(IncentiveConfirm::CODE) {
        let confirm = format!("{}/confirmation?period={}", crate::rebates::PATH, statement.period);
        page.actions.push(Link::new(text.confirm, confirm).current(true));
        page.actions.push(Link::new(text.object, format!("{}/objection", address(statement.id))));
    }
    page.notices.push((Tone::Idle, text.methods_hint.to_owned()));
    if ground.statement.service_bp.is_none() {
        page.notices.push((Tone::Waiting, text.no_rate.to_owned()));
        let path = business_information::PATH;
        page.actions.push(Link::new(text.business_information, path));
    }
    page.tables = vec![(text.methods.to_owned(), ways(ground, text))];
    if !statement.objected.is_empty() {
        page.tables.push((text.objections.to_owned(), objections(&statement.objected, text, &face)));
    }
    page.tables.push((text.lines.to_owned(), lines(ground, text)));
    page
}

fn said(statement: &Statement, text: &Text) -> Section {
    let facts = vec![
        (text.number, Cell::text(&statement.number)),
        (text.period, Cell::text(&statement.period)),
        (text.plan, Cell::text(&statement.plan)),
        (text.association, Cell::text(text.association_word(statement.association.as_deref()))),
        (text.gross, money(statement.gross, &statement.currency)),
        (text.payable, money(statement.payable, &statement.currency)),
        (text.publish_until, Cell::text(statement.publish_until.to_string()).over(Cell::text(text.until_note))),
    ];
    Section { title: text.statement.to_owned(), facts }
}

fn source(statement: &Statement, text: &Text, face: &Face) -> Section {
    let mut facts = vec![
        (text.origin, Cell::text(&statement.origin)),
        (text.recorded, Cell::when(Some(statement.recorded_at), face).over(Cell::text(&statement.recorded_by))),
    ];
    if let Some(by) = &statement.confirmed_by {
        let by = if by.starts_with("job/") { text.by_deadline } else { by };
        facts.push((text.confirmed, Cell::when(statement.confirmed_at, face).over(Cell::text(by))));
    }
    Section { title: text.origin.to_owned(), facts }
}

/// What every allowed method would bring of what is not frozen.
fn ways(ground: &Ground<'_>, text: &Text) -> Table {
    let statement = ground.statement;
    let free: Vec<(i32, Decimal)> = ground
        .lines
        .iter()
        .filter(|line| line.frozen_because.is_none())
        .map(|line| (line.output_bp, line.amount))
        .collect();
    let row = |method: &crate::rebates::rules::methods::Method| {
        let (name, arrival) = text.method(*method);
        let (settlement, invoice) = match ground.statement.service_bp {
            _ if !method.needs_invoice() => {
                (money(statement.payable, &statement.currency), Cell::text(text.no_invoice))
            }
            Some(bp) => {
                let gross = settled(&free, bp);
                let (net, tax) = net_and_tax(gross, bp);
                let (net, tax) = (decimal::grouped(net, 2), decimal::grouped(tax, 2));
                let needed = text.invoice_needed;
                let invoice = format!("{}{net}{}{tax} ({})", needed.0, needed.1, per_cent(bp));
                (money(gross, &statement.currency), Cell::text(invoice))
            }
            None => (Cell::None, Cell::None),
        };
        vec![Cell::text(name), settlement, invoice, Cell::text(arrival)]
    };
    let columns = vec![
        Column::new(text.method),
        Column::number(text.settlement),
        Column::new(text.invoice),
        Column::new(text.arrival).wide(),
    ];
    let methods = methods(ground.site, statement.association.as_deref(), &statement.period);
    Table { caption: text.methods.to_owned(), columns, rows: methods.iter().map(row).collect() }
}

fn objections(objections: &[Objected], text: &Text, face: &Face) -> Table {
    let row = |one: &Objected| {
        let about = one.line.as_deref().unwrap_or(text.whole);
        let tone = match one.state.as_str() {
            "open" => Tone::Waiting,
            "answered" => Tone::Refused,
            _ => Tone::Done,
        };
        vec![
            Cell::link(about, format!("{}/objections/{}", crate::rebates::PATH, one.id)),
            Cell::when(Some(one.opened_at), face).over(Cell::text(&one.opener)),
            Cell::badge(tone, text.objection_word(&one.state)),
        ]
    };
    let columns = vec![Column::new(text.about), Column::new(text.opened), Column::new(text.state).tight()];
    Table { caption: text.objections.to_owned(), columns, rows: objections.iter().map(row).collect() }
}

fn lines(ground: &Ground<'_>, text: &Text) -> Table {
    let row = |line: &Line| {
        let number = Cell::text(&line.number);
        vec![
            match &line.order_number {
                Some(order) => number.over(Cell::text(order)),
                None => number,
            },
            Cell::maybe(line.customer.as_deref()),
            Cell::maybe(line.product.as_deref()),
            line.base.map_or(Cell::None, |base| Cell::Amount(decimal::grouped(base, 2))),
            Cell::maybe(line.rate_bp.map(per_cent).as_deref()),
            Cell::text(per_cent(line.output_bp)),
            Cell::Amount(decimal::grouped(line.amount, 2)),
            Cell::maybe(line.frozen_because.as_deref()),
            Cell::maybe(line.remark.as_deref()),
        ]
    };
    let columns = vec![
        Column::new(text.line),
        Column::new(text.customer),
        Column::new(text.product).wide(),
        Column::number(text.base).wide(),
        Column::new(text.rate).wide(),
        Column::new(text.output_rate).wide(),
        Column::number(text.amount),
        Column::new(text.frozen),
        Column::new(text.remark).wide(),
    ];
    Table { caption: text.lines.to_owned(), columns, rows: ground.lines.iter().map(row).collect() }
}
