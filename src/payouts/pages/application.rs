//! The application for payment: statements, what each method brings with and without an invoice, and what stands against it.

use axum::http::StatusCode;
use rust_decimal::Decimal;

use super::{money, per_cent};
use crate::{
    access::{Actor, permission::IncentivePay},
    business_information,
    lang::Lang,
    payouts::{
        PATH,
        forms::Application,
        routes::application::Ground,
        rules::{
            application::{Fault, common, sum},
            machine::MACHINE,
        },
        text::Text,
    },
    rebates::{Method, Payable, method_words},
    requests::{self, Refusal},
    values::decimal,
    web::{
        Cell, Column, Frame, Link, Section, Table,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// What somebody has seen: every statement with its amount, and the rate.
pub fn seen(ground: &Ground) -> String {
    let one = |payable: &Payable| format!("{}.{}", payable.id, payable.total());
    let rate = ground.frozen.as_ref().map_or(-1, |frozen| frozen.rate_bp);
    format!("{rate}/{}", ground.payable.iter().map(one).collect::<Vec<_>>().join(","))
}

/// The form.
pub fn form(actor: &Actor<IncentivePay>, ground: &Ground, wanted: &Application) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let frame = Frame::new(actor.visitor(), text.apply);
    let mut page = FormPage::new(frame, PATH.to_owned(), Link::new(text.back, PATH));
    page.hint = text.apply_hint.to_owned();
    let Some(frozen) = &ground.frozen else { return unauthenticated(page) };
    if ground.payable.is_empty() {
        page.notice = Some(text.nothing_payable.to_owned());
        return page;
    }
    let chosen: Vec<&Payable> = ground.payable.iter().filter(|one| wanted.statements.contains(&one.id)).collect();
    let allowed = common(&ground.site, &chosen);
    let account = format!("**** {}", frozen.account_tail);
    let facts = vec![
        (text.currency, Cell::text(&frozen.currency)),
        (text.rate, Cell::text(per_cent(frozen.rate_bp))),
        (text.account, Cell::text(account)),
    ];
    page.before = vec![Section { title: text.information.to_owned(), facts }];
    page.tables = vec![(text.methods.to_owned(), methods(&chosen, &allowed, (frozen.rate_bp, &frozen.currency), lang))];
    page.groups = vec![
        Group {
            title: text.statements.to_owned(),
            hint: text.statements_hint.to_owned(),
            fields: vec![ticks(ground, wanted, text)],
        },
        Group {
            title: text.method.to_owned(),
            hint: text.method_hint.to_owned(),
            fields: vec![radios(&allowed, wanted, text, lang), tick(wanted, text)],
        },
    ];
    page.hidden = vec![("seen", seen(ground))];
    page.buttons = vec![("submit", text.send), ("preview", text.recalculate)];
    page
}

fn ticks(ground: &Ground, wanted: &Application, text: &Text) -> Field {
    let choice = |one: &Payable| {
        let label = format!("{} · {} · {}", one.number, one.period, one.plan);
        let hint = format!("{} {}", decimal::grouped(one.total(), 2), one.currency);
        Choice { hint, ..Choice::new(one.id.to_string(), label, wanted.statements.contains(&one.id)) }
    };
    Field::new("statement", text.statements, Control::Ticks(ground.payable.iter().map(choice).collect())).required()
}

fn radios(allowed: &[Method], wanted: &Application, text: &Text, lang: Lang) -> Field {
    let choice = |method: &Method| {
        let (name, arrival) = method_words(*method, lang);
        Choice { hint: arrival.to_owned(), ..Choice::new(method.word(), name, wanted.method == Some(*method)) }
    };
    Field::new("method", text.method, Control::Radios(allowed.iter().map(choice).collect())).required()
}

fn tick(wanted: &Application, text: &Text) -> Field {
    let choice = Choice::new("yes", text.final_tick, wanted.confirmed);
    Field::new("confirm", text.confirm, Control::Ticks(vec![choice])).required()
}

/// Each allowed method: what is paid, and the invoice that it takes (REB-22).
fn methods(chosen: &[&Payable], allowed: &[Method], (rate_bp, currency): (i32, &str), lang: Lang) -> Table {
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.method),
        Column::number(text.payable),
        Column::number(text.settlement),
        Column::number(text.net),
        Column::number(text.tax),
    ];
    let payable: Decimal = chosen.iter().map(|one| one.total()).sum();
    let row = |method: &Method| {
        let sum = sum(chosen, *method, rate_bp);
        vec![
            Cell::text(method_words(*method, lang).0),
            money(Some(payable), Some(currency)),
            money(Some(sum.gross), Some(currency)),
            sum.invoice.map_or(Cell::text(text.no_invoice), |invoice| money(Some(invoice.0), Some(currency))),
            sum.invoice.map_or(Cell::None, |invoice| money(Some(invoice.1), Some(currency))),
        ]
    };
    Table { caption: text.methods.to_owned(), columns, rows: allowed.iter().map(row).collect() }
}

/// The form where business information is not in force: GATE-01, GATE-07.
pub fn unauthenticated(mut page: FormPage) -> FormPage {
    let text = Text::of(page.frame.lang);
    page.notice = Some(text.unauthenticated.to_owned());
    page.back = Link::new(text.information, business_information::PATH);
    page
}

/// The form with what stands against it; none: the tick is missing.
pub fn refused(mut page: FormPage, fault: Option<Fault>) -> FormPage {
    let text = Text::of(page.frame.lang);
    match fault {
        None => page.fault("confirm", text.not_confirmed.to_owned()),
        Some(fault) => {
            let field = if matches!(fault, Fault::NoMethod | Fault::Method) { "method" } else { "statement" };
            page.fault(field, text.fault(fault).to_owned());
        }
    }
    page
}

/// The form where something changed since it was shown.
pub fn changed(mut page: FormPage) -> FormPage {
    page.notice = Some(Text::of(page.frame.lang).changed.to_owned());
    page.status = StatusCode::CONFLICT;
    page
}

/// The form with the sentence why a step is not taken.
pub fn told(mut page: FormPage, why: &Refusal) -> FormPage {
    page.notice = Some(requests::refusal(why, MACHINE.kind, page.frame.lang));
    page.status = StatusCode::CONFLICT;
    page
}
