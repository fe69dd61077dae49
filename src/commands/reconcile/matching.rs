//! Which record proves a command (CMD-5, CMD-8). Pure: the same question always has the same answer, and doubt is an answer.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use crate::commands::Kind;

/// CMD-8: how far before the sending a record's time may lie: the vendor's clock is not ours.
const BEFORE: TimeDelta = TimeDelta::minutes(15);

/// One row of a proving list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// List and key: `quota_records:ID`.
    pub key: String,
    /// Reseller, customer, child quota or coupon: what the request named.
    pub recipient: String,
    /// The quota drawn on; none where the list names none.
    pub quota: Option<String>,
    /// What was made: child quota, coupon, transaction.
    pub made: Option<String>,
    /// What moved.
    pub amount: Option<Decimal>,
    /// When, by the vendor's clock.
    pub at: Option<DateTime<Utc>>,
    /// Whether it took effect: lists show failed attempts too.
    pub is_ok: bool,
    /// What its maker wrote.
    pub remark: Option<String>,
    /// A state rather than an event: says what is, not who made it so.
    pub is_state: bool,
}

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Kind of the command.
    pub kind: Kind,
    /// Its recipient.
    pub recipient: &'a str,
    /// Its quota.
    pub quota: Option<&'a str>,
    /// Its amount.
    pub amount: Option<Decimal>,
    /// The exact id that the answer named.
    pub made: Option<&'a str>,
    /// Whether the vendor said yes.
    pub is_confirmed: bool,
    /// The word that it wrote into memo or remark.
    pub token: Option<&'a str>,
    /// When a byte of it may first have left.
    pub sent_at: DateTime<Utc>,
    /// Other commands with the same key that may have happened and are not proved.
    pub rivals: usize,
    /// Whether the settle time is over.
    pub is_settled: bool,
}

/// What is known around it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Keys that stood there just before it was sent.
    pub baseline: &'a BTreeSet<String>,
    /// Keys that prove other commands.
    pub claimed: &'a BTreeSet<String>,
    /// Exact ids that answers to other commands named.
    pub others: &'a BTreeSet<String>,
}

/// What the records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match<'a> {
    /// It happened: this one.
    Applied(&'a Record),
    /// It was tried and failed: this one.
    NotApplied(&'a Record),
    /// No trace: says nothing, absence alone proves nothing (CMD-9).
    None,
    /// Any of these: a person decides, nobody guesses.
    Several(Vec<&'a Record>),
}

/// Finds what proves a command.
pub fn matching<'a>(wanted: &Wanted<'_>, records: &'a [Record], known: Known<'_>) -> Match<'a> {
    let free = |record: &&Record| !known.claimed.contains(&record.key);
    if let Some(made) = wanted.made {
        let exact = |record: &&Record| record.made.as_deref() == Some(made) && record.recipient == wanted.recipient;
        if let Some(record) = records.iter().filter(free).find(|record| exact(record) && record.is_ok) {
            return Match::Applied(record);
        }
        // A transaction id may differ from the record's (CMD-8); the other ids do not.
        if !has_transaction(wanted.kind) || wanted.rivals > 0 {
            return Match::None;
        }
    }
    let mut candidates: Vec<&Record> =
        records.iter().filter(free).filter(|record| may_be(wanted, record, known)).collect();
    if wanted.token.is_some_and(|token| candidates.iter().any(|record| bears(record, token))) {
        candidates.retain(|record| wanted.token.is_some_and(|token| bears(record, token)));
    }
    let (done, failed): (Vec<&Record>, Vec<&Record>) = candidates.into_iter().partition(|record| record.is_ok);
    match (done.as_slice(), failed.first()) {
        ([one], _) => Match::Applied(one),
        ([], Some(failed)) if wanted.is_settled || wanted.token.is_some_and(|token| bears(failed, token)) => {
            Match::NotApplied(failed)
        }
        ([], _) => Match::None,
        (_, _) => Match::Several(done),
    }
}

/// Whether another equal record, beside the one that proved it, reopens a decision (CMD-8): more than its rivals explain.
pub fn reopens<'a>(wanted: &Wanted<'_>, records: &'a [Record], known: Known<'_>) -> Vec<&'a Record> {
    let free = |record: &&Record| !known.claimed.contains(&record.key) && record.is_ok && !record.is_state;
    let bearing = |record: &&Record| wanted.token.is_none_or(|token| bears(record, token));
    let second: Vec<&Record> = records
        .iter()
        .filter(free)
        .filter(bearing)
        .filter(|record| may_be(&Wanted { is_confirmed: false, ..wanted.clone() }, record, known))
        .collect();
    if second.len() > wanted.rivals { second } else { Vec::new() }
}

/// Whether a record could be this command's, as far as its own fields tell.
fn may_be(wanted: &Wanted<'_>, record: &Record, known: Known<'_>) -> bool {
    if record.is_state {
        return record.recipient == wanted.recipient && (wanted.is_confirmed || !known.baseline.contains(&record.key));
    }
    let quota = match (wanted.quota, record.quota.as_deref()) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    let amount = !counts_amount(wanted.kind) || wanted.amount == record.amount;
    let foreign = record.remark.as_deref().is_some_and(|remark| remark.starts_with("ptl:"))
        && wanted.token.is_some_and(|token| !bears(record, token));
    let made_by_another = record.made.as_ref().is_some_and(|made| known.others.contains(made));
    record.recipient == wanted.recipient
        && quota
        && amount
        && !foreign
        && !made_by_another
        && !known.baseline.contains(&record.key)
        && record.at.is_none_or(|at| at >= wanted.sent_at - BEFORE)
}

/// A reclaim takes what is there: its amount is the record's (CMD-14).
const fn counts_amount(kind: Kind) -> bool {
    !matches!(kind, Kind::QuotaReclaim | Kind::CouponReclaim | Kind::CustomerCreate)
}

const fn has_transaction(kind: Kind) -> bool {
    matches!(kind, Kind::CustomerTransfer | Kind::CustomerTakeback | Kind::ResellerTransfer | Kind::ResellerTakeback)
}

/// Whether a remark begins with the word: `ptl:7` or `ptl:7 and more`, not `ptl:70`.
fn bears(record: &Record, token: &str) -> bool {
    let rest = record.remark.as_deref().and_then(|remark| remark.strip_prefix(token));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
