//! The page of sign-in security: values ready to show.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    forms::PolicyForm,
    rules::{GRACE, Person, affected},
    store::{Around, Refused},
    text::Text,
};
use crate::{
    access::{Actor, factors::policy::MfaPolicy, passwords, permission::OrgSettings, refusals::Refusal, sessions},
    web::{Cell, Column, Frame, Section, Table, Tone, html},
};

/// So many of those without a second factor are named; the list of members has all.
const NAMED: usize = 50;

/// Why a form comes back, with what was typed.
pub struct Said<'a> {
    /// What was typed.
    pub form: &'a PolicyForm,
    /// Status of the answer.
    pub status: StatusCode,
    /// The sentence.
    pub sentence: &'static str,
}

#[derive(Template)]
#[template(path = "security/show.html")]
struct ShowPage {
    frame: Frame,
    text: &'static Text,
    refusal: Option<&'static str>,
    sections: Vec<Section>,
    was: String,
    policies: Vec<Choice>,
    days: Vec<(i64, String, bool)>,
    reason: String,
    /// Whether no door asks for a second factor, whatever the policy says.
    demo: bool,
    without: Option<Table>,
    more: Option<String>,
    refused: Option<Table>,
}

/// A policy to choose, with how many it concerns.
struct Choice {
    code: &'static str,
    name: &'static str,
    hint: String,
    chosen: bool,
}

/// The page; `said` brings back a form that was refused.
pub fn show(actor: &Actor<OrgSettings>, around: &Around, people: &[Person], said: Option<Said<'_>>) -> Response {
    let lang = actor.lang();
    let text = Text::of(lang);
    let setting = around.setting;
    let typed = said.as_ref().map(|said| said.form);
    let chosen = typed.map_or(Some(setting.policy), |form| form.policy);
    let target = setting.next.map_or(setting.policy, |(policy, _)| policy);
    let choice = |policy: MfaPolicy| {
        let (covered, without) = affected(policy, people);
        let counts = if policy == MfaPolicy::Off { String::new() } else { text.counts(covered, without.len(), lang) };
        let hint = format!("{}{}{counts}", text.policy_hint(policy), lang.pick(" ", ""));
        Choice { code: policy.code(), name: text.policy(policy), hint, chosen: chosen == Some(policy) }
    };
    let (_, without) = affected(target, people);
    let wanted_days = typed.map_or(GRACE[2], |form| form.days);
    let page = ShowPage {
        frame: Frame { here: "/organization/security".to_owned(), ..Frame::new(actor.visitor(), text.title) },
        text,
        refusal: said.as_ref().map(|said| said.sentence),
        sections: vec![policy(actor, around), limits(actor, text)],
        was: setting.mark(),
        policies: MfaPolicy::EVERY.map(choice).into(),
        days: GRACE.map(|days| (days, text.begins(days, lang), days == wanted_days)).into(),
        reason: typed.map(|form| form.reason.clone()).unwrap_or_default(),
        demo: !actor.app().options.second_factors,
        more: (without.len() > NAMED).then(|| text.more(without.len() - NAMED, lang)),
        without: (!without.is_empty()).then(|| names(&without, text)),
        refused: (!around.refused.is_empty()).then(|| refusals(actor, &around.refused)),
    };
    html(said.map_or(StatusCode::OK, |said| said.status), &page)
}

fn policy(actor: &Actor<OrgSettings>, around: &Around) -> Section {
    let text = Text::of(actor.lang());
    let setting = around.setting;
    let tone = if setting.policy == MfaPolicy::Off { Tone::Waiting } else { Tone::Done };
    let mut facts = vec![(text.in_force, Cell::badge(tone, text.policy(setting.policy)))];
    if let Some((policy, at)) = setting.next {
        facts.push((
            text.coming,
            Cell::badge(Tone::Waiting, text.policy(policy)).over(Cell::when(Some(at), &actor.face())),
        ));
    }
    Section { title: text.policy_title.to_owned(), facts }
}

/// What holds for every organisation and cannot be set (MEM-3, MEM-5, MEM-12).
fn limits(actor: &Actor<OrgSettings>, text: &'static Text) -> Section {
    let lang = actor.lang();
    let options = &actor.app().options;
    let facts = vec![
        (text.idle, Cell::text(text.minutes(sessions::IDLE.num_minutes(), lang))),
        (text.life, Cell::text(text.hours(sessions::LIFE.num_hours(), lang))),
        (text.lock, Cell::text(text.lock_value)),
        (text.tries, Cell::text(text.per_minute(options.sign_in_tries, lang))),
        (text.rate, Cell::text(text.per_second(options.member_rate, lang))),
        (text.token_rate, Cell::text(text.per_second(options.token_rate, lang))),
        (text.proof, Cell::text(text.minutes(5, lang))),
        (text.password, Cell::text(text.letters(passwords::LENGTH, lang))),
    ];
    Section { title: text.limits.to_owned(), facts }
}

fn names(without: &[&Person], text: &'static Text) -> Table {
    let row = |person: &&Person| {
        let who = Cell::link(&person.username, format!("/members/{}", person.id));
        vec![if person.is_master { who.under(text.master) } else { who }]
    };
    let rows = without.iter().take(NAMED).map(row).collect();
    Table { caption: text.without.to_owned(), columns: vec![Column::new(text.username)], rows }
}

fn refusals(actor: &Actor<OrgSettings>, refused: &[Refused]) -> Table {
    let (lang, face) = (actor.lang(), actor.face());
    let text = Text::of(lang);
    let row = |one: &Refused| {
        let what = Refusal::parse(&one.kind).map_or(one.kind.as_str(), |refusal| refusal.deed().name(lang));
        vec![
            Cell::text(what),
            Cell::text(&one.username),
            Cell::text(one.tries.to_string()),
            Cell::when(Some(one.last_at), &face),
            Cell::text(one.addresses.join(", ")),
        ]
    };
    let labels = [text.what, text.username, text.times, text.last, text.addresses];
    Table {
        caption: text.refused.to_owned(),
        columns: labels.map(Column::new).into(),
        rows: refused.iter().map(row).collect(),
    }
}
