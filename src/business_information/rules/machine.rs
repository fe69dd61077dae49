//! States of one authentication (BIZ-11). Pure.

use crate::{
    access::{
        Code,
        permission::{BizinfoEdit, DeskBizinfoReview, DeskDecisionRecord, IncentiveReview},
    },
    requests::{
        APPROVE, DISCARD, DISCARDED, DRAFT, EDIT, INTERNAL_REVIEW, Machine, PASS, PRIVATE, REJECT, REJECTED, RETURN,
        Rule, SUBMIT, SUBMIT_DIRECTLY,
        Side::{Member, Vendor},
        TAKE_BACK, WITHDRAW, WITHDRAWN, rule,
    },
};

/// 认证中: the vendor's automatic checks run.
pub const IN_PROGRESS: &str = "in_progress";
/// 待输入金额: a test transfer was sent.
pub const AWAITING_AMOUNT: &str = "awaiting_amount";
/// 认证已锁定: three wrong amounts.
pub const LOCKED: &str = "locked";
/// 人工审核中.
pub const MANUAL_REVIEW: &str = "manual_review";
/// 已认证.
pub const AUTHENTICATED: &str = "authenticated";
/// 变更认证中: of the whole, while a newer version is under way.
pub const CHANGE_PENDING: &str = "change_pending";
/// 需重新认证: of the whole, when name or entity are others now (BIZ-02).
pub const INVALIDATED: &str = "invalidated";
/// 未认证: of the whole.
pub const NOT_STARTED: &str = "not_started";

/// The vendor sends a test transfer, or another one.
pub const TRANSFER: &str = "transfer";
/// The checks are inconclusive, or no transfer arrived: a person of the vendor looks.
pub const EXAMINE: &str = "examine";
/// The vendor unlocks.
pub const UNLOCK: &str = "unlock";
/// The right amount.
pub const CONFIRM: &str = "confirm";
/// A wrong amount.
pub const MISS: &str = "miss";
/// The third wrong amount.
pub const LOCK: &str = "lock";

const EDITS: &[Code] = &[BizinfoEdit::CODE];
const REVIEWS: &[Code] = &[IncentiveReview::CODE];
const DESK: &[Code] = &[DeskBizinfoReview::CODE];
const DECIDES: &[Code] = &[DeskBizinfoReview::CODE, DeskDecisionRecord::CODE];

static RULES: [Rule; 23] = [
    rule(DRAFT, SUBMIT, INTERNAL_REVIEW, Member, EDITS),
    rule(DRAFT, SUBMIT_DIRECTLY, IN_PROGRESS, Member, EDITS),
    rule(DRAFT, DISCARD, DISCARDED, Member, EDITS),
    rule(INTERNAL_REVIEW, TAKE_BACK, DRAFT, Member, EDITS),
    rule(INTERNAL_REVIEW, PASS, IN_PROGRESS, Member, REVIEWS),
    rule(INTERNAL_REVIEW, RETURN, DRAFT, Member, REVIEWS),
    rule(IN_PROGRESS, TRANSFER, AWAITING_AMOUNT, Vendor, DESK),
    rule(IN_PROGRESS, EXAMINE, MANUAL_REVIEW, Vendor, DECIDES),
    rule(IN_PROGRESS, REJECT, REJECTED, Vendor, DECIDES),
    rule(IN_PROGRESS, WITHDRAW, WITHDRAWN, Member, EDITS),
    rule(AWAITING_AMOUNT, TRANSFER, AWAITING_AMOUNT, Vendor, DESK),
    rule(AWAITING_AMOUNT, EXAMINE, MANUAL_REVIEW, Vendor, DECIDES),
    rule(AWAITING_AMOUNT, CONFIRM, AUTHENTICATED, Member, EDITS),
    rule(AWAITING_AMOUNT, MISS, AWAITING_AMOUNT, Member, EDITS),
    rule(AWAITING_AMOUNT, LOCK, LOCKED, Member, EDITS),
    rule(LOCKED, UNLOCK, AWAITING_AMOUNT, Vendor, DESK),
    rule(MANUAL_REVIEW, APPROVE, AUTHENTICATED, Vendor, DECIDES),
    rule(MANUAL_REVIEW, REJECT, REJECTED, Vendor, DECIDES),
    rule(MANUAL_REVIEW, WITHDRAW, WITHDRAWN, Member, EDITS),
    rule(REJECTED, EDIT, DRAFT, Member, EDITS),
    rule(REJECTED, DISCARD, DISCARDED, Member, EDITS),
    rule(WITHDRAWN, EDIT, DRAFT, Member, EDITS),
    rule(WITHDRAWN, DISCARD, DISCARDED, Member, EDITS),
];

/// The table of BIZ-11, with the draft and internal review of COM-05.
pub static MACHINE: Machine =
    Machine { kind: "business_information", rules: &RULES, private: PRIVATE, approved: &[AUTHENTICATED] };

/// Whether a version is on its way: no other one can be begun.
#[must_use]
pub fn is_under_way(state: &str) -> bool {
    [INTERNAL_REVIEW, IN_PROGRESS, AWAITING_AMOUNT, LOCKED, MANUAL_REVIEW].contains(&state)
}

/// Whether a version can be edited, if need be after the step that makes it a draft again.
#[must_use]
pub fn is_editable(state: &str) -> bool {
    [DRAFT, REJECTED, WITHDRAWN].contains(&state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::assert_sound;

    #[test]
    fn the_table_is_sound() {
        assert_sound(&MACHINE);
    }

    #[test]
    fn the_table_of_biz_11() {
        let to = |from: &str, step: &str| {
            RULES.iter().find(|rule| rule.from == from && rule.step == step).map(|rule| rule.to)
        };
        for (from, step, want) in [
            (IN_PROGRESS, TRANSFER, Some(AWAITING_AMOUNT)),
            (IN_PROGRESS, APPROVE, None),
            (LOCKED, UNLOCK, Some(AWAITING_AMOUNT)),
            (LOCKED, CONFIRM, None),
            (AUTHENTICATED, EDIT, None),
            (AWAITING_AMOUNT, WITHDRAW, None),
            (MANUAL_REVIEW, WITHDRAW, Some(WITHDRAWN)),
        ] {
            assert_eq!(to(from, step), want, "{from} {step}");
        }
    }
}
