//! Consumption and bills (BILL-50 to BILL-53).

use rust_decimal::Decimal;

use super::Language;

operation! {
    /// Customers that spent in a cycle, `YYYY-MM` in UTC+8 (BILL-51).
    ListConsumeSubCustomers: Read Post "/v2/bills/subcustomer-bills/res-fee-records/sub-customers/query" on China -> ConsumingCustomerPage {
        language as "X-Language": Option<Language>,
        bill_cycle: String,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

operation! {
    /// Consumption of one customer in one cycle; 18 months back (BILL-50).
    ListSubCustomerBillDetail: Read Get "/v2/bills/subcustomer-bills/res-fee-records" on China -> ConsumptionPage {
        bill_cycle: String,
        customer_id: String,
        service_type_code: Option<String>,
        region_code: Option<String>,
        charging_mode: Option<i64>,
        bill_detail_type: Option<i64>,
        resource_id: Option<String>,
        resource_name: Option<String>,
        trade_id: Option<String>,
        account_manager_id: Option<String>,
        association_type: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
        bill_date_begin: Option<String>,
        bill_date_end: Option<String>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Monthly sums by charge mode, `1`, `3` or `11` (BILL-52).
    ListSubcustomerMonthlyBills: Read Get "/v2/bills/partner-bills/subcustomer-bills/monthly-sum" on China -> MonthlyBillPage {
        customer_id: Option<String>,
        cycle: String,
        cloud_service_type: Option<String>,
        charge_mode: String,
        offset: Option<i64>,
        limit: Option<i64>,
        bill_type: Option<String>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// The partner's bill of last month or older (BILL-53).
    ListPostpaidBillSum: Read Get "/v2/bills/partner-bills/postpaid-bill-summary" on International -> PostpaidBill {
        bill_cycle: String,
    }
}

answer! {
    /// A page of customers that spent in a cycle (BILL-51).
    ConsumingCustomerPage {
        sub_customers: Vec<ConsumingCustomer>,
        total_count: Option<i64>,
    }

    /// A customer that spent in the cycle, perhaps since left (CUST-13).
    ConsumingCustomer {
        customer_id: Option<String>,
    }

    /// A page of one customer's consumption (BILL-50).
    ConsumptionPage {
        total_count: Option<i64>,
        currency: Option<String>,
        fee_records: Vec<ConsumptionLine>,
    }

    /// One line of consumption; `id` is its key (BILL-50, SYNC-B06).
    ConsumptionLine {
        bill_cycle: Option<String>,
        customer_id: Option<String>,
        association_type: Option<String>,
        service_type_code: Option<String>,
        resource_type_code: Option<String>,
        service_type_name: Option<String>,
        resource_type_name: Option<String>,
        charging_mode: Option<i64>,
        trade_time: Option<String>,
        trade_id: Option<String>,
        id: Option<String>,
        bill_detail_type: Option<i64>,
        resource_id: Option<String>,
        resource_name: Option<String>,
        product_spec_desc: Option<String>,
        region_code: Option<String>,
        product_id: Option<String>,
        product_name: Option<String>,
        resource_tag: Option<String>,
        consume_time: Option<String>,
        usage_type: Option<String>,
        usage_amount: Option<Decimal>,
        usage_measure_id: Option<i64>,
        free_resource_usage: Option<Decimal>,
        free_resource_measure_id: Option<i64>,
        ri_usage: Option<Decimal>,
        ri_usage_measure_id: Option<i64>,
        official_amount: Option<Decimal>,
        official_discount_amount: Option<Decimal>,
        payment_amount: Option<Decimal>,
        cash_amount: Option<Decimal>,
        credit_amount: Option<Decimal>,
        coupon_amount: Option<Decimal>,
        flexipurchase_coupon_amount: Option<Decimal>,
        stored_value_card_amount: Option<Decimal>,
        debt_amount: Option<Decimal>,
        writeoff_amount: Option<Decimal>,
        period_type: Option<i64>,
        account_manager_id: Option<String>,
        partner_id: Option<String>,
        region_name: Option<String>,
        sub_service_type_code: Option<String>,
        sub_service_type_name: Option<String>,
        sub_resource_type_code: Option<String>,
        sub_resource_type_name: Option<String>,
        sub_resource_id: Option<String>,
        sub_resource_name: Option<String>,
        period_num: Option<Decimal>,
        enterprise_project_id: Option<String>,
        order_type: Option<i64>,
        payment_type: Option<String>,
    }

    /// A page of monthly sums (BILL-52).
    MonthlyBillPage {
        bill_sums: Vec<MonthlyBill>,
        count: Option<i64>,
        currency: Option<String>,
    }

    /// One monthly sum; it has no id (BILL-52, SYNC-B05).
    MonthlyBill {
        customer_id: Option<String>,
        cloud_service_type: Option<String>,
        cloud_service_type_name: Option<String>,
        bill_type: Option<String>,
        charge_mode: Option<String>,
        amount: Option<Decimal>,
        debt_amount: Option<Decimal>,
        adjustment_amount: Option<Decimal>,
        discount_amount: Option<Decimal>,
        measure_id: Option<i64>,
        account_details: Vec<AccountPart>,
        resource_type_code: Option<String>,
        resource_type_name: Option<String>,
    }

    /// What one kind of balance paid of a monthly sum (BILL-52).
    AccountPart {
        balance_type: Option<String>,
        amount: Option<Decimal>,
        bill_type: Option<String>,
    }

    /// The partner's bill of a closed month (BILL-53).
    PostpaidBill {
        bill_cycle: Option<String>,
        initial_amount_due: Option<Decimal>,
        consume_amount: Option<Decimal>,
        refunds: Option<Decimal>,
        adjustments: Option<Decimal>,
        tax_amount: Option<Decimal>,
        currency: Option<String>,
    }
}

paged! {
    ListConsumeSubCustomers: sub_customers of ConsumingCustomer, total total_count, 100 a page;
    ListSubCustomerBillDetail: fee_records of ConsumptionLine, total total_count, 100 a page;
    ListSubcustomerMonthlyBills: bill_sums of MonthlyBill, total count, 100 a page;
}
