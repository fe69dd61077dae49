//! The claim of MDF (MDF-03, MDF-08, MDF-15 to MDF-17, MDF-22): its states, its fields, what must hold when it is submitted, and
//! what the vendor may approve of it. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    application::{Rate, SESSIONS},
    budget::Line,
    sheet::{
        Fault,
        Shape::{Area, Day, Line as Text, Whole},
        Sheet, Spec, Wrong, needed, optional,
    },
};
use crate::{
    access::{
        Code,
        permission::{DeskDecisionRecord, DeskIncentiveReview, IncentiveSubmit, MdfApply},
    },
    requests::{APPROVED, INTERNAL_REVIEW, Machine, PRIVATE, REVIEWING, Rule, common},
    values::workdays::{Calendar, Limit},
};

const EDITS: &[Code] = &[MdfApply::CODE];
const SUBMITS: &[Code] = &[IncentiveSubmit::CODE];
const DESK: &[Code] = &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE];

static RULES: [Rule; 21] = common(EDITS, SUBMITS, DESK);

/// COM-05 for claims.
pub static MACHINE: Machine = Machine { kind: "mdf_claim", rules: &RULES, private: PRIVATE, approved: &[APPROVED] };

/// Steps of the form.
pub const PARTS: usize = 4;
/// Later than so many days after the activity a claim needs an approval of its own (MDF-16).
pub const EARLY: Limit = Limit::Days(90);

/// Fields of the form, by step (MDF-22); expenses and invoices are rows of their own.
pub static FIELDS: &[Spec] = &[
    needed(0, "held_from", Day),
    needed(0, "held_to", Day),
    needed(0, "held_at", Text(2, 200)),
    needed(0, "present", Whole),
    needed(1, "happened", Area(10, 4000)),
    needed(1, "results", Area(2, 4000)),
    optional(1, "references", Area(1, 1000)),
];

macro_rules! rows {
    ($word:literal, [$($field:literal),+]) => {
        rows!(@all $word, [$($field),+], 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
    };
    (@all $word:literal, $fields:tt, $($number:literal)+) => { [$(rows!(@one $word, $number, $fields)),+] };
    (@one $word:literal, $number:literal, [$($field:literal),+]) => { [$(concat!($word, $number, $field)),+] };
}

/// Names of the fields of the expenses, by line of the budget: actual amount, MDF part.
pub const EXPENSES: [[&str; 2]; 20] = rows!("line", ["_actual", "_claim"]);
/// Names of the fields of the invoices of third parties: number, day, amount.
pub const INVOICES: [[&str; 3]; 20] = rows!("invoice", ["_number", "_day", "_amount"]);
/// Names of the fields of the decision, by line: approved amount, reason.
pub const DECIDED: [[&str; 2]; 20] = rows!("line", ["_approved", "_reason"]);

/// Whether a claim in this state keeps its application from being withdrawn.
#[must_use]
pub fn holds_application(state: &str) -> bool {
    [INTERNAL_REVIEW, REVIEWING, APPROVED].contains(&state)
}

/// Names of every field of a step.
pub fn names(part: usize) -> Vec<&'static str> {
    let mut names: Vec<&str> = FIELDS.iter().filter(|spec| spec.part == part).map(|spec| spec.name).collect();
    if part == 2 {
        names.extend(EXPENSES.iter().flatten());
        names.extend(INVOICES.iter().flatten());
    }
    names
}

/// What a claim is judged by: the approved application.
#[derive(Debug)]
pub struct Ground<'a> {
    /// Lines of its budget.
    pub lines: &'a [Line],
    /// What was approved in all.
    pub total: Decimal,
    /// Rate of its type (MDF-03).
    pub rate: Option<Rate>,
    /// Today at the site.
    pub today: NaiveDate,
}

/// What a claim asks for.
#[must_use]
pub fn asked(sheet: &Sheet) -> Decimal {
    EXPENSES.iter().filter_map(|names| sheet.money(names[1])).sum()
}

/// Numbers of the invoices, as they are compared.
#[must_use]
pub fn invoices(sheet: &Sheet) -> Vec<String> {
    let number = |names: &[&str; 3]| sheet.get(names[0]).trim().to_uppercase();
    INVOICES.iter().map(number).filter(|number| !number.is_empty()).collect()
}

/// Whether a claim comes later than 90 days after the last day of the activity (MDF-16, SCN-17).
#[must_use]
pub fn is_late(calendar: &Calendar, ends_on: NaiveDate, today: NaiveDate) -> bool {
    today > calendar.due_from(ends_on, EARLY).last_day
}

/// What decides the documents of a claim: a media activity, several sessions, that it is late (MDF-22).
#[must_use]
pub fn marks(plan: &Sheet, is_late: bool) -> Vec<&'static str> {
    let kind = plan.get("type");
    let is_media = ["media/", "digital/", "advertising/"].iter().any(|start| kind.starts_with(start));
    let is_series = !plan.get(SESSIONS[1][0]).is_empty();
    let meets = plan.get("place") == "onsite";
    let all = [("media", is_media), ("attendees", meets), ("series", is_series), ("late", is_late)];
    all.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
}

/// Most that a line may claim: a tenth above its part of the budget (MDF-08).
fn most(line: &Line) -> Decimal {
    (line.part * Decimal::new(11, 1)).trunc_with_scale(2)
}

