//! Reading a fact: from a form or a line of an import, by the rules of its kind.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::kind::{FieldRule, Kind, Shape, Status};
use crate::values::{
    Currency, Month,
    day::{self, NoDay},
    decimal,
};

/// Years that a day may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
/// Most decimals of an amount, as the vendor's prices have (COM-13).
const DECIMALS: u32 = 8;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It must be filled.
    Required,
    /// More than so many characters.
    Long(usize),
    /// Something that is no letter of a line.
    Letters,
    /// Not written as a day, or one of another age.
    Day,
    /// No day of the calendar.
    NoSuchDay,
    /// A day after today.
    Future,
    /// No month.
    Month,
    /// No amount, a negative one, or one with too many decimals.
    Amount,
    /// No currency.
    Currency,
    /// None of the words.
    Choice,
    /// Amount and currency belong together.
    Pair,
    /// Before the day that it follows.
    Order,
    /// Both must be the same (SPEC-11).
    Unequal,
    /// There is a current fact about this.
    Taken,
    /// An earlier line is about the same.
    Twice,
    /// More fields than the first line names.
    Surplus,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field.
    pub field: &'static str,
    /// What.
    pub fault: Fault,
}

/// A fact that can be taken: its values as the database keeps them; an empty field is not there.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its kind.
    pub kind: &'static Kind,
    /// Values by field.
    pub values: BTreeMap<String, String>,
}

impl Draft {
    /// A value; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// What it is about; upper and lower case are the same.
    #[must_use]
    pub fn key(&self) -> String {
        let parts: Vec<String> = self.kind.key.iter().map(|name| self.get(name).to_lowercase()).collect();
        parts.join("/")
    }

    /// What it is called in lists.
    #[must_use]
    pub fn label(&self) -> &str {
        self.get(self.kind.label)
    }

    /// Its state in a word of its kind.
    #[must_use]
    pub fn status(&self) -> &str {
        match self.kind.status {
            Status::None => "",
            Status::Field(name) => self.get(name),
            Status::Until(day, [before, _]) if self.get(day).is_empty() => before,
            Status::Until(_, [_, after]) => after,
        }
    }
}

/// Reads what was typed.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn read(kind: &'static Kind, typed: &dyn Fn(&str) -> String, today: NaiveDate) -> Result<Draft, Vec<Wrong>> {
    let (mut values, mut wrongs) = (BTreeMap::new(), Vec::new());
    for rule in kind.fields {
        match value(rule, typed(rule.name).trim(), today) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => drop(values.insert(rule.name.to_owned(), value)),
            Err(fault) => wrongs.push(Wrong { field: rule.name, fault }),
        }
    }
    let draft = Draft { kind, values };
    wrongs.extend(across(&draft));
    if wrongs.is_empty() { Ok(draft) } else { Err(wrongs) }
}

fn value(rule: &FieldRule, typed: &str, today: NaiveDate) -> Result<String, Fault> {
    if typed.is_empty() {
        return if rule.required { Err(Fault::Required) } else { Ok(String::new()) };
    }
    match rule.shape {
        Shape::Line(most) if typed.chars().count() > most => Err(Fault::Long(most)),
        Shape::Line(_) if typed.chars().any(|one| one.is_control() || one == char::REPLACEMENT_CHARACTER) => {
            Err(Fault::Letters)
        }
        Shape::Line(_) => Ok(typed.to_owned()),
        Shape::Day => read_day(typed).map(|day| day.to_string()),
        Shape::Past => match read_day(typed)? {
            day if day > today => Err(Fault::Future),
            day => Ok(day.to_string()),
        },
        Shape::Month => {
            // A value of ours comes back as the first day.
            let month = typed.strip_suffix("-01").filter(|rest| rest.len() == 7).unwrap_or(typed);
            let month: Month = month.parse().map_err(|_| Fault::Month)?;
            if YEARS.contains(&month.first_day().year()) {
                Ok(month.first_day().to_string())
            } else {
                Err(Fault::Month)
            }
        }
        Shape::Amount => {
            let amount = decimal::typed(typed).map_err(|_| Fault::Amount)?;
            let fits = amount >= Decimal::ZERO && amount.scale() <= DECIMALS;
            if fits { Ok(amount.normalize().to_string()) } else { Err(Fault::Amount) }
        }
        Shape::Currency => {
            Currency::parse(&typed.to_uppercase()).map(|currency| currency.to_string()).ok_or(Fault::Currency)
        }
        Shape::Choice(words) => {
            let same = |word: &&&str| word.eq_ignore_ascii_case(typed);
            words.iter().find(same).map(|word| (*word).to_owned()).ok_or(Fault::Choice)
        }
    }
}

fn read_day(typed: &str) -> Result<NaiveDate, Fault> {
    let day =
        day::of_any_year(typed).map_err(|why| if why == NoDay::Absent { Fault::NoSuchDay } else { Fault::Day })?;
    if YEARS.contains(&day.year()) { Ok(day) } else { Err(Fault::Day) }
}

