//! Registration of invoices (PAYOUT-14, PAYOUT-18): each by its kind, all together exactly the amount of the invoicing list.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Invoices that one registration holds.
pub const MOST: usize = 10;
/// A sum may be off by so much.
const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// What an invoice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 数电专票.
    Digital,
    /// 电子专票.
    Electronic,
    /// 纸质专票.
    Paper,
    /// Outside China.
    International,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Digital, Self::Electronic, Self::Paper, Self::International];

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Digital => "digital",
            Self::Electronic => "electronic",
            Self::Paper => "paper",
            Self::International => "international",
        }
    }

    /// Reads [`Kind::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Kinds that a site's partners write (PAYOUT-17, PAYOUT-19).
    #[must_use]
    pub const fn of(site: &str) -> &'static [Self] {
        match site.as_bytes() {
            b"china" => &[Self::Digital, Self::Electronic, Self::Paper],
            _ => &[Self::International],
        }
    }
}

/// An invoice as it is registered; amounts in the currency of the payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// 发票号码.
    pub number: String,
    /// 发票代码, of electronic and paper ones.
    pub code: String,
    /// 开票日期.
    pub issued_on: NaiveDate,
    /// Without tax.
    pub net: Decimal,
    /// Tax.
    pub tax: Decimal,
    /// Both.
    pub gross: Decimal,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not so many digits, or no code where there must be one.
    Number,
    /// The code is not 10 or 12 digits, or must stay empty.
    Code,
    /// Before the vendor accepted the application, or after today.
    Day,
    /// Net and tax are not the gross.
    Sum,
    /// The tax is not that of the rate.
    Rate,
    /// Twice in this registration.
    Twice,
    /// All together are not the amount of the list.
    Total,
}

/// What invoices are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// Their kind.
    pub kind: Kind,
    /// Service-fee rate in basis points.
    pub rate_bp: i32,
    /// Amount of the list.
    pub gross: Decimal,
    /// Day on which the vendor accepted the application, in its zone.
    pub accepted_on: NaiveDate,
    /// Today there.
    pub today: NaiveDate,
}

fn digits(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn one(invoice: &Invoice, by: &Ground) -> Option<Fault> {
    let (number, code) = match by.kind {
        Kind::Digital => (digits(&invoice.number, &[20]), invoice.code.is_empty()),
        Kind::Electronic | Kind::Paper => (digits(&invoice.number, &[8]), digits(&invoice.code, &[10, 12])),
        Kind::International => ((1..=50).contains(&invoice.number.chars().count()), invoice.code.is_empty()),
    };
    let rate = Decimal::from(by.rate_bp) / Decimal::from(10_000);
    let near = |left: Decimal, right: Decimal| (left - right).abs() <= CENT;
    [
        (!number, Fault::Number),
        (!code, Fault::Code),
        (invoice.issued_on < by.accepted_on || invoice.issued_on > by.today, Fault::Day),
        (!near(invoice.net + invoice.tax, invoice.gross), Fault::Sum),
        (!near(invoice.tax, invoice.net * rate), Fault::Rate),
    ]
    .into_iter()
    .find_map(|(wrong, fault)| wrong.then_some(fault))
}

/// Everything that is wrong: the place of the invoice, and what; the sum of all at the first one.
#[must_use]
pub fn faults(invoices: &[Invoice], by: &Ground) -> Vec<(usize, Fault)> {
    let mut found: Vec<(usize, Fault)> =
        invoices.iter().enumerate().filter_map(|(place, invoice)| Some((place, one(invoice, by)?))).collect();
    for (place, invoice) in invoices.iter().enumerate() {
        if invoices[..place].iter().any(|other| (&other.number, &other.code) == (&invoice.number, &invoice.code)) {
            found.push((place, Fault::Twice));
        }
    }
    let total: Decimal = invoices.iter().map(|invoice| invoice.gross).sum();
    if found.is_empty() && total != by.gross {
        found.push((0, Fault::Total));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn invoice((number, code): (&str, &str), on: &str, (net, tax, gross): (&str, &str, &str)) -> Invoice {
        let money = |text: &str| text.parse().unwrap();
        let (number, code) = (number.to_owned(), code.to_owned());
        Invoice { number, code, issued_on: day(on), net: money(net), tax: money(tax), gross: money(gross) }
    }

    #[test]
    fn an_invoice_is_taken_by_its_kind_its_day_and_its_tax() {
        const DIGITAL: (&str, &str) = ("12345678901234567890", "");
        const PAPER: (&str, &str) = ("12345678", "1234567890");
        const SUMS: (&str, &str, &str) = ("943.39", "28.30", "971.69");
        for (kind, number, on, sums, want) in [
            (Kind::Digital, DIGITAL, "2026-11-22", SUMS, None),
            (Kind::Digital, ("123", ""), "2026-11-22", SUMS, Some(Fault::Number)),
            (Kind::Digital, ("12345678901234567890", "1234567890"), "2026-11-22", SUMS, Some(Fault::Code)),
            (Kind::Paper, PAPER, "2026-11-20", SUMS, None),
            (Kind::Paper, ("12345678", "123456789012"), "2026-11-20", SUMS, None),
            (Kind::Electronic, ("12345678", ""), "2026-11-20", SUMS, Some(Fault::Code)),
            (Kind::International, ("INV/7-ä", ""), "2026-11-20", SUMS, None),
            (Kind::International, ("", ""), "2026-11-20", SUMS, Some(Fault::Number)),
            (Kind::Paper, PAPER, "2026-11-19", SUMS, Some(Fault::Day)),
            (Kind::Paper, PAPER, "2026-11-23", SUMS, Some(Fault::Day)),
            (Kind::Paper, PAPER, "2026-11-22", ("943.39", "28.30", "971.68"), Some(Fault::Total)),
            (Kind::Paper, PAPER, "2026-11-22", ("943.39", "28.30", "971.60"), Some(Fault::Sum)),
            (Kind::Paper, PAPER, "2026-11-22", ("943.39", "28.31", "971.70"), Some(Fault::Total)),
            (Kind::Paper, PAPER, "2026-11-22", ("915.09", "56.60", "971.69"), Some(Fault::Rate)),
        ] {
            let gross = "971.69".parse().unwrap();
            let by = Ground { kind, rate_bp: 300, gross, accepted_on: day("2026-11-20"), today: day("2026-11-22") };
            let found = faults(&[invoice(number, on, sums)], &by);
            assert_eq!(found.first().map(|found| found.1), want, "{kind:?} {number:?} {on} {sums:?}");
        }
    }

    #[test]
    fn all_together_are_exactly_the_amount_of_the_list() {
        let by = Ground {
            kind: Kind::Paper,
            rate_bp: 600,
            gross: "212.00".parse().unwrap(),
            accepted_on: day("2026-11-20"),
            today: day("2026-11-22"),
        };
        let half = |number: &str| invoice((number, "1234567890"), "2026-11-21", ("100.00", "6.00", "106.00"));
        assert_eq!(faults(&[half("00000001"), half("00000002")], &by), []);
        assert_eq!(faults(&[half("00000001"), half("00000001")], &by), [(1, Fault::Twice)]);
        assert_eq!(faults(&[half("00000001")], &by), [(0, Fault::Total)]);
        assert_eq!(faults(&[], &by), [(0, Fault::Total)]);
    }
}
