//! What all kinds of command check alike: amounts, duplicates, open commands, what is left, calls and time.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::{Balance, DryLine, DryRun, Objection, Problem, Warning};
use crate::values::decimal;

/// Vendor write requests per second and API: the share of the throttle (API-40).
const CALLS_PER_SECOND: usize = 8;
/// Decimals of an amount (QUOTA-10, COUPON-8, ACCT-6).
const DECIMALS: u32 = 2;

/// What the amounts of the lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Typed by the member: positive, at most two decimals.
    Typed,
    /// The balance shown, all of which is taken back.
    Balance,
    /// There are none.
    Nothing,
}

/// What decides beside the lines.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// What the amounts are.
    pub amounts: Taken,
    /// What they are drawn from, if anything.
    pub balance: Option<Balance>,
    /// Open commands of the same kind about the same source: recipient and key.
    pub open: &'a [(String, i64)],
    /// Whether an open command for a recipient stands in the way; else it is only told.
    pub once: bool,
    /// Most recipients of one confirmation.
    pub most: usize,
    /// Most recipients of one vendor request; those of one request have one amount.
    pub per_call: usize,
}

/// Reads a typed amount: digits with at most one point, `,` between thousands; full-width digits as typed on Chinese keyboards.
///
/// # Errors
/// [`Problem::AmountMissing`], [`Problem::AmountUnreadable`].
pub fn read_amount(typed: &str) -> Result<Decimal, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::AmountMissing);
    }
    decimal::typed(typed).map_err(|_| Problem::AmountUnreadable)
}

/// See the module. Linear in the number of recipients.
#[must_use]
pub fn dry_run(facts: &Facts<'_>, mut lines: Vec<DryLine>) -> DryRun {
    let open: HashMap<&str, i64> = facts.open.iter().map(|(recipient, id)| (recipient.as_str(), *id)).collect();
    let mut named = HashSet::new();
    for line in &mut lines {
        if !named.insert(line.recipient.clone()) {
            line.problems.push(Problem::Duplicate);
        }
        line.problems.extend(amount_fault(facts.amounts, line));
        match open.get(line.recipient.as_str()) {
            Some(id) if facts.once => line.problems.push(Problem::Open(*id)),
            Some(id) => line.warnings.push(Warning::Open(*id)),
            None => {}
        }
    }
    // What cannot be done will not be paid.
    let sound = lines.iter().filter(|line| line.problems.is_empty());
    let total: Decimal = sound.filter_map(|line| line.amount).sum();
    let after = facts.balance.as_ref().map(|balance| balance.amount - balance.done - balance.open - total);
    let calls = calls(&lines, facts.per_call);
    DryRun {
        objections: objections(facts, lines.len(), after),
        lines,
        total,
        currency: facts.balance.as_ref().map(|balance| balance.currency.clone()),
        balance: facts.balance.clone(),
        balance_after: after,
        second: None,
        steps: 0,
        approvers: vec![],
        calls,
        seconds: calls.div_ceil(CALLS_PER_SECOND),
    }
}

fn amount_fault(amounts: Taken, line: &DryLine) -> Option<Problem> {
    let told = |problem: &Problem| matches!(problem, Problem::AmountMissing | Problem::AmountUnreadable);
    match (amounts, line.amount) {
        (Taken::Nothing, _) => None,
        (Taken::Balance, Some(amount)) if amount > Decimal::ZERO => None,
        // What is not there has no balance either: one sentence is enough.
        (Taken::Balance, _) => line.problems.is_empty().then_some(Problem::NothingLeft),
        (Taken::Typed, None) => (!line.problems.iter().any(told)).then_some(Problem::AmountMissing),
        (Taken::Typed, Some(amount)) if amount <= Decimal::ZERO => Some(Problem::AmountNotPositive),
        (Taken::Typed, Some(amount)) if amount.normalize().scale() > DECIMALS => Some(Problem::AmountDecimals),
        (Taken::Typed, Some(_)) => None,
    }
}

fn objections(facts: &Facts<'_>, recipients: usize, after: Option<Decimal>) -> Vec<Objection> {
    let mut against = Vec::new();
    match recipients {
        0 => against.push(Objection::Nobody),
        more if more > facts.most => against.push(Objection::TooMany(facts.most)),
        _ => {}
    }
    against.extend(after.filter(|after| *after < Decimal::ZERO).map(|after| Objection::Short(-after)));
    against
}