/// What two fields say against each other.
fn across(draft: &Draft) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    let both = |[one, other]: [&'static str; 2]| {
        let (left, right) = (draft.get(one), draft.get(other));
        (!left.is_empty() && !right.is_empty()).then_some((left, right, other))
    };
    if let Some((first, second, field)) = draft.kind.order.and_then(both)
        && second < first
    {
        wrongs.push(Wrong { field, fault: Fault::Order });
    }
    if let Some((one, other, field)) = draft.kind.equal.and_then(both)
        && one != other
    {
        wrongs.push(Wrong { field, fault: Fault::Unequal });
    }
    let optional = |name| draft.kind.fields.iter().any(|rule| rule.name == name && !rule.required);
    if optional("amount") && draft.get("amount").is_empty() != draft.get("currency").is_empty() {
        wrongs.push(Wrong { field: "currency", fault: Fault::Pair });
    }
    wrongs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str, typed: &[(&str, &str)]) -> Result<Draft, Vec<Wrong>> {
        let get = |name: &str| typed.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| *value).to_owned();
        read(Kind::parse(kind).unwrap(), &get, "2026-11-23".parse().unwrap())
    }

    const BILL: [(&str, &str); 5] = [
        ("number", "B-1"),
        ("cycle", "2026-10"),
        ("amount", "1,000.10"),
        ("currency", "cny"),
        ("due_on", "2026-11-25"),
    ];

    fn with<'a>(of: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        let others = of.iter().filter(|(key, _)| *key != name).copied();
        others.chain([(name, value)]).collect()
    }

    #[test]
    fn a_bill_is_read_as_the_database_keeps_it() {
        let draft = of("bill", &BILL).unwrap();
        let values: Vec<&str> = ["cycle", "amount", "currency"].map(|name| draft.get(name)).to_vec();
        assert_eq!(values, ["2026-10-01", "1000.1", "CNY"]);
        assert_eq!((draft.key().as_str(), draft.label(), draft.status()), ("b-1", "B-1", "unpaid"));
        assert_eq!(of("bill", &with(&BILL, "paid_on", "2026-11-23")).unwrap().status(), "paid");
        assert_eq!(of("bill", &with(&BILL, "cycle", "2026-10-01")).unwrap().get("cycle"), "2026-10-01");
    }

    #[test]
    fn every_fault_has_its_field() {
        for (name, value, fault) in [
            ("number", "", Fault::Required),
            ("number", "x\ny", Fault::Letters),
            ("cycle", "2026-13", Fault::Month),
            ("cycle", "0001-01", Fault::Month),
            ("amount", "1,00", Fault::Amount),
            ("amount", "-1", Fault::Amount),
            ("amount", "0.000000001", Fault::Amount),
            ("currency", "RMB¥", Fault::Currency),
            ("due_on", "2026-02-30", Fault::NoSuchDay),
            ("due_on", "9999-01-01", Fault::Day),
            ("paid_on", "2026-11-24", Fault::Future),
        ] {
            let wrongs = of("bill", &with(&BILL, name, value)).unwrap_err();
            assert_eq!(wrongs, [Wrong { field: name, fault }], "{name} {value:?}");
        }
        assert_eq!(of("bill", &[]).unwrap_err().len(), 5, "everything at once");
        let long = "x".repeat(65);
        assert_eq!(of("bill", &with(&BILL, "number", &long)).unwrap_err()[0].fault, Fault::Long(64));
    }

    #[test]
    fn fields_that_belong_together() {
        let path = [("path", "service"), ("stage", "DIFFERENTIATED"), ("since", "2026-03-01"), ("until", "2026-02-28")];
        assert_eq!(of("path", &path).unwrap_err(), [Wrong { field: "until", fault: Fault::Order }]);
        assert_eq!(of("path", &path[..3]).unwrap().status(), "differentiated");
        let person = [
            ("account", "Li.Wei"),
            ("name", "李伟"),
            ("state", "specialist"),
            ("employer", "云合"),
            ("base_city", "深圳"),
            ("social_city", "广州"),
        ];
        assert_eq!(of("specialist", &person).unwrap_err(), [Wrong { field: "social_city", fault: Fault::Unequal }]);
        let chance = [("number", "PO-1"), ("name", "n"), ("customer", "c"), ("state", "signed"), ("amount", "5")];
        assert_eq!(of("opportunity", &chance).unwrap_err(), [Wrong { field: "currency", fault: Fault::Pair }]);
        let certificate =
            [("account", "li"), ("type", "hcie"), ("number", "N1"), ("name", "x"), ("issued_on", "2026-01-01")];
        assert_eq!(of("certificate", &certificate).unwrap().key(), "hcie/n1");
    }
}
