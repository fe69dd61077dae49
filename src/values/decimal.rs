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

/// Reads an amount as people type it: ordinary or full-width digits and signs; a comma only where it groups thousands (`12,345.50`),
/// never where it might be meant as the decimal point (`1,00`). No exponents.
///
/// # Errors
/// The text itself, when it is no such number.
pub fn typed(text: &str) -> Result<Decimal, NotDecimal> {
    let wrong = || NotDecimal(text.to_owned());
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '。' => '.',
        other => other,
    };
    let plain: String = text.trim().chars().map(narrow).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let is_written = |part: &str| part.bytes().all(|one| one.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let is_grouped = !whole.contains(',')
        || (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3 && is_written(group));
    if plain.len() > 24 || !is_grouped || !is_written(first) || !is_written(rest) || digits.is_empty() || digits == "."
    {
        return Err(wrong());
    }
    parse(&plain.replace(',', "")).map_err(|_| wrong())
}

/// The text that was not a decimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number: {0:?}")]
pub struct NotDecimal(pub String);

/// Groups the digits before the point in threes: `1234567.5` → `1,234,567.50` with `decimals` = 2.
/// More decimals than asked for are kept, never rounded away (API-30).
#[must_use]
pub fn grouped(amount: Decimal, decimals: u32) -> String {
    // A page has hundreds of amounts: the digits are written once, behind as many zeros as a small amount needs.
    let mut digits = [b'0'; 32];
    let first = write(&mut digits, amount.mantissa().unsigned_abs());
    let (mut end, mut scale, decimals) = (digits.len(), amount.scale() as usize, decimals as usize);
    while scale > decimals && digits[end - 1] == b'0' {
        (end, scale) = (end - 1, scale - 1);
    }
    let point = end - scale;
    let whole = &digits[first.min(point - 1)..point];
    let mut out = String::with_capacity(whole.len() + whole.len() / 3 + scale.max(decimals) + 2);
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push('-');
    }
    for (index, digit) in whole.iter().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(char::from(*digit));
    }
    if scale.max(decimals) > 0 {
        out.push('.');
        out.extend(digits[point..end].iter().copied().map(char::from));
        out.extend(std::iter::repeat_n('0', decimals.saturating_sub(scale)));
    }
    out
}

/// An amount for programs: as [`grouped`] with two decimals at least, without the commas. `76900` → `76900.00`.
#[must_use]
pub fn written(amount: Decimal) -> String {
    grouped(amount, 2).replace(',', "")
}

/// Writes the digits of a number to the end and answers where they begin; a decimal has at most 29.
fn write(digits: &mut [u8; 32], number: u128) -> usize {
    let mut place = digits.len();
    let mut rest = number;
    // Dividing 128 bits takes ten times as long as dividing 64.
    while let Some(wide) = Some(rest).filter(|rest| u64::try_from(*rest).is_err()) {
        place -= 1;
        digits[place] = digit((wide % 10) as u64);
        rest = wide / 10;
    }
    let mut rest = u64::try_from(rest).unwrap_or_default();
    while rest > 0 {
        place -= 1;
        digits[place] = digit(rest % 10);
        rest /= 10;
    }
    place
}

const fn digit(number: u64) -> u8 {
    b'0' + (number % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_get_two_decimals_at_least_and_no_commas() {
        for (amount, want) in
            [("76900", "76900.00"), ("1234567.5", "1234567.50"), ("0.12345678", "0.12345678"), ("1.2300", "1.23")]
        {
            assert_eq!(written(amount.parse().unwrap()), want);
        }
    }

    #[test]
    fn a_typed_comma_only_groups_thousands() {
        for (text, want) in [
            ("1250.5", "1250.5"),
            (" 1,250.50 ", "1250.50"),
            ("12,345,678", "12345678"),
            ("１２，３４５．６", "12345.6"),
            ("-3", "-3"),
            (".5", "0.5"),
            ("7.", "7"),
        ] {
            assert_eq!(typed(text).unwrap(), want.parse::<Decimal>().unwrap(), "{text}");
        }
        for text in [
            "", ".", "-", "1,00", "1,5", "2,5", "1,2345", "1.000,50", "10，00", "1,,000", ",100", "1234,567", "1e3",
            "+1", "1 000", "USD 5", "0x1", "٣",
        ] {
            assert!(typed(text).is_err(), "{text}");
        }
    }

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
            ("0.5", "0.50"),
            ("-0.0000000000000000000000000001", "-0.0000000000000000000000000001"),
            ("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335.00"),
            ("18446744073709551616.010", "18,446,744,073,709,551,616.01"),
        ] {
            assert_eq!(grouped(parse(text).unwrap(), 2), want, "{text}");
        }
        for (text, want) in [("0", "0"), ("1000", "1,000"), ("1000.0", "1,000"), ("12.50", "12.5")] {
            assert_eq!(grouped(parse(text).unwrap(), 0), want, "{text}");
        }
    }
}
