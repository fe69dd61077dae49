//! What pages of every kind show in one way: what happened to a request, and the form of a decision that was taken elsewhere.

use super::{
    decision::{CHANNELS, REFERENCE},
    store::Event,
    text::{self, Decision},
};
use crate::{
    lang::Lang,
    web::{
        Cell, Column, Face, Happening, Table, Tone, Typed,
        form::{Choice, Control, Field},
    },
};

/// What happened, newest first.
#[must_use]
pub fn timeline(events: &[Event], face: &Face) -> Vec<Happening> {
    let happening = |event: &Event| {
        let recorded = event.effective_on.map(|day| {
            let reference = event.reference.as_deref().unwrap_or_default();
            format!("{day} {reference}").trim().to_owned()
        });
        let side = text::side_word(&event.side, face.lang);
        let parts = [Some(format!("{side}: {}", event.actor)), recorded, Some(event.comment.clone())];
        Happening {
            what: text::step_word(&event.step, face.lang).to_owned(),
            when: face.when(event.happened_at),
            note: parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            tone: match event.step.as_str() {
                "reject" | "miss" | "lock" | "return" | "fail" | "cancel" => Tone::Refused,
                "approve" | "confirm" | "accept" | "pay" => Tone::Done,
                _ => Tone::Idle,
            },
        }
    };
    events.iter().map(happening).collect()
}

/// The same as rows under a heading, where a page is a form.
#[must_use]
pub fn history(events: &[Event], face: &Face) -> (String, Table) {
    let said = Decision::of(face.lang);
    let columns = vec![Column::new(said.when).tight(), Column::new(said.what), Column::new(said.note)];
    let rows = timeline(events, face).into_iter();
    let rows =
        rows.map(|happening| vec![Cell::When(happening.when), Cell::text(happening.what), Cell::text(happening.note)]);
    (said.history.to_owned(), Table { caption: said.history.to_owned(), columns, rows: rows.collect() })
}

/// Fields of a decision that the vendor took elsewhere (COM-07): date, channel, reference, evidence.
#[must_use]
pub fn decision_fields(typed: &Typed, lang: Lang) -> Vec<Field> {
    let said = Decision::of(lang);
    let channel = |(code, word): (&'static str, &'static str)| Choice::new(code, word, typed.get("channel") == code);
    let channels = CHANNELS.into_iter().zip(said.channels).map(channel).collect();
    let line = |name, label: &str, kind, most| {
        let value = typed.get(name).to_owned();
        Field::new(name, label, Control::Line { value, kind, most })
    };
    vec![
        line("decided_on", said.decided_on, "date", 10).help(said.decided_on_help).required(),
        Field::new("channel", said.channel, Control::Radios(channels)).required(),
        line("reference", said.reference, "text", REFERENCE),
        Field::new("evidence", said.evidence, Control::File { accept: ".pdf,.jpg,.jpeg,.png" })
            .help(said.evidence_help)
            .required(),
    ]
}
