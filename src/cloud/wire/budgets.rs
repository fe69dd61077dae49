//! What holds a resale customer and its partner on the international site: budgets, freezes, consumption quota (ACCT-16 to ACCT-23).

use rust_decimal::Decimal;

use super::lines::{ErrorDetail, Line, Nothing};

operation! {
    /// Sets a budget; always name its type, or a one-time budget turns monthly (ACCT-20).
    UpdateSubCustomerBudget: Write Post "/v2/partners/sub-customers/budget" on International -> Nothing {
        customer_id: String,
        budget_amount: Decimal,
        cancel_partner_frozen: Option<String>,
        indirect_partner_id: Option<String>,
        budget_type: Option<String>,
        frozen_operate_type: Option<i64>,
    }
}

operation! {
    /// Budget of one customer (ACCT-21).
    ShowSubCustomerBudget: Read Get "/v2/partners/sub-customers/budget" on International -> Budget {
        customer_id: String,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Budgets of up to 100 customers (ACCT-21).
    ListSubCustomerBudget: Read Post "/v2/partners/sub-customers/budget/query" on International -> Budgets {
        customer_ids: Vec<String>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// History of one customer's budget (ACCT-21).
    ListSubCustomerBudgetRecords: Read Get "/v2/partners/sub-customers/budget/records" on International -> BudgetRecordPage {
        customer_id: String,
        indirect_partner_id: Option<String>,
        operation_type: Option<String>,
        budget_type: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

operation! {
    /// Freezes up to 10 customers (ACCT-22).
    FreezeSubCustomers: Write Post "/v2/partners/sub-customers/freeze" on International -> Unchanged {
        customer_ids: Vec<String>,
        reason: String,
        indirect_partner_id: Option<String>,
        freeze_type: Option<String>,
    }
}

operation! {
    /// Unfreezes up to 10 customers; the type must equal the freeze's (ACCT-19, ACCT-22).
    UnfreezeSubCustomers: Write Post "/v2/partners/sub-customers/unfreeze" on International -> Unchanged {
        customer_ids: Vec<String>,
        reason: String,
        indirect_partner_id: Option<String>,
        unfreeze_type: Option<String>,
    }
}

operation! {
    /// The partner's consumption quota (ACCT-23).
    ShowPartnerConsumptionQuota: Read Get "/v2/partners/credit/consumption-quota" on International -> ConsumptionQuota {}
}

answer! {
    /// Budget and use of one customer (ACCT-21).
    Budget {
        budget_amount: Option<Decimal>,
        used_amount: Option<Decimal>,
        measure_id: Option<i64>,
        currency: Option<String>,
        budget_type: Option<String>,
    }

    /// Budgets of several customers; ids of others are dropped silently (ACCT-21).
    Budgets {
        measure_id: Option<i64>,
        currency: Option<String>,
        budget_infos: Vec<CustomerBudget>,
    }

    /// Budget and use of one of several customers (ACCT-21).
    CustomerBudget {
        customer_id: Option<String>,
        budget_amount: Option<Decimal>,
        used_amount: Option<Decimal>,
        budget_type: Option<String>,
    }

    /// A page of budget records (ACCT-21).
    BudgetRecordPage {
        total_count: Option<i64>,
        measure_id: Option<i64>,
        currency: Option<String>,
        record_list: Vec<BudgetRecord>,
    }

    /// One setting or deletion of a budget (ACCT-21).
    BudgetRecord {
        budget_amount: Option<Decimal>,
        operation_type: Option<String>,
        operation_time: Option<String>,
        operator: Option<String>,
        budget_type: Option<String>,
        partner_corp_name: Option<String>,
        partner_account_name: Option<String>,
    }

    /// Customers that were refused; all others took effect (ACCT-22).
    Unchanged {
        error_details: Vec<ErrorDetail>,
    }

    /// The most the partner may owe, and how much it does (ACCT-23).
    ConsumptionQuota {
        consumption_quota: Option<Decimal>,
        amount: Option<Decimal>,
        coupon_amount: Option<Decimal>,
        due_amount: Option<Decimal>,
        unbilled_amount: Option<Decimal>,
        used_consumption_quota: Option<Decimal>,
        measure_id: Option<i64>,
        currency: Option<String>,
    }
}

paged! {
    ListSubCustomerBudgetRecords: record_list of BudgetRecord, total total_count, 100 a page;
}

impl Unchanged {
    /// What became of one customer: not listed means done, since only failures are (ACCT-22, CMD-5).
    #[must_use]
    pub fn line(&self, customer_id: &str) -> Line {
        Line::of(Some(None), &self.error_details, customer_id)
    }
}
