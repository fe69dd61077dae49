//! States of a payout (PAYOUT-02), and which steps its method has.

use crate::{
    access::{
        Code,
        permission::{DeskIncentivePay, DeskInvoiceProcess, IncentivePay, IncentiveReview, InvoiceRegister},
    },
    rebates::Method,
    requests::{
        APPROVE, DISCARD, DISCARDED, DRAFT, INTERNAL_REVIEW, Machine, PASS, REJECT, RETURN, Rule, SUBMIT,
        SUBMIT_DIRECTLY,
        Side::{Member, Vendor},
        TAKE_BACK, rule,
    },
};

/// 申请处理中: the vendor makes the application.
pub const PROCESSING: &str = "processing";
/// 申付单创建失败.
pub const CREATE_FAILED: &str = "create_failed";
/// 待伙伴开票.
pub const AWAITING_INVOICE: &str = "awaiting_invoice";
/// 发票已邮寄.
pub const INVOICE_SENT: &str = "invoice_sent";
/// 发票审核中.
pub const INVOICE_REVIEW: &str = "invoice_review";
/// 发票审核不通过.
pub const INVOICE_REJECTED: &str = "invoice_rejected";
/// 申付审核.
pub const PAYMENT_REVIEW: &str = "payment_review";
/// 财经驳回: the amounts are payable again.
pub const FINANCE_REJECTED: &str = "finance_rejected";
/// 支付中.
pub const PAYING: &str = "paying";
/// 已完成(发放出错).
pub const VOUCHER_ERROR: &str = "voucher_error";
/// 已付款.
pub const PAID: &str = "paid";
/// 已撤销.
pub const CANCELLED: &str = "cancelled";

/// The vendor has made it and waits for invoices.
pub const BILL: &str = "bill";
/// The vendor has made one that needs no invoice.
pub const SETTLE: &str = "settle";
/// Something went wrong at the vendor.
pub const FAIL: &str = "fail";
/// Once more.
pub const RETRY: &str = "retry";
/// The vendor gives it up.
pub const CANCEL: &str = "cancel";
/// 登记: the partner has sent its invoices.
pub const REGISTER: &str = "register";
/// 撤回: until the vendor has them.
pub const RECALL: &str = "recall";
/// 标记已收到.
pub const RECEIVE: &str = "receive";
/// 发票审核通过.
pub const ACCEPT: &str = "accept";
/// 付款.
pub const PAY: &str = "pay";

const ASKS: &[Code] = &[IncentivePay::CODE];
const REVIEWS: &[Code] = &[IncentiveReview::CODE];
const REGISTERS: &[Code] = &[InvoiceRegister::CODE];
const FINANCE: &[Code] = &[DeskIncentivePay::CODE];
const INVOICES: &[Code] = &[DeskInvoiceProcess::CODE];

static RULES: [Rule; 23] = [
    rule(DRAFT, SUBMIT, INTERNAL_REVIEW, Member, ASKS),
    rule(DRAFT, SUBMIT_DIRECTLY, PROCESSING, Member, ASKS),
    rule(DRAFT, DISCARD, DISCARDED, Member, ASKS),
    rule(INTERNAL_REVIEW, TAKE_BACK, DRAFT, Member, ASKS),
    rule(INTERNAL_REVIEW, PASS, PROCESSING, Member, REVIEWS),
    rule(INTERNAL_REVIEW, RETURN, DRAFT, Member, REVIEWS),
    rule(PROCESSING, BILL, AWAITING_INVOICE, Vendor, FINANCE),
    rule(PROCESSING, SETTLE, PAYING, Vendor, FINANCE),
    rule(PROCESSING, FAIL, CREATE_FAILED, Vendor, FINANCE),
    rule(CREATE_FAILED, RETRY, PROCESSING, Vendor, FINANCE),
    rule(CREATE_FAILED, CANCEL, CANCELLED, Vendor, FINANCE),
    rule(AWAITING_INVOICE, REGISTER, INVOICE_SENT, Member, REGISTERS),
    rule(AWAITING_INVOICE, CANCEL, CANCELLED, Vendor, FINANCE),
    rule(INVOICE_SENT, RECALL, AWAITING_INVOICE, Member, REGISTERS),
    rule(INVOICE_SENT, RECEIVE, INVOICE_REVIEW, Vendor, INVOICES),
    rule(INVOICE_REVIEW, ACCEPT, PAYMENT_REVIEW, Vendor, INVOICES),
    rule(INVOICE_REVIEW, REJECT, INVOICE_REJECTED, Vendor, INVOICES),
    rule(INVOICE_REJECTED, REGISTER, INVOICE_SENT, Member, REGISTERS),
    rule(PAYMENT_REVIEW, APPROVE, PAYING, Vendor, FINANCE),
    rule(PAYMENT_REVIEW, REJECT, FINANCE_REJECTED, Vendor, FINANCE),
    rule(PAYING, PAY, PAID, Vendor, FINANCE),
    rule(PAYING, FAIL, VOUCHER_ERROR, Vendor, FINANCE),
    rule(VOUCHER_ERROR, RETRY, PAYING, Vendor, FINANCE),
];

