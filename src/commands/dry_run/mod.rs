//! What would happen if a confirmation were given now: every recipient checked, what is left afterwards, who must agree, how many
//! calls and how long (CMD-3, CMD-13, QUOTA-14, COUPON-8). Pure: the slice checks what it knows of a recipient and hands the
//! lines over with what it found; what all kinds have in common is found here. Knows no SQL and no slice.
//!
//! How a slice uses it: read the form → store: balance, recipients → a [`DryLine`] each with its own problems →
//! `commands::open` → [`dry_run`] → `may_issue` with [`DryRun::total`] → [`DryRun::asks`] → `part::sections`, `part::table` in
//! a form that carries the parameters, [`DryRun::digest`] and a token. The confirmation does all of it again and refuses when the
//! digest differs.

mod check;
pub mod part;
mod text;

pub use self::check::{Facts, Taken, dry_run, read_amount};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::access::Code;

/// A sentence of a slice in both languages: a problem that only its nouns have.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh_cn: &'static str,
}

/// Why nothing can be done for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No recipient of the organisation, or none the member sees (AM-13).
    Unknown,
    /// The account name fits several.
    Ambiguous,
    /// Named twice in this list.
    Duplicate,
    /// The association has ended.
    Left,
    /// Advisor model: no money and no coupons by API (COUPON-6, CUST-2).
    Advisor,
    /// No amount.
    AmountMissing,
    /// What was typed is no amount.
    AmountUnreadable,
    /// Zero or less.
    AmountNotPositive,
    /// More than two decimals.
    AmountDecimals,
    /// Nothing is left that could be taken back.
    NothingLeft,
    /// An open command about the same thing stands in the way: the key of it.
    Open(i64),
    /// What only the slice knows.
    Said(&'static Said),
}

/// What should be looked at before it is done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// An open command of the same kind for the same recipient (CMD-15): its key.
    Open(i64),
    /// Real name not verified (RN-8).
    NotVerified,
    /// The customer's account is frozen.
    Frozen,
    /// What only the slice knows.
    Said(&'static Said),
}

/// One recipient: before [`dry_run`] with what the slice found, after it with everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryLine {
    /// The vendor's id of the reseller, customer, quota or coupon; what was typed, when it is unknown.
    pub recipient: String,
    /// Its name, ready to show; may be empty.
    pub name: String,
    /// In the currency of the balance; none where nothing has an amount.
    pub amount: Option<Decimal>,
    /// Why it cannot be done.
    pub problems: Vec<Problem>,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

impl DryLine {
    /// A recipient that the slice has nothing against.
    #[must_use]
    pub fn new(recipient: impl Into<String>, name: impl Into<String>, amount: Option<Decimal>) -> Self {
        Self { recipient: recipient.into(), name: name.into(), amount, problems: vec![], warnings: vec![] }
    }
}

/// What amounts are drawn from: the vendor's snapshot, beside which open commands stand, never netted in (CMD-13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// Whole units of `currency`.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// When the vendor said so.
    pub as_of: DateTime<Utc>,
    /// Amounts of open commands that draw on it.
    pub open: Decimal,
    /// How many those are.
    pub open_count: usize,
    /// What was done here after the balance was read, which it does not show yet; what came back counts against it.
    pub done: Decimal,
}

/// Why nothing can be confirmed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objection {
    /// No recipient.
    Nobody,
    /// More recipients than one confirmation takes: that many.
    TooMany(usize),
    /// The balance less open commands does not suffice: what is missing.
    Short(Decimal),
    /// A second person must agree, and nobody else can.
    NobodyAgrees,
    /// What only the slice knows.
    Said(&'static Said),
}

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// Recipients in the order they were named.
    pub lines: Vec<DryLine>,
    /// Sum of the amounts of all lines that can be done.
    pub total: Decimal,
    /// ISO 4217 of the amounts, where it is known.
    pub currency: Option<String>,
    /// What amounts are drawn from; none when they are taken back, or there are none.
    pub balance: Option<Balance>,
    /// Balance less what was done since it was read, less open commands, less the total.
    pub balance_after: Option<Decimal>,
    /// What another member must hold to agree; none: nobody is asked.
    pub second: Option<Code>,
    /// How many people must agree.
    pub steps: i16,
    /// Who could: user names, without who asks.
    pub approvers: Vec<String>,
    /// Vendor write requests.
    pub calls: usize,
    /// At least so long, at the rate the vendor allows.
    pub seconds: usize,
    /// Why nothing can be confirmed.
    pub objections: Vec<Objection>,
}

impl DryRun {
    /// The same with who must agree: `steps` of `approvers` (user names without who asks), who hold `second`.
    #[must_use]
    pub fn asks(mut self, second: Option<Code>, steps: i16, approvers: Vec<String>) -> Self {
        if second.is_some() && approvers.len() < usize::try_from(steps.max(1)).unwrap_or(1) {
            self.objections.push(Objection::NobodyAgrees);
        }
        (self.second, self.steps, self.approvers) = (second, steps, approvers);
        self
    }

    /// The same with the currency of amounts that no balance tells.
    #[must_use]
    pub fn in_currency(mut self, currency: &str) -> Self {
        self.currency = Some(currency.to_owned());
        self
    }

    /// Whether it can be confirmed: nothing against the whole and nothing against any recipient.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.objections.is_empty() && self.faulty() == 0
    }

    /// Recipients for which nothing can be done.
    #[must_use]
    pub fn faulty(&self) -> usize {
        self.lines.iter().filter(|line| !line.problems.is_empty()).count()
    }

    /// Binds a confirmation to what was shown: the exact `parameters`, every recipient and amount with what was found, what is
    /// open, what is left, and who must agree; not to the age of the balance.
    #[must_use]
    pub fn digest(&self, parameters: &str) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        };
        add(parameters);
        for line in &self.lines {
            add(&line.recipient);
            add(&line.amount.map(|amount| amount.normalize().to_string()).unwrap_or_default());
            add(&format!("{:?}{:?}", line.problems, line.warnings));
        }
        if let Some(balance) = &self.balance {
            add(&format!(
                "{} {} {} {}",
                balance.amount.normalize(),
                balance.currency,
                balance.open.normalize(),
                balance.done.normalize()
            ));
        }
        add(&format!("{:?} {} {:?}", self.second, self.steps, self.objections));
        hex::encode(hash.finalize())
    }
}
