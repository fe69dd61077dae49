//! An amount with its currency. Unit: the whole currency unit (yuan, dollar), never cents (API-28).

use std::{cmp::Ordering, fmt};

use rust_decimal::Decimal;

use super::decimal;

/// ISO 4217 code of a currency, upper case (`CNY`, `USD`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// China site.
    pub const CNY: Self = Self(*b"CNY");
    /// International site.
    pub const USD: Self = Self(*b"USD");

    /// Reads three upper-case letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An exact amount in one currency. Adding two currencies is an error, never a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Amount in whole currency units, any number of decimals.
    pub amount: Decimal,
    /// The currency the amount is in.
    pub currency: Currency,
}

/// Two amounts of different currencies were added or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amounts in {0} and {1} cannot be added or compared")]
pub struct CurrencyMismatch(pub Currency, pub Currency);

impl Money {
    /// `amount` whole units of `currency`.
    #[must_use]
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The sum, if both are in one currency and it fits.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] when the currencies differ.
    pub fn checked_add(self, other: Self) -> Result<Self, CurrencyMismatch> {
        self.same(other)?;
        Ok(Self::new(self.amount + other.amount, self.currency))
    }

    /// How the amounts compare, if both are in one currency.
    ///
    /// # Errors
    /// [`CurrencyMismatch`] when the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Result<Ordering, CurrencyMismatch> {
        self.same(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    fn same(self, other: Self) -> Result<(), CurrencyMismatch> {
        if self.currency == other.currency { Ok(()) } else { Err(CurrencyMismatch(self.currency, other.currency)) }
    }
}

/// Grouped digits with at least two decimals, then the currency: `1,234.50 CNY`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", decimal::grouped(self.amount, 2), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_never_mix() {
        let yuan = Money::new(Decimal::ONE, Currency::CNY);
        let dollar = Money::new(Decimal::ONE, Currency::USD);
        assert_eq!(yuan.checked_add(yuan).unwrap().to_string(), "2.00 CNY");
        assert_eq!(yuan.checked_add(dollar), Err(CurrencyMismatch(Currency::CNY, Currency::USD)));
        assert!(yuan.checked_cmp(dollar).is_err());
        assert_eq!(Currency::parse("cny"), None);
        assert_eq!(Currency::parse("EUR").unwrap().as_str(), "EUR");
    }
}
