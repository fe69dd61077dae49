//! Lines of a budget (MDF-08, MDF-20, MDF-21). Pure.

use rust_decimal::Decimal;

use super::sheet::{Fault, Sheet};

/// What can be paid for (MDF-20).
pub const CATEGORIES: [&str; 9] =
    ["venue", "sponsorship", "speakers", "conference", "catering", "transport", "material", "media", GIFT];
/// The category with a limit of its own (MDF-14).
pub const GIFT: &str = "gifts";
/// Most a piece and a head, in CNY (MDF-14).
pub const GIFTS: Decimal = Decimal::from_parts(200, 0, 0, false, 0);

/// Names of the fields of the lines: category, item, price, quantity, tax, MDF part.
pub const LINES: [[&str; 6]; 20] = {
    macro_rules! line {
        ($number:literal) => {
            [
                concat!("line", $number, "_category"),
                concat!("line", $number, "_item"),
                concat!("line", $number, "_price"),
                concat!("line", $number, "_quantity"),
                concat!("line", $number, "_tax"),
                concat!("line", $number, "_part"),
            ]
        };
    }
    [
        line!(1),
        line!(2),
        line!(3),
        line!(4),
        line!(5),
        line!(6),
        line!(7),
        line!(8),
        line!(9),
        line!(10),
        line!(11),
        line!(12),
        line!(13),
        line!(14),
        line!(15),
        line!(16),
        line!(17),
        line!(18),
        line!(19),
        line!(20),
    ]
};
/// Characters of an item.
pub const ITEM: usize = 100;

/// A line of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place among [`LINES`].
    pub place: usize,
    /// One of [`CATEGORIES`].
    pub category: String,
    /// What is bought.
    pub item: String,
    /// Price of one, without tax.
    pub price: Decimal,
    /// How many.
    pub quantity: i64,
    /// Tax of all of them.
    pub tax: Decimal,
    /// Price times quantity, and the tax.
    pub amount: Decimal,
    /// What MDF is to pay of it, tax included.
    pub part: Decimal,
}

impl Line {
    /// What one piece costs, tax included.
    #[must_use]
    pub fn piece(&self) -> Decimal {
        if self.quantity > 0 { self.amount / Decimal::from(self.quantity) } else { self.price }
    }
}

/// Whether anything was typed in a line.
#[must_use]
pub fn is_used(sheet: &Sheet, place: usize) -> bool {
    LINES.get(place).is_some_and(|names| names.iter().any(|name| !sheet.get(name).is_empty()))
}

/// Lines that are whole, and what is wrong with the others.
#[must_use]
pub fn read(sheet: &Sheet) -> (Vec<Line>, Vec<(&'static str, Fault)>) {
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    for place in (0..LINES.len()).filter(|place| is_used(sheet, *place)) {
        match line(sheet, place) {
            Ok(line) => lines.push(line),
            Err(faults) => wrong.extend(faults),
        }
    }
    (lines, wrong)
}

fn line(sheet: &Sheet, place: usize) -> Result<Line, Vec<(&'static str, Fault)>> {
    let [category, item, price, quantity, tax, part] = LINES[place];
    let mut wrong = Vec::new();
    if !CATEGORIES.contains(&sheet.get(category)) {
        wrong.push((category, Fault::Choice));
    }
    let length = sheet.get(item).chars().count();
    if !(1..=ITEM).contains(&length) {
        wrong.push((item, Fault::Length(1, ITEM)));
    }
    let mut money = |name, needed: bool| {
        let amount = match sheet.get(name) {
            "" if !needed => Some(Decimal::ZERO),
            _ => sheet.money(name),
        };
        amount.unwrap_or_else(|| {
            wrong.push((name, Fault::Money));
            Decimal::ZERO
        })
    };
    let (price_of_one, tax_of_all, mdf) = (money(price, true), money(tax, false), money(part, true));
    let count = sheet.whole(quantity).filter(|count| (1..=1_000_000).contains(count));
    if count.is_none() {
        wrong.push((quantity, Fault::Whole));
    }
    let Some(quantity) = count.filter(|_| wrong.is_empty()) else { return Err(wrong) };
    Ok(Line {
        place,
        category: sheet.get(category).to_owned(),
        item: sheet.get(item).to_owned(),
        price: price_of_one,
        quantity,
        tax: tax_of_all,
        amount: price_of_one * Decimal::from(quantity) + tax_of_all,
        part: mdf,
    })
}

/// What all lines ask of MDF.
#[must_use]
pub fn asked(lines: &[Line]) -> Decimal {
    lines.iter().map(|line| line.part).sum()
}

/// What an unfinished form asks so far.
#[must_use]
pub fn asked_so_far(sheet: &Sheet) -> Decimal {
    LINES.iter().filter_map(|names| sheet.money(names[5])).sum()
}
