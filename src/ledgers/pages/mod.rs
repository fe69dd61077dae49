//! Pages of the ledgers: values ready to show. What several of them draw alike is here.

pub mod differences;
pub mod expiry;
pub mod outside;

use rust_decimal::Decimal;

use crate::values::{Currency, Money, decimal};

/// An amount with its currency; one that is no ISO code is shown as sent.
fn money(amount: Decimal, currency: &str) -> String {
    Currency::parse(currency).map_or_else(
        || format!("{} {currency}", decimal::grouped(amount, 2)),
        |currency| Money::new(amount, currency).to_string(),
    )
}

/// Sums of several currencies beside each other, never added; the zero of none.
fn joined(sums: &[(Decimal, &str)]) -> String {
    let shown: Vec<String> = sums.iter().map(|(amount, currency)| money(*amount, currency)).collect();
    if shown.is_empty() { decimal::grouped(Decimal::ZERO, 2) } else { shown.join(" + ") }
}
