//! Filters of the board.

use super::text::Text;
use crate::{
    lang::Lang,
    requests::{self, Kind},
    web::{FilterBar, Typed},
};

/// Words of the tabs in the address, and the states of the table.
pub const TABS: [(&str, &str); 4] = [("", "open"), ("met", "met"), ("missed", "lapsed"), ("all", "")];

/// Tab as a state of the table, and kind.
pub fn filters(typed: Typed, lang: Lang, seen: &[&'static Kind]) -> (&'static str, Option<String>, FilterBar) {
    let mut bar = FilterBar::new("/deadlines", typed, lang);
    let tab = bar.keep("state", &TABS.map(|(word, _)| word));
    let state = TABS.iter().find(|(word, _)| *word == tab).map_or("open", |(_, state)| *state);
    let known: Vec<(&str, &str)> = seen.iter().map(|kind| (kind.code, requests::kind_word(kind.code, lang))).collect();
    let kind = bar.choice("kind", Text::of(lang).kind, known);
    (state, kind, bar)
}
