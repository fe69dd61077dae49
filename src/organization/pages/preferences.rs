//! 首选项 (ORG-12).

use chrono::Offset;

use super::{form, group, line, select};
use crate::{
    access::{Actor, permission::OrgSettings},
    organization::{
        forms::Draft,
        rules::{fields::zones, preferences::Abroad},
        store::preferences::Preferences,
        text::settings::Text,
    },
    web::{
        Cell, Section,
        form::{Choice, Control, Field, FormPage},
    },
};

/// The form.
pub fn edit(actor: &Actor<OrgSettings>, now_is: &Preferences, draft: &Draft) -> FormPage {
    let text = Text::of(actor.lang());
    let now = actor.face().now;
    let named: Vec<(&str, String)> = zones()
        .map(|zone| {
            let offset = now.with_timezone(&zone).offset().fix();
            (zone.name(), format!("{} (UTC{offset})", zone.name().replace('_', " ")))
        })
        .collect();
    let zones = named.iter().map(|(name, label)| (*name, label.as_str()));
    let time = |name, label, value: &str| {
        Field::new(name, label, Control::Line { value: value.to_owned(), kind: "time", most: 5 })
    };
    let mut fields = vec![
        select("language", text.language, text.browser, text.languages, &draft.language).help(text.language_help),
        select("time_zone", text.zone, "–", zones, &draft.time_zone).help(text.zone_help).required(),
        time("working_from", text.working_from, &draft.working_from).help(text.working_help).required(),
        time("working_to", text.working_to, &draft.working_to).required(),
    ];
    fields.extend(abroad(Abroad::of(actor.organization()), now_is, draft, text));
    let mut page = form(actor, text.preferences, "/organization/preferences", (text.back, "/organization"));
    page.hint = text.preferences_hint.to_owned();
    page.groups = vec![group(fields)];
    page.hidden = vec![("revision", now_is.revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// What is chosen on the international site (ORG-12).
fn abroad(there_is: Abroad, now_is: &Preferences, draft: &Draft, text: &'static Text) -> Vec<Field> {
    let of_two = |name, label, words: &[(&'static str, &'static str); 2], first: bool| {
        let choices = words.iter().enumerate();
        let choice = |(at, (value, label)): (usize, &(&str, &str))| Choice::new(*value, *label, (at == 0) == first);
        Field::new(name, label, Control::Radios(choices.map(choice).collect()))
    };
    let help = format!("{}: {}. {}", text.now, settlement(now_is), text.currency_help);
    let currency = line("settlement_currency", text.currency, &draft.settlement_currency, 3).help(help);
    let (messages, bills) = (&text.message_words, &text.bill_words);
    match there_is {
        Abroad::No => vec![],
        Abroad::Currency => vec![currency],
        Abroad::All => vec![
            currency,
            of_two("customer_messages", text.messages, messages, !draft.takes_customer_messages)
                .help(text.messages_help),
            of_two("customer_bills", text.bills, bills, draft.shows_customer_bills).help(text.bills_help),
            Field::new("consumption_quota", text.quota, Control::Fixed(Cell::link(text.quota_see, "/accounts")))
                .help(text.quota_help),
        ],
    }
}

/// The currency now, and the one that follows with its day.
fn settlement(preferences: &Preferences) -> String {
    let now = preferences.settlement_currency.as_deref().unwrap_or("–");
    match (&preferences.next_settlement_currency, preferences.next_settlement_currency_from) {
        (Some(next), Some(from)) => format!("{now} → {next} ({from})"),
        _ => now.to_owned(),
    }
}

/// The present preferences as facts.
pub fn present(preferences: &Preferences, title: &str, there_is: Abroad, text: &'static Text) -> Section {
    let language = preferences.language.as_deref().map_or(text.browser, |code| super::word(&text.languages, code));
    let hours = format!("{}–{}", preferences.working_from.format("%H:%M"), preferences.working_to.format("%H:%M"));
    let mut facts = vec![
        (text.language, Cell::text(language)),
        (text.zone, Cell::text(&preferences.time_zone)),
        (text.working_from, Cell::text(hours)),
    ];
    if there_is != Abroad::No {
        facts.push((text.currency, Cell::text(settlement(preferences))));
    }
    if there_is == Abroad::All {
        let one = |words: &[(&'static str, &'static str); 2], first: bool| words[usize::from(!first)].1;
        facts.push((text.messages, Cell::text(one(&text.message_words, !preferences.takes_customer_messages))));
        facts.push((text.bills, Cell::text(one(&text.bill_words, preferences.shows_customer_bills))));
    }
    Section { title: title.to_owned(), facts }
}
