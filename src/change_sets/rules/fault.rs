//! What is wrong with a cell, and what stands against a set as a whole; as words, so that they are stored and said in the reader's
//! language (CMD-15, QUOTA-14, COUPON-8, ACCT-3). Pure.

use serde::{Deserialize, Serialize};

/// What is wrong with a cell. Amounts are texts in the currency of the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nothing typed.
    Missing,
    /// A formula: its value is not what was typed.
    Formula,
    /// Not a number.
    NoAmount,
    /// Zero or less.
    NotPositive,
    /// More than two decimals.
    Decimals,
    /// No reseller of this id or account name.
    NoReseller,
    /// No customer of this id or account name, as far as the reader sees customers (AM-13).
    NoCustomer,
    /// Several bear this name.
    Ambiguous,
    /// The association has ended.
    Left,
    /// Advisor model: no money and no coupons by API.
    Advisor,
    /// No such quota, child or coupon.
    NoQuota,
    /// No such child quota.
    NoChild,
    /// No such coupon.
    NoCoupon,
    /// Not in a state in which anything can be drawn or taken back.
    State,
    /// Validity has passed or not begun.
    Validity,
    /// Nothing is left.
    NothingLeft,
    /// More than is left: this much is.
    MoreThan(String),
    /// The parent cannot be issued from, so the rest could not be issued again (CMD-15).
    ParentNotIssuable,
    /// The parent expires within 24 hours (CMD-15).
    ParentExpires,
    /// Not a day or an instant.
    NoTime,
    /// No day of the calendar.
    NoSuchDay,
    /// Ends before it begins.
    Order,
    /// Outside the quota's validity.
    OutsideQuota,
    /// Has passed.
    Past,
    /// The same as in this line.
    Duplicate(u32),
    /// A command about the same is under way.
    Open(i64),
}

/// A fault at a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Word of the column.
    pub column: String,
    /// What.
    pub why: Why,
}

/// What stands against the set as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// No row is good.
    NoRows,
    /// Rows are wrong and not left out.
    Faulty,
    /// The source does not suffice: which, and what is missing.
    Short(String, String),
    /// Rows of several currencies.
    Currencies,
    /// A part is wanted back, and the rest may not be issued again by who asks.
    MayNotIssue,
    /// Nobody else can agree.
    NobodyAgrees,
    /// No connection of the organisation offers it.
    NoAccount,
    /// Huawei Cloud answered that the partner uses coupons itself (QUOTA-4).
    UsesCoupons,
}

/// What is drawn from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Number of the quota; empty: the partner's account.
    pub source: String,
    /// Rows.
    pub rows: usize,
    /// Their amounts together.
    pub total: String,
    /// What the vendor says is left; none when amounts flow back.
    pub balance: Option<String>,
    /// Open commands that draw on it.
    pub open: String,
    /// Balance less open commands less total.
    pub after: Option<String>,
    /// ISO 4217.
    pub currency: String,
}

/// Whoever must agree, and what it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asks {
    /// How many people: 0, 1 or 2.
    pub steps: i16,
    /// User names of who can.
    pub approvers: Vec<String>,
    /// Vendor write requests.
    pub calls: usize,
    /// At the vendor's rate, at least.
    pub seconds: usize,
}
