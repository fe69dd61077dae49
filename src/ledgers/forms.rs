//! What the ledgers are narrowed to, read from the address.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::{store::outside, text::Text};
use crate::{
    vouchers,
    web::{Face, FilterBar, Typed},
};

/// Spans of the forecast, in days.
pub const SPANS: [&str; 3] = ["7", "30", "90"];
/// Kinds of what expires.
pub const KINDS: [&str; 3] = ["quota", "issued", "coupon"];
/// Transfers as the vendor calls them (ACCT-10).
pub const TRANSFERS: [&str; 3] =
    ["SOURCE_OPERATION_BEADJUST", "SOURCE_OPERATION_BERETRIEVE", "SOURCE_OPERATION_BEUNBIND"];

/// What the forecast shows.
#[derive(Debug, Clone)]
pub struct Forecast {
    /// `each`, `month` or `holder`.
    pub view: &'static str,
    /// Not after this instant.
    pub until: DateTime<Utc>,
    /// Only one of [`KINDS`].
    pub kind: Option<String>,
}

/// Reads the forecast's filters; kinds that the reader may not see are not offered.
pub fn forecast(typed: Typed, face: &Face, (issued, coupons): (bool, bool)) -> (Forecast, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/expiry", typed, face.lang);
    let view = bar.keep("view", &["each", "month", "holder"]);
    let span = bar.pick("within", text.within, SPANS.into_iter().zip(text.spans), "30");
    let offered = KINDS.into_iter().zip(text.kinds).filter(|(kind, _)| match *kind {
        "issued" => issued,
        "coupon" => coupons,
        _ => true,
    });
    let kind = bar.choice("kind", text.kind, offered);
    let days = span.parse().unwrap_or(30);
    (Forecast { view, until: face.now + TimeDelta::days(days), kind }, bar)
}

/// Reads the filters of what was done outside.
pub fn outside(typed: Typed, face: &Face) -> (outside::Filters, &'static str, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/vouchers/outside", typed, face.lang);
    let view = bar.keep("view", &["each", "month"]);
    if view == "month" {
        return (outside::Filters::default(), view, bar);
    }
    let vouchers = vouchers::operations(face.lang);
    let transfers = TRANSFERS.into_iter().zip(text.transfers);
    let operation = bar.choice("operation", text.operation, vouchers.into_iter().chain(transfers));
    let (from, to) = bar.days("operated", text.time);
    let from = from.map(|day| face.midnight(day));
    let before = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (outside::Filters { operation, from, before }, view, bar)
}
