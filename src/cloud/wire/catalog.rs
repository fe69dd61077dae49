//! The dictionaries that name what is billed (CAT-1 to CAT-7).

use rust_decimal::Decimal;

use super::Language;

operation! {
    /// All cloud services (CAT-1).
    ListServiceTypes: Read Get "/v2/products/service-types" on Both -> ServiceTypePage {
        limit: Option<i64>,
        offset: Option<i64>,
        service_type_name: Option<String>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// All resource types (CAT-2).
    ListResourceTypes: Read Get "/v2/products/resource-types" on Both -> ResourceTypePage {
        limit: Option<i64>,
        offset: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Resources of one service; not for marketplace services (CAT-3).
    ListServiceResources: Read Get "/v2/products/service-resources" on Both -> ServiceResourcePage {
        service_type_code: String,
        limit: Option<i64>,
        offset: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// All usage types, or those of one resource type (CAT-4).
    ListUsageTypes: Read Get "/v2/products/usage-types" on Both -> UsageTypePage {
        resource_type_code: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Units of measure; not paged (CAT-5).
    ListMeasureUnits: Read Get "/v2/bases/measurements" on Both -> MeasureUnits {
        language as "X-Language": Option<Language>,
    }
}

operation! {
    /// Conversions between units; not paged (CAT-6).
    ListConversions: Read Get "/v2/bases/conversions" on Both -> Conversions {
        measure_type: Option<i64>,
        language as "X-Language": Option<Language>,
    }
}

answer! {
    /// A page of service types (CAT-1).
    ServiceTypePage {
        total_count: Option<i64>,
        service_types: Vec<ServiceType>,
    }

    /// A cloud service (CAT-1).
    ServiceType {
        service_type_name: Option<String>,
        service_type_code: Option<String>,
        abbreviation: Option<String>,
    }

    /// A page of resource types (CAT-2).
    ResourceTypePage {
        total_count: Option<i64>,
        resource_types: Vec<ResourceType>,
    }

    /// A type of resource (CAT-2).
    ResourceType {
        resource_type_code: Option<String>,
        resource_type_name: Option<String>,
        resource_type_desc: Option<String>,
        service_type_code: Option<String>,
    }

    /// A page of a service's resources (CAT-3).
    ServiceResourcePage {
        total_count: Option<i64>,
        infos: Vec<ServiceResource>,
    }

    /// A resource of a service (CAT-3).
    ServiceResource {
        basic_info: Option<ResourceBasics>,
    }

    /// Code, owner and name of a service's resource (CAT-3).
    ResourceBasics {
        resource_type_code: Option<String>,
        product_owner_service: Option<String>,
        name: Option<String>,
        description: Option<String>,
    }

    /// A page of usage types (CAT-4).
    UsageTypePage {
        total_count: Option<i64>,
        usage_types: Vec<UsageType>,
    }

    /// A way use is measured (CAT-4).
    UsageType {
        code: Option<String>,
        name: Option<String>,
        resource_type_code: Option<String>,
        service_type_code: Option<String>,
        resource_type_name: Option<String>,
        service_type_name: Option<String>,
    }

    /// All units of measure (CAT-5).
    MeasureUnits {
        measure_units: Vec<MeasureUnit>,
    }

    /// A unit of measure; its type is an open set (CAT-7).
    MeasureUnit {
        measure_id: Option<i64>,
        measure_name: Option<String>,
        abbreviation: Option<String>,
        measure_type: Option<i64>,
    }

    /// All conversions (CAT-6).
    Conversions {
        conversions: Vec<Conversion>,
    }

    /// How many of one unit make another (CAT-6).
    Conversion {
        measure_id: Option<i64>,
        ref_measure_id: Option<i64>,
        conversion_ratio: Option<Decimal>,
        measure_type: Option<i64>,
    }
}

paged! {
    ListServiceTypes: service_types of ServiceType, total total_count, 100 a page;
    ListResourceTypes: resource_types of ResourceType, total total_count, 100 a page;
    ListServiceResources: infos of ServiceResource, total total_count, 100 a page;
    ListUsageTypes: usage_types of UsageType, total total_count, 100 a page;
}
