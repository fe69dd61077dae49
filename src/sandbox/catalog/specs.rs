//! Specifications (CAT-8) and their list prices (CAT-9): the two lists that are paged by marker (API-33).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal},
        call::Call,
        options::Site,
        world::World,
    },
    Product, kind, products, regions, service,
};

/// The marker of a page is the id of its last product; an unknown one is a wrong parameter.
fn marked<'a>(
    rows: Vec<&'a Product>,
    call: &Call,
    most: usize,
) -> Result<(Vec<&'a Product>, Option<&'a str>), Refusal> {
    let limit = call.integer("limit")?.map_or(Ok(most), usize::try_from);
    let limit = limit.ok().filter(|limit| (1..=most).contains(limit)).ok_or_else(|| Refusal::parameter("limit"))?;
    let start = match call.optional("marker", 64)? {
        None => 0,
        Some(marker) => {
            let place = rows.iter().position(|product| product.id == marker);
            place.ok_or_else(|| Refusal::parameter("marker"))? + 1
        }
    };
    let page: Vec<&Product> = rows.iter().skip(start).take(limit).copied().collect();
    let next = (start + page.len() < rows.len()).then(|| page.last().map(|product| product.id)).flatten();
    Ok((page, next))
}

/// The one filter there may be, if its key is among `keys`.
fn filter(call: &Call, keys: &[&str]) -> Result<Option<(String, String)>, Refusal> {
    let refused = || Refusal::parameter("filters");
    let filters = match call.body.as_ref().and_then(|body| body.get("filters")) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(filters)) => filters,
        Some(_) => return Err(refused()),
    };
    let [filter] = filters.as_slice() else { return if filters.is_empty() { Ok(None) } else { Err(refused()) } };
    let (key, value) = (filter["key"].as_str().ok_or_else(refused)?, filter["value"].as_str().ok_or_else(refused)?);
    if keys.contains(&key) { Ok(Some((key.to_owned(), value.to_owned()))) } else { Err(refused()) }
}

/// CAT-8. `charge_mode` 1 = sold by period, 3 = sold by use.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let wanted_service = call.required("cloud_service_type", 64)?;
    let (wanted_kind, region) = (call.required("resource_type", 64)?, call.required("region_code", 64)?);
    let mode = call.required("charge_mode", 1)?;
    let by_period = match mode {
        "1" => true,
        "3" => false,
        _ => return Err(Refusal::parameter("charge_mode")),
    };
    let filter = filter(call, &["RESOURCE_SPEC"])?;
    let known = regions(world.setting.site).iter().any(|one| one.code == region);
    let rows = products().iter().filter(|product| {
        let sold = if by_period { product.by_month > 0 } else { product.by_use > 0 };
        let chosen = filter.as_ref().is_none_or(|(_, spec)| spec == product.spec);
        known && sold && chosen && belongs(product, Some(wanted_service), Some(wanted_kind))
    });
    let (page, next) = marked(rows.collect(), call, 100)?;
    let basics: Vec<Value> = page
        .into_iter()
        .map(|product| {
            let mut row = named(product, call.english);
            row["charge_mode"] = mode.into();
            row["region_code"] = region.into();
            row
        })
        .collect();
    Ok(Outcome::read(json!({"page_info": {"next_marker": next}, "cloud_service_basics": basics})))
}

/// CAT-9.
pub(super) fn prices(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let region = call.required("region_code", 64)?;
    let (wanted_service, wanted_kind) = (call.optional("cloud_service_type", 64)?, call.optional("resource_type", 64)?);
    let filter = filter(call, &["RESOURCE_SPEC", "CHARGING_MODE"])?;
    let by = |key: &str| filter.as_ref().filter(|(known, _)| known == key).map(|(_, value)| value.as_str());
    let (spec, mode) = (by("RESOURCE_SPEC"), by("CHARGING_MODE"));
    let (attributes, price) = (call.flag("need_attributes")? == Some(true), call.flag("need_price")? == Some(true));
    let known = regions(world.setting.site).iter().any(|one| one.code == region);
    let rows = products().iter().filter(|product| {
        known
            && belongs(product, wanted_service, wanted_kind)
            && spec.is_none_or(|spec| spec == product.spec)
            && !price_list(product, mode).is_empty()
    });
    let (page, next) = marked(rows.collect(), call, 50)?;
    let infos: Vec<Value> = page
        .into_iter()
        .map(|product| {
            let mut row = named(product, call.english);
            if attributes {
                row["attributes"] = attributes_of(product, call.english);
            }
            if price {
                row["price_lists"] = price_list(product, mode).into();
            }
            row
        })
        .collect();
    Ok(Outcome::read(json!({
        "page_info": {"next_marker": next}, "region_code": region, "resource_spec_infos": infos,
    })))
}

fn belongs(product: &Product, wanted_service: Option<&str>, wanted_kind: Option<&str>) -> bool {
    wanted_kind.is_none_or(|wanted| wanted == product.kind)
        && wanted_service.is_none_or(|wanted| kind(product.kind).is_some_and(|kind| kind.service == wanted))
}

fn named(product: &Product, english: bool) -> Value {
    let kind = kind(product.kind);
    let service = kind.and_then(|kind| service(kind.service));
    json!({
        "cloud_service_type": service.map(|service| service.code),
        "cloud_service_type_name": service.map(|service| service.name.said(english)),
        "resource_type": product.kind,
        "resource_type_name": kind.map(|kind| kind.name.said(english)),
        "resource_spec": product.spec,
        "resource_spec_name": if english { product.spec_en } else { product.spec_zh },
    })
}

/// The parts of the description become attributes.
fn attributes_of(product: &Product, english: bool) -> Value {
    let description = if english { product.spec_en } else { product.spec_zh };
    let attribute = |(place, value): (usize, &str)| {
        let (code, zh, en) = match place {
            0 => ("series", "系列", "Series"),
            1 => ("specification", "规格", "Specification"),
            2 => ("compute", "计算", "Compute"),
            3 => ("memory", "内存", "Memory"),
            _ => ("system", "系统", "System"),
        };
        json!({"code": code, "name": if english { en } else { zh }, "value": value})
    };
    description.split('|').enumerate().map(attribute).collect()
}

/// List prices in dollars, as text: by the hour or unit, by month, by year (ten months).
fn price_list(product: &Product, mode: Option<&str>) -> Vec<Value> {
    let dollars = |units: i64| (Decimal::new(units, 8) / Decimal::from(7)).round_dp(6).normalize().to_string();
    let item = |mode: &str, period_type: i32, nums: &[i32], units: i64| {
        let factor = if mode == "ON_DEMAND" { Some(product.usage) } else { None };
        json!({
            "offering_id": product.id, "currency": Site::International.currency().as_str(), "official_price": dollars(units),
            "charging_mode": mode, "period_type": period_type, "period_nums": nums, "billing_usage_factor": factor,
        })
    };
    let mut items = Vec::new();
    if product.by_use > 0 && mode.is_none_or(|mode| mode == "ON_DEMAND") {
        items.push(item("ON_DEMAND", 4, &[1], product.by_use));
    }
    if product.by_month > 0 && mode.is_none_or(|mode| mode == "PERIOD") {
        items.push(item("PERIOD", 2, &[1, 2, 3, 4, 5, 6, 7, 8, 9], product.by_month));
        items.push(item("PERIOD", 3, &[1, 2, 3], product.by_month * 10));
    }
    items
}
