//! Who sees which commands, how urgent one is, and what its reader is told first. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::commands::Outcome;

use crate::access::{
    Code, Permission, Permissions,
    permission::{
        AdjustView, AuditView, BalanceWithdraw, CouponApprove, CouponIssue, CouponReclaim, CouponView,
        CustomerBalanceView, CustomerBudgetSet, CustomerBudgetView, CustomerCreate, CustomerFreeze, MoneyApprove,
        OrderPay, QuotaApprove, QuotaIssue, QuotaReclaim, QuotaView, RealnameSubmit, RealnameView, TransferCustomer,
        TransferReseller,
    },
};

/// The permissions of commands: those that are marked (MEM-12), then two plain ones, then the auditor's.
const CODES: [Code; 16] = [
    QuotaApprove::CODE,
    CouponApprove::CODE,
    MoneyApprove::CODE,
    QuotaIssue::CODE,
    QuotaReclaim::CODE,
    CouponIssue::CODE,
    CouponReclaim::CODE,
    TransferCustomer::CODE,
    TransferReseller::CODE,
    CustomerBudgetSet::CODE,
    CustomerFreeze::CODE,
    BalanceWithdraw::CODE,
    OrderPay::CODE,
    CustomerCreate::CODE,
    RealnameSubmit::CODE,
    AuditView::CODE,
];

/// Who moves vouchers or money, or agrees to it: every one of these permissions is marked (MEM-12).
#[derive(Debug)]
pub enum Moving {}

impl Permission for Moving {
    const CODES: &'static [Code] = CODES.split_at(13).0;
}

/// Who makes commands of any kind, or agrees to them: he may take back his own. Two of these permissions are not marked, so what
/// moves vouchers or money asks for the proof itself: `actor.proves::<Moving>()` (MEM-12).
#[derive(Debug)]
pub enum Acting {}

impl Permission for Acting {
    const CODES: &'static [Code] = CODES.split_at(15).0;
}

/// Who makes commands of any kind, agrees to them, or audits them.
#[derive(Debug)]
pub enum Concerned {}

impl Permission for Concerned {
    const CODES: &'static [Code] = &CODES;
}

/// Any one of these shows all commands of a kind; everybody sees his own.
const SEEN: [(&str, &[Code]); 15] = [
    ("quota_issue", &[QuotaView::CODE, QuotaApprove::CODE]),
    ("quota_reclaim", &[QuotaView::CODE, QuotaApprove::CODE]),
    ("coupon_issue", &[CouponView::CODE, CouponApprove::CODE]),
    ("coupon_reclaim", &[CouponView::CODE, CouponApprove::CODE]),
    ("customer_transfer", &[CustomerBalanceView::CODE, AdjustView::CODE, MoneyApprove::CODE]),
    ("customer_takeback", &[CustomerBalanceView::CODE, AdjustView::CODE, MoneyApprove::CODE]),
    ("reseller_transfer", &[AdjustView::CODE, MoneyApprove::CODE]),
    ("reseller_takeback", &[AdjustView::CODE, MoneyApprove::CODE]),
    ("budget_set", &[CustomerBudgetView::CODE, MoneyApprove::CODE]),
    ("freeze", &[CustomerFreeze::CODE, MoneyApprove::CODE]),
    ("unfreeze", &[CustomerFreeze::CODE, MoneyApprove::CODE]),
    ("customer_create", &[CustomerCreate::CODE]),
    ("realname_submit", &[RealnameView::CODE]),
    ("withdrawal", &[BalanceWithdraw::CODE, MoneyApprove::CODE]),
    ("payment", &[OrderPay::CODE, MoneyApprove::CODE]),
];

/// Kinds of command a member sees although they are not his; none: all of them, as an auditor does.
#[must_use]
pub fn sees(held: Permissions) -> Option<Vec<String>> {
    let seen = SEEN.iter().filter(|(_, codes)| held.holds_any(codes));
    (!held.holds(AuditView::CODE)).then(|| seen.map(|(kind, _)| (*kind).to_owned()).collect())
}

/// CMD-11: a confirmed command without a record is told of after so long.
pub const LATE: TimeDelta = TimeDelta::hours(24);

/// What is known about where a command stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// State (CMD-1).
    pub state: &'a str,
    /// Outcome of a reconciled one.
    pub outcome: Option<&'a str>,
    /// State of its approval.
    pub approval: &'a str,
    /// Whether a person must decide (CMD-9).
    pub settled: bool,
}

impl Standing<'_> {
    /// The word under which the state is shown: the outcome of a reconciled one, a person's turn, an approval that waits.
    #[must_use]
    pub fn word(&self) -> &str {
        match (self.state, self.outcome) {
            ("reconciled", Some(outcome)) => outcome,
            ("unknown", _) if self.settled => "person",
            ("intent", _) if self.approval == "pending" => "awaiting",
            ("intent", _) => "ready",
            (state, _) => state,
        }
    }
}

