//! Recipients as typed against those that are known: a line of the dry run each, with what stands against it (COUPON-6, CMD-3).

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::{
    cloud::site::{Association, Site},
    commands::dry_run::{DryLine, Problem, Warning, read_amount},
    vouchers::{forms::recipients::Asked, store::recipients::Recipient},
};

/// `verified_status` of a customer whose real name is verified (RN-8).
const VERIFIED: &str = "2";

/// The lines, in the order they were typed; `amount` is for those without one of their own. Linear in both lists.
#[must_use]
pub fn lines(asked: &[Asked], found: &[Recipient], amount: &str) -> Vec<DryLine> {
    let mut known: HashMap<String, Vec<&Recipient>> = HashMap::new();
    for one in found {
        known.entry(one.remote_id.to_lowercase()).or_default().push(one);
        let account = one.account_name.as_deref().map(str::to_lowercase).filter(|account| !account.is_empty());
        if let Some(account) = account.filter(|account| *account != one.remote_id.to_lowercase()) {
            known.entry(account).or_default().push(one);
        }
    }
    let line = |one: &Asked| {
        let (amount, wrong) = amount_of(if one.amount.is_empty() { amount } else { &one.amount });
        let mut line = match known.get(&one.key.to_lowercase()).map(Vec::as_slice) {
            Some([recipient]) => judged(recipient),
            Some([_, ..]) => refused(&one.key, Problem::Ambiguous),
            Some([]) | None => refused(&one.key, Problem::Unknown),
        };
        line.amount = amount;
        line.problems.extend(wrong);
        line
    };
    asked.iter().map(line).collect()
}

fn amount_of(typed: &str) -> (Option<Decimal>, Option<Problem>) {
    match read_amount(typed) {
        Ok(amount) => (Some(amount), None),
        Err(problem) => (None, Some(problem)),
    }
}

fn refused(key: &str, problem: Problem) -> DryLine {
    DryLine { problems: vec![problem], ..DryLine::new(key, "", None) }
}

/// A recipient with what its own state says.
fn judged(one: &Recipient) -> DryLine {
    let mut line = DryLine::new(&one.remote_id, one.label(), None);
    if one.left {
        line.problems.push(Problem::Left);
    }
    let Some(association) = one.association_type.as_deref() else { return line };
    if Site::China.association(association) == Some(Association::Referral) {
        line.problems.push(Problem::Advisor);
    }
    if one.verified_status.as_deref().is_some_and(|status| status != VERIFIED) {
        line.warnings.push(Warning::NotVerified);
    }
    if one.is_frozen.is_some_and(|frozen| frozen != 0) {
        line.warnings.push(Warning::Frozen);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(remote_id: &str, account: &str) -> Recipient {
        Recipient {
            id: 1,
            remote_id: remote_id.to_owned(),
            account_name: Some(account.to_owned()),
            name: None,
            left: false,
            association_type: Some("2".to_owned()),
            verified_status: Some("2".to_owned()),
            is_frozen: Some(0),
        }
    }

    fn asked(key: &str, amount: &str) -> Asked {
        Asked { key: key.to_owned(), amount: amount.to_owned() }
    }

    #[test]
    fn recipients_are_found_by_account_or_id_and_judged() {
        let text = |text: &str| Some(text.to_owned());
        let known = [
            customer("c-1", "Yunfan"),
            customer("c-2", "twin"),
            customer("c-3", "twin"),
            Recipient { left: true, ..customer("c-4", "gone") },
            Recipient { association_type: text("1"), ..customer("c-5", "advised") },
            Recipient { verified_status: text("0"), ..customer("c-6", "review") },
            Recipient { is_frozen: Some(1), ..customer("c-7", "cold") },
            Recipient { association_type: None, verified_status: None, is_frozen: None, ..customer("r-1", "reseller") },
            customer("same", "same"),
        ];
        for (key, recipient, problems, warnings) in [
            ("yunfan", "c-1", vec![], vec![]),
            ("C-1", "c-1", vec![], vec![]),
            ("twin", "twin", vec![Problem::Ambiguous], vec![]),
            ("c-3", "c-3", vec![], vec![]),
            ("gone", "c-4", vec![Problem::Left], vec![]),
            ("advised", "c-5", vec![Problem::Advisor], vec![]),
            ("review", "c-6", vec![], vec![Warning::NotVerified]),
            ("cold", "c-7", vec![], vec![Warning::Frozen]),
            ("reseller", "r-1", vec![], vec![]),
            ("same", "same", vec![], vec![]),
            ("nobody", "nobody", vec![Problem::Unknown], vec![]),
        ] {
            let line = lines(&[asked(key, "5")], &known, "").remove(0);
            assert_eq!(
                (line.recipient.as_str(), line.problems, line.warnings),
                (recipient, problems, warnings),
                "{key}"
            );
        }
    }

    #[test]
    fn an_amount_of_its_own_comes_before_the_one_for_all() {
        let known = [customer("c-1", "a")];
        for (own, all, want) in [
            ("5", "9", Ok("5")),
            ("", "9", Ok("9")),
            ("x", "9", Err(Problem::AmountUnreadable)),
            ("", "", Err(Problem::AmountMissing)),
        ] {
            let line = lines(&[asked("a", own)], &known, all).remove(0);
            let got = line.amount.ok_or_else(|| line.problems[0]);
            assert_eq!(got, want.map(|sum| sum.parse().unwrap()), "{own:?} {all:?}");
        }
    }
}
