//! What an application for payment comes to (PAYOUT-03, PAYOUT-04): statements of one currency, a method that every one of them
//! allows, the amount with and without an invoice.

use rust_decimal::Decimal;

use crate::rebates::{Method, Payable, methods, net_and_tax, settled};

/// What stands against an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No statement is chosen.
    Nothing,
    /// A statement that cannot be asked for (any more).
    Unknown,
    /// Statements of several currencies, or of another than the business information's (PAYOUT-04, PAYOUT-20).
    Currencies,
    /// No method is chosen.
    NoMethod,
    /// A statement does not allow the method (PAYOUT-07).
    Method,
    /// What is payable is not a positive amount.
    NotPositive,
}

/// The methods that every statement allows, in the order of the table.
#[must_use]
pub fn common(site: &str, chosen: &[&Payable]) -> Vec<Method> {
    let allows = |payable: &Payable, method: &Method| {
        methods(site, payable.association.as_deref(), &payable.period).contains(method)
    };
    let all = Method::ALL.into_iter();
    all.filter(|method| !chosen.is_empty() && chosen.iter().all(|payable| allows(payable, method))).collect()
}

/// What one statement is paid with by a method; `rate_bp`: the service-fee rate of the business information.
#[must_use]
pub fn settlement(payable: &Payable, method: Method, rate_bp: i32) -> Decimal {
    if method.needs_invoice() { settled(&payable.lines, rate_bp) } else { payable.total() }
}

/// An application that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// By which method.
    pub method: Method,
    /// What is paid, in the currency of the statements.
    pub gross: Decimal,
    /// The invoices' amount without tax, and their tax; none where no invoice is written.
    pub invoice: Option<(Decimal, Decimal)>,
}

/// The sum of statements by a method.
#[must_use]
pub fn sum(chosen: &[&Payable], method: Method, rate_bp: i32) -> Sum {
    let gross = chosen.iter().map(|payable| settlement(payable, method, rate_bp)).sum();
    Sum { method, gross, invoice: method.needs_invoice().then(|| net_and_tax(gross, rate_bp)) }
}

/// Judges an application: the chosen statements as they are now, of `wanted` many; `currency` and `rate_bp` of the business
/// information that it freezes.
///
/// # Errors
/// The first thing that stands against it.
pub fn judge(
    site: &str,
    (chosen, wanted): (&[&Payable], usize),
    method: Option<Method>,
    (currency, rate_bp): (&str, i32),
) -> Result<Sum, Fault> {
    if wanted == 0 {
        return Err(Fault::Nothing);
    }
    if chosen.len() != wanted {
        return Err(Fault::Unknown);
    }
    if chosen.iter().any(|payable| payable.currency != currency) {
        return Err(Fault::Currencies);
    }
    let method = method.ok_or(Fault::NoMethod)?;
    if !common(site, chosen).contains(&method) {
        return Err(Fault::Method);
    }
    let positive = |payable: &&Payable| settlement(payable, method, rate_bp) > Decimal::ZERO;
    if chosen.iter().all(positive) { Ok(sum(chosen, method, rate_bp)) } else { Err(Fault::NotPositive) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payable(id: i64, association: Option<&str>, currency: &str, lines: &[(i32, &str)]) -> Payable {
        Payable {
            id,
            number: format!("S-{id}"),
            period: "2026-10".into(),
            plan: "Growth".into(),
            association: association.map(str::to_owned),
            currency: currency.into(),
            lines: lines.iter().map(|(bp, amount)| (*bp, amount.parse().unwrap())).collect(),
        }
    }

    #[test]
    fn an_application_has_one_currency_and_a_method_that_every_statement_allows() {
        let referral = payable(1, Some("referral"), "CNY", &[(600, "1000.00")]);
        let resale = payable(2, Some("resale"), "CNY", &[(600, "500.00")]);
        let abroad = payable(3, Some("referral"), "USD", &[(0, "10.00")]);
        let negative = payable(4, Some("referral"), "CNY", &[(600, "-1.00")]);
        let of = |chosen: &[&Payable], wanted, method| judge("china", (chosen, wanted), method, ("CNY", 300));
        assert_eq!(of(&[], 0, Some(Method::Bank)), Err(Fault::Nothing));
        assert_eq!(of(&[&referral], 2, Some(Method::Bank)), Err(Fault::Unknown));
        assert_eq!(of(&[&referral, &abroad], 2, Some(Method::Bank)), Err(Fault::Currencies));
        assert_eq!(of(&[&abroad], 1, Some(Method::Bank)), Err(Fault::Currencies));
        assert_eq!(of(&[&referral], 1, None), Err(Fault::NoMethod));
        assert_eq!(of(&[&referral, &resale], 2, Some(Method::Bank)), Err(Fault::Method));
        assert_eq!(of(&[&referral], 1, Some(Method::TopupArrears)), Err(Fault::Method));
        assert_eq!(of(&[&referral, &negative], 2, Some(Method::Voucher)), Err(Fault::NotPositive));
        assert_eq!(common("china", &[&referral, &resale]), [Method::Voucher]);
        assert!(common("china", &[]).is_empty());
        let vouchers = of(&[&referral, &resale], 2, Some(Method::Voucher)).unwrap();
        assert_eq!((vouchers.gross.to_string(), vouchers.invoice), ("1500.00".to_owned(), None));
        // SCN-05: against an invoice at 3 % of an amount with 6 % output tax.
        let bank = of(&[&referral], 1, Some(Method::Bank)).unwrap();
        let (net, tax) = bank.invoice.unwrap();
        assert_eq!(
            (bank.gross.to_string(), net.to_string(), tax.to_string()),
            ("971.69".into(), "943.39".into(), "28.30".into())
        );
    }
}
