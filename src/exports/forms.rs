//! Filters of the exports.

use super::{rules::State, text::Text};
use crate::{
    lang::Lang,
    web::{FilterBar, Typed},
};

/// Reads the state the list is narrowed to and draws its field.
pub fn filters(typed: Typed, lang: Lang) -> (Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/exports", typed, lang);
    let states = State::ALL.map(|(state, word, _)| (word, text.state_of(state)));
    let state = bar.choice("state", text.state, states);
    (state, bar)
}
