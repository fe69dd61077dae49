//! Weighs the rows of a set against what is known: each cell's fault, what each row means, what is drawn from where. Pure; linear
//! in the number of rows.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::{
    column::{Column, Kind},
    fault::{Fault, Objection, Sum, Why},
    reading::{read_amount, read_time},
};

/// CMD-15: a parent that expires within this time takes no new child.
const TOO_LATE: TimeDelta = TimeDelta::hours(24);

/// A reseller or customer.
#[derive(Debug, Clone, Default)]
pub struct Party {
    /// The vendor's id.
    pub remote_id: String,
    /// Account name.
    pub account_name: String,
    /// The association has ended.
    pub has_left: bool,
    /// Advisor model.
    pub is_advisor: bool,
}

/// A quota, child or coupon.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// Number.
    pub remote_id: String,
    /// State, time and listing allow to draw from it or take it back.
    pub is_sound: bool,
    /// Drawable or usable from then on.
    pub effective_at: Option<DateTime<Utc>>,
    /// Until then.
    pub expires_at: Option<DateTime<Utc>>,
    /// What is left.
    pub balance: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// A child's parent, a coupon's quota.
    pub parent: Option<String>,
    /// Who holds it: reseller or customer.
    pub holder: String,
    /// Account name of the holder.
    pub holder_name: String,
}

/// What is known.
#[derive(Debug, Default)]
pub struct Ground {
    /// Resellers or customers by id, and by account name in lower case; several of one name are there several times.
    pub parties: HashMap<String, Vec<Party>>,
    /// Own quotas.
    pub quotas: HashMap<String, Stock>,
    /// Children or coupons that are taken back.
    pub taken: HashMap<String, Stock>,
    /// What may be transferred, and its currency (ACCT-3).
    pub transferable: Option<(Decimal, String)>,
    /// Amounts of open commands by source.
    pub open_amounts: HashMap<String, Decimal>,
    /// Open commands by recipient.
    pub open: HashMap<String, i64>,
}

/// A row as it was typed.
#[derive(Debug, Clone)]
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

/// Weighs a set.
#[must_use]
pub fn weigh(kind: Kind, rows: &[Typed], ground: &Ground, now: DateTime<Utc>) -> Verdict {
    let scale = Scale { kind, ground, now };
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut weighed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut one = scale.row(row);
        // What is left out stands in nobody's way.
        if let Some(recipient) = one.recipient.clone().filter(|_| !row.left_out) {
            let column = if kind == Kind::QuotaReclaim { Column::Quota } else { Column::Recipient };
            let key = format!("{recipient}/{}", one.source.as_deref().unwrap_or_default());
            match seen.get(&key) {
                Some(line) => one.find(column, Why::Duplicate(*line)),
                None => drop(seen.insert(key, row.line)),
            }
            if let Some(id) = ground.open.get(&recipient) {
                one.find(column, Why::Open(*id));
            }
        }
        weighed.push(one);
    }
    let good = || rows.iter().zip(&weighed).filter(|(row, one)| !row.left_out && one.faults.is_empty()).map(|(_, one)| one);
    let sums = scale.sums(good());
    let mut objections = Vec::new();
    if good().next().is_none() {
        objections.push(Objection::NoRows);
    }
    if rows.iter().zip(&weighed).any(|(row, one)| !row.left_out && !one.faults.is_empty()) {
        objections.push(Objection::Faulty);
    }
    let short = |sum: &Sum| {
        let after: Decimal = sum.after.as_deref()?.parse().ok()?;
        (after < Decimal::ZERO).then(|| Objection::Short(sum.source.clone(), (-after).to_string()))
    };
    objections.extend(sums.iter().filter_map(short));
    if sums.iter().any(|sum| sum.currency != sums[0].currency) {
        objections.push(Objection::Currencies);
    }
    Verdict { rows: weighed, sums, objections }
}

struct Scale<'a> {
    kind: Kind,
    ground: &'a Ground,
    now: DateTime<Utc>,
}