/// Everything that is wrong with a claim that is to be submitted.
#[must_use]
pub fn faults(sheet: &Sheet, ground: &Ground<'_>) -> Vec<Wrong> {
    let mut wrong = sheet.faults(FIELDS);
    let mut add = |field, part, fault| {
        if !wrong.iter().any(|known: &Wrong| known.field == field) {
            wrong.push(Wrong { field, part, fault });
        }
    };
    if let Some((from, to)) = sheet.day("held_from").zip(sheet.day("held_to")) {
        if to < from {
            add("held_to", 0, Fault::Order);
        } else if to > ground.today {
            add("held_to", 0, Fault::NotOver);
        }
    }
    for line in ground.lines {
        for (field, fault) in expense(sheet, line, ground.rate) {
            add(field, 2, fault);
        }
    }
    let first = ground.lines.first().map_or(EXPENSES[0][1], |line| EXPENSES[line.place][1]);
    let asked = asked(sheet);
    if asked.is_zero() {
        add(first, 2, Fault::NothingClaimed);
    } else if asked > ground.total {
        add(first, 2, Fault::Total(ground.total));
    }
    for (field, fault) in bills(sheet, asked) {
        add(field, 2, fault);
    }
    wrong
}

/// The expense of a line: actual cost, and the part that MDF pays of it.
fn expense(sheet: &Sheet, line: &Line, rate: Option<Rate>) -> Vec<(&'static str, Fault)> {
    let [actual, claim] = EXPENSES[line.place];
    let mut wrong = Vec::new();
    let amounts = [actual, claim].map(|name| sheet.money(name));
    for (name, amount) in [actual, claim].into_iter().zip(amounts) {
        if amount.is_none() {
            wrong.push((name, Fault::Money));
        }
    }
    let [Some(cost), Some(part)] = amounts else { return wrong };
    let bp = rate.map_or(0, |rate| rate.basis_points);
    let paid = (cost * Decimal::new(bp.into(), 4)).trunc_with_scale(2);
    if part > most(line) {
        wrong.push((claim, Fault::Over(most(line))));
    } else if part > paid {
        wrong.push((claim, Fault::Part(paid)));
    }
    wrong
}

/// The invoices of third parties: each is whole and stands once, and together they reach the claim (SCN-33).
fn bills(sheet: &Sheet, asked: Decimal) -> Vec<(&'static str, Fault)> {
    let used = INVOICES.iter().filter(|names| names.iter().any(|name| !sheet.get(name).is_empty()));
    let (mut wrong, mut sum) = (Vec::new(), Decimal::ZERO);
    for [number, day, amount] in used {
        if !(1..=64).contains(&sheet.get(number).chars().count()) {
            wrong.push((*number, Fault::Length(1, 64)));
        }
        if sheet.day(day).is_none() {
            wrong.push((*day, Fault::Day));
        }
        match sheet.money(amount) {
            Some(amount) => sum += amount,
            None => wrong.push((*amount, Fault::Money)),
        }
    }
    let numbers = invoices(sheet);
    let twice = |number: &String| numbers.iter().filter(|other| *other == number).count() > 1;
    if numbers.iter().any(twice) {
        wrong.push((INVOICES[0][0], Fault::InvoiceTwice));
    }
    if sum < asked {
        wrong.push((INVOICES[0][2], Fault::Invoices(asked - sum)));
    }
    wrong
}

/// What the vendor approves of a line, and why not all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Whole currency units, exact.
    pub amount: String,
    /// Empty where all of it is approved.
    pub reason: String,
}

/// What is approved in all, and of each line by its number.
pub type Approved = (Decimal, BTreeMap<String, Decided>);

/// Reads what the desk approves, by the number of the line: at most what was claimed, with a reason where it is less.
///
/// # Errors
/// What is wrong, by field.
pub fn decide(claimed: &Sheet, typed: &Sheet, lines: &[Line]) -> Result<Approved, Vec<(&'static str, Fault)>> {
    let (mut wrong, mut sum, mut decided) = (Vec::new(), Decimal::ZERO, BTreeMap::new());
    for line in lines {
        let asked = claimed.money(EXPENSES[line.place][1]).unwrap_or_default();
        let [field, why] = DECIDED[line.place];
        let amount = if typed.get(field).is_empty() { Some(asked) } else { typed.money(field) };
        let Some(amount) = amount.filter(|amount| *amount <= asked) else {
            wrong.push((field, Fault::Part(asked)));
            continue;
        };
        let reason = typed.get(why).trim();
        if amount < asked && reason.is_empty() || reason.chars().count() > 500 {
            wrong.push((why, Fault::Length(1, 500)));
        }
        sum += amount;
        let reason = if amount < asked { reason.to_owned() } else { String::new() };
        decided.insert(line.place.to_string(), Decided { amount: amount.to_string(), reason });
    }
    if wrong.is_empty() && sum.is_zero() {
        wrong.push((DECIDED[lines.first().map_or(0, |line| line.place)][0], Fault::NothingClaimed));
    }
    if wrong.is_empty() { Ok((sum, decided)) } else { Err(wrong) }
}

#[cfg(test)]
#[path = "claim_tests.rs"]
mod tests;
