//! Filters of customers' balances.

use super::pick_partner;
use crate::{
    accounts::text::customers::Text,
    web::{Face, FilterBar, Typed},
};

/// What the list is narrowed to, and its order.
#[derive(Debug)]
pub struct Filters {
    /// Part of account name or name, or the whole customer id.
    pub customer: Option<String>,
    /// In arrears or not.
    pub arrears: Option<bool>,
    /// Still answered for by the vendor or not.
    pub gone: Option<bool>,
    /// By available amount instead of arrears.
    pub by_amount: bool,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, partners: &[(i64, String)], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/accounts/customers", typed, face.lang);
    pick_partner(&mut bar, text.partner, partners);
    let filters = Filters {
        customer: bar.text("customer", text.filter_customer, 128),
        arrears: bar
            .choice("arrears", text.arrears_filter, text.arrears_options.iter().copied())
            .map(|choice| choice == "yes"),
        gone: bar.choice("state", text.state, text.states.iter().copied()).map(|state| state == "gone"),
        by_amount: bar.pick(
            "sort",
            text.sort,
            [("arrears", text.sort_arrears), ("amount", text.sort_amount)],
            "arrears",
        ) == "amount",
    };
    (filters, bar)
}
