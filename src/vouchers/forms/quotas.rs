//! Filters of held and of issued quotas.

use chrono::{DateTime, Utc};

use super::{Whose, code, instants, whose};
use crate::{
    vouchers::{rules::quota::Status, store::resellers::Reseller, text::Text},
    web::{Face, FilterBar, Typed},
};

/// What a list of quotas is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of the quota number.
    pub number: Option<String>,
    /// Part of the parent's number.
    pub parent: Option<String>,
    /// `quota_type`.
    pub quota_type: Option<i32>,
    /// `quota_status`.
    pub status: Option<i32>,
    /// Whether it can be drawn from now (QUOTA-6).
    pub issuable: Option<bool>,
    /// Expires at or after.
    pub expires_from: Option<DateTime<Utc>>,
    /// Expires before.
    pub expires_before: Option<DateTime<Utc>>,
    /// Created at or after.
    pub created_from: Option<DateTime<Utc>>,
    /// Created before.
    pub created_before: Option<DateTime<Utc>>,
    /// Holder of a child.
    pub reseller_remote_id: Option<String>,
}

/// Filters of `/vouchers/quotas`; `resellers` whose quotas the reader may choose instead of the partner's own.
pub fn held<'a>(typed: Typed, face: &Face, resellers: &'a [Reseller]) -> (Filters, Whose<'a>, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/quotas", typed, face.lang);
    let mut filters = Filters {
        number: bar.text("quota", text.quota.number, 64),
        quota_type: code(bar.choice("quota_type", text.quota.kind, text.quota.kinds)),
        status: status(&mut bar, text, &Status::ALL[..4]),
        issuable: bar
            .choice("issuable", text.quota.issuable, [("yes", text.words.yes), ("no", text.words.no)])
            .map(|answer| answer == "yes"),
        ..Filters::default()
    };
    let days = bar.days("expires", text.quota.expires);
    (filters.expires_from, filters.expires_before) = instants(days, face);
    let whose = whose(&mut bar, text.words.reseller, None, resellers);
    (filters, whose, bar)
}

/// Filters of `/vouchers/issued`.
pub fn issued(typed: Typed, face: &Face, resellers: &[Reseller]) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/issued", typed, face.lang);
    let chosen = whose(&mut bar, text.words.reseller, None, resellers);
    let mut filters = Filters {
        number: bar.text("quota", text.quota.number, 64),
        parent: bar.text("parent", text.quota.parent, 64),
        status: status(&mut bar, text, &Status::ALL),
        reseller_remote_id: match chosen {
            Whose::Reseller(reseller) => Some(reseller.remote_id.clone()),
            Whose::Any | Whose::Own => None,
        },
        ..Filters::default()
    };
    let days = bar.days("created", text.quota.issued_at);
    (filters.created_from, filters.created_before) = instants(days, face);
    let days = bar.days("expires", text.quota.expires);
    (filters.expires_from, filters.expires_before) = instants(days, face);
    (filters, bar)
}

fn status(bar: &mut FilterBar, text: &Text, states: &[Status]) -> Option<i32> {
    let options = states.iter().map(|status| (status.word(), text.quota.status(*status)));
    let chosen = bar.choice("status", text.words.status, options);
    chosen.and_then(|word| Status::parse(&word)).map(Status::code)
}
