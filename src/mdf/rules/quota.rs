//! What a quota must be. Pure.

use rust_decimal::Decimal;

use crate::values::decimal;

/// Currencies in which quotas are granted.
pub const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];
/// Most characters of a source.
pub const SOURCE: usize = 500;
/// Whole digits of the largest quota.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No amount of at most two decimals from 0 to a thousand million.
    Amount,
    /// None of the currencies.
    Currency,
    /// No source, or one that is too long.
    Source,
}

/// A quota as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    pub total: Decimal,
    pub currency: &'static str,
    pub source: String,
}

/// Reads a quota.
///
/// # Errors
/// What is wrong, by field.
pub fn read(total: &str, currency: &str, source: &str) -> Result<Quota, Vec<(&'static str, Fault)>> {
    let mut faults = Vec::new();
    let amount = decimal::typed(total)
        .ok()
        .filter(|amount| !amount.is_sign_negative() && amount.normalize().scale() <= 2 && *amount <= LARGEST);
    if amount.is_none() {
        faults.push(("total", Fault::Amount));
    }
    let known = CURRENCIES.into_iter().find(|known| *known == currency);
    if known.is_none() {
        faults.push(("currency", Fault::Currency));
    }
    let source = source.trim();
    if source.is_empty() || source.chars().count() > SOURCE || source.contains('\0') {
        faults.push(("source", Fault::Source));
    }
    match (amount, known) {
        (Some(total), Some(currency)) if faults.is_empty() => Ok(Quota { total, currency, source: source.to_owned() }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_an_exact_amount_with_a_source() {
        let long = "x".repeat(501);
        for (total, currency, source, want) in [
            ("150,000.00", "CNY", "Notice 7", vec![]),
            ("0", "USD", "withdrawn", vec![]),
            ("1000000000", "EUR", "x", vec![]),
            ("1000000000.01", "EUR", "x", vec!["total"]),
            ("0.001", "CNY", "x", vec!["total"]),
            ("-1", "CNY", "x", vec!["total"]),
            ("", "", " ", vec!["total", "currency", "source"]),
            ("1", "JPY", "x", vec!["currency"]),
            ("1", "CNY", &long, vec!["source"]),
        ] {
            let found = read(total, currency, source).err().unwrap_or_default();
            assert_eq!(found.into_iter().map(|(field, _)| field).collect::<Vec<_>>(), want, "{total} {currency}");
        }
    }
}