/// The table of payouts.
pub static MACHINE: Machine =
    Machine { kind: "payout", rules: &RULES, private: &[DRAFT, INTERNAL_REVIEW, DISCARDED], approved: &[PAID] };

/// Whether a step belongs to the method: what needs no invoice is settled at once, only the issue of vouchers goes wrong at the end
/// (PAYOUT-10, PAYOUT-02).
#[must_use]
pub fn fits(state: &str, step: &str, method: Method) -> bool {
    match (state, step) {
        (PROCESSING, BILL) => method.needs_invoice(),
        (PROCESSING, SETTLE) => !method.needs_invoice(),
        (PAYING, FAIL) => method == Method::Voucher,
        _ => true,
    }
}

/// States, in the order of filters and of the bar of progress.
pub const STATES: [&str; 14] = [
    DRAFT,
    INTERNAL_REVIEW,
    PROCESSING,
    CREATE_FAILED,
    AWAITING_INVOICE,
    INVOICE_SENT,
    INVOICE_REVIEW,
    INVOICE_REJECTED,
    PAYMENT_REVIEW,
    FINANCE_REJECTED,
    PAYING,
    VOUCHER_ERROR,
    PAID,
    CANCELLED,
];

/// Why there is no invoicing list (PAYOUT-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoList {
    /// The method needs no invoice.
    NotNeeded,
    /// The vendor has not accepted the application yet.
    NotYet,
    /// The application was given up: its list is void (PAYOUT-12).
    Void,
}

/// Whether the invoicing list is there: business information was authenticated when it was asked for, so state and method decide.
///
/// # Errors
/// Why not.
pub fn has_list(state: &str, method: Method) -> Result<(), NoList> {
    match state {
        _ if !method.needs_invoice() => Err(NoList::NotNeeded),
        AWAITING_INVOICE | INVOICE_SENT | INVOICE_REVIEW | INVOICE_REJECTED | PAYMENT_REVIEW | PAYING | PAID => Ok(()),
        CANCELLED | FINANCE_REJECTED | DISCARDED => Err(NoList::Void),
        _ => Err(NoList::NotYet),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::requests::assert_sound;

    #[test]
    fn payout_02_is_sound() {
        assert_sound(&MACHINE);
        let states: BTreeSet<&str> = RULES.iter().flat_map(|rule| [rule.from, rule.to]).collect();
        let told: BTreeSet<&str> = STATES.into_iter().chain([DISCARDED]).collect();
        assert_eq!(states, told);
    }

    /// Every way to `paid` by a method, as the states it passes.
    fn ways(method: Method) -> Vec<Vec<&'static str>> {
        let mut open = vec![vec![DRAFT]];
        let mut found = Vec::new();
        while let Some(way) = open.pop() {
            let here = way[way.len() - 1];
            if here == PAID {
                found.push(way);
                continue;
            }
            for rule in RULES.iter().filter(|rule| rule.from == here && fits(here, rule.step, method)) {
                if !way.contains(&rule.to) {
                    open.push(way.iter().copied().chain([rule.to]).collect());
                }
            }
        }
        found
    }

    /// Issue 5, Proof: no path reaches paid without every gate.
    #[test]
    fn nothing_is_paid_without_the_checks_of_its_method() {
        for method in [Method::Bank, Method::Topup] {
            let ways = ways(method);
            assert!(!ways.is_empty());
            for way in ways {
                for gate in [PROCESSING, AWAITING_INVOICE, INVOICE_SENT, INVOICE_REVIEW, PAYMENT_REVIEW, PAYING] {
                    assert!(way.contains(&gate), "{method:?}: {way:?} misses {gate}");
                }
            }
        }
        for method in [Method::TopupArrears, Method::Voucher] {
            for way in ways(method) {
                assert!(!way.contains(&AWAITING_INVOICE) && way.contains(&PROCESSING), "{method:?}: {way:?}");
            }
        }
    }

    #[test]
    fn payout_09_the_invoicing_list_is_there_from_the_acceptance_on() {
        for (state, method, want) in [
            (PROCESSING, Method::Bank, Err(NoList::NotYet)),
            (INTERNAL_REVIEW, Method::Topup, Err(NoList::NotYet)),
            (CREATE_FAILED, Method::Bank, Err(NoList::NotYet)),
            (AWAITING_INVOICE, Method::Bank, Ok(())),
            (INVOICE_REJECTED, Method::Bank, Ok(())),
            (PAID, Method::Topup, Ok(())),
            (CANCELLED, Method::Bank, Err(NoList::Void)),
            (FINANCE_REJECTED, Method::Bank, Err(NoList::Void)),
            (PAID, Method::Voucher, Err(NoList::NotNeeded)),
            (PROCESSING, Method::TopupArrears, Err(NoList::NotNeeded)),
        ] {
            assert_eq!(has_list(state, method), want, "{state} {method:?}");
        }
    }
}
