//! Filters of customers' budgets.

use rust_decimal::Decimal;

use super::pick_partner;
use crate::{
    accounts::text::budgets::Text,
    web::{Face, FilterBar, Typed},
};

/// What the list is narrowed to.
#[derive(Debug)]
pub struct Filters {
    /// Part of account name or name, or the whole customer id.
    pub customer: Option<String>,
    /// `budget_type`.
    pub budget_type: Option<String>,
    /// Used share of the budget at least, 1 = all.
    pub usage: Option<Decimal>,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, partners: &[(i64, String)], face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/accounts/budgets", typed, face.lang);
    pick_partner(&mut bar, text.partner, partners);
    let filters = Filters {
        customer: bar.text("customer", text.filter_customer, 128),
        budget_type: bar.choice("budget_type", text.budget_type, text.budget_types.iter().copied()),
        usage: bar
            .choice("usage", text.usage, text.usages.iter().copied())
            .and_then(|percent| percent.parse().ok())
            .map(|percent: i64| Decimal::new(percent, 2)),
    };
    (filters, bar)
}
