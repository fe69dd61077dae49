//! Filters of the customer list (CUST-10, CUST-15).

pub mod creation;

use chrono::{DateTime, Days, Utc};

use super::{rules::association_codes, text::Text};
use crate::web::{Face, FilterBar, Typed};

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of account name or name, or the whole customer id.
    pub text: Option<String>,
    /// `association_type`.
    pub association_type: Option<String>,
    /// `verified_status`.
    pub verified_status: Option<String>,
    /// `customer_level`.
    pub customer_level: Option<String>,
    /// Part of the label, case-sensitive as at the vendor.
    pub label: Option<String>,
    /// Frozen or not.
    pub frozen: Option<bool>,
    /// Left or not (CUST-11).
    pub left: Option<bool>,
    /// Associated at or after.
    pub associated_from: Option<DateTime<Utc>>,
    /// Associated before.
    pub associated_before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included.
pub fn filters(typed: Typed, sites: &[String], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/customers", typed, face.lang);
    bar.keep("tab", &["own", "resellers"]);
    let codes = association_codes(sites);
    let associations = text.association_types.into_iter().filter(|(code, _)| codes.contains(code));
    let levels = ["V0", "V1", "V2", "V3", "V4", "V5"];
    let mut filters = Filters {
        text: bar.text("text", text.filter_text, 128),
        association_type: bar.choice("association_type", text.association_type, associations),
        verified_status: bar.choice("verified_status", text.verified_status, text.verified_statuses),
        customer_level: bar.choice("customer_level", text.customer_level, levels.map(|level| (level, level))),
        label: bar.text("label", text.label, 64),
        frozen: bar
            .choice("frozen", text.frozen, [("yes", text.frozen_yes), ("no", text.frozen_no)])
            .map(|yes| yes == "yes"),
        left: bar
            .choice("state", text.state, [("associated", text.associated), ("left", text.left)])
            .map(|state| state == "left"),
        ..Filters::default()
    };
    let (from, to) = bar.days("associated", text.associated_on);
    filters.associated_from = from.map(|day| face.midnight(day));
    filters.associated_before = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (filters, bar)
}
