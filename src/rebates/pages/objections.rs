//! Pages of objections: a new one, the thread with what can be done, the vendor's answer.

use super::address;
use crate::{
    access::{
        Actor, Permission,
        permission::{IncentiveConfirm, IncentiveSubmit, IncentiveView},
    },
    rebates::{
        PATH,
        forms::{CHANNELS, Typo},
        rules::WORDS,
        store::{
            objections::{Message, Objection},
            statements::{Line, Statement},
        },
        text::Text,
    },
    web::{
        Cell, DetailPage, Frame, Happening, Link, Section, Tone, Typed,
        form::{Choice, Control, Field, FormPage, Group, Panel},
    },
};

/// The address of an objection.
pub fn path(id: i64) -> String {
    format!("{PATH}/objections/{id}")
}

fn words(value: &str, text: &Text) -> Field {
    Field::new("words", text.words, Control::Area { value: value.to_owned(), rows: 5, most: WORDS })
}

/// A new objection.
pub fn new(actor: &Actor<IncentiveConfirm>, (statement, lines): (&Statement, &[Line]), typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.object, statement.number);
    let back = Link::new(text.back, address(statement.id));
    let action = format!("{}/objection", address(statement.id));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), action, back);
    page.hint = text.object_hint.to_owned();
    let chosen = typed.get("line");
    let option = |line: &Line| {
        let label = [Some(line.number.as_str()), line.order_number.as_deref(), line.customer.as_deref()];
        let label: Vec<&str> = label.into_iter().flatten().collect();
        Choice::new(line.id.to_string(), label.join(" · "), line.id.to_string() == chosen)
    };
    let whole = Choice::new("", text.whole, chosen.is_empty());
    let options = std::iter::once(whole).chain(lines.iter().map(option)).collect();
    let fields =
        vec![Field::new("line", text.about, Control::Select(options)), words(typed.get("words"), text).required()];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("send", text.object)];
    page
}

/// What the page of an objection is drawn from.
pub struct Thread<'a> {
    pub statement: &'a Statement,
    pub objection: &'a Objection,
    pub messages: &'a [Message],
}

/// The thread of an objection.
pub fn show(actor: &Actor<IncentiveView>, thread: &Thread<'_>, words_typed: &str) -> DetailPage {
    let (face, objection) = (actor.face(), thread.objection);
    let text = Text::of(face.lang);
    let about = objection.line.as_deref().unwrap_or(text.whole);
    let mut facts = vec![
        (text.statement, Cell::link(&thread.statement.number, address(thread.statement.id))),
        (text.about, Cell::text(about)),
        (text.opened, Cell::when(Some(objection.opened_at), &face).over(Cell::text(&objection.opener))),
    ];
    if let Some(by) = &objection.closed_by {
        let by = if by.starts_with("job/") { text.by_deadline } else { by };
        facts.push((text.closed, Cell::when(objection.closed_at, &face).over(Cell::text(by))));
    }
    let title = format!("{} · {}", text.objection, thread.statement.number);
    let sections = vec![Section { title: text.objection.to_owned(), facts }];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    let tone = if objection.state == "closed" { Tone::Done } else { Tone::Waiting };
    page.badges = vec![Cell::badge(tone, text.objection_word(&objection.state))];
    page.tabs = vec![Link::new(text.title, PATH)];
    if let Some(until) = objection.stands_until {
        page.notices.push((Tone::Waiting, format!("{} {until}", text.stands_until)));
    }
    if objection.state != "closed" {
        if actor.may(IncentiveConfirm::CODE) {
            page.forms.push(panel(thread, text, words_typed));
        }
        if actor.may(IncentiveSubmit::CODE) {
            page.actions.push(Link::new(text.answer, format!("{}/answer", path(objection.id))));
        }
    }
    let happening = |message: &Message| {
        let channel = message.channel.as_deref().map(|channel| text.channel_word(channel));
        let who = if channel.is_some() { text.said_vendor } else { text.said_member };
        let note = [Some(message.author.as_str()), channel].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Happening {
            what: message.body.clone(),
            when: face.when(message.written_at),
            note: format!("{who} · {note}"),
            tone: if channel.is_some() { Tone::Done } else { Tone::Waiting },
        }
    };
    page.timeline = thread.messages.iter().map(happening).collect();
    page
}

fn panel(thread: &Thread<'_>, text: &'static Text, typed: &str) -> Panel {
    let is_answered = thread.objection.state == "answered";
    let buttons =
        if is_answered { vec![("reply", text.reply), ("close", text.accept)] } else { vec![("close", text.withdraw)] };
    Panel {
        title: text.objection.to_owned(),
        hint: if is_answered { text.step_hint.to_owned() } else { String::new() },
        action: path(thread.objection.id),
        hidden: vec![("revision", thread.objection.revision.to_string())],
        fields: if is_answered { vec![words(typed, text)] } else { vec![] },
        buttons,
    }
}

/// The vendor's answer.
pub fn answer(
    actor: &Actor<IncentiveSubmit>,
    (statement, objection): (&Statement, &Objection),
    typed: &Typed,
) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {}", text.answer, statement.number);
    let action = format!("{}/answer", path(objection.id));
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), action, Link::new(text.back, path(objection.id)));
    page.hint = text.answer_hint.to_owned();
    page.hidden = vec![("revision", objection.revision.to_string())];
    let day = Control::Line { value: typed.get("answered_on").to_owned(), kind: "date", most: 10 };
    let none = typed.get("channel").is_empty().then(|| Choice::new("", "–", true));
    let option = |one: &'static str| Choice::new(one, text.channel_word(one), typed.get("channel") == one);
    let channels = none.into_iter().chain(CHANNELS.map(option)).collect();
    let fields = vec![
        Field::new("answered_on", text.answered_on, day).required(),
        Field::new("channel", text.channel, Control::Select(channels)).required(),
        words(typed.get("words"), text).required(),
    ];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("answer", text.answer)];
    page
}

/// Puts what is wrong at its fields.
pub fn wrong<P: Permission>(page: &mut FormPage, typos: &[(&'static str, Typo)], actor: &Actor<P>) {
    let text = Text::of(actor.lang());
    typos.iter().for_each(|(field, typo)| page.fault(field, text.typo(*typo)));
}
