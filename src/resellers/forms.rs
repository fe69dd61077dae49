//! Filters of the reseller list (CUST-5).

use chrono::{DateTime, Days, Utc};

use super::text::Text;
use crate::web::{Face, FilterBar, Typed};

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of account name or company name, or the whole id.
    pub text: Option<String>,
    /// State of its organisation (ORG-6).
    pub organization_state: Option<String>,
    /// Left or not.
    pub left: Option<bool>,
    /// Associated at or after.
    pub associated_from: Option<DateTime<Utc>>,
    /// Associated before.
    pub associated_before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included.
pub fn filters(typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/resellers", typed, face.lang);
    let mut filters = Filters {
        text: bar.text("text", text.filter_text, 128),
        organization_state: bar.choice("organization", text.organization_state, text.organization_states),
        left: bar
            .choice("state", text.state, [("associated", text.present), ("left", text.left)])
            .map(|state| state == "left"),
        ..Filters::default()
    };
    let (from, to) = bar.days("associated", text.associated_on);
    filters.associated_from = from.map(|day| face.midnight(day));
    filters.associated_before = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (filters, bar)
}
