//! The wizard (BIZ-04): company and tax, bank, survey, read back; the amount; finance contact, letter, and the account shown.

use super::{form, group, line, masked_account, name_of, names, reason, sections, select};
use crate::{
    access::{Actor, permission::BizinfoEdit},
    business_information::{
        forms::SAID,
        rules::{
            details::{Details, QUESTIONS},
            fields::{ACCOUNT, ADDRESS, ANSWER, BANK, CODE, TAX_NUMBER},
        },
        store::{Contact, Head, Version},
        text::{Text, lists},
    },
    members::person,
    web::{
        Cell, Link, Section,
        form::{Choice, Control, Field, FormPage},
    },
};

/// Steps of the wizard: address and words.
fn tabs(text: &'static Text, china: bool) -> Vec<(&'static str, &'static str)> {
    let mut steps = vec![("/business-info/company", text.company), ("/business-info/bank", text.bank_step)];
    if china {
        steps.push(("/business-info/survey", text.survey));
    }
    steps.push(("/business-info/submission", text.submission));
    steps
}

/// The steps as a section of links, the present one plain.
fn progress(text: &'static Text, china: bool, here: &str) -> Section {
    let cell = |path: &'static str, words: &'static str| {
        if path == here { Cell::text(words) } else { Cell::link(words, path) }
    };
    let facts = tabs(text, china).into_iter().zip(["1", "2", "3", "4"]);
    let facts = facts.map(|((path, words), number)| (number, cell(path, words))).collect();
    Section { title: text.steps.to_owned(), facts }
}

/// Step 1.
pub fn company(actor: &Actor<BizinfoEdit>, head: &Head, of: &Details, revision: i32) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let china = !actor.organization().is_only_abroad();
    let mut page = form(actor, text.company, "/business-info/company");
    page.hint = text.company_hint.to_owned();
    page.before = vec![progress(text, china, "/business-info/company")];
    let entities = if china { &lists::ENTITIES_CHINA[..] } else { &lists::ENTITIES_ABROAD[..] };
    let types: Vec<(&str, String)> =
        text.code_types[..if china { 1 } else { 2 }].iter().map(|(code, word)| (*code, (*word).to_owned())).collect();
    let taxpayers: Vec<(&str, String)> =
        text.taxpayer_types.iter().map(|(code, word)| (*code, (*word).to_owned())).collect();
    let name = Field::new("company_name", text.company_name, Control::Fixed(Cell::text(&head.company_name)));
    page.groups = vec![group(vec![
        name.help(text.company_name_help),
        select("code_type", text.code_type, &types, &of.code_type, lang),
        line("code", text.code, &of.code, CODE).required(),
        select("signing_entity", text.signing_entity, &names(entities, lang), &of.signing_entity, lang),
        select("country", text.country, &names(&lists::COUNTRIES, lang), &of.country, lang),
        line("address", text.address, &of.address, ADDRESS).required(),
        select("taxpayer_type", text.taxpayer_type, &taxpayers, &of.taxpayer_type, lang),
        line("tax_rate", text.tax_rate, &of.tax_rate, 6).help(text.tax_rate_help).required(),
        line("tax_number", text.tax_number, &of.tax_number, TAX_NUMBER),
    ])];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("next", text.next)];
    page
}

/// Step 2. Numbers of accounts are never shown in the form.
pub fn bank(actor: &Actor<BizinfoEdit>, head: &Head, of: &Details, revision: i32) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let china = !actor.organization().is_only_abroad();
    let mut page = form(actor, text.bank_step, "/business-info/bank");
    page.hint = text.bank_hint.to_owned();
    page.before = vec![progress(text, china, "/business-info/bank")];
    let bank = if china {
        select("bank", text.bank, &names(&lists::BANKS, lang), &of.bank, lang)
    } else {
        line("bank", text.bank, &of.bank, BANK).required()
    };
    let tail = |number: &str| number.chars().skip(number.chars().count().saturating_sub(4)).collect::<String>();
    let kept = |number: &str, help: &str| match number {
        "" => help.to_owned(),
        number => format!("{}{}", text.kept, masked_account(number, &tail(number))),
    };
    let holder = Field::new("holder", text.holder, Control::Fixed(Cell::text(&head.company_name)));
    let mut fields = vec![
        select("bank_country", text.bank_country, &names(&lists::COUNTRIES, lang), &of.bank_country, lang)
            .help(text.bank_country_help),
        bank,
        line("branch", text.branch, &of.branch, BANK).required(),
        holder.help(text.holder_help),
        line("account", text.account, "", ACCOUNT + 8).help(kept(&of.account, text.account_help)),
        line("branch_number", text.branch_number, &of.branch_number, TAX_NUMBER),
        line("swift", text.swift, &of.swift, 11),
        line("iban", text.iban, "", ACCOUNT + 8).help(kept(&of.iban, "")),
        line("intermediary", text.intermediary, &of.intermediary, BANK).help(text.intermediary_help),
        select("currency", text.currency, &currencies(china), &of.currency, lang).help(text.currency_help),
    ];
    let stored = [("account", text.account, &of.account), ("iban", text.iban, &of.iban)];
    let clears: Vec<Choice> = stored
        .into_iter()
        .filter(|(.., number)| !number.is_empty())
        .map(|(name, label, _)| Choice::new(name, label, false))
        .collect();
    if clears.len() > 1 {
        fields.push(Field::new("clear", text.clear, Control::Ticks(clears)));
    }
    page.groups = vec![group(fields)];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("next", text.next)];
    page
}

