//! One payout as its partner sees it: how far it is, what it pays, its invoices, what can be done.

use super::{badge, method, money, number, per_cent};
use crate::{
    access::{
        Actor, Permission,
        permission::{IncentivePay, IncentiveReview, InvoiceRegister},
    },
    lang::Lang,
    payouts::{
        PATH,
        rules::machine::{AWAITING_INVOICE, INVOICE_REJECTED, INVOICE_SENT, MACHINE, RECALL, has_list},
        store::{Payout, Registered, Statement},
        text::Text,
    },
    requests::{self, DISCARD, DRAFT, Event, INTERNAL_REVIEW, PASS, RETURN, Side, TAKE_BACK, Who, Wish},
    web::{
        Cell, Column, DetailPage, Face, Frame, Link, Section, Table, Tone,
        form::{Control, Field, Panel},
    },
};

/// What a payout is: for its partner and for the desk.
pub fn facts(one: &Payout, face: &Face) -> Section {
    let (lang, text) = (face.lang, Text::of(face.lang));
    let currency = one.currency.as_deref();
    let mut facts = vec![
        (text.number, Cell::code(number(one.request_id), lang)),
        (text.partner, Cell::text(&one.company_name)),
        (text.state, badge(&one.state, lang)),
        (text.since, Cell::when(Some(one.state_at), face)),
        (text.method, Cell::text(method(one, lang))),
        (text.amount, money(one.amount, currency)),
    ];
    if let Some(rate_bp) = one.rate_bp {
        facts.push((text.net, money(one.net, currency)));
        facts.push((text.tax, money(one.tax, currency).over(Cell::text(per_cent(rate_bp)))));
        facts.push((text.account, Cell::text(format!("**** {}", one.account_tail))));
    }
    if let Some(day) = one.invoice_by {
        facts.push((text.invoice_by, Cell::text(day.to_string())));
    }
    facts.push((text.submitted_at, Cell::when(one.submitted_at, face)));
    facts.push((text.due, Cell::when(one.due_at, face)));
    if !one.reason.is_empty() {
        facts.push((text.reason, Cell::text(&one.reason)));
    }
    Section { title: text.payout.to_owned(), facts }
}

/// The statements that it pays.
pub fn statements(one: &Payout, rows: &[Statement], (lang, linked): (Lang, bool)) -> (String, Table) {
    let (text, currency) = (Text::of(lang), one.currency.as_deref());
    let row = |row: &Statement| {
        let to = format!("/incentives/rebates/{}", row.statement_id);
        vec![
            if linked { Cell::link(&row.number, to) } else { Cell::text(&row.number) },
            Cell::text(&row.period),
            Cell::text(&row.plan),
            money(Some(row.payable), currency),
            money(Some(row.settlement), currency),
        ]
    };
    let columns = vec![
        Column::new(text.statement),
        Column::new(text.periods).tight(),
        Column::new(text.plan).wide(),
        Column::number(text.payable),
        Column::number(text.settlement),
    ];
    (
        text.statements.to_owned(),
        Table { caption: text.statements.to_owned(), columns, rows: rows.iter().map(row).collect() },
    )
}

