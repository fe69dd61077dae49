//! Balances, the partner's statement and adjust records (ACCT-4, ACCT-5, ACCT-10, ACCT-11). Reads only.

use rust_decimal::Decimal;

use crate::values::Masked;

operation! {
    /// Balances of the partner, or of one reseller (ACCT-4).
    ListPartnerBalances: Read Get "/v2/accounts/partner-accounts/balances" on China -> PartnerBalances {
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Balances of 1 to 100 customers (ACCT-5).
    ListCustomersBalancesDetail: Read Post "/v2/accounts/customer-accounts/balances/batch-query" on China -> CustomerBalances {
        customer_infos: Vec<CustomerRef>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// The partner's statement; dates are UTC+8 and span a year at most (ACCT-11).
    ListPartnerAccountChangeRecords: Read Get "/v2/accounts/partner-accounts/account-change-records" on China -> StatementPage {
        balance_type: String,
        trade_type: Option<String>,
        trade_time_begin: Option<String>,
        trade_time_end: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Transfers and take-backs; `customer_id` may be a reseller (ACCT-10).
    ListPartnerAdjustRecords: Read Get "/v3/accounts/partner-accounts/adjust-records" on China -> AdjustRecordPage {
        customer_id: Option<String>,
        operation_type: Option<String>,
        operation_time_begin: Option<String>,
        operation_time_end: Option<String>,
        trans_id: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

part! {
    /// One customer in a batch.
    CustomerRef {
        customer_id: String,
    }
}

answer! {
    /// Balances of the partner, or of one reseller (ACCT-4).
    PartnerBalances {
        account_balances: Vec<PartnerBalance>,
    }

    /// One account of the partner by type (ACCT-2).
    PartnerBalance {
        account_id: Option<String>,
        account_type: Option<i64>,
        amount: Option<Decimal>,
        currency: Option<String>,
        designated_amount: Option<Decimal>,
        credit_amount: Option<Decimal>,
        measure_id: Option<i64>,
        memo: Option<String>,
    }

    /// Balances of customers; ids of others are dropped silently (ACCT-5).
    CustomerBalances {
        customer_balances: Vec<CustomerBalance>,
    }

    /// Available amount and arrears of one customer (ACCT-5).
    CustomerBalance {
        customer_id: Option<String>,
        debt_amount: Option<Decimal>,
        amount: Option<Decimal>,
        currency: Option<String>,
        measure_id: Option<i64>,
    }

    /// A page of the partner's statement (ACCT-11).
    StatementPage {
        total_count: Option<i64>,
        currency: Option<String>,
        records: Vec<StatementLine>,
    }

    /// One movement of the partner's account (ACCT-11).
    StatementLine {
        account_change_id: Option<String>,
        trade_detail_type: Option<String>,
        trade_time: Option<String>,
        trade_id: Option<String>,
        change_amount: Option<Decimal>,
        balance_after_change: Option<Decimal>,
        kind as "type": Option<String>,
        customer_id: Option<String>,
        account_name: Option<String>,
    }

    /// A page of adjust records (ACCT-10).
    AdjustRecordPage {
        records: Vec<AdjustRecord>,
        total_count: Option<i64>,
    }

    /// One transfer or take-back; it has no id of its own (ACCT-10, SYNC-2).
    AdjustRecord {
        customer_id: Option<String>,
        customer_name: Option<Masked<String>>,
        operation_type: Option<String>,
        amount: Option<Decimal>,
        currency: Option<String>,
        apply_scene: Option<String>,
        operation_time: Option<String>,
        measure_id: Option<i64>,
        trans_id: Option<String>,
        memo: Option<String>,
    }
}

paged! {
    ListPartnerAccountChangeRecords: records of StatementLine, total total_count, 100 a page;
    ListPartnerAdjustRecords: records of AdjustRecord, total total_count, 100 a page;
}
