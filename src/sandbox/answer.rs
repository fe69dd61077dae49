//! What an operation answers: a body, what it did to the world, and what enters the ledger; or a refusal with a code of
//! API-50. Also how amounts and times are written (API-26, API-30).

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Number, Value, json};

use super::{deeds::Deed, ledger::Stated};

/// What a call came to. Deeds and effects take place together or not at all, before the answer leaves.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) status: u16,
    /// None = no body at all (204).
    pub(super) body: Option<Value>,
    /// Body of a long list, already written; then `body` is none.
    pub(super) written: Option<Vec<u8>>,
    pub(super) deeds: Vec<Deed>,
    pub(super) effects: Vec<Stated>,
    /// Something entered the ledger: set when it has been done.
    pub(super) affected: bool,
}

impl Outcome {
    /// 200 with a body and nothing done.
    pub(super) fn read(body: Value) -> Self {
        Self { status: 200, body: Some(body), ..Self::default() }
    }

    /// 200 with a body already written as JSON, and nothing done.
    pub(super) fn written(body: Vec<u8>) -> Self {
        Self { status: 200, written: Some(body), ..Self::default() }
    }

    /// 204 without a body.
    pub(super) fn empty() -> Self {
        Self { status: 204, ..Self::default() }
    }

    /// The same with one deed and its ledger line.
    pub(super) fn doing(mut self, deed: Deed, effect: Stated) -> Self {
        self.deeds.push(deed);
        self.effects.push(effect);
        self
    }
}

/// A call that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    /// An answer with `status` and an error code.
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// 400 CBC.0100 that names the field.
    pub(super) fn parameter(name: &str) -> Self {
        Self::new(400, "CBC.0100", format!("Parameter error. {name}"))
    }

    /// The body of API-42.
    pub(super) fn body(&self) -> Value {
        json!({"error_code": self.code, "error_msg": self.message})
    }
}

/// One recipient that a batch write refused (API-42).
pub(super) fn error_detail(id: &str, code: &str, message: &str) -> Value {
    json!({"id": id, "error_code": code, "error_msg": message})
}

/// The body of a batch write: each list only when it has members (API-36, API-42).
pub(super) fn batch(successes: &str, done: Vec<Value>, refused: Vec<Value>) -> Value {
    let mut body = Map::new();
    if !done.is_empty() {
        body.insert(successes.to_owned(), done.into());
    }
    if !refused.is_empty() {
        body.insert("error_details".to_owned(), refused.into());
    }
    body.into()
}

/// An amount as a JSON number with at least two decimals, exactly as kept.
pub(super) fn number(amount: Decimal) -> Value {
    written(&plain(amount))
}

/// An amount as a JSON number the way some of the vendor's services write it: without trailing zeros, whole hundreds
/// with an exponent (`1e+2`, API-30; the JSON library writes the letter small, which no reader of JSON may mind).
pub(super) fn terse_number(amount: Decimal) -> Value {
    let normal = amount.normalize();
    if normal.is_zero() || !normal.is_integer() || normal % Decimal::ONE_HUNDRED != Decimal::ZERO {
        return written(&normal.to_string());
    }
    let digits = normal.to_string();
    let kept = digits.trim_end_matches('0');
    let (sign, kept_digits) = kept.strip_prefix('-').map_or(("", kept), |rest| ("-", rest));
    let places = digits.trim_start_matches('-').len() - 1;
    let (first, rest) = kept_digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    written(&format!("{sign}{first}{point}{rest}E+{places}"))
}

/// An amount as text with at least two decimals.
pub(super) fn text(amount: Decimal) -> Value {
    plain(amount).into()
}

/// At least two decimals, never fewer than kept.
pub(super) fn plain(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string()
}

fn written(digits: &str) -> Value {
    digits.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// An instant as the vendor writes it: UTC, exactly 20 characters (API-26).
pub(super) fn instant(at: DateTime<Utc>) -> Value {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_digits_on_the_wire() {
        for (amount, want) in [("50000", "50000.00"), ("1.5", "1.50"), ("0.12345678", "0.12345678"), ("0", "0.00")] {
            assert_eq!(number(amount.parse().unwrap()).to_string(), want);
            assert_eq!(text(amount.parse().unwrap()), json!(want));
        }
        for (amount, want) in [
            ("100.00", "1e+2"),
            ("32000", "3.2e+4"),
            ("-500", "-5e+2"),
            ("32000.50", "32000.5"),
            ("0.00", "0"),
            ("1050", "1050"),
        ] {
            let shown = terse_number(amount.parse().unwrap()).to_string();
            assert_eq!(shown, want);
            assert_eq!(crate::values::decimal::parse(&shown).unwrap(), amount.parse().unwrap());
        }
    }

    #[test]
    fn an_instant_has_twenty_characters() {
        assert_eq!(instant("2026-01-02T01:00:00Z".parse().unwrap()), json!("2026-01-02T01:00:00Z"));
    }
}
