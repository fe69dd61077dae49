//! A form as it was typed: every field's text under its name. Drafts keep it whatever it says; at the submission each field must
//! be what its line of the table asks for. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{values::decimal, web::Typed};

/// Largest amount of a field.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Most characters that a draft keeps of one field.
const LONGEST: usize = 8000;

/// Names with their texts; empty ones are not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<String, String>);

/// What a field must be.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// So many characters on a line.
    Line(usize, usize),
    /// So many characters on several lines.
    Area(usize, usize),
    /// A day of the calendar.
    Day,
    /// A whole number from 0 on.
    Whole,
    /// An amount from 0 on, with at most two decimals.
    Money,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// A field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Its name.
    pub name: &'static str,
    /// The step of the form that it stands in.
    pub part: usize,
    /// What it must be.
    pub shape: Shape,
    /// Whether it must be filled.
    pub required: bool,
}

/// A field that must be filled.
#[must_use]
pub const fn needed(part: usize, name: &'static str, shape: Shape) -> Spec {
    Spec { name, part, shape, required: true }
}

/// A field that may stay empty.
#[must_use]
pub const fn optional(part: usize, name: &'static str, shape: Shape) -> Spec {
    Spec { name, part, shape, required: false }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was typed.
    Missing,
    /// Not so many characters.
    Length(usize, usize),
    /// No day of the calendar.
    Day,
    /// No whole number.
    Whole,
    /// No amount.
    Money,
    /// None of the choices.
    Choice,
    /// The end is before the start.
    Order,
    /// The activity has begun already (MDF-06).
    Started,
    /// Fewer than ten working days are left, and no reason is given (MDF-05).
    Late,
    /// A session lies outside of the activity, or a part of it is missing (MDF-12).
    Session,
    /// A series lasts longer than a quarter (MDF-12).
    Quarter,
    /// No line of the budget.
    NoLine,
    /// The MDF part is above what the line costs, at the rate of the type (MDF-03).
    Part(Decimal),
    /// All parts together are above the cap of the type (MDF-03).
    Cap(Decimal),
    /// A gift above the limit a piece (MDF-14).
    GiftPiece,
    /// Gifts above the limit a head (MDF-14).
    GiftHead,
    /// More than is available of the quota (MDF-10).
    OverAvailable(Decimal),
    /// No rate for the type (COM-15).
    NoRate,
    /// No quota of that year.
    NoQuota(i32),
    /// The activity is not over.
    NotOver,
    /// Nothing is claimed or approved.
    NothingClaimed,
    /// A line claims more than a tenth above its budget (MDF-08).
    Over(Decimal),
    /// All lines together claim more than was approved (MDF-08).
    Total(Decimal),
    /// Invoices of third parties miss so much of the claim (SCN-33).
    Invoices(Decimal),
    /// An invoice stands twice.
    InvoiceTwice,
    /// A field that only a new application changes (MDF-07).
    Key,
}

/// A fault at a field of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field.
    pub field: &'static str,
    /// The step that it stands in.
    pub part: usize,
    /// What is wrong.
    pub fault: Fault,
}

impl Sheet {
    /// The text of a field; empty where nothing was typed.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Takes these fields over from what was typed.
    pub fn take(&mut self, typed: &Typed, names: impl Iterator<Item = &'static str>) {
        for name in names {
            let text: String = typed.get(name).chars().take(LONGEST).collect();
            if text.is_empty() {
                self.0.remove(name);
            } else {
                self.0.insert(name.to_owned(), text);
            }
        }
    }

    /// A day, where one is typed.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.get(name), "%Y-%m-%d").ok()
    }

    /// A whole number, where one is typed.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok().filter(|number| (0..=1_000_000_000).contains(number))
    }

    /// An amount, where one is typed.
    #[must_use]
    pub fn money(&self, name: &str) -> Option<Decimal> {
        let amount = decimal::typed(self.get(name)).ok()?;
        let sound = !amount.is_sign_negative() && amount.normalize().scale() <= 2 && amount <= LARGEST;
        sound.then_some(amount)
    }

    /// What is wrong with one field by itself.
    #[must_use]
    pub fn fault(&self, spec: &Spec) -> Option<Fault> {
        let text = self.get(spec.name);
        if text.is_empty() {
            return spec.required.then_some(Fault::Missing);
        }
        let length = |least, most| {
            let count = text.chars().count();
            (count < least || count > most).then_some(Fault::Length(least, most))
        };
        match spec.shape {
            Shape::Line(least, most) | Shape::Area(least, most) => length(least, most),
            Shape::Day => self.day(spec.name).is_none().then_some(Fault::Day),
            Shape::Whole => self.whole(spec.name).is_none().then_some(Fault::Whole),
            Shape::Money => self.money(spec.name).is_none().then_some(Fault::Money),
            Shape::Choice(words) => (!words.contains(&text)).then_some(Fault::Choice),
        }
    }

    /// What is wrong with fields by themselves, in their order.
    #[must_use]
    pub fn faults(&self, specs: &[Spec]) -> Vec<Wrong> {
        let wrong = |spec: &Spec| self.fault(spec).map(|fault| Wrong { field: spec.name, part: spec.part, fault });
        specs.iter().filter_map(wrong).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_what_its_line_asks_for() {
        let of = |shape, text: &str| {
            let mut sheet = Sheet::default();
            sheet.take(&Typed::parse(format!("x={text}").as_bytes()).unwrap(), ["x"].into_iter());
            sheet.fault(&needed(0, "x", shape))
        };
        for (shape, text, want) in [
            (Shape::Line(2, 4), "", Some(Fault::Missing)),
            (Shape::Line(2, 4), "a", Some(Fault::Length(2, 4))),
            (Shape::Line(2, 4), "abcd", None),
            (Shape::Area(0, 4), "abcde", Some(Fault::Length(0, 4))),
            (Shape::Day, "2026-02-30", Some(Fault::Day)),
            (Shape::Day, "2026-02-28", None),
            (Shape::Whole, "1.5", Some(Fault::Whole)),
            (Shape::Whole, "-1", Some(Fault::Whole)),
            (Shape::Whole, "0", None),
            (Shape::Money, "0.001", Some(Fault::Money)),
            (Shape::Money, "-1", Some(Fault::Money)),
            (Shape::Money, "1,000.50", None),
            (Shape::Choice(&["a"]), "b", Some(Fault::Choice)),
            (Shape::Choice(&["a"]), "a", None),
        ] {
            assert_eq!(of(shape, text), want, "{shape:?} {text}");
        }
        assert_eq!(Sheet::default().fault(&optional(0, "x", Shape::Day)), None);
    }
}
