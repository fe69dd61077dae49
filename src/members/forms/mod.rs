//! Filters of the member list (MEM-7); `draft` is the form of a member.

pub mod draft;
pub mod rows;

use super::{
    rules::wanted::{CustomRole, Wanted},
    text::Text,
};
use crate::{
    access::{Kind, Reach, Role},
    lang::Lang,
    web::{FilterBar, Typed},
};

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Part of user name, name or mail.
    pub text: Option<String>,
    /// Tick of a role held: a preset's code or `custom-12`.
    pub role: Option<String>,
    /// State; without one all but the deleted.
    pub state: Option<String>,
    /// User name of the director; `-` for account managers without one (TRAP-2).
    pub director: Option<String>,
    /// `own`, `team` or `all`.
    pub scope: Option<String>,
    /// `none`, `app` or `passkey`.
    pub factor: Option<String>,
    /// Not signed in for so many days.
    pub idle: Option<i64>,
}

/// Days of the filter "no sign-in for".
const IDLE: [i64; 5] = [7, 30, 60, 90, 180];

/// Reads the filters and draws their fields; without a kind of organisation for an export, whose filters were judged when it was
/// asked for.
pub fn filters(
    typed: Typed,
    (kind, custom): (Option<Kind>, &[CustomRole]),
    directors: &[(i64, String)],
    lang: Lang,
) -> (Filters, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/members", typed, lang);
    // Nobody here can hold the roles of another kind of organisation.
    let presets = Role::ALL.into_iter().filter(|role| kind.is_none_or(|kind| role.exists_in(kind.bit())));
    let presets = presets.map(|role| (role.code().to_owned(), role.name(lang).to_owned()));
    let own = custom.iter().map(|role| (Wanted::custom(role.id).ticked(), role.name.clone()));
    let without = std::iter::once(("-".to_owned(), text.no_director.to_owned()));
    let directors = directors.iter().map(|(_, name)| (name.clone(), name.clone()));
    let filters = Filters {
        text: bar.text("text", text.filter_text, 64),
        role: bar.choice("role", text.roles, presets.chain(own)),
        state: bar.choice("state", text.state, text.states.map(|(code, word, _)| (code, word))),
        director: bar.choice("director", text.director, without.chain(directors)),
        scope: bar.choice(
            "scope",
            text.scope,
            [Reach::Own, Reach::Team, Reach::All].map(|reach| (reach.as_str(), text.form.reach(reach))),
        ),
        factor: bar.choice("factor", text.factor, text.factors),
        idle: bar
            .choice("idle", text.idle, IDLE.map(|days| (days.to_string(), format!("{days} {}", text.days))))
            .and_then(|days| days.parse().ok()),
    };
    (filters, bar)
}
