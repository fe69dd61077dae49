//! Orders and refunds (ORD-20 to ORD-22).

use rust_decimal::Decimal;

use super::Language;
use crate::values::Masked;

operation! {
    /// Orders of customers; creation span of a year at most (ORD-20).
    ListCustomerOrders: Read Get "/v2/orders/customer-orders" on Both -> OrderPage {
        order_id: Option<String>,
        customer_id: Option<String>,
        create_time_begin: Option<String>,
        create_time_end: Option<String>,
        service_type_code: Option<String>,
        status: Option<i64>,
        order_type: Option<String>,
        limit: Option<i64>,
        offset: Option<i64>,
        order_by: Option<String>,
        payment_time_begin: Option<String>,
        payment_time_end: Option<String>,
        indirect_partner_id: Option<String>,
        method: Option<String>,
    }
}

operation! {
    /// One order with its lines; `limit` and `offset` page the lines (ORD-21).
    ShowCustomerOrderDetails: Read Get "/v2/orders/customer-orders/details/{order_id}" on Both -> OrderDetails {
        order_id: String,
        limit: Option<i64>,
        offset: Option<i64>,
        indirect_partner_id: Option<String>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Refunds of one unsubscription or downgrade (ORD-22).
    ShowRefundOrderDetails: Read Get "/v2/orders/customer-orders/refund-orders" on Both -> Refunds {
        order_id: String,
        customer_id: Option<String>,
        indirect_partner_id: Option<String>,
    }
}

answer! {
    /// A page of orders (ORD-20).
    OrderPage {
        total_count: Option<i64>,
        order_infos: Vec<Order>,
    }

    /// An order as the list shows it (ORD-20).
    Order {
        order_id: Option<String>,
        customer_id: Option<String>,
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        source_type: Option<i64>,
        status: Option<i64>,
        order_type: Option<i64>,
        amount_after_discount: Option<Decimal>,
        official_amount: Option<Decimal>,
        measure_id: Option<i64>,
        create_time: Option<String>,
        payment_time: Option<String>,
        currency: Option<String>,
        contract_id: Option<String>,
        amount_info: Option<AmountInfo>,
        enterprise_projects: Vec<EnterpriseProject>,
        sub_order_infos: Vec<SubOrder>,
        agent_pay_info: Option<AgentPay>,
    }

    /// What reduced an order's amount (ORD-20).
    AmountInfo {
        discounts: Vec<Discount>,
        flexipurchase_coupon_amount: Option<Decimal>,
        coupon_amount: Option<Decimal>,
        stored_card_amount: Option<Decimal>,
        commission_amount: Option<Decimal>,
        consumed_amount: Option<Decimal>,
    }

    /// One discount of an order (ORD-03).
    Discount {
        discount_type: Option<String>,
        discount_amount: Option<Decimal>,
    }

    /// An enterprise project.
    EnterpriseProject {
        id: Option<String>,
        name: Option<String>,
    }

    /// A child of a combined order (ORD-05).
    SubOrder {
        order_id: Option<String>,
        customer_id: Option<String>,
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        source_type: Option<i64>,
        status: Option<i64>,
        order_type: Option<i64>,
        amount_after_discount: Option<Decimal>,
        official_amount: Option<Decimal>,
        measure_id: Option<i64>,
        create_time: Option<String>,
        payment_time: Option<String>,
        currency: Option<String>,
        contract_id: Option<String>,
        amount_info: Option<AmountInfo>,
        enterprise_projects: Vec<EnterpriseProject>,
    }

    /// Whether a partner pays for the order (ORD-07).
    AgentPay {
        paying_agent_id: Option<String>,
        is_agent_pay: Option<bool>,
    }

    /// An order with a page of its lines (ORD-21).
    OrderDetails {
        total_count: Option<i64>,
        order_info: Option<DetailedOrder>,
        order_line_items: Vec<OrderLine>,
    }

    /// An order as its details show it (ORD-21).
    DetailedOrder {
        order_id: Option<String>,
        customer_id: Option<String>,
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        source_type: Option<i64>,
        status: Option<i64>,
        order_type: Option<i64>,
        amount_after_discount: Option<Decimal>,
        official_amount: Option<Decimal>,
        measure_id: Option<i64>,
        create_time: Option<String>,
        payment_time: Option<String>,
        currency: Option<String>,
        contract_id: Option<String>,
        amount_info: Option<AmountInfo>,
        user_name: Option<Masked<String>>,
        pending_payment_end_time: Option<String>,
        sub_order_infos: Vec<DetailedSubOrder>,
    }

    /// A child of a combined order in details (ORD-05).
    DetailedSubOrder {
        order_id: Option<String>,
        customer_id: Option<String>,
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        source_type: Option<i64>,
        status: Option<i64>,
        order_type: Option<i64>,
        amount_after_discount: Option<Decimal>,
        official_amount: Option<Decimal>,
        measure_id: Option<i64>,
        create_time: Option<String>,
        payment_time: Option<String>,
        currency: Option<String>,
        contract_id: Option<String>,
        amount_info: Option<AmountInfo>,
        user_name: Option<Masked<String>>,
        pending_payment_end_time: Option<String>,
    }

    /// One line of an order (ORD-21).
    OrderLine {
        order_line_item_id: Option<String>,
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        product_id: Option<String>,
        product_spec_desc: Option<String>,
        period_type: Option<i64>,
        period_num: Option<i64>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        subscription_num: Option<i64>,
        amount_after_discount: Option<Decimal>,
        official_amount: Option<Decimal>,
        amount_info: Option<AmountInfo>,
        currency: Option<String>,
        category_code: Option<String>,
        product_owner_service: Option<String>,
        commercial_resource: Option<String>,
        base_product_info: Option<BaseProduct>,
        order_id: Option<String>,
    }

    /// The product a line is based on.
    BaseProduct {
        product_id: Option<String>,
        product_spec_desc: Option<String>,
        category_code: Option<String>,
        product_owner_service: Option<String>,
        commercial_resource: Option<String>,
    }

    /// Refunds of an unsubscription or downgrade (ORD-22).
    Refunds {
        total_count: Option<i64>,
        refund_infos: Vec<Refund>,
    }

    /// One part of a refund: negative refunded, positive consumed (ORD-22).
    Refund {
        id: Option<String>,
        amount: Option<Decimal>,
        measure_id: Option<String>,
        customer_id: Option<String>,
        resource_type_code: Option<String>,
        service_type_code: Option<String>,
        resource_type_name: Option<String>,
        service_type_name: Option<String>,
        region_code: Option<String>,
        base_order_id: Option<String>,
    }
}

paged! {
    ListCustomerOrders: order_infos of Order, total total_count, 100 a page;
    ShowCustomerOrderDetails: order_line_items of OrderLine, total total_count, 100 a page;
}
