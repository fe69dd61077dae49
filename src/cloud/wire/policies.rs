//! Incentive-discount policies and the business discount (CAT-11, CAT-12).

use rust_decimal::Decimal;

use super::Language;

operation! {
    /// Incentive-discount policies at the end of a month, `YYYY-MM` in UTC+8 (CAT-11).
    ListIncentiveDiscountPolicies: Read Get "/v2/products/incentive-discount-policies" on China -> IncentivePolicyPage {
        time: String,
        service_type_code: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

operation! {
    /// The commercial framework valid now, by product or category (CAT-12).
    ListBusinessDiscountInfo: Read Post "/v2/promotions/business/discount-info" on China -> BusinessDiscounts {
        language as "X-Language": Option<Language>,
        quoting_item_type: String,
        cloud_service_types: Vec<String>,
        charging_modes: Vec<String>,
        site_code: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

answer! {
    /// A page of incentive-discount policies (CAT-11).
    IncentivePolicyPage {
        policies: Vec<IncentivePolicy>,
        total_count: Option<i64>,
    }

    /// Whether a service earns incentives and allows discounts (CAT-11).
    IncentivePolicy {
        service_type_code: Option<String>,
        service_type_name: Option<String>,
        incentive_policy: Option<String>,
        allow_discount: Option<String>,
    }

    /// The commercial framework valid now (CAT-12).
    BusinessDiscounts {
        total_count: Option<i64>,
        commerce_id: Option<String>,
        commerce_code: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        product_quoting_items: Vec<ProductDiscount>,
        category_quoting_items: Vec<CategoryDiscount>,
        category_quoting_item_steps: Vec<CategoryDiscountStep>,
        accumulation_cycle_type: Option<String>,
        sites: Vec<DiscountSite>,
    }

    /// A discount or price of one product (CAT-12).
    ProductDiscount {
        item_id: Option<String>,
        product_id: Option<String>,
        product_spec_name: Option<String>,
        cloud_service_type: Option<String>,
        cloud_service_type_name: Option<String>,
        site_code: Option<String>,
        related_regions: Vec<Region>,
        charge_event_code: Option<String>,
        charging_mode: Option<String>,
        preferential_category: Option<i64>,
        preferential_type: Option<i64>,
        sales_price: Option<Decimal>,
        discount_ratio: Option<Decimal>,
        pricing_basis: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        product_quoting_item_steps: Vec<ProductDiscountStep>,
    }

    /// A region.
    Region {
        region_code: Option<String>,
        region_name: Option<String>,
    }

    /// One step of a product's graduated discount.
    ProductDiscountStep {
        step_id: Option<String>,
        step_no: Option<String>,
        step_start: Option<Decimal>,
        start_measure_id: Option<i64>,
        step_end: Option<Decimal>,
        end_measure_id: Option<i64>,
        preferential_type: Option<i64>,
        sales_price: Option<Decimal>,
        discount_ratio: Option<Decimal>,
        pricing_basis: Option<String>,
    }

    /// A discount of a whole category (CAT-12).
    CategoryDiscount {
        item_id: Option<String>,
        cloud_service_type: Option<String>,
        cloud_service_type_name: Option<String>,
        commercial_resource_type: Option<String>,
        resource_type_code: Option<String>,
        resource_type_name: Option<String>,
        sku_family_code: Option<String>,
        sku_family_name: Option<String>,
        site_code: Option<String>,
        region_code: Option<String>,
        region_name: Option<String>,
        az_code: Option<String>,
        az_name: Option<String>,
        step_no: Option<String>,
        charging_mode: Option<String>,
        discount_ratio: Option<Decimal>,
        effective_time: Option<String>,
        expire_time: Option<String>,
    }

    /// One step of a category's graduated discount.
    CategoryDiscountStep {
        step_id: Option<String>,
        step_no: Option<String>,
        step_start: Option<Decimal>,
        start_measure_id: Option<i64>,
        step_end: Option<Decimal>,
        end_measure_id: Option<i64>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        site_code: Option<String>,
    }

    /// A site with its regions.
    DiscountSite {
        site_code: Option<String>,
        site_name: Option<String>,
        regions: Vec<Region>,
    }
}

paged! {
    ListIncentiveDiscountPolicies: policies of IncentivePolicy, total total_count, 100 a page;
}
