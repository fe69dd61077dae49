//! What an organisation chooses on the international site, and from when (ORG-12). Pure.

use chrono::NaiveDate;

use super::fields::Fault;
use crate::{
    access::{Kind, Organization},
    members::person::Wrong,
    values::Month,
};

/// What of the international site's preferences there is for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abroad {
    /// It is connected to the China site alone.
    No,
    /// A settlement currency.
    Currency,
    /// As solution provider or distributor, also the customers' messages and bills, and a consumption quota.
    All,
}

impl Abroad {
    /// What there is for `organization`.
    pub fn of(organization: &Organization) -> Self {
        match organization.kind {
            _ if !organization.is_abroad() => Self::No,
            Kind::SolutionProvider | Kind::Distributor => Self::All,
            Kind::Reseller | Kind::VendorDesk => Self::Currency,
        }
    }
}

/// A settlement currency now, and the one that follows it with the first day of its billing period.
pub type Settlement = (Option<String>, Option<(String, NaiveDate)>);

/// What becomes of the settlement currency `now` when `wanted` is chosen: another one counts from the first day of the period
/// `following`, the present one takes back what was asked for.
///
/// # Errors
/// Nothing is chosen although there is one: the vendor knows no organisation without.
pub fn settled(now: Option<&str>, wanted: &str, following: Month) -> Result<Settlement, Fault> {
    let now_in_force = now.map(str::to_owned);
    match now {
        None if wanted.is_empty() => Ok((None, None)),
        Some(_) if wanted.is_empty() => Err(Fault::Field(Wrong::Missing)),
        Some(now) if now == wanted => Ok((now_in_force, None)),
        _ => Ok((now_in_force, Some((wanted.to_owned(), following.first_day())))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_currency_counts_from_the_next_billing_period() {
        let january: Month = "2027-01".parse().unwrap();
        let from = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let next = |currency: &str| Some((currency.to_owned(), from));
        for (now, wanted, then) in [
            (None, "", Ok((None, None))),
            (None, "USD", Ok((None, next("USD")))),
            (Some("USD"), "USD", Ok((Some("USD".to_owned()), None))),
            (Some("USD"), "EUR", Ok((Some("USD".to_owned()), next("EUR")))),
        ] {
            assert_eq!(settled(now, wanted, january), then, "{now:?} {wanted}");
        }
        assert!(settled(Some("USD"), "", january).is_err(), "no organisation settles in nothing");
    }
}
