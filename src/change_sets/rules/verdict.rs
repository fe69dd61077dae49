//! Rows as they were typed and as they were weighed. Pure.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::fault::{Fault, Objection, Sum};

/// A row as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Line of the sheet.
    pub line: u32,
    /// In the order of the kind's columns.
    pub cells: Vec<String>,
    /// Ticked to be left out.
    pub left_out: bool,
}

/// What a row means, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighed {
    /// Line of the sheet.
    pub line: u32,
    /// What is wrong; empty: a good row.
    pub faults: Vec<Fault>,
    /// What should be looked at.
    pub warnings: Vec<Fault>,
    /// Whom or what it concerns.
    pub recipient: Option<String>,
    /// Account name.
    pub name: String,
    /// The quota drawn on or returned to.
    pub source: Option<String>,
    /// The amount of the command.
    pub amount: Option<Decimal>,
    /// At a partial reclaim: what is wanted back; the rest is issued again.
    pub back: Option<Decimal>,
    /// Who holds what is taken back.
    pub holder: String,
    /// Validity of a coupon.
    pub valid: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    /// ISO 4217.
    pub currency: String,
}

/// The rows weighed, what is drawn from where, and what stands against the set.
#[derive(Debug, Default)]
pub struct Verdict {
    /// In the order of the rows.
    pub rows: Vec<Weighed>,
    /// By source.
    pub sums: Vec<Sum>,
    /// Nothing: it may be confirmed.
    pub objections: Vec<Objection>,
}
