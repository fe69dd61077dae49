//! Forms of facts: a new one or a correction, a retraction, the word that all is entered.

use super::address;
use crate::{
    access::{Actor, permission::IncentiveSubmit},
    facts::{
        forms::ORIGIN,
        rules::{Fault, FieldRule, Kind, Shape, Wrong},
        store::Listed,
        text::Text,
    },
    web::{
        Frame, Link, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// A new fact, or the correction of one.
pub fn record(
    actor: &Actor<IncentiveSubmit>,
    kind: &'static Kind,
    corrects: Option<&Listed>,
    typed: &dyn Fn(&str) -> String,
) -> FormPage {
    let text = Text::of(actor.lang());
    let (title, hint) = match corrects {
        None => (format!("{} · {}", text.add, text.kind(kind.code)), text.add_hint),
        Some(fact) => (format!("{} · {}", text.correct, text.word(&fact.label)), text.correct_hint),
    };
    let back = Link::new(text.back, corrects.map_or_else(|| address(kind), |fact| format!("/facts/{}", fact.id)));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), "/facts/new".to_owned(), back);
    page.hint = hint.to_owned();
    page.hidden = vec![("kind", kind.code.to_owned())];
    page.hidden.extend(corrects.map(|fact| ("corrects", fact.id.to_string())));
    let fields = kind.fields.iter().map(|rule| field(rule, &typed(rule.name), text)).collect();
    let accept = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.msg,.eml,.zip";
    let source = vec![
        origin(&typed("origin"), text),
        Field::new("file", text.file, Control::File { accept }).help(text.file_help),
    ];
    page.groups = vec![
        Group { title: text.said.to_owned(), hint: String::new(), fields },
        Group { title: text.source.to_owned(), hint: String::new(), fields: source },
    ];
    page.buttons = vec![("save", text.save)];
    page
}

fn origin(value: &str, text: &Text) -> Field {
    let control = Control::Line { value: value.to_owned(), kind: "text", most: ORIGIN };
    Field::new("origin", text.origin, control).help(text.origin_help).required()
}

fn field(rule: &FieldRule, value: &str, text: &Text) -> Field {
    let line = |kind, most| Control::Line { value: value.to_owned(), kind, most };
    let control = match rule.shape {
        Shape::Line(most) => line("text", most),
        Shape::Day | Shape::Past => line("date", 10),
        Shape::Month => {
            let month = value.get(..7).unwrap_or(value).to_owned();
            Control::Line { value: month, kind: "month", most: 10 }
        }
        Shape::Amount => line("text", 24),
        Shape::Currency => line("text", 3),
        Shape::Choice(words) => {
            let none = (!rule.required || value.is_empty()).then(|| Choice::new("", "–", value.is_empty()));
            let option = |word: &&'static str| Choice::new(*word, text.word(word), *word == value);
            Control::Select(none.into_iter().chain(words.iter().map(option)).collect())
        }
    };
    let field = Field::new(rule.name, text.field(rule.name), control);
    if rule.required { field.required() } else { field }
}

/// Puts what is wrong at its fields.
pub fn wrong(page: &mut FormPage, wrongs: &[Wrong], actor: &Actor<IncentiveSubmit>) {
    let text = Text::of(actor.lang());
    wrongs.iter().for_each(|wrong| page.fault(wrong.field, text.sentence(wrong.fault)));
}

/// Why a fact never was true.
pub fn retraction(actor: &Actor<IncentiveSubmit>, fact: &Listed) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.retract, text.word(&fact.label));
    let back = Link::new(text.back, format!("/facts/{}", fact.id));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), format!("/facts/{}/retraction", fact.id), back);
    page.hint = text.retract_hint.to_owned();
    let control = Control::Line { value: String::new(), kind: "text", most: 500 };
    let fields = vec![Field::new("reason", text.reason, control).required()];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("retract", text.retract)];
    page
}

/// The word that all facts of a kind are entered and right.
pub fn reading(actor: &Actor<IncentiveSubmit>, kind: &'static Kind, typed: &Typed, fault: Option<Fault>) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.vouch, text.kind(kind.code));
    let back = Link::new(text.back, address(kind));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), "/facts/readings".to_owned(), back);
    page.hint = text.vouch_hint.to_owned();
    page.hidden = vec![("kind", kind.code.to_owned())];
    let fields = vec![origin(typed.get("origin"), text)];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("vouch", text.vouch)];
    if let Some(fault) = fault {
        page.fault("origin", text.sentence(fault));
    }
    page
}
