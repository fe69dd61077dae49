//! Exact decimals from and to text (API-29, API-30). Nothing here passes through a binary float.

use rust_decimal::Decimal;

/// Reads a decimal from the text the vendor sent: integers, any number of decimals, exponents (`1E+2`).
///
/// # Errors
/// The text itself, when it is not a decimal number or does not fit 28 digits.
pub fn parse(text: &str) -> Result<Decimal, NotDecimal> {
    let text = text.trim();
    let read = if text.contains(['e', 'E']) {
        Decimal::from_scientific(&text.replace("E+", "E").replace("e+", "e"))
    } else {
        Decimal::from_str_exact(text)
    };
    read.map_err(|_| NotDecimal(text.to_owned()))
}

/// The text that was not a decimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number: {0:?}")]
pub struct NotDecimal(pub String);

/// Groups the digits before the point in threes: `1234567.5` → `1,234,567.50` with `decimals` = 2.
/// More decimals than asked for are kept, never rounded away (API-30).
#[must_use]
pub fn grouped(amount: Decimal, decimals: u32) -> String {
    let normal = amount.normalize();
    let shown = if normal.scale() < decimals {
        let mut padded = normal;
        padded.rescale(decimals);
        padded
    } else {
        normal
    };
    let text = shown.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + text.len() / 3 + 1);
    if shown.is_sign_negative() && !shown.is_zero() {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendor_texts_become_exact_decimals() {
        for (text, want) in [
            ("0", "0"),
            ("12345.67", "12345.67"),
            ("1E+2", "100"),
            ("1.5e-3", "0.0015"),
            ("-0.00000001", "-0.00000001"),
            (" 7 ", "7"),
            ("100.00", "100.00"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), want, "{text}");
        }
        for text in ["", "abc", "1,5", "NaN", "--1", "1.2.3"] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn digits_are_grouped_and_never_rounded() {
        for (text, want) in [
            ("0", "0.00"),
            ("1234567.5", "1,234,567.50"),
            ("-1000", "-1,000.00"),
            ("999", "999.00"),
            ("0.12345678", "0.12345678"),
            ("-0.00", "0.00"),
        ] {
            assert_eq!(grouped(parse(text).unwrap(), 2), want, "{text}");
        }
    }
}
