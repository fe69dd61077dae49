//! Filters of adjust records (ACCT-10).

use chrono::{DateTime, Days, Utc};

use super::pick_partner;
use crate::{
    accounts::text::adjustments::Text,
    web::{Face, FilterBar, Typed},
};

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Part of a name, or the whole id of a customer or reseller.
    pub customer: Option<String>,
    /// `operation_type`.
    pub operation: Option<String>,
    /// `trans_id`.
    pub trans_id: Option<String>,
    /// At or after.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included.
pub fn filters(typed: Typed, partners: &[(i64, String)], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/accounts/adjustments", typed, face.lang);
    pick_partner(&mut bar, text.partner, partners);
    let customer = bar.text("customer", text.filter_customer, 128);
    let operation = bar.choice("operation", text.operation, text.operations.iter().copied());
    let (from, to) = bar.days("time", text.time);
    let filters = Filters {
        customer,
        operation,
        trans_id: bar.text("trans_id", text.trans_id, 128),
        from: from.map(|day| face.midnight(day)),
        before: to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day)),
    };
    (filters, bar)
}
