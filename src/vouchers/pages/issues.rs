//! The forms that issue quota to resellers and coupons to customers, and the preview before the confirmation.

use super::{amount, expiry, fill, money, number};
use crate::{
    access::{Actor, Permission},
    commands::dry_run::{Balance, DryRun, Objection, part, read_amount},
    lang::Lang,
    vouchers::{
        forms::{
            drafts::{self, Issue},
            recipients::{self, MOST},
        },
        rules::{
            hindrance::Hindrance,
            limit::{self, Key},
            target::Target,
            terms::Terms,
        },
        store::{drawing::Source, recipients::Recipient},
        text::Text,
    },
    web::{
        Cell, Frame, Link, Section,
        form::{Choice, Control, Field, FormPage, Group},
    },
};
use axum::http::StatusCode;

/// What a form is about.
pub struct Subject<'a> {
    /// To whom.
    pub target: Target,
    /// From what.
    pub source: &'a Source,
    /// Its balance with what is open beside it.
    pub balance: &'a Balance,
}

fn blank<P: Permission>(actor: &Actor<P>, target: Target, source: &Source) -> FormPage {
    let text = Text::of(actor.lang());
    let title = match target {
        Target::Resellers => text.issue.title_resellers,
        Target::Customers => text.issue.title_customers,
    };
    let back = Link::new(text.issue.back, format!("/vouchers/quotas/{}", source.id));
    FormPage::new(Frame::new(actor.visitor(), title), target.path(source.id), back)
}

/// A page that only says why it is not possible (409), with the way back.
pub fn hindered<P: Permission>(actor: &Actor<P>, target: Target, source: &Source, why: Hindrance) -> FormPage {
    let told = Text::of(actor.lang()).hindrance(why, actor.lang());
    refused(blank(actor, target, source), told)
}

/// No connected account offers the call.
pub fn unconnected<P: Permission>(actor: &Actor<P>, target: Target, source: &Source) -> FormPage {
    refused(blank(actor, target, source), Text::of(actor.lang()).issue.no_connection.to_owned())
}

fn refused(mut page: FormPage, told: String) -> FormPage {
    page.notice = Some(told);
    page.status = StatusCode::CONFLICT;
    page
}

/// The form, with those that the search found.
pub fn form<P: Permission>(actor: &Actor<P>, subject: &Subject<'_>, draft: &Issue, found: &[Recipient]) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = blank(actor, subject.target, subject.source);
    page.hint = match subject.target {
        Target::Resellers => text.issue.hint_resellers,
        Target::Customers => text.issue.hint_customers,
    }
    .to_owned();
    page.before.push(source(actor, subject));
    page.groups.push(who(subject.target, draft, found, text));
    page.groups.push(how_much(subject.target, draft, text));
    if subject.target == Target::Customers {
        page.before.push(super::limits(&subject.source.limits, text.quota.limits, text.quota.no_limits, text));
        page.groups.push(validity(draft, text));
        page.groups.push(limits(subject.source, draft, text, actor.lang()));
    }
    page.groups.push(group("", "", vec![remark(draft, text)]));
    page.buttons = vec![(drafts::PREVIEW, text.issue.preview), (drafts::SEARCH_STEP, text.issue.search_button)];
    page
}

/// The quota as the vendor's snapshot says, with open commands beside it (CMD-13).
fn source<P: Permission>(actor: &Actor<P>, subject: &Subject<'_>) -> Section {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let Subject { source, balance, .. } = subject;
    let open = match balance.open_count {
        0 => Cell::text(text.quota.no_difference),
        count => {
            Cell::text(fill(text.issue.open_count, &[&count.to_string(), &money(balance.open, &balance.currency)]))
        }
    };
    let page = format!("/vouchers/quotas/{}", source.id);
    let facts = vec![
        (text.quota.number, number(Some(&source.remote_id), Some(page), face.lang)),
        (text.quota.balance, amount(source.balance, &source.currency).over(Cell::when(Some(balance.as_of), &face))),
        (text.issue.open, open),
        (text.quota.expires, expiry(source.expires_at, text, &face)),
    ];
    let facts = facts.into_iter().chain(holder(source, text)).collect();
    Section { title: text.quota.facts.to_owned(), facts }
}

/// The reseller for which its distributor issues.
fn holder(source: &Source, text: &Text) -> Option<(&'static str, Cell)> {
    let name = source.behalf.as_deref()?;
    Some((text.words.holder, Cell::text(name).under(text.issue.behalf_note)))
}

fn group(title: &str, hint: &str, fields: Vec<Field>) -> Group {
    Group { title: title.to_owned(), hint: hint.to_owned(), fields }
}

fn line(name: &'static str, label: &str, value: &str, (kind, most): (&'static str, usize)) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind, most })
}

fn who(target: Target, draft: &Issue, found: &[Recipient], text: &Text) -> Group {
    let label = if target == Target::Resellers { text.issue.resellers } else { text.issue.customers };
    let listed = draft.recipients.keys();
    let lines = Control::Area { value: draft.recipients.text(), rows: 6, most: recipients::LONGEST };
    let others = found.iter().filter(|one| !listed.contains(&one.key().to_lowercase()));
    let choices: Vec<Choice> = others.map(|one| Choice::new(one.key(), one.label(), false)).collect();
    let found_hint = match found.len() {
        0 if !draft.search.is_empty() => text.issue.found_none,
        50.. => text.issue.found_more,
        _ => "",
    };
    let mut fields = vec![
        Field::new(recipients::FIELD, label, lines).help(text.issue.lines_help),
        line("search", text.issue.search, &draft.search, ("search", drafts::SEARCH)).help(text.issue.search_help),
    ];
    if !choices.is_empty() || !found_hint.is_empty() {
        fields.push(Field::new(recipients::TICKS, text.issue.found, Control::Ticks(choices)).help(found_hint));
    }
    group(text.issue.who, "", fields)
}

