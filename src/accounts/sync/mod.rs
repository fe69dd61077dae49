//! Reads accounts from the vendor: the vendor's words into ours, one file a noun.

pub mod adjustments;
pub mod budgets;
pub mod customers;
pub mod partner;
pub mod quota;
pub mod statement;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::sync::Resource;

/// Resources of this slice, in the order in which they are read.
pub static RESOURCES: &[&Resource] = &[
    &partner::PARTNER_BALANCES,
    &customers::CUSTOMER_BALANCES,
    &statement::PARTNER_STATEMENT,
    &adjustments::ADJUST_RECORDS,
    &budgets::CUSTOMER_BUDGETS,
    &budgets::BUDGET_RECORDS,
    &quota::CONSUMPTION_QUOTA,
];

/// How many customers one batch read takes (ACCT-5, ACCT-21).
const BATCH: usize = 100;

/// A figure of a record, character by character as it was sent; nothing for absent, null and `""`.
fn text_of(record: &Value, field: &str) -> Option<String> {
    match record.get(field)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An amount that absent means zero of (ACCT-3).
fn or_zero(amount: Option<Decimal>) -> Decimal {
    amount.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_digits() {
        let record: Value =
            serde_json::from_str(r#"{"a":"12.50","b":1E+2,"c":0.10,"d":"","e":null,"f":" 7 "}"#).unwrap();
        for (field, want) in [
            ("a", Some("12.50")),
            // The same number; serde_json writes the exponent's letter small.
            ("b", Some("1e+2")),
            ("c", Some("0.10")),
            ("d", None),
            ("e", None),
            ("f", Some("7")),
            ("g", None),
        ] {
            assert_eq!(text_of(&record, field).as_deref(), want, "{field}");
        }
    }
}
