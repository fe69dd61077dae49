//! Specifications of resources and their list prices (CAT-8, CAT-9); marker paging.

use rust_decimal::Decimal;

use super::Language;

operation! {
    /// Specifications by marker, 1 to 100 a page (CAT-8, API-33).
    ListResourceSpecs: Read Post "/v2/products/resource-specs-query" on Both -> SpecPage {
        language as "X-Language": Option<Language>,
        cloud_service_type: String,
        resource_type: String,
        region_code: String,
        charge_mode: String,
        filters: Vec<SpecFilter>,
        marker: Option<String>,
        limit: Option<i64>,
    }
}

operation! {
    /// Specifications with list prices by marker, 1 to 50 a page (CAT-9, API-33).
    ListResourceSpecsPrice: Read Post "/v2/products/resource-specs-price/query" on International -> SpecPricePage {
        language as "X-Language": Option<Language>,
        cloud_service_type: Option<String>,
        resource_type: Option<String>,
        region_code: String,
        filters: Vec<SpecFilter>,
        need_attributes: Option<bool>,
        need_price: Option<bool>,
        marker: Option<String>,
        limit: Option<i64>,
    }
}

part! {
    /// A filter on specifications: key and value (CAT-8, CAT-9).
    SpecFilter {
        key: String,
        value: String,
    }
}

answer! {
    /// Specifications up to the next marker (CAT-8).
    SpecPage {
        page_info: Option<NextPage>,
        cloud_service_basics: Vec<Spec>,
    }

    /// Where the next page begins; absent on the last (API-33).
    NextPage {
        next_marker: Option<String>,
    }

    /// A specification a resource can be bought in (CAT-8).
    Spec {
        cloud_service_type: Option<String>,
        cloud_service_type_name: Option<String>,
        resource_type: Option<String>,
        resource_type_name: Option<String>,
        resource_spec: Option<String>,
        resource_spec_name: Option<String>,
        charge_mode: Option<String>,
        region_code: Option<String>,
    }

    /// Specifications with prices up to the next marker (CAT-9).
    SpecPricePage {
        page_info: Option<NextPage>,
        region_code: Option<String>,
        resource_spec_infos: Vec<PricedSpec>,
    }

    /// A specification with its attributes and prices (CAT-9).
    PricedSpec {
        cloud_service_type: Option<String>,
        cloud_service_type_name: Option<String>,
        resource_type: Option<String>,
        resource_type_name: Option<String>,
        resource_spec: Option<String>,
        resource_spec_name: Option<String>,
        attributes: Vec<SpecAttribute>,
        price_lists: Vec<SpecPrice>,
    }

    /// An attribute of a specification.
    SpecAttribute {
        code: Option<String>,
        name: Option<String>,
        value: Option<String>,
        unit: Option<String>,
        linear_range: Option<LinearRange>,
    }

    /// Least, most and step of a linear attribute.
    LinearRange {
        min: Option<i64>,
        max: Option<i64>,
        step: Option<i64>,
    }

    /// A list price of a specification (CAT-9).
    SpecPrice {
        offering_id: Option<String>,
        currency: Option<String>,
        official_price: Option<Decimal>,
        charging_mode: Option<String>,
        period_type: Option<i64>,
        period_nums: Vec<i64>,
        billing_usage_factor: Option<String>,
    }
}
