//! What a confirmation asks for, and how it is cut into calls (CMD-6, CMD-15). Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::write::Write;

/// One recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Reseller, customer, child quota or coupon, by the vendor's id; at a creation the portal's own key.
    pub recipient: String,
    /// Its account name as shown.
    pub name: String,
    /// Whole units of the confirmation's currency, exact; a reclaim: the balance shown.
    pub amount: Option<Decimal>,
    /// Sent only after another line, with what that one took.
    pub follows: Option<Follows>,
}

/// A line that waits for another (CMD-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follows {
    /// Place of the other line, counted over all plans of the confirmation from 0; it stands before this one.
    pub line: usize,
    /// Its amount is what the other really took, less this.
    pub less: Decimal,
}

/// One write for many recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the vendor is asked.
    pub write: Write,
    /// The reseller it is done for, by the vendor's id (API-8).
    pub on_behalf_of: Option<String>,
    /// For whom.
    pub lines: Vec<Line>,
}

/// One call: its plan, and the places of its lines over all plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub plan: usize,
    pub lines: Vec<usize>,
}

/// Cuts plans into calls: one line each, save that coupons of one face value share a call, each customer once (CMD-6, COUPON-8).
pub(super) fn cut(plans: &[Plan]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut first = 0;
    for (plan, asked) in plans.iter().enumerate() {
        let most = asked.write.most_lines();
        let mut open: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
        for (place, line) in asked.lines.iter().enumerate() {
            let number = first + place;
            let Some(amount) = line.amount.filter(|_| most > 1 && line.follows.is_none()) else {
                cuts.push(Cut { plan, lines: vec![number] });
                continue;
            };
            let lines = open.entry(amount.normalize()).or_default();
            let is_twice = lines.iter().any(|other| asked.lines[other - first].recipient == line.recipient);
            if is_twice {
                cuts.push(Cut { plan, lines: vec![number] });
                continue;
            }
            lines.push(number);
            if lines.len() == most {
                cuts.push(Cut { plan, lines: std::mem::take(lines) });
            }
        }
        cuts.extend(open.into_values().filter(|lines| !lines.is_empty()).map(|lines| Cut { plan, lines }));
        first += asked.lines.len();
    }
    cuts.sort_by_key(|cut| cut.lines.first().copied());
    cuts
}

/// SHA-256 over exactly what is to be done: an approval and a confirm form bind to it (CMD-3).
#[must_use]
pub fn digest(account_id: i64, currency: Option<&str>, plans: &[Plan]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    // Each part with its length, so that no two lists of parts read alike.
    let mut part = |text: &str| {
        hasher.update(text.len().to_be_bytes());
        hasher.update(text.as_bytes());
    };
    part(&account_id.to_string());
    part(currency.unwrap_or_default());
    for plan in plans {
        part(&serde_json::to_string(&plan.write).unwrap_or_default());
        part(plan.on_behalf_of.as_deref().unwrap_or_default());
        part(&plan.lines.len().to_string());
        for line in &plan.lines {
            part(&line.recipient);
            part(&line.amount.map(|amount| amount.normalize().to_string()).unwrap_or_default());
            part(&line.follows.map(|other| format!("{}/{}", other.line, other.less.normalize())).unwrap_or_default());
        }
    }
    hasher.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(recipient: &str, amount: &str) -> Line {
        Line { recipient: recipient.into(), name: String::new(), amount: amount.parse().ok(), follows: None }
    }

    fn coupons(lines: Vec<Line>) -> Plan {
        let write = Write::CouponIssue {
            quota_id: "Q".into(),
            valid_time: None,
            expire_time: None,
            cloud_service_types: vec![],
            product_ids: vec![],
        };
        Plan { write, on_behalf_of: None, lines }
    }

    #[test]
    fn coupons_of_one_face_value_share_calls_of_a_hundred() {
        let many = (0..250).map(|n| line(&format!("c{n}"), if n % 5 == 0 { "20" } else { "10.00" })).collect();
        let cuts = cut(&[coupons(many)]);
        assert_eq!(cuts.iter().map(|cut| cut.lines.len()).collect::<Vec<_>>(), [50, 100, 100]);
        let mut all: Vec<usize> = cuts.iter().flat_map(|cut| cut.lines.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..250).collect::<Vec<_>>(), "every line once");
    }

    #[test]
    fn a_customer_stands_once_in_a_call_and_everything_else_alone() {
        let cuts = cut(&[coupons(vec![line("c", "10"), line("c", "10.0"), line("d", "10")])]);
        assert_eq!(cuts.iter().map(|cut| cut.lines.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![1]]);
        let reclaim =
            Plan { write: Write::CustomerTakeback, on_behalf_of: None, lines: vec![line("a", "1"), line("b", "1")] };
        let mut after = line("c", "1");
        after.follows = Some(Follows { line: 0, less: Decimal::ONE });
        let cuts = cut(&[reclaim, coupons(vec![after, line("d", "1")])]);
        assert_eq!(
            cuts.iter().map(|cut| (cut.plan, cut.lines.clone())).collect::<Vec<_>>(),
            [(0, vec![0]), (0, vec![1]), (1, vec![2]), (1, vec![3]),]
        );
    }

    #[test]
    fn a_digest_tells_every_difference_that_matters() {
        let plans = |amount| vec![coupons(vec![line("c", amount), line("d", "1")])];
        let one = digest(1, Some("CNY"), &plans("10"));
        assert_eq!(one, digest(1, Some("CNY"), &plans("10.00")), "the same amount");
        assert_ne!(one, digest(1, Some("CNY"), &plans("10.01")));
        assert_ne!(one, digest(2, Some("CNY"), &plans("10")));
        assert_ne!(one, digest(1, Some("USD"), &plans("10")));
        let mut other = plans("10");
        other[0].lines.swap(0, 1);
        assert_ne!(one, digest(1, Some("CNY"), &other));
    }
}
