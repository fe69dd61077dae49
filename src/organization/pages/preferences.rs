//! 首选项 (ORG-12).

use chrono::Offset;

use super::{form, group, line, select};
use crate::{
    access::{Actor, permission::OrgSettings},
    organization::{forms::Draft, rules::fields::zones, store::preferences::Preferences, text::settings::Text},
    web::{
        Cell, Section,
        form::{Control, Field, FormPage},
    },
};

/// The form.
pub fn edit(actor: &Actor<OrgSettings>, revision: i32, draft: &Draft) -> FormPage {
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
    if actor.organization().is_abroad() {
        fields.push(line("settlement_currency", text.currency, &draft.settlement_currency, 3).help(text.currency_help));
    }
    let mut page = form(actor, text.preferences, "/organization/preferences", (text.back, "/organization"));
    page.hint = text.preferences_hint.to_owned();
    page.groups = vec![group(fields)];
    page.hidden = vec![("revision", revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// The present preferences as facts.
pub fn present(preferences: &Preferences, title: &str, text: &'static Text) -> Section {
    let language = preferences.language.as_deref().map_or(text.browser, |code| super::word(&text.languages, code));
    let hours = format!("{}–{}", preferences.working_from.format("%H:%M"), preferences.working_to.format("%H:%M"));
    let facts = vec![
        (text.language, Cell::text(language)),
        (text.zone, Cell::text(&preferences.time_zone)),
        (text.working_from, Cell::text(hours)),
        (text.currency, Cell::maybe(preferences.settlement_currency.as_deref())),
    ];
    Section { title: title.to_owned(), facts }
}
