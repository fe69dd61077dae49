//! Resources of customers (ORD-23, ORD-24).

use rust_decimal::Decimal;

use super::Language;

operation! {
    /// A customer's yearly/monthly resources; both spellings are the contract's (ORD-23, API-2).
    ListPayPerUseCustomerResources: Read Post "/v2/orders/suscriptions/resources/query" on Both -> SubscribedResourcePage {
        resource_ids: Vec<String>,
        order_id: Option<String>,
        only_main_resource: Option<i64>,
        status_list: Vec<i64>,
        offset: Option<i64>,
        limit: Option<i64>,
        expire_time_begin: Option<String>,
        expire_time_end: Option<String>,
        service_type_code: Option<String>,
        customer_id: Option<String>,
    }
}

operation! {
    /// A customer's pay-per-use resources; delayed, for reference only (ORD-24).
    ListCustomerOnDemandResources: Read Post "/v2/partners/sub-customers/on-demand-resources/query" on Both -> OnDemandResourcePage {
        language as "X-Language": Option<Language>,
        customer_id: String,
        region_code: Option<String>,
        service_type_code: Option<String>,
        resource_ids: Vec<String>,
        effective_time_begin: Option<String>,
        effective_time_end: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        status: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

answer! {
    /// A page of yearly/monthly resources (ORD-23).
    SubscribedResourcePage {
        data: Vec<SubscribedResource>,
        total_count: Option<i64>,
    }

    /// A yearly/monthly resource; the call's name says otherwise (ORD-23).
    SubscribedResource {
        id: Option<String>,
        resource_id: Option<String>,
        resource_name: Option<String>,
        region_code: Option<String>,
        service_type_code: Option<String>,
        resource_type_code: Option<String>,
        resource_type_name: Option<String>,
        service_type_name: Option<String>,
        resource_spec_code: Option<String>,
        project_id: Option<String>,
        product_id: Option<String>,
        parent_resource_id: Option<String>,
        is_main_resource: Option<i64>,
        status: Option<i64>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        expire_policy: Option<i64>,
        product_spec_desc: Option<String>,
        spec_size: Option<Decimal>,
        spec_size_measure_id: Option<i64>,
        update_time: Option<String>,
        enterprise_project: Option<EnterpriseProject>,
    }

    /// An enterprise project.
    EnterpriseProject {
        id: Option<String>,
        name: Option<String>,
    }

    /// A page of pay-per-use resources (ORD-24).
    OnDemandResourcePage {
        resources: Vec<OnDemandResource>,
        total_count: Option<i64>,
    }

    /// A pay-per-use resource; `resource_info` is a JSON text (ORD-24).
    OnDemandResource {
        customer_id: Option<String>,
        region_code: Option<String>,
        availability_zone_code: Option<String>,
        service_type_code: Option<String>,
        resource_type_code: Option<String>,
        service_type_name: Option<String>,
        resource_type_name: Option<String>,
        resource_id: Option<String>,
        resource_name: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        status: Option<i64>,
        resource_spec_code: Option<String>,
        resource_info: Option<String>,
        product_spec_desc: Option<String>,
    }
}

paged! {
    ListPayPerUseCustomerResources: data of SubscribedResource, total total_count, 100 a page;
    ListCustomerOnDemandResources: resources of OnDemandResource, total total_count, 100 a page;
}