impl Weighed {
    fn find(&mut self, column: Column, why: Why) {
        self.faults.push(Fault { column: column.as_str().to_owned(), why });
    }
}

impl Scale<'_> {
    fn row(&self, row: &Typed) -> Weighed {
        let mut one = Weighed { line: row.line, ..Weighed::default() };
        let formula = |column: &&Column| self.cell(row, **column).starts_with(['=', '＝']);
        for column in self.kind.columns().iter().filter(formula) {
            one.find(*column, Why::Formula);
        }
        if !one.faults.is_empty() {
            return one;
        }
        match self.kind {
            Kind::QuotaIssue => {
                self.quota(row, &mut one);
                self.party(row, &mut one, Why::NoReseller);
                self.amount(row, &mut one);
            }
            Kind::CouponIssue => {
                self.quota(row, &mut one);
                self.party(row, &mut one, Why::NoCustomer);
                self.amount(row, &mut one);
                self.validity(row, &mut one);
            }
            Kind::QuotaReclaim => self.reclaim(row, &mut one),
            Kind::CouponReclaim => drop(self.taken(row, &mut one, (Column::Recipient, Why::NoCoupon))),
            Kind::CustomerTransfer | Kind::CustomerTakeback => {
                self.party(row, &mut one, Why::NoCustomer);
                self.amount(row, &mut one);
                one.currency = self.ground.transferable.as_ref().map(|(_, code)| code.clone()).unwrap_or_default();
            }
        }
        one
    }

    fn cell<'r>(&self, row: &'r Typed, column: Column) -> &'r str {
        self.kind.place(column).and_then(|place| row.cells.get(place)).map_or("", |cell| cell.trim())
    }

    fn quota(&self, row: &Typed, one: &mut Weighed) {
        let typed = self.cell(row, Column::Quota);
        if typed.is_empty() {
            return one.find(Column::Quota, Why::Missing);
        }
        let Some(quota) = self.ground.quotas.get(typed) else { return one.find(Column::Quota, Why::NoQuota) };
        one.source = Some(quota.remote_id.clone());
        one.currency.clone_from(&quota.currency);
        if !quota.is_sound {
            one.find(Column::Quota, Why::State);
        } else if quota.balance <= Decimal::ZERO {
            one.find(Column::Quota, Why::NothingLeft);
        }
    }

    fn party(&self, row: &Typed, one: &mut Weighed, unknown: Why) {
        let typed = self.cell(row, Column::Recipient);
        if typed.is_empty() {
            return one.find(Column::Recipient, Why::Missing);
        }
        let named = self.ground.parties.get(typed).or_else(|| self.ground.parties.get(&typed.to_lowercase()));
        match named.map(Vec::as_slice) {
            None | Some([]) => one.find(Column::Recipient, unknown),
            Some([party]) => {
                one.recipient = Some(party.remote_id.clone());
                one.name.clone_from(&party.account_name);
                if party.has_left {
                    one.find(Column::Recipient, Why::Left);
                } else if party.is_advisor {
                    one.find(Column::Recipient, Why::Advisor);
                }
            }
            Some(_) => one.find(Column::Recipient, Why::Ambiguous),
        }
    }

    fn amount(&self, row: &Typed, one: &mut Weighed) {
        match read_amount(self.cell(row, Column::Amount)) {
            Ok(amount) => one.amount = Some(amount),
            Err(why) => one.find(Column::Amount, why),
        }
    }

    fn validity(&self, row: &Typed, one: &mut Weighed) {
        let mut ends = [None, None];
        for (end, (column, at_end)) in ends.iter_mut().zip([(Column::ValidFrom, false), (Column::ValidUntil, true)]) {
            match read_time(self.cell(row, column), at_end) {
                Ok(at) => *end = at,
                Err(why) => one.find(column, why),
            }
        }
        let [from, until] = ends;
        one.valid = (from, until);
        let quota = one.source.as_ref().and_then(|source| self.ground.quotas.get(source));
        let (begin, end) = quota.map_or((None, None), |quota| (quota.effective_at, quota.expires_at));
        if from.zip(until).is_some_and(|(from, until)| from >= until) {
            one.find(Column::ValidUntil, Why::Order);
        } else if until.is_some_and(|until| until <= self.now) {
            one.find(Column::ValidUntil, Why::Past);
        } else if until.zip(end).is_some_and(|(until, end)| until > end) {
            one.find(Column::ValidUntil, Why::OutsideQuota);
        }
        if from.is_some_and(|from| begin.is_some_and(|begin| from < begin) || end.is_some_and(|end| from >= end)) {
            one.find(Column::ValidFrom, Why::OutsideQuota);
        }
    }

    /// What is taken back: the whole balance is the amount.
    fn taken(&self, row: &Typed, one: &mut Weighed, (column, unknown): (Column, Why)) -> Option<&Stock> {
        let typed = self.cell(row, column);
        if typed.is_empty() {
            one.find(column, Why::Missing);
            return None;
        }
        let Some(stock) = self.ground.taken.get(typed) else {
            one.find(column, unknown);
            return None;
        };
        one.recipient = Some(stock.remote_id.clone());
        one.name.clone_from(&stock.holder_name);
        one.holder.clone_from(&stock.holder);
        one.source.clone_from(&stock.parent);
        one.currency.clone_from(&stock.currency);
        one.amount = Some(stock.balance);
        if !stock.is_sound {
            one.find(column, Why::State);
        } else if stock.balance <= Decimal::ZERO {
            one.find(column, Why::NothingLeft);
        }
        Some(stock)
    }

    /// A child back: whole, or in part, when the rest is issued again from the same parent (CMD-15).
    fn reclaim(&self, row: &Typed, one: &mut Weighed) {
        let Some(child) = self.taken(row, one, (Column::Quota, Why::NoChild)) else { return };
        let typed = self.cell(row, Column::Amount);
        if typed.is_empty() {
            return;
        }
        let back = match read_amount(typed) {
            Ok(back) => back,
            Err(why) => return one.find(Column::Amount, why),
        };
        if back > child.balance {
            return one.find(Column::Amount, Why::MoreThan(child.balance.to_string()));
        }
        if back == child.balance {
            return;
        }
        one.back = Some(back);
        let parent = child.parent.as_ref().and_then(|parent| self.ground.quotas.get(parent));
        if !parent.is_some_and(|parent| parent.is_sound) {
            one.find(Column::Quota, Why::ParentNotIssuable);
        } else if parent.is_none_or(|parent| parent.expires_at.is_none_or(|end| end <= self.now + TOO_LATE)) {
            one.find(Column::Quota, Why::ParentExpires);
        }
    }

    fn sums<'w>(&self, good: impl Iterator<Item = &'w Weighed>) -> Vec<Sum> {
        let mut by: BTreeMap<(&str, &str), (usize, Decimal)> = BTreeMap::new();
        for one in good {
            let sum = by.entry((one.source.as_deref().unwrap_or_default(), one.currency.as_str())).or_default();
            sum.0 += 1;
            sum.1 += one.amount.unwrap_or_default();
        }
        let sum = |((source, currency), (rows, total)): ((&str, &str), (usize, Decimal))| {
            let balance = match self.kind {
                Kind::QuotaIssue | Kind::CouponIssue => self.ground.quotas.get(source).map(|quota| quota.balance),
                Kind::CustomerTransfer => self.ground.transferable.as_ref().map(|(amount, _)| *amount),
                _ => None,
            };
            let open = self.ground.open_amounts.get(source).copied().unwrap_or_default();
            Sum {
                source: source.to_owned(),
                rows,
                total: total.to_string(),
                balance: balance.map(|balance| balance.to_string()),
                open: open.to_string(),
                after: balance.map(|balance| (balance - open - total).to_string()),
                currency: currency.to_owned(),
            }
        };
        by.into_iter().map(sum).collect()
    }
}
