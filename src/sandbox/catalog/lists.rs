//! The plain dictionary lists (CAT-1 to CAT-7, CAT-10) and the register of the family's operations.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal},
        call::{Call, is},
        operation::{BOTH, CHINA, INTERNATIONAL, Operation},
        page::Page,
        world::World,
    },
    discounts, kind,
    kinds::{KINDS, USAGES},
    places, policies,
    regions::{CONVERSIONS, MEASURES},
    service,
    services::SERVICES,
    specs,
};

/// Operations of the catalogue.
pub(in crate::sandbox) const OPERATIONS: &[Operation] = &[
    Operation::read("ListServiceTypes", Method::GET, "/v2/products/service-types", BOTH, service_types),
    Operation::read("ListResourceTypes", Method::GET, "/v2/products/resource-types", BOTH, resource_types),
    Operation::read("ListServiceResources", Method::GET, "/v2/products/service-resources", BOTH, service_resources),
    Operation::read("ListUsageTypes", Method::GET, "/v2/products/usage-types", BOTH, usage_types),
    Operation::read("ListMeasureUnits", Method::GET, "/v2/bases/measurements", BOTH, measures),
    Operation::read("ListConversions", Method::GET, "/v2/bases/conversions", BOTH, conversions),
    Operation::read("ListResourceSpecs", Method::POST, "/v2/products/resource-specs-query", BOTH, specs::list),
    Operation::read(
        "ListResourceSpecsPrice",
        Method::POST,
        "/v2/products/resource-specs-price/query",
        INTERNATIONAL,
        specs::prices,
    ),
    Operation::read("ListProvinces", Method::GET, "/v2/systems/configs/provinces", CHINA, places::provinces),
    Operation::read("ListCities", Method::GET, "/v2/systems/configs/cities", CHINA, places::cities),
    Operation::read("ListCounties", Method::GET, "/v2/systems/configs/counties", CHINA, places::counties),
    Operation::read(
        "ListIncentiveDiscountPolicies",
        Method::GET,
        "/v2/products/incentive-discount-policies",
        CHINA,
        policies::list,
    ),
    Operation::read(
        "ListBusinessDiscountInfo",
        Method::POST,
        "/v2/promotions/business/discount-info",
        CHINA,
        discounts::list,
    ),
];

/// A page of rows under `items`, with their total under `total`.
pub(super) fn listed(page: Page, rows: Vec<Value>, (total, items): (&str, &str)) -> Outcome {
    let (count, rows) = page.cut(rows);
    Outcome::read(json!({total: count, items: rows}))
}

/// CAT-1. The name filter is fuzzy, in the language asked for.
fn service_types(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, wanted) = (call.page(100)?, call.optional("service_type_name", 128)?);
    let rows = SERVICES
        .iter()
        .filter(|service| wanted.is_none_or(|wanted| service.name.said(call.english).contains(wanted)))
        .map(|service| {
            json!({
                "service_type_code": service.code,
                "service_type_name": service.name.said(call.english),
                "abbreviation": service.abbreviation,
            })
        });
    Ok(listed(page, rows.collect(), ("total_count", "service_types")))
}

/// CAT-2.
fn resource_types(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let page = call.page(100)?;
    let rows = KINDS.iter().map(|kind| {
        json!({
            "resource_type_code": kind.code,
            "resource_type_name": kind.name.said(call.english),
            "resource_type_desc": kind.name.said(call.english),
            "service_type_code": kind.service,
        })
    });
    Ok(listed(page, rows.collect(), ("total_count", "resource_types")))
}

/// CAT-3. A service that does not exist has no resources.
fn service_resources(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, code) = (call.page(100)?, call.required("service_type_code", 64)?);
    let rows = KINDS.iter().filter(|kind| kind.service == code).map(|kind| {
        let name = kind.name.said(call.english);
        json!({"basic_info": {
            "resource_type_code": kind.code,
            "product_owner_service": kind.service,
            "name": name,
            "description": name,
        }})
    });
    Ok(listed(page, rows.collect(), ("total_count", "infos")))
}

/// CAT-4: an empty `resource_type_code` filters, and matches nothing.
fn usage_types(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, code) = (call.page(100)?, call.text("resource_type_code")?);
    let said = |name: super::Named| name.said(call.english);
    let rows = USAGES.iter().filter(|usage| is(code, usage.kind)).map(|usage| {
        let owner = kind(usage.kind);
        let service = owner.and_then(|owner| service(owner.service));
        json!({
            "code": usage.code,
            "name": said(usage.name),
            "resource_type_code": usage.kind,
            "resource_type_name": owner.map(|owner| said(owner.name)),
            "service_type_code": service.map(|service| service.code),
            "service_type_name": service.map(|service| said(service.name)),
        })
    });
    Ok(listed(page, rows.collect(), ("total_count", "usage_types")))
}

/// CAT-5, not paged. Abbreviations have one form.
fn measures(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let rows: Vec<Value> = MEASURES
        .iter()
        .map(|measure| {
            json!({
                "measure_id": measure.id,
                "measure_name": measure.name.said(call.english),
                "abbreviation": measure.abbreviation,
                "measure_type": measure.class,
            })
        })
        .collect();
    Ok(Outcome::read(json!({"measure_units": rows})))
}

/// CAT-6, not paged.
fn conversions(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let class = call.integer("measure_type")?;
    let rows: Vec<Value> = CONVERSIONS
        .iter()
        .filter(|conversion| class.is_none_or(|class| class == i64::from(conversion.class)))
        .map(|conversion| {
            json!({
                "measure_id": conversion.from,
                "ref_measure_id": conversion.to,
                "conversion_ratio": conversion.ratio,
                "measure_type": conversion.class,
            })
        })
        .collect();
    Ok(Outcome::read(json!({"conversions": rows})))
}
