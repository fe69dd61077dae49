//! The columns of a consumption line: where they stand in the vendor's record and what they hold.

use serde::Deserialize;
use serde_json::value::RawValue;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, as sent.
    Text,
    /// An instant written `yyyy-MM-ddTHH:mm:ssZ` (API-26).
    Instant,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Amount,
}

macro_rules! columns {
    ($($column:ident: $wire:literal $kind:ident,)*) => {
        /// One record of `ListSubCustomerBillDetail` (BILL-50), every value still the text that was sent.
        #[derive(Deserialize)]
        pub struct Line<'a> {
            $(#[serde(borrow, default, rename = $wire)] $column: Option<&'a RawValue>,)*
        }

        /// Column names in the order of [`Line::values`].
        pub const COLUMNS: &[(&str, Kind)] = &[$((stringify!($column), Kind::$kind),)*];

        impl<'a> Line<'a> {
            /// The values in the order of [`COLUMNS`].
            pub fn values(&self) -> [Option<&'a RawValue>; COLUMNS.len()] {
                [$(self.$column,)*]
            }
        }
    };
}

columns! {
    customer_id: "customer_id" Text,
    association_type: "association_type" Text,
    line_id: "id" Text,
    trade_id: "trade_id" Text,
    trade_time: "trade_time" Instant,
    consume_time: "consume_time" Instant,
    bill_detail_type: "bill_detail_type" Integer,
    charging_mode: "charging_mode" Integer,
    service_type_code: "service_type_code" Text,
    service_type_name: "service_type_name" Text,
    resource_type_code: "resource_type_code" Text,
    resource_type_name: "resource_type_name" Text,
    region_code: "region_code" Text,
    region_name: "region_name" Text,
    resource_id: "resource_id" Text,
    resource_name: "resource_name" Text,
    resource_tag: "resource_tag" Text,
    product_id: "product_id" Text,
    product_name: "product_name" Text,
    product_spec_desc: "product_spec_desc" Text,
    usage_type: "usage_type" Text,
    usage_amount: "usage_amount" Amount,
    usage_measure_id: "usage_measure_id" Integer,
    free_resource_usage: "free_resource_usage" Amount,
    free_resource_measure_id: "free_resource_measure_id" Integer,
    ri_usage: "ri_usage" Amount,
    ri_usage_measure_id: "ri_usage_measure_id" Integer,
    official_amount: "official_amount" Amount,
    official_discount_amount: "official_discount_amount" Amount,
    payment_amount: "payment_amount" Amount,
    cash_amount: "cash_amount" Amount,
    credit_amount: "credit_amount" Amount,
    coupon_amount: "coupon_amount" Amount,
    flexipurchase_coupon_amount: "flexipurchase_coupon_amount" Amount,
    stored_value_card_amount: "stored_value_card_amount" Amount,
    debt_amount: "debt_amount" Amount,
    writeoff_amount: "writeoff_amount" Amount,
    period_type: "period_type" Integer,
    period_num: "period_num" Amount,
    order_type: "order_type" Integer,
    payment_type: "payment_type" Text,
    account_manager_id: "account_manager_id" Text,
    partner_id: "partner_id" Text,
    sub_service_type_code: "sub_service_type_code" Text,
    sub_service_type_name: "sub_service_type_name" Text,
    sub_resource_type_code: "sub_resource_type_code" Text,
    sub_resource_type_name: "sub_resource_type_name" Text,
    sub_resource_id: "sub_resource_id" Text,
    sub_resource_name: "sub_resource_name" Text,
    enterprise_project_id: "enterprise_project_id" Text,
}

/// Columns that identify a line without an id, together with its place among equals (SYNC-B06).
pub const IDENTIFYING: &[&str] =
    &["trade_id", "resource_id", "sub_resource_id", "product_id", "usage_type", "bill_detail_type", "consume_time"];
