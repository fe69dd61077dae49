//! Filters of the real-name list.

pub mod application;

use chrono::{DateTime, Days, Utc};

use super::{rules::State, text::Text};
use crate::web::{Face, FilterBar, Typed};

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of account name or name, or the whole customer id.
    pub text: Option<String>,
    /// The portal's state (RN-8).
    pub state: Option<State>,
    /// `customer_type`.
    pub customer_type: Option<i32>,
    /// In that state since this or later.
    pub since_from: Option<DateTime<Utc>>,
    /// In that state since before this.
    pub since_before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included.
pub fn filters(typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/customers/real-name", typed, face.lang);
    bar.keep("tab", &["own", "resellers"]);
    let states = State::ALL.map(|state| (state.as_str(), text.state(state)));
    let mut filters = Filters {
        text: bar.text("text", text.filter_text, 128),
        state: bar.choice("state", text.state, states).and_then(|state| State::parse(&state)),
        customer_type: bar
            .choice("customer_type", text.customer_type, text.customer_types)
            .and_then(|code| code.parse().ok()),
        ..Filters::default()
    };
    let (from, to) = bar.days("since", text.since);
    filters.since_from = from.map(|day| face.midnight(day));
    filters.since_before = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (filters, bar)
}
