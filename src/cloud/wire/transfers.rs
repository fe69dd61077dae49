//! Money to and from customers and resellers (ACCT-6 to ACCT-9). Writes only; a repeat doubles.

use rust_decimal::Decimal;

operation! {
    /// Transfers money to a customer; a repeat doubles (ACCT-6).
    UpdateCustomerAccountAmount: Write Post "/v2/accounts/partner-accounts/adjust-amount" on China -> Transferred {
        customer_id: String,
        amount: Decimal,
        indirect_partner_id: Option<String>,
    } with {
        fn confirmed(&self, answer: &Transferred) -> bool {
            answer.transfer_id.is_some()
        }
    }
}

operation! {
    /// Takes money back from a customer; a repeat doubles (ACCT-7).
    ReclaimToPartnerAccount: Write Post "/v2/accounts/partner-accounts/reclaim" on China -> TakenBack {
        customer_id: String,
        amount: Decimal,
        indirect_partner_id: Option<String>,
    } with {
        fn confirmed(&self, answer: &TakenBack) -> bool {
            answer.trans_id.is_some()
        }
    }
}

operation! {
    /// Transfers money to a reseller; a repeat doubles (ACCT-8).
    UpdateIndirectPartnerAccount: Write Post "/v2/accounts/partner-accounts/indirect-partner-adjust" on China -> Transferred {
        indirect_partner_id: String,
        amount: Decimal,
    } with {
        fn confirmed(&self, answer: &Transferred) -> bool {
            answer.transfer_id.is_some()
        }
    }
}

operation! {
    /// Takes money back from a reseller; a repeat doubles (ACCT-9).
    ReclaimIndirectPartnerAccount: Write Post "/v2/accounts/partner-accounts/indirect-partner-reclaim" on China -> TakenBack {
        indirect_partner_id: String,
        amount: Decimal,
    } with {
        fn confirmed(&self, answer: &TakenBack) -> bool {
            answer.trans_id.is_some()
        }
    }
}

answer! {
    /// The transfer's id, like `AD…` (ACCT-6, ACCT-8).
    Transferred {
        transfer_id: Option<String>,
    }

    /// The take-back's id, like `RE…` (ACCT-7, ACCT-9).
    TakenBack {
        trans_id: Option<String>,
    }
}
