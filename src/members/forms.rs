//! Filters of the member list (MEM-7).

use super::text::Text;
use crate::{
    access::Role,
    lang::Lang,
    web::{FilterBar, Typed},
};

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Part of user name, name or mail.
    pub text: Option<String>,
    /// Code of a role held.
    pub role: Option<String>,
    /// State; without one all but the deleted.
    pub state: Option<String>,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, lang: Lang) -> (Filters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/members", typed, lang);
    let filters = Filters {
        text: bar.text("text", text.filter_text, 64),
        role: bar.choice("role", text.roles, Role::ALL.map(|role| (role.code(), role.name(lang)))),
        state: bar.choice("state", text.state, text.states.map(|(code, word, _)| (code, word))),
    };
    (filters, bar)
}