/// Its invoices, with those that were recalled or rejected.
pub fn invoices(one: &Payout, rows: &[Registered], face: &Face) -> (String, Table) {
    let (text, currency) = (Text::of(face.lang), one.currency.as_deref());
    let row = |row: &Registered| {
        let number = row.code.as_deref().map_or_else(|| row.number.clone(), |code| format!("{code} {}", row.number));
        let post = [row.courier.as_deref(), row.tracking.as_deref()];
        let post = post.into_iter().flatten().collect::<Vec<_>>().join(" ");
        vec![
            Cell::text(number).under(text.kind(&row.kind)),
            Cell::text(row.issued_on.to_string()),
            money(Some(row.net), currency),
            money(Some(row.tax), currency),
            money(Some(row.gross), currency),
            Cell::maybe(Some(post.as_str()).filter(|post| !post.is_empty())),
            if row.is_void { Cell::badge(Tone::Idle, text.void) } else { Cell::badge(Tone::Done, text.valid) },
            Cell::when(Some(row.registered_at), face).over(Cell::text(&row.registered_by)),
        ]
    };
    let columns = vec![
        Column::new(text.invoice),
        Column::new(text.issued_on).tight(),
        Column::number(text.net),
        Column::number(text.tax),
        Column::number(text.gross),
        Column::new(text.post).wide(),
        Column::new(text.state).tight(),
        Column::new(text.registered).wide(),
    ];
    (
        text.invoices.to_owned(),
        Table { caption: text.invoices.to_owned(), columns, rows: rows.iter().map(row).collect() },
    )
}

/// The page.
pub fn show<P: Permission>(
    actor: &Actor<P>,
    (one, rows, registered): (&Payout, &[Statement], &[Registered]),
    events: &[Event],
) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("{PATH}/{}", one.request_id);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), number(one.request_id)), vec![facts(one, &face)]);
    page.badges = vec![badge(&one.state, face.lang)];
    page.tabs = vec![Link::new(text.title, PATH)];
    page.notices.push((Tone::Idle, text.next(&one.state).to_owned()));
    if one.method().is_some_and(|method| has_list(&one.state, method).is_ok()) {
        page.actions.push(Link::new(text.list, format!("{path}/invoicing-list")));
    }
    if [AWAITING_INVOICE, INVOICE_REJECTED].contains(&one.state.as_str()) && actor.may(InvoiceRegister::CODE) {
        page.actions.push(Link::new(text.register, format!("{path}/invoices/new")).current(true));
    }
    page.forms = panels(actor, one);
    page.tables = vec![statements(one, rows, (face.lang, true))];
    if !registered.is_empty() {
        page.tables.push(invoices(one, registered, &face));
    }
    page.timeline = requests::timeline(events, &face);
    page
}

fn panels<P: Permission>(actor: &Actor<P>, one: &Payout) -> Vec<Panel> {
    let text = Text::of(actor.lang());
    let panel = |title: &str, hint: &str, to: &str, fields, buttons| Panel {
        title: title.to_owned(),
        hint: hint.to_owned(),
        action: format!("{PATH}/{}/{to}", one.request_id),
        hidden: vec![("revision", one.revision.to_string())],
        fields,
        buttons,
    };
    let holds = |code| actor.may(code);
    let who = Who { side: Side::Member, member_id: Some(actor.member_id()), holds: &holds };
    let may = |step: &str| {
        let wish = Wish { step, revision: one.revision, comment: "-", ..Wish::default() };
        MACHINE.judge(&one.case(), wish, who).is_ok()
    };
    let mut panels = Vec::new();
    if one.state == INTERNAL_REVIEW && actor.may(IncentiveReview::CODE) {
        let buttons = vec![(PASS, text.pass), (RETURN, text.send_back)];
        panels.push(panel(text.review, text.review_hint, "review", vec![reason(text)], buttons));
    }
    let own = [(TAKE_BACK, text.take_back), (DISCARD, text.discard)];
    let own: Vec<_> = own.into_iter().filter(|(step, _)| actor.may(IncentivePay::CODE) && may(step)).collect();
    if !own.is_empty() {
        let hint = if one.state == DRAFT { text.draft_hint } else { "" };
        panels.push(panel(text.can, hint, "steps", vec![], own));
    }
    if one.state == INVOICE_SENT && may(RECALL) {
        panels.push(panel(text.recall, text.recall_hint, "recall", vec![], vec![(RECALL, text.recall)]));
    }
    panels
}

/// Why.
pub fn reason(text: &'static Text) -> Field {
    let control = Control::Area { value: String::new(), rows: 3, most: 500 };
    Field::new("reason", text.reason, control).help(text.reason_help)
}
