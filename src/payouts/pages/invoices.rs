//! The invoicing list as a page to print, and the form on which invoices are registered.

use super::{badge, money, number, per_cent, show};
use crate::{
    access::{
        Actor,
        permission::{IncentiveView, InvoiceRegister},
    },
    payouts::{
        PATH,
        forms::{FIELDS, POST, Registration},
        rules::{
            invoice::{Fault, Kind},
            machine::has_list,
        },
        store::{Payout, Registered, Statement},
        text::Text,
    },
    web::{
        Cell, DetailPage, Frame, Link, Section, Tone, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Rows of the form that are shown beyond those that are filled.
const SPARE: usize = 2;

/// The list (PAYOUT-13), or why there is none (PAYOUT-09).
pub fn list(
    actor: &Actor<IncentiveView>,
    (one, rows, registered): (&Payout, &[Statement], &[Registered]),
) -> DetailPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let title = format!("{} {}", text.list, number(one.request_id));
    let frame = Frame::new(actor.visitor(), title);
    let there = one.method().map(|method| has_list(&one.state, method));
    if let Some(Err(why)) = there {
        let mut page = DetailPage::new(frame, vec![]);
        page.notices.push((Tone::Waiting, text.no_list(why).to_owned()));
        page.tabs = vec![Link::new(number(one.request_id), format!("{PATH}/{}", one.request_id))];
        return page;
    }
    let currency = one.currency.as_deref();
    let supplier = vec![
        (text.company, Cell::text(&one.company_name)),
        (text.account, Cell::text(format!("**** {}", one.account_tail))),
        (text.entity, Cell::text(one.signing_entity.to_uppercase())),
    ];
    let amount = vec![
        (text.net, money(one.net, currency)),
        (text.rate, Cell::maybe(one.rate_bp.map(per_cent).as_deref())),
        (text.tax, money(one.tax, currency)),
        (text.gross, money(one.amount, currency)),
        (text.currency, Cell::maybe(currency)),
    ];
    let head = vec![
        (text.list_number, Cell::code(number(one.request_id), face.lang)),
        (text.printed, Cell::when(Some(face.now), &face)),
        (text.invoice_by, Cell::maybe(one.invoice_by.map(|day| day.to_string()).as_deref())),
    ];
    let section = |title: &str, facts| Section { title: title.to_owned(), facts };
    let sections = vec![section(text.list, head), section(text.supplier, supplier), section(text.amounts, amount)];
    let mut page = DetailPage::new(frame, sections);
    page.badges = vec![badge(&one.state, face.lang)];
    page.tabs = vec![Link::new(number(one.request_id), format!("{PATH}/{}", one.request_id))];
    page.notices.push((Tone::Idle, text.list_hint.to_owned()));
    page.tables = vec![show::statements(one, rows, (face.lang, false))];
    if !registered.is_empty() {
        page.tables.push(show::invoices(one, registered, &face));
    }
    page
}

/// The form.
pub fn form(actor: &Actor<InvoiceRegister>, one: &Payout, (kinds, typed): (&[Kind], &Typed)) -> FormPage {
    let text = Text::of(actor.lang());
    let path = format!("{PATH}/{}", one.request_id);
    let title = format!("{} {}", text.register, number(one.request_id));
    let mut page = FormPage::new(
        Frame::new(actor.visitor(), title),
        format!("{path}/invoices"),
        Link::new(text.back_to_one, path),
    );
    page.hint = text.register_hint.to_owned();
    let currency = one.currency.as_deref();
    let facts = vec![
        (text.net, money(one.net, currency)),
        (text.tax, money(one.tax, currency)),
        (text.gross, money(one.amount, currency)),
    ];
    page.before = vec![Section { title: text.list.to_owned(), facts }];
    page.hidden = vec![("revision", one.revision.to_string())];
    let only = if let [only] = kinds { Some(*only) } else { None };
    let kind = |kind: &Kind| {
        let chosen = typed.get("kind") == kind.word() || only == Some(*kind);
        Choice::new(kind.word(), text.kind(kind.word()), chosen)
    };
    let kinds = Field::new("kind", text.kind_label, Control::Radios(kinds.iter().map(kind).collect())).required();
    page.groups = vec![Group { title: text.kind_label.to_owned(), hint: String::new(), fields: vec![kinds] }];
    let used = |names: &[&str; 6]| names.iter().any(|name| !typed.get(name).is_empty());
    let shown = FIELDS.iter().rposition(used).map_or(1, |last| last + SPARE).min(FIELDS.len());
    page.groups.extend(FIELDS[..shown].iter().enumerate().map(|(place, names)| invoice(place, *names, typed, text)));
    let post = ["courier", "tracking"].into_iter().zip([text.courier, text.tracking]);
    let post = post.map(|(name, label)| line(name, label, "text", (typed, POST))).collect();
    page.groups.push(Group { title: text.post.to_owned(), hint: text.post_hint.to_owned(), fields: post });
    page.buttons = vec![("register", text.register)];
    page
}

fn line(name: &'static str, label: &str, kind: &'static str, (typed, most): (&Typed, usize)) -> Field {
    Field::new(name, label, Control::Line { value: typed.get(name).to_owned(), kind, most })
}

fn invoice(place: usize, names: [&'static str; 6], typed: &Typed, text: &Text) -> Group {
    let labels = [text.invoice_number, text.code, text.issued_on, text.net, text.tax, text.gross];
    let field = |(name, label): (&'static str, &str)| {
        let kind = if name.starts_with("date") { "date" } else { "text" };
        line(name, label, kind, (typed, if name.starts_with("number") { 50 } else { 24 }))
    };
    let title = format!("{} {}", text.invoice, place + 1);
    Group { title, hint: String::new(), fields: names.into_iter().zip(labels).map(field).collect() }
}

/// The form without a kind.
pub fn no_kind(mut page: FormPage) -> FormPage {
    page.fault("kind", Text::of(page.frame.lang).no_kind.to_owned());
    page
}

/// The form with what is wrong at its fields.
pub fn wrong(mut page: FormPage, read: &Registration, (wrong, posted): (&[(usize, Fault)], bool)) -> FormPage {
    let text = Text::of(page.frame.lang);
    for name in &read.unreadable {
        let sentence = if name.starts_with("date") { text.no_date } else { text.no_money };
        page.fault(name, sentence.to_owned());
    }
    for (place, fault) in wrong {
        let row = read.invoices.get(*place).map_or(0, |(row, _)| *row);
        let [number, code, date, _, tax, gross] = FIELDS[row];
        let field = match fault {
            Fault::Number | Fault::Twice => number,
            Fault::Code => code,
            Fault::Day => date,
            Fault::Rate => tax,
            Fault::Sum | Fault::Total => gross,
        };
        page.fault(field, text.invoice_fault(*fault).to_owned());
    }
    if !posted {
        page.fault("tracking", text.no_post.to_owned());
    }
    page
}

/// The form where numbers serve another payout already (PAYOUT-18).
pub fn taken(mut page: FormPage, numbers: &[String]) -> FormPage {
    let lang = page.frame.lang;
    let sentence = format!("{}{}", Text::of(lang).taken, numbers.join(lang.pick(", ", "、")));
    page.fault(FIELDS[0][0], sentence);
    page
}