/// Settlement currencies of a site.
pub fn currencies(china: bool) -> Vec<(&'static str, String)> {
    let codes: &[&'static str] = if china { &["CNY"] } else { &lists::CURRENCIES };
    codes.iter().map(|code| (*code, (*code).to_owned())).collect()
}

/// Step 3, in China.
pub fn survey(actor: &Actor<BizinfoEdit>, of: &Details, revision: i32) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.survey, "/business-info/survey");
    page.hint = text.survey_hint.to_owned();
    page.before = vec![progress(text, true, "/business-info/survey")];
    let mut fields = Vec::new();
    for (place, question) in QUESTIONS.into_iter().enumerate() {
        let (answer, said) = &of.answers[place];
        let choices = vec![Choice::new("no", text.no, answer == "no"), Choice::new("yes", text.yes, answer == "yes")];
        fields.push(Field::new(question, text.questions[place], Control::Radios(choices)).required());
        let area = Control::Area { value: said.clone(), rows: 2, most: ANSWER };
        fields.push(Field::new(SAID[place], text.said, area));
    }
    page.groups = vec![group(fields)];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("next", text.next)];
    page
}

/// Step 4: everything read back, the statements, and what is missing.
pub fn submission(
    actor: &Actor<BizinfoEdit>,
    head: &Head,
    (version, of): (&Version, &Details),
    ticks: Field,
) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let china = !actor.organization().is_only_abroad();
    let mut page = form(actor, text.submission, "/business-info/submission");
    page.hint = text.submission_hint.to_owned();
    if head.unreviewed {
        page.hint = format!("{} {}", page.hint, text.unreviewed_hint);
    }
    page.before = vec![progress(text, china, "/business-info/submission")];
    page.before.extend(sections(of, &head.company_name, lang));
    let letter = match &version.letter {
        Some(name) => Cell::link(name, format!("/business-info/letters/{}/export", version.request_id)),
        None => Cell::link(text.letter, "/business-info/letter"),
    };
    page.groups = vec![group(vec![Field::new("letter", text.letter, Control::Fixed(letter)), ticks])];
    page.hidden = vec![("revision", version.revision.to_string())];
    page.buttons = vec![("submit", text.submit)];
    page
}

/// Step 5: the amount that arrived.
pub fn amount(actor: &Actor<BizinfoEdit>, version: &Version, of: &Details) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let mut page = form(actor, text.amount, "/business-info/amount");
    page.hint = text.amount_hint.to_owned();
    let left = format!("{}{}{}", text.amount_left.0, version.tries, text.amount_left.1);
    let facts = vec![
        (text.bank, Cell::text(name_of(&lists::BANKS, &of.bank, lang))),
        (text.account, Cell::text(masked_account(of.payee(), &of.tail()))),
        (text.submitted_at, Cell::when(version.transfer_at, &actor.face())),
        (text.amount, Cell::text(left)),
    ];
    page.before = vec![Section { title: text.bank_step.to_owned(), facts }];
    page.groups = vec![group(vec![line("amount", text.amount_field, "", 5).help(text.amount_help).required()])];
    page.hidden = vec![("request", version.request_id.to_string())];
    page.buttons = vec![("confirm", text.confirm)];
    page
}

/// The finance contact.
pub fn contact(actor: &Actor<BizinfoEdit>, of: &Contact, revision: i32) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.contact, "/business-info/contact");
    page.hint = text.contact_hint.to_owned();
    page.groups = vec![group(vec![
        line("name", text.contact_name, &of.name, person::NAME).required(),
        line("phone", text.contact_phone, &of.phone, 20).required(),
        line("email", text.contact_email, &of.email, person::EMAIL).required(),
        line("return_address", text.return_address, &of.return_address, ADDRESS),
    ])];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// The scan of the bank confirmation letter, with what the letter says.
pub fn letter(actor: &Actor<BizinfoEdit>, company_name: &str, of: &Details) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.letter, "/business-info/letter");
    page.hint = text.letter_hint.to_owned();
    page.before = sections(of, company_name, actor.lang()).into_iter().skip(1).take(1).collect();
    let control = Control::File { accept: ".pdf,.jpg,.jpeg,.png" };
    page.groups = vec![group(vec![Field::new("letter", text.file, control).help(text.file_help).required()])];
    page.buttons = vec![("upload", text.upload)];
    page.back = Link::new(text.back, "/business-info/submission");
    page
}

/// Asks why the account is to be shown.
pub fn reveal(actor: &Actor<BizinfoEdit>, typed: &str) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.reveal, "/business-info/reveal");
    page.hint = text.reveal_hint.to_owned();
    page.groups = vec![group(vec![reason(text.reason, typed).required()])];
    page.buttons = vec![("reveal", text.reveal)];
    page
}

/// The account in full, after the record.
pub fn shown(of: &Details, text: &'static Text) -> Section {
    let facts = vec![(text.account, Cell::text(&of.account)), (text.iban, Cell::text(&of.iban))];
    Section { title: text.shown.to_owned(), facts }
}
