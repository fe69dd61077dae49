//! Pages of a company change request, as the partner's master sees them (ORG-7 to ORG-10).

use super::{form, group, line};
use crate::{
    access::{Actor, permission::CompanyEdit},
    organization::{
        rules::fields::{ADDRESS, NAME, PERSON},
        store::{
            company::Company,
            request::{Request, Wanted},
        },
        text::company::Text,
    },
    web::{
        Cell, Section,
        form::{Control, Field, FormPage},
    },
};

/// Where the request is.
pub const PATH: &str = "/organization/company/request";

/// The licence first (ORG-7).
pub fn licence(actor: &Actor<CompanyEdit>) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.licence_title, "/organization/company/licence", (text.back, "/organization"));
    page.hint = text.licence_hint.to_owned();
    let control = Control::File { accept: ".pdf,.jpg,.jpeg,.png" };
    page.groups = vec![group(vec![Field::new("licence", text.file, control).help(text.file_help).required()])];
    page.buttons = vec![("upload", text.next)];
    page
}

/// What the licence says: a new request, or the rejected one again.
pub fn edit(
    actor: &Actor<CompanyEdit>,
    company: &Company,
    open: Option<&Request>,
    (wanted, licence): (&Wanted, &str),
) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let mut page = form(actor, text.request_title, PATH, (text.back, "/organization"));
    page.hint = text.request_hint.to_owned();
    page.before = vec![present(company, text)];
    page.before.extend(open.filter(|open| open.state == "rejected").map(|open| rejection(actor, open)));
    let file = Cell::link(licence, super::company::file(wanted.licence_id))
        .over(Cell::link(text.other_licence, "/organization/company/licence"));
    let code = company.registration_code.as_ref().map_or(Cell::None, |code| Cell::code(code, lang));
    page.groups = vec![group(vec![
        Field::new("file", text.licence, Control::Fixed(file)),
        line("name", text.name, &wanted.name, NAME).help(text.name_help).required(),
        Field::new("code", text.code, Control::Fixed(code)).help(text.code_help),
        line("legal_representative", text.representative, &wanted.legal_representative, PERSON).required(),
        line("address", text.address, &wanted.address, ADDRESS).required(),
    ])];
    page.hidden = vec![("licence", wanted.licence_id.to_string()), ("revision", revision(open).to_string())];
    page.buttons = match open {
        Some(_) => vec![("submit", text.resubmit), ("discard", text.discard)],
        None => vec![("submit", text.submit)],
    };
    page
}

/// A request under review: what is asked for beside what there is, and the way to withdraw it.
pub fn waiting(actor: &Actor<CompanyEdit>, company: &Company, open: &Request) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let mut page = form(actor, text.request_title, PATH, (text.back, "/organization"));
    page.hint = text.under_review_hint.to_owned();
    let facts = vec![
        (text.review, Cell::text(text.review_state(&open.state))),
        (text.submitted_at, Cell::when(Some(open.submitted_at), &actor.face())),
        (text.who, Cell::text(&open.submitted_by)),
        (text.name, Cell::text(&open.name)),
        (text.representative, Cell::masked(Some(&open.legal_representative), lang)),
        (text.address, Cell::text(&open.address)),
        (text.licence, Cell::link(&open.licence, super::company::file(open.licence_id))),
    ];
    page.before = vec![present(company, text), Section { title: text.asked.to_owned(), facts }];
    page.hidden = vec![("revision", open.revision.to_string())];
    page.buttons = vec![("withdraw", text.withdraw)];
    page
}

/// The revision a form is filled from: 0 while there is no request.
pub fn revision(open: Option<&Request>) -> i32 {
    open.map_or(0, |open| open.revision)
}

fn present(company: &Company, text: &'static Text) -> Section {
    let facts = vec![
        (text.name, Cell::text(&company.name)),
        (text.representative, Cell::text(company.legal_representative.masked())),
        (text.address, Cell::text(&company.address)),
    ];
    Section { title: text.now_is.to_owned(), facts }
}

fn rejection(actor: &Actor<CompanyEdit>, open: &Request) -> Section {
    let text = Text::of(actor.lang());
    let facts = vec![
        (text.review, Cell::text(text.review_state(&open.state))),
        (text.submitted_at, Cell::when(Some(open.submitted_at), &actor.face())),
        (text.rejected_because, Cell::text(&open.reason)),
    ];
    Section { title: text.review.to_owned(), facts }
}
