//! Words of commands: states as pages tell them, and those of the engine by their word. A word of a newer version is shown as it is.

use crate::{
    commands::{self, Kind},
    lang::Lang,
    web::Tone,
};

/// A word of the database, English, Chinese.
type Word = (&'static str, &'static str, &'static str);

/// States of a command (CMD-1) and of what is made of them, with their colours.
const STATES: &[(Word, Tone)] = &[
    (("intent", "Waiting", "等待中"), Tone::Waiting),
    (("awaiting", "Waiting for approval", "待审批"), Tone::Waiting),
    (("ready", "Waiting to be sent", "待发送"), Tone::Waiting),
    (("sending", "Being sent", "发送中"), Tone::Waiting),
    (("confirmed", "Accepted by Huawei Cloud", "华为云已受理"), Tone::Waiting),
    (("unknown", "Outcome unknown", "结果未知"), Tone::Refused),
    (("person", "A person must decide", "需人工裁定"), Tone::Refused),
    (("proposed", "Outcome to agree to", "裁定结果待审批"), Tone::Refused),
    (("failed", "Not done", "未执行"), Tone::Refused),
    (("applied", "Done", "已完成"), Tone::Done),
    (("not_applied", "Took no effect", "未生效"), Tone::Idle),
    (("reconciled", "Reconciled", "已核实"), Tone::Done),
];

/// The name of a kind of command.
#[must_use]
pub fn kind(word: &str, lang: Lang) -> String {
    Kind::parse(word).map_or(word, |kind| kind.name(lang)).to_owned()
}

/// Every kind with its name, for a filter.
pub fn kinds(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    Kind::ALL.into_iter().map(move |kind| (kind.as_str(), kind.name(lang)))
}

/// A state's colour and name.
#[must_use]
pub fn state(word: &str, lang: Lang) -> (Tone, String) {
    let known = STATES.iter().find(|(known, _)| known.0 == word);
    known.map_or_else(|| (Tone::Idle, word.to_owned()), |(known, tone)| (*tone, lang.pick(known.1, known.2).to_owned()))
}

/// Why a command failed, as a sentence.
#[must_use]
pub fn failure(word: &str, lang: Lang) -> String {
    said(commands::text::Text::of(lang).failure(word), word)
}

/// Why a command waits, as a sentence.
#[must_use]
pub fn wait(word: &str, lang: Lang) -> String {
    said(commands::text::Text::of(lang).wait(word), word)
}

/// A word of a newer version is shown as it is.
fn said(known: &str, word: &str) -> String {
    if known.is_empty() { word.to_owned() } else { known.to_owned() }
}
