//! The good rows of a set as plans of commands (CMD-6, CMD-15). Pure.

use rust_decimal::Decimal;

use super::{column::Kind, verdict::Weighed};
use crate::commands::{Follows, Line, Plan, Write};

/// Coupons that share a call (COUPON-8).
const PER_CALL: usize = 100;
/// Vendor write requests per second (API-40).
const PER_SECOND: usize = 8;

/// Plans, and for each of their lines in order the line of the sheet; none for what is issued again.
#[derive(Debug, Default)]
pub struct Planned {
    /// One for each write.
    pub plans: Vec<Plan>,
    /// Lines of the sheet, in the order of the lines of all plans.
    pub lines: Vec<Option<u32>>,
}

impl Planned {
    /// Sum of the amounts of all lines: what the approval counts.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.plans.iter().flat_map(|plan| &plan.lines).filter_map(|line| line.amount).sum()
    }

    /// Vendor write requests, and the seconds they take at least.
    #[must_use]
    pub fn effort(&self) -> (usize, usize) {
        let of = |plan: &Plan| {
            let most = if matches!(plan.write, Write::CouponIssue { .. }) { PER_CALL } else { 1 };
            let mut amounts: Vec<Decimal> = plan.lines.iter().filter_map(|line| line.amount).collect();
            amounts.sort_unstable();
            amounts.chunk_by(|one, other| one == other).map(|equal| equal.len().div_ceil(most)).sum::<usize>()
        };
        let calls = self.plans.iter().map(of).sum::<usize>();
        (calls, calls.div_ceil(PER_SECOND))
    }
}

/// Plans the good rows, in their order within each write; what is issued again stands behind everything.
#[must_use]
pub fn plan(kind: Kind, good: &[&Weighed], on_behalf_of: Option<&str>) -> Planned {
    let mut planned = Planned::default();
    let mut writes: Vec<(Write, Vec<&Weighed>)> = Vec::new();
    for one in good {
        let write = write_of(kind, one);
        match writes.iter_mut().rev().find(|(known, _)| *known == write) {
            Some((_, rows)) => rows.push(one),
            None => writes.push((write, vec![one])),
        }
    }
    let mut rests: Vec<(usize, &Weighed)> = Vec::new();
    for (write, rows) in writes {
        let mut lines = Vec::new();
        for one in rows {
            if one.back.is_some() {
                rests.push((planned.lines.len(), one));
            }
            planned.lines.push(Some(one.line));
            lines.push(line(one));
        }
        planned.plans.push(Plan { write, on_behalf_of: on_behalf_of.map(str::to_owned), lines });
    }
    for (place, one) in rests {
        let Some((back, amount)) = one.back.zip(one.amount) else { continue };
        planned.lines.push(None);
        planned.plans.push(Plan {
            write: Write::QuotaIssue { quota_id: one.source.clone().unwrap_or_default() },
            on_behalf_of: on_behalf_of.map(str::to_owned),
            lines: vec![Line {
                recipient: one.holder.clone(),
                name: one.name.clone(),
                amount: Some(amount - back),
                follows: Some(Follows { line: place, less: back }),
            }],
        });
    }
    planned
}

fn line(one: &Weighed) -> Line {
    Line {
        recipient: one.recipient.clone().unwrap_or_default(),
        name: one.name.clone(),
        amount: one.amount,
        follows: None,
    }
}

fn write_of(kind: Kind, one: &Weighed) -> Write {
    let source = || one.source.clone().unwrap_or_default();
    match kind {
        Kind::QuotaIssue => Write::QuotaIssue { quota_id: source() },
        Kind::QuotaReclaim => Write::QuotaReclaim { parent_quota_id: source(), reseller_id: one.holder.clone() },
        Kind::CouponIssue => Write::CouponIssue {
            quota_id: source(),
            valid_time: one.valid.0,
            expire_time: one.valid.1,
            cloud_service_types: vec![],
            product_ids: vec![],
        },
        Kind::CouponReclaim => Write::CouponReclaim {
            quota_id: one.source.clone(),
            customer_id: Some(one.holder.clone()).filter(|holder| !holder.is_empty()),
        },
        Kind::CustomerTransfer => Write::CustomerTransfer,
        Kind::CustomerTakeback => Write::CustomerTakeback,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, recipient: &str, amount: &str) -> Weighed {
        Weighed {
            line,
            recipient: Some(recipient.to_owned()),
            source: Some("Q".to_owned()),
            amount: amount.parse().ok(),
            ..Weighed::default()
        }
    }

    #[test]
    fn rows_of_one_write_share_a_plan_and_keep_their_order() {
        let mut other = row(3, "c", "5");
        other.source = Some("P".to_owned());
        let rows = [row(2, "a", "5"), other, row(4, "b", "5.00")];
        let planned = plan(Kind::CouponIssue, &rows.iter().collect::<Vec<_>>(), Some("r"));
        assert_eq!(planned.plans.len(), 2);
        assert_eq!(planned.lines, [Some(2), Some(4), Some(3)]);
        assert_eq!((planned.total().to_string(), planned.effort()), ("15.00".to_owned(), (2, 1)));
        assert!(planned.plans.iter().all(|plan| plan.on_behalf_of.as_deref() == Some("r")));
    }

    #[test]
    fn the_rest_of_a_partial_reclaim_is_issued_again_after_it() {
        let mut part = row(2, "C1", "100");
        part.back = Some(Decimal::from(30));
        part.holder = "reseller".to_owned();
        let rows = [part, row(3, "C2", "50")];
        let planned = plan(Kind::QuotaReclaim, &rows.iter().collect::<Vec<_>>(), None);
        let rest = planned.plans.last().unwrap();
        assert_eq!(rest.write, Write::QuotaIssue { quota_id: "Q".to_owned() });
        assert_eq!(rest.lines[0].follows, Some(Follows { line: 0, less: Decimal::from(30) }));
        assert_eq!((rest.lines[0].recipient.as_str(), rest.lines[0].amount), ("reseller", Some(Decimal::from(70))));
        assert_eq!(planned.lines, [Some(2), Some(3), None]);
        assert_eq!(planned.total(), Decimal::from(220));
    }
}
