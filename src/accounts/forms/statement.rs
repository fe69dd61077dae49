//! Filters of the partner's statement (ACCT-11).

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::pick_partner;
use crate::{
    accounts::{rules, text::statement::Text},
    values::month::vendor_zone,
    web::{Face, FilterBar, Typed},
};

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// `balance_type`.
    pub balance_type: Option<String>,
    /// `trade_detail_type`s that are shown.
    pub detail_types: Option<Vec<String>>,
    /// `type`: income or expense.
    pub kind: Option<String>,
    /// At or after; the vendor's days are days of UTC+8.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub before: Option<DateTime<Utc>>,
    /// Part of a name, or the whole id of a customer or reseller.
    pub customer: Option<String>,
    /// `trade_id`.
    pub trade_id: Option<String>,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, partners: &[(i64, String)], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/bills/statements", typed, face.lang);
    pick_partner(&mut bar, text.partner, partners);
    let balance_type = bar.choice("balance_type", text.balance_type, text.balance_types.iter().copied());
    let trade_type = bar.choice("trade_type", text.trade_type, text.trade_types.iter().copied());
    let detail_type = bar.choice("detail_type", text.detail_type, text.detail_types.iter().copied());
    let kind = bar.choice("kind", text.kind, text.kinds.iter().copied());
    let (from, to) = bar.days("day", text.day);
    let filters = Filters {
        balance_type,
        detail_types: detail_types(trade_type.as_deref(), detail_type.as_deref()),
        kind,
        from: from.map(midnight),
        before: to.and_then(|day| day.checked_add_days(Days::new(1))).map(midnight),
        customer: bar.text("customer", text.filter_customer, 128),
        trade_id: bar.text("trade_id", text.trade_id, 64),
    };
    (filters, bar)
}

/// The detail types that both filters allow.
fn detail_types(trade_type: Option<&str>, detail_type: Option<&str>) -> Option<Vec<String>> {
    let of_trade = trade_type.map(rules::detail_types_of);
    let allowed = |detail: &str| of_trade.as_ref().is_none_or(|types| types.contains(&detail));
    match (detail_type, &of_trade) {
        (Some(detail), _) => Some(if allowed(detail) { vec![detail.to_owned()] } else { Vec::new() }),
        (None, Some(types)) => Some(types.iter().map(|detail| (*detail).to_owned()).collect()),
        (None, None) => None,
    }
}

/// Midnight of a day in UTC+8.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    midnight.and_local_timezone(vendor_zone()).single().map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trade_and_detail_type_narrow_together() {
        let transfer = "SOURCE_OPERATION_BEADJUST";
        assert_eq!(detail_types(None, None), None);
        assert_eq!(detail_types(Some("BEADJUST"), None), Some(vec![transfer.to_owned()]));
        assert_eq!(detail_types(Some("BEADJUST"), Some(transfer)), Some(vec![transfer.to_owned()]));
        assert_eq!(detail_types(Some("REFUND"), Some(transfer)), Some(vec![]));
        assert_eq!(midnight("2026-11-01".parse().unwrap()).to_rfc3339(), "2026-10-31T16:00:00+00:00");
    }
}
