//! Pages of business information: values ready to show. Bank data and persons are masked; the one way to see an account is
//! `reveal`, for a reason and in the record.

pub mod desk;
pub mod overview;
pub mod review;
pub mod steps;

use axum::http::StatusCode;

use super::{
    rules::{details::Details, fields::Faults},
    store::Version,
    text::{
        Text,
        lists::{self, Named},
        sentences::sentence,
    },
};
use crate::{
    access::{Actor, Permission},
    lang::Lang,
    requests,
    web::{
        Cell, Face, Frame, Link, Section,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// A form at `path`, with the way back to the overview.
fn form<P: Permission>(actor: &Actor<P>, title: &str, path: impl Into<String>) -> FormPage {
    let text = Text::of(actor.lang());
    FormPage::new(Frame::new(actor.visitor(), title), path.into(), Link::new(text.back, "/business-info"))
}

/// Fields without a heading.
const fn group(fields: Vec<Field>) -> Group {
    Group { title: String::new(), hint: String::new(), fields }
}

fn line(name: &'static str, label: &str, value: &str, most: usize) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind: "text", most })
}

fn reason(label: &str, typed: &str) -> Field {
    Field::new("reason", label, Control::Area { value: typed.to_owned(), rows: 3, most: 500 })
}

/// A choice of names; the first one is no choice.
fn select(name: &'static str, label: &str, choices: &[(&str, String)], chosen: &str, lang: Lang) -> Field {
    let mut all = vec![Choice::new("", Text::of(lang).choose, chosen.is_empty())];
    all.extend(choices.iter().map(|(code, word)| Choice::new(*code, word, *code == chosen)));
    Field::new(name, label, Control::Select(all)).required()
}

fn names(list: &[Named], lang: Lang) -> Vec<(&'static str, String)> {
    list.iter().map(|(code, en, zh)| (*code, lang.pick(*en, *zh).to_owned())).collect()
}

fn name_of(list: &[Named], code: &str, lang: Lang) -> String {
    list.iter().find(|(known, ..)| *known == code).map_or(code, |(_, en, zh)| lang.pick(*en, *zh)).to_owned()
}

/// The form with sentences at its fields (422).
pub fn faulty(mut page: FormPage, faults: Faults) -> FormPage {
    let lang = page.frame.lang;
    faults.into_iter().for_each(|(field, fault)| page.fault(field, sentence(fault, lang)));
    page
}

/// The page with a sentence why a step is not possible (409).
pub fn refused(mut page: FormPage, said: impl Into<String>) -> FormPage {
    page.notice = Some(said.into());
    page.status = StatusCode::CONFLICT;
    page
}

fn badge(state: &str, lang: Lang) -> Cell {
    Cell::badge(requests::state_tone(state), requests::state_word("business_information", state, lang))
}

/// The end of an account: `•••• 2345`.
fn masked_account(account: &str, tail: &str) -> String {
    if account.is_empty() { String::new() } else { format!("•••• {tail}") }
}

/// A version's fields, one a row: label and value, accounts masked.
pub fn facts(of: &Details, company_name: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let text = Text::of(lang);
    let entities = [&lists::ENTITIES_CHINA[..], &lists::ENTITIES_ABROAD[..]].concat();
    let pair = |pairs: &[(&'static str, &'static str); 2], code: &str| {
        pairs.iter().find(|(known, _)| *known == code).map_or_else(String::new, |(_, word)| (*word).to_owned())
    };
    let tail = |number: &str| number.chars().skip(number.chars().count().saturating_sub(4)).collect::<String>();
    vec![
        (text.company_name, company_name.to_owned()),
        (text.code_type, pair(&text.code_types, &of.code_type)),
        (text.code, of.code.clone()),
        (text.signing_entity, name_of(&entities, &of.signing_entity, lang)),
        (text.country, name_of(&lists::COUNTRIES, &of.country, lang)),
        (text.address, of.address.clone()),
        (text.taxpayer_type, pair(&text.taxpayer_types, &of.taxpayer_type)),
        (text.tax_rate, of.tax_rate.clone()),
        (text.tax_number, of.tax_number.clone()),
        (text.bank_country, name_of(&lists::COUNTRIES, &of.bank_country, lang)),
        (text.bank, name_of(&lists::BANKS, &of.bank, lang)),
        (text.branch, of.branch.clone()),
        (text.holder, company_name.to_owned()),
        (text.account, masked_account(&of.account, &tail(&of.account))),
        (text.branch_number, of.branch_number.clone()),
        (text.swift, of.swift.clone()),
        (text.iban, masked_account(&of.iban, &tail(&of.iban))),
        (text.intermediary, of.intermediary.clone()),
        (text.currency, of.currency.clone()),
    ]
}

/// Facts before the bank's.
const COMPANY_FACTS: usize = 9;

/// Company, bank and survey of a version; fields that are empty are left out.
fn sections(of: &Details, company_name: &str, lang: Lang) -> Vec<Section> {
    let text = Text::of(lang);
    let shown = facts(of, company_name, lang);
    let section = |title: &str, facts: &[(&'static str, String)]| {
        let filled = facts.iter().filter(|(_, value)| !value.is_empty());
        Section { title: title.to_owned(), facts: filled.map(|(label, value)| (*label, Cell::text(value))).collect() }
    };
    let answers = text.questions.into_iter().zip(&of.answers).filter(|(_, (answer, _))| !answer.is_empty());
    let answer = |(question, (answer, said)): (&'static str, &(String, String))| {
        (question, Cell::text(if answer == "yes" { text.yes } else { text.no }).under(said))
    };
    let survey = Section { title: text.survey.to_owned(), facts: answers.map(answer).collect() };
    vec![section(text.company, &shown[..COMPANY_FACTS]), section(text.bank_step, &shown[COMPANY_FACTS..]), survey]
        .into_iter()
        .filter(|section| !section.facts.is_empty())
        .collect()
}

/// Where version, number and reason of it stand.
fn standing(version: &Version, face: &Face) -> Section {
    let text = Text::of(face.lang);
    let mut facts = vec![
        (text.version, Cell::text(version.number.to_string())),
        (text.state, badge(&version.state, face.lang)),
        (text.submitted_at, Cell::when(version.submitted_at, face)),
    ];
    if !version.reason.is_empty() {
        facts.push((text.reason, Cell::text(&version.reason)));
    }
    if let Some(letter) = &version.letter {
        let href = format!("/business-info/letters/{}/export", version.request_id);
        facts.push((text.letter, Cell::link(letter, href)));
    }
    Section { title: text.state.to_owned(), facts }
}