fn how_much(target: Target, draft: &Issue, text: &Text) -> Group {
    let label = if target == Target::Resellers { text.issue.amount } else { text.issue.face_value };
    let field = line("amount", label, &draft.amount, ("text", drafts::AMOUNT)).help(text.issue.amount_help);
    group(text.issue.how_much, "", vec![field])
}

fn validity(draft: &Issue, text: &Text) -> Group {
    let words = text.issue;
    let fields = vec![
        line("valid_on", words.valid_on, &draft.valid_on, ("date", 10)),
        line("expires_on", words.expires_on, &draft.expires_on, ("date", 10)),
    ];
    group(words.validity, words.validity_hint, fields)
}

/// The name of a service type with its code, which the vendor's own pages show too.
fn service_name(source: &Source, code: &str, lang: Lang) -> String {
    match source.services.iter().find(|service| service.code == code).map(|service| service.name(lang)) {
        Some(name) if name != code => format!("{name} ({code})"),
        _ => code.to_owned(),
    }
}

/// The service types to choose from: those the quota allows, else those of the catalogue that it does not exclude; those that
/// were chosen are always among them.
fn offered(source: &Source, chosen: &[&str]) -> Vec<String> {
    let excluded = limit::codes(&source.limits, Key::ServiceTypesExcluded).unwrap_or_default();
    let all = || source.services.iter().map(|service| service.code.clone()).collect();
    let mut codes: Vec<String> = limit::codes(&source.limits, Key::ServiceTypes).unwrap_or_else(all);
    codes.retain(|code| !excluded.contains(code));
    if !codes.is_empty() {
        codes.extend(
            chosen
                .iter()
                .filter(|code| !codes.iter().any(|known| known == *code))
                .map(|&code| code.to_owned())
                .collect::<Vec<_>>(),
        );
    }
    codes
}

/// Boxes for the service types, by name; a line to type codes where neither quota nor catalogue names any.
fn limits(source: &Source, draft: &Issue, text: &Text, lang: Lang) -> Group {
    let words = text.issue;
    let typed: Vec<&str> = draft.services.split(',').filter(|code| !code.is_empty()).collect();
    let mut offered: Vec<(String, String)> =
        offered(source, &typed).into_iter().map(|code| (service_name(source, &code, lang), code)).collect();
    offered.sort();
    let services = match &offered[..] {
        [_, ..] => {
            let box_of = |(name, code): &(String, String)| Choice::new(code, name, typed.contains(&code.as_str()));
            Field::new("services", words.service, Control::Ticks(offered.iter().map(box_of).collect()))
        }
        [] => line("services", words.services, &draft.services, ("text", drafts::CODES)).help(words.services_help),
    };
    let products = line("products", words.products, &draft.products, ("text", drafts::CODES)).help(words.products_help);
    group(words.limits, words.limits_hint, vec![services, products])
}

fn remark(draft: &Issue, text: &Text) -> Field {
    line("remark", text.issue.remark, &draft.remark, ("text", drafts::REMARK)).help(text.issue.remark_help)
}

/// What of a preview belongs to a field of the form: the form is shown again then.
pub fn field_faults(run: &DryRun, draft: &Issue, lang: crate::lang::Lang) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let crowd = |objection: &&Objection| matches!(objection, Objection::Nobody | Objection::TooMany(_));
    for objection in run.objections.iter().filter(crowd) {
        let alone = DryRun { objections: vec![*objection], lines: vec![], ..run.clone() };
        faults.push((recipients::FIELD, part::notices(&alone, lang).concat()));
    }
    let needs_one = draft.recipients.0.iter().take(MOST).any(|one| one.amount.is_empty());
    if let Err(problem) = read_amount(&draft.amount)
        && (needs_one || !draft.amount.is_empty())
    {
        faults.push(("amount", part::problem_told(problem, lang)));
    }
    faults
}

/// What would happen, with the button that confirms it.
pub fn preview<P: Permission>(
    actor: &Actor<P>,
    subject: &Subject<'_>,
    (draft, terms): (&Issue, &Terms),
    run: &DryRun,
) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let mut page = blank(actor, subject.target, subject.source);
    page.hidden = draft.carried();
    let href = format!("/vouchers/quotas/{}", subject.source.id);
    let mut facts = vec![(text.quota.number, number(Some(&subject.source.remote_id), Some(href), face.lang))];
    facts.extend(holder(subject.source, text));
    if subject.target == Target::Customers {
        let as_quota = || Cell::text(text.issue.unchanged);
        let when = |at: Option<_>| at.map_or_else(as_quota, |at| Cell::text(face.when(at).exact));
        let codes = |codes: &[String]| if codes.is_empty() { as_quota() } else { Cell::text(codes.join(", ")) };
        facts.push((text.issue.valid_on, when(terms.valid_at)));
        facts.push((text.issue.expires_on, when(terms.expires_at)));
        let named: Vec<String> =
            terms.services.iter().map(|code| service_name(subject.source, code, face.lang)).collect();
        facts.push((text.issue.services, codes(&named)));
        facts.push((text.issue.products, codes(&terms.products)));
    }
    if !draft.remark.is_empty() {
        facts.push((text.issue.remark, Cell::text(&draft.remark)));
    }
    page.before.push(Section { title: text.issue.doing.to_owned(), facts });
    part::onto(&mut page, run, &draft.parameters(&subject.source.remote_id), &face);
    page
}