/// Whether a confirmed command should have shown a record by now (CMD-11).
#[must_use]
pub fn is_late(state: &str, changed_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    state == "confirmed" && changed_at <= now - LATE
}

/// The record that somebody names among the candidates, by its whole key or by the vendor's id in it; none is named where
/// nothing proves it, and none can prove that nothing happened unless it shows a failed attempt.
///
/// # Errors
/// When it is none of the candidates.
pub fn record_of(candidates: &[Value], outcome: Outcome, named: &str) -> Result<Option<String>, NoSuchRecord> {
    if named.is_empty() {
        return Ok(None);
    }
    let is = |key: &&str| *key == named || key.rsplit_once(':').is_some_and(|(_, id)| id == named);
    let fits = |record: &&Value| record["ok"] == Value::Bool(outcome == Outcome::Applied);
    let keys = candidates.iter().filter(fits).filter_map(|record| record["record"].as_str());
    keys.into_iter().find(is).map(|key| Some(key.to_owned())).ok_or(NoSuchRecord)
}

/// A record that is none of the candidates, or says the contrary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchRecord;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{Kind as OrganizationKind, Role, permissions_of},
        commands::Kind,
    };

    #[test]
    fn members_see_the_kinds_of_their_work_and_auditors_all() {
        let kinds = |role| sees(permissions_of(OrganizationKind::Distributor, false, &[role], Permissions::NONE));
        let voucher = kinds(Role::VoucherManager).unwrap();
        for kind in ["quota_issue", "quota_reclaim", "coupon_issue", "coupon_reclaim"] {
            assert!(voucher.iter().any(|seen| seen == kind), "{kind}");
        }
        assert!(!voucher.iter().any(|kind| kind == "reseller_transfer"), "{voucher:?}");
        assert_eq!(kinds(Role::Auditor), None);
        assert!(kinds(Role::Finance).unwrap().iter().any(|kind| kind == "customer_transfer"));
        assert!(!kinds(Role::Developer).unwrap().iter().any(|kind| kind.starts_with("coupon")));
        for kind in Kind::ALL {
            assert!(SEEN.iter().any(|(word, _)| *word == kind.as_str()), "{kind:?}: who sees it?");
        }
    }

    #[test]
    fn who_makes_a_command_may_act_on_it_and_what_moves_anything_is_marked() {
        use crate::access::permission::StepUp;
        for kind in Kind::ALL {
            assert!(Acting::CODES.contains(&kind.code()), "{kind:?}: its maker cannot take it back");
        }
        let marked = |code: &&Code| code.facts().step_up != StepUp::Plain;
        let moving: Vec<_> = Acting::CODES.iter().filter(marked).copied().collect();
        assert_eq!(moving, Moving::CODES);
        assert_eq!(Concerned::CODES.split_last(), Some((&AuditView::CODE, Acting::CODES)));
    }

    #[test]
    fn a_state_is_shown_by_what_its_reader_must_know() {
        for (state, outcome, approval, settled, want) in [
            ("intent", None, "pending", false, "awaiting"),
            ("intent", None, "approved", false, "ready"),
            ("intent", None, "approved", false, "ready"),
            ("unknown", None, "approved", false, "unknown"),
            ("unknown", None, "approved", true, "person"),
            ("confirmed", None, "approved", false, "confirmed"),
            ("reconciled", Some("applied"), "approved", true, "applied"),
            ("reconciled", Some("not_applied"), "approved", true, "not_applied"),
            ("failed", None, "returned", false, "failed"),
        ] {
            assert_eq!(Standing { state, outcome, approval, settled }.word(), want, "{state}");
        }
    }

    #[test]
    fn only_a_candidate_that_says_so_proves_an_outcome() {
        let candidates = [
            serde_json::json!({"record": "quota_records:7", "ok": true}),
            serde_json::json!({"record": "quota_records:8", "ok": false}),
        ];
        for (outcome, named, want) in [
            (Outcome::Applied, "quota_records:7", Ok(Some("quota_records:7"))),
            (Outcome::Applied, "7", Ok(Some("quota_records:7"))),
            (Outcome::Applied, "", Ok(None)),
            (Outcome::Applied, "8", Err(NoSuchRecord)),
            (Outcome::NotApplied, "8", Ok(Some("quota_records:8"))),
            (Outcome::NotApplied, "7", Err(NoSuchRecord)),
            (Outcome::Applied, "9", Err(NoSuchRecord)),
        ] {
            let got = record_of(&candidates, outcome, named);
            assert_eq!(got, want.map(|key| key.map(str::to_owned)), "{outcome:?} {named}");
        }
    }

    #[test]
    fn a_confirmed_command_is_late_after_a_day() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        for (state, hours, want) in [("confirmed", 23, false), ("confirmed", 24, true), ("unknown", 99, false)] {
            assert_eq!(is_late(state, now - TimeDelta::hours(hours), now), want, "{state} {hours}");
        }
    }
}