/// Requests: those of one amount share one, as far as it takes them.
fn calls(lines: &[DryLine], per_call: usize) -> usize {
    let mut equal: HashMap<Option<Decimal>, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.problems.is_empty()) {
        *equal.entry(line.amount.map(|amount| amount.normalize())).or_default() += 1;
    }
    equal.values().map(|count| count.div_ceil(per_call.max(1))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn balance(left: &str, open: &str) -> Option<Balance> {
        let as_of = "2026-11-22T04:00:00Z".parse().unwrap();
        Some(Balance {
            amount: amount(left),
            currency: "CNY".into(),
            as_of,
            open: amount(open),
            open_count: 1,
            done: Decimal::ZERO,
        })
    }

    fn facts<'a>(amounts: Taken, left: Option<Balance>, open: &'a [(String, i64)]) -> Facts<'a> {
        Facts { amounts, balance: left, open, once: amounts == Taken::Balance, most: 1000, per_call: 1 }
    }

    fn line(recipient: &str, sum: &str) -> DryLine {
        DryLine::new(recipient, "", (!sum.is_empty()).then(|| amount(sum)))
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, want) in [
            ("100", Ok("100")),
            (" 1,234.50 ", Ok("1234.50")),
            ("１２３．４５", Ok("123.45")),
            ("1，000", Ok("1000")),
            ("-5", Ok("-5")),
            ("", Err(Problem::AmountMissing)),
            ("  ", Err(Problem::AmountMissing)),
            ("1e3", Err(Problem::AmountUnreadable)),
            ("1,00", Err(Problem::AmountUnreadable)),
            ("1.000,50", Err(Problem::AmountUnreadable)),
            ("12元", Err(Problem::AmountUnreadable)),
            ("1.2.3", Err(Problem::AmountUnreadable)),
            ("1 000", Err(Problem::AmountUnreadable)),
            ("٣", Err(Problem::AmountUnreadable)),
            ("1234567890123456789012345", Err(Problem::AmountUnreadable)),
        ] {
            assert_eq!(read_amount(typed), want.map(amount), "{typed:?}");
        }
    }

    #[test]
    fn every_amount_is_positive_and_has_two_decimals_at_most() {
        for (amounts, sum, want) in [
            (Taken::Typed, "0.01", None),
            (Taken::Typed, "10.500", None),
            (Taken::Typed, "0.001", Some(Problem::AmountDecimals)),
            (Taken::Typed, "0", Some(Problem::AmountNotPositive)),
            (Taken::Typed, "-1", Some(Problem::AmountNotPositive)),
            (Taken::Typed, "", Some(Problem::AmountMissing)),
            (Taken::Balance, "0.001", None),
            (Taken::Balance, "0", Some(Problem::NothingLeft)),
            (Taken::Balance, "", Some(Problem::NothingLeft)),
            (Taken::Nothing, "", None),
        ] {
            let run = dry_run(&facts(amounts, None, &[]), vec![line("r", sum)]);
            assert_eq!(run.lines[0].problems, want.into_iter().collect::<Vec<_>>(), "{amounts:?} {sum}");
        }
    }

    #[test]
    fn the_balance_less_open_commands_must_suffice() {
        for (left, open, sums, want) in [
            ("100", "0", &["60", "40"][..], None),
            ("100", "0.01", &["60", "40"], Some("0.01")),
            ("100", "0", &["100.01"], Some("0.01")),
            ("0", "0", &["1"], Some("1")),
        ] {
            let lines = sums.iter().enumerate().map(|(place, sum)| line(&place.to_string(), sum)).collect();
            let run = dry_run(&facts(Taken::Typed, balance(left, open), &[]), lines);
            let short: Vec<Objection> = want.into_iter().map(|by| Objection::Short(amount(by))).collect();
            assert_eq!(run.objections, short, "{left} {open} {sums:?}");
            assert_eq!(run.balance_after, Some(amount(left) - amount(open) - run.total));
        }
    }

    #[test]
    fn what_is_named_twice_or_open_is_told() {
        let open = [("b".to_owned(), 7)];
        let lines = || vec![line("a", "1"), line("b", "1"), line("a", "2")];
        let run = dry_run(&facts(Taken::Typed, None, &open), lines());
        assert_eq!(run.lines[2].problems, [Problem::Duplicate]);
        assert_eq!((&run.lines[1].problems[..], &run.lines[1].warnings[..]), (&[][..], &[Warning::Open(7)][..]));
        let run = dry_run(&facts(Taken::Balance, None, &open), lines());
        assert_eq!(run.lines[1].problems, [Problem::Open(7)], "what is being taken back cannot be taken back again");
        assert_eq!((run.faulty(), run.is_ready()), (2, false));
    }

    #[test]
    fn recipients_of_one_amount_share_a_request() {
        for (amounts, per_call, want) in
            [(vec!["5"; 250], 100, (3, 1)), (vec!["5"; 250], 1, (250, 32)), (vec!["5", "5.00", "6"], 100, (2, 1))]
        {
            let lines = amounts.iter().enumerate().map(|(place, sum)| line(&place.to_string(), sum)).collect();
            let run = dry_run(&Facts { per_call, ..facts(Taken::Typed, None, &[]) }, lines);
            assert_eq!((run.calls, run.seconds), want, "{per_call}");
        }
    }

    #[test]
    fn nobody_too_many_and_nobody_to_agree_stand_against_the_whole() {
        use crate::access::permission::QuotaApprove;
        let few = Facts { most: 1, ..facts(Taken::Typed, None, &[]) };
        assert_eq!(dry_run(&few, vec![]).objections, [Objection::Nobody]);
        assert_eq!(dry_run(&few, vec![line("a", "1"), line("b", "1")]).objections, [Objection::TooMany(1)]);
        let run = |steps, who: &[&str]| {
            let second = Some(QuotaApprove::CODE);
            dry_run(&few, vec![line("a", "1")]).asks(second, steps, who.iter().map(|who| (*who).to_owned()).collect())
        };
        assert_eq!(run(1, &[]).objections, [Objection::NobodyAgrees]);
        assert_eq!(run(2, &["finance"]).objections, [Objection::NobodyAgrees]);
        assert!(run(1, &["finance"]).is_ready());
        assert!(dry_run(&few, vec![line("a", "1")]).asks(None, 0, vec![]).is_ready());
    }

    #[test]
    fn the_digest_changes_with_everything_that_was_shown() {
        let run =
            |sum: &str, open: &str| dry_run(&facts(Taken::Typed, balance("100", open), &[]), vec![line("a", sum)]);
        let shown = run("5", "0").digest("quota-1");
        assert_eq!(run("5.00", "0").digest("quota-1"), shown, "the same amount");
        assert_ne!(run("5", "0").digest("quota-2"), shown);
        assert_ne!(run("5.01", "0").digest("quota-1"), shown);
        assert_ne!(run("5", "1").digest("quota-1"), shown, "somebody else's command was opened meanwhile");
        assert_ne!(run("5", "0").asks(None, 1, vec![]).digest("quota-1"), shown, "the rule changed meanwhile");
    }
}
