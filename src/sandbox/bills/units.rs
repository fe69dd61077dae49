//! Exact amounts in hundred-millionths of a whole currency unit: what eight decimals need, added and cut as integers, and
//! written straight into an answer. A million bill lines cost what a million integers cost.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

use rust_decimal::Decimal;

/// Hundred-millionths of one yuan or dollar, or of one unit of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::sandbox) struct Units(pub(in crate::sandbox) i64);

const WHOLE: i64 = 100_000_000;
const CENT: i64 = 1_000_000;

impl Units {
    pub(in crate::sandbox) const ZERO: Self = Self(0);

    /// So many whole units.
    pub(in crate::sandbox) const fn whole(amount: i64) -> Self {
        Self(amount * WHOLE)
    }

    /// So many hundredths.
    pub(in crate::sandbox) const fn cents(amount: i64) -> Self {
        Self(amount * CENT)
    }

    /// The price of `quantity` at this price per unit; digits after the eighth decimal are dropped.
    #[must_use]
    pub(in crate::sandbox) fn times(self, quantity: Self) -> Self {
        let product = i128::from(self.0) * i128::from(quantity.0) / i128::from(WHOLE);
        Self(i64::try_from(product).unwrap_or(i64::MAX))
    }

    /// A share in parts of ten thousand; digits after the eighth decimal are dropped.
    #[must_use]
    pub(in crate::sandbox) fn share(self, of_ten_thousand: i64) -> Self {
        let part = i128::from(self.0) * i128::from(of_ten_thousand) / 10_000;
        Self(i64::try_from(part).unwrap_or(i64::MAX))
    }

    /// What is charged: digits after the second decimal are dropped towards zero (抹零, BILL-32).
    #[must_use]
    pub(in crate::sandbox) const fn charged(self) -> Self {
        Self(self.0 - self.0 % CENT)
    }

    pub(in crate::sandbox) const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The same as a decimal, without trailing zeros.
    pub(in crate::sandbox) fn decimal(self) -> Decimal {
        Decimal::new(self.0, 8).normalize()
    }

    /// Writes the JSON number, without trailing zeros.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        if self.0 < 0 {
            out.push(b'-');
        }
        let magnitude = self.0.unsigned_abs();
        write_number(magnitude / WHOLE.unsigned_abs(), out);
        let mut fraction = magnitude % WHOLE.unsigned_abs();
        if fraction == 0 {
            return;
        }
        let mut digits = [b'0'; 8];
        for place in (0..8).rev() {
            digits[place] = digit(fraction % 10);
            fraction /= 10;
        }
        let kept = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
        out.push(b'.');
        out.extend_from_slice(&digits[..kept]);
    }
}

/// Writes a whole number in decimal digits.
pub(super) fn write_number(number: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let (mut place, mut rest) = (digits.len(), number);
    loop {
        place -= 1;
        digits[place] = digit(rest % 10);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[place..]);
}

fn digit(value: u64) -> u8 {
    b'0' + u8::try_from(value).unwrap_or(0)
}

impl Add for Units {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Units {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Units {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Units {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_exact_json_numbers() {
        for (units, want) in [
            (0, "0"),
            (1, "0.00000001"),
            (-1, "-0.00000001"),
            (150_000_000, "1.5"),
            (-12_345_678_900, "-123.456789"),
            (10_000_000_000, "100"),
        ] {
            let mut out = Vec::new();
            Units(units).write(&mut out);
            assert_eq!(String::from_utf8(out).unwrap(), want);
            assert_eq!(Units(units).decimal().to_string(), want);
        }
    }

    #[test]
    fn charging_drops_digits_towards_zero() {
        for (units, want) in [(1_999_999, 1_000_000), (-1_999_999, -1_000_000), (999_999, 0)] {
            assert_eq!(Units(units).charged(), Units(want));
        }
        assert_eq!(Units::whole(3).times(Units::cents(150)), Units::cents(450));
        assert_eq!(Units::whole(100).share(8_550), Units::cents(8_550));
    }
}
