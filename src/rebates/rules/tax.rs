//! What a rebate comes to with and without the partner's invoice (REB-19 to REB-21). Amounts in units of the currency with two
//! decimals, rates in basis points.

use rust_decimal::{Decimal, RoundingStrategy};

const WHOLE: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

fn factor(bp: i32) -> Decimal {
    WHOLE + Decimal::from(bp)
}

/// The settlement against an invoice of an amount that includes output tax: A ÷ (1 + o) × (1 + s), multiplied first and cut
/// after the second decimal, towards zero (COM-13).
#[must_use]
pub fn with_invoice(amount: Decimal, output_bp: i32, service_bp: i32) -> Decimal {
    (amount * factor(service_bp) / factor(output_bp)).trunc_with_scale(2)
}

/// An invoice's amount without tax, rounded half up, and its tax.
#[must_use]
pub fn net_and_tax(gross: Decimal, service_bp: i32) -> (Decimal, Decimal) {
    let net = (gross * WHOLE / factor(service_bp)).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (net, gross - net)
}

/// Lines of one statement added up by output rate, then settled each (REB-21).
#[must_use]
pub fn settled(lines: &[(i32, Decimal)], service_bp: i32) -> Decimal {
    let mut sums = std::collections::BTreeMap::<i32, Decimal>::new();
    for (output_bp, amount) in lines {
        *sums.entry(*output_bp).or_default() += *amount;
    }
    sums.into_iter().map(|(output_bp, sum)| with_invoice(sum, output_bp, service_bp)).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// SCN-05, and the table of REB-21.
    #[test]
    fn scn_05_an_invoice_is_settled_at_the_service_rate() {
        for (gross, output, service, want, net, tax) in [
            ("10600.00", 600, 600, "10600.00", "10000.00", "600.00"),
            ("10600.00", 600, 300, "10300.00", "10000.00", "300.00"),
            ("1000.00", 600, 300, "971.69", "943.39", "28.30"),
            ("1234.56", 1300, 600, "1158.08", "1092.53", "65.55"),
            ("777.77", 600, 600, "777.77", "733.75", "44.02"),
        ] {
            let found = with_invoice(amount(gross), output, service);
            assert_eq!(found, amount(want), "{gross} at {output} and {service}");
            assert_eq!(net_and_tax(found, service), (amount(net), amount(tax)), "{gross}");
        }
        assert_eq!(with_invoice(amount("-1000.00"), 600, 300), amount("-971.69"), "towards zero");
    }

    #[test]
    fn lines_are_added_up_by_rate_before_they_are_cut() {
        let lines = [(600, amount("500.00")), (600, amount("500.00")), (1300, amount("1234.56"))];
        assert_eq!(settled(&lines, 300), amount("971.69") + with_invoice(amount("1234.56"), 1300, 300));
        assert_eq!(settled(&[], 300), Decimal::ZERO);
    }

    proptest! {
        /// Nobody is paid more by an invoice at a rate that is not above the product's, and equal rates change nothing.
        #[test]
        fn equal_rates_change_nothing(fen in -10_000_000_000_i64..10_000_000_000, bp in 0..2000_i32, less in 0..600_i32) {
            let gross = Decimal::new(fen, 2);
            prop_assert_eq!(with_invoice(gross, bp, bp), gross);
            prop_assert!(with_invoice(gross, bp + less, bp).abs() <= gross.abs());
            let (net, tax) = net_and_tax(gross, bp);
            prop_assert_eq!(net + tax, gross);
        }
    }
}
