//! The business-discount framework valid now (CAT-12).

use chrono::{Datelike, TimeDelta};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal, instant, number},
        call::Call,
        options::Site,
        world::World,
    },
    Product, kind, products, regions, service,
};
use crate::values::{Month, month::vendor_date};

const SITE_CODE: &str = "hws";

/// CAT-12. Empty lists in the filters are no filter; codes in any letter case.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let by_product = match call.required("quoting_item_type", 64)? {
        "PRODUCT_ITEM" => true,
        "CATEGORY_ITEM" => false,
        _ => return Err(Refusal::parameter("quoting_item_type")),
    };
    let services = call.texts("cloud_service_types", 100)?.unwrap_or_default();
    let modes = call.texts("charging_modes", 20)?.unwrap_or_default();
    let here = call.optional("site_code", 64)?.is_none_or(|site| site.eq_ignore_ascii_case(SITE_CODE));
    let mut page = call.page(1000)?;
    if call.integer("limit")?.is_none() {
        page.limit = 20;
    }
    let year = Month::containing(vendor_date(call.now).with_month(1).unwrap_or(world.today));
    let (from, to) = (year.starts_at(), year.starts_at() + TimeDelta::days(365) - TimeDelta::seconds(1));
    let mut rows: Vec<Value> = if by_product {
        products().iter().enumerate().map(|(place, product)| product_item(place, product, call.english)).collect()
    } else {
        products()
            .iter()
            .enumerate()
            .step_by(3)
            .map(|(place, product)| category_item(place, product, call.english))
            .collect()
    };
    let among = |filter: &[String], value: &Value| {
        filter.is_empty()
            || filter.iter().any(|one| value.as_str().is_some_and(|value| one.eq_ignore_ascii_case(value)))
    };
    rows.retain(|row| here && among(&services, &row["cloud_service_type"]) && among(&modes, &row["charging_mode"]));
    for row in &mut rows {
        row["effective_time"] = instant(from);
        row["expire_time"] = instant(to);
    }
    let (total, rows) = page.cut(rows);
    let (products, categories) = if by_product { (rows, Vec::new()) } else { (Vec::new(), rows) };
    Ok(Outcome::read(json!({
        "total_count": total,
        "commerce_id": world.stream(&["commerce"]).hex32(),
        "commerce_code": format!("SW-{}-{}", vendor_date(from).year(), world.stream(&["commerce", "code"]).digits(6)),
        "effective_time": instant(from),
        "expire_time": instant(to),
        "product_quoting_items": products,
        "category_quoting_items": categories,
        "category_quoting_item_steps": [],
        "sites": [{"site_code": SITE_CODE, "site_name": if call.english { "Huawei Cloud (China)" } else { "华为云中国站" },
            "regions": places(call.english)}],
    })))
}

/// Ten to forty percent off, by the product's place.
fn ratio(place: usize) -> Value {
    number(Decimal::new(60 + i64::try_from(place * 7 % 31).unwrap_or(0), 2))
}

fn places(english: bool) -> Value {
    let place = |region: &super::Region| json!({"region_code": region.code, "region_name": region.name.said(english)});
    regions(Site::China).iter().map(place).collect()
}

fn mode(product: &Product) -> &'static str {
    if product.by_month > 0 { "MONTHLY" } else { "ONDEMAND" }
}

fn product_item(place: usize, product: &Product, english: bool) -> Value {
    let service = kind(product.kind).and_then(|kind| service(kind.service));
    json!({
        "item_id": format!("QI{place:08}"),
        "product_id": product.id,
        "product_spec_name": if english { product.spec_en } else { product.spec_zh },
        "cloud_service_type": service.map(|service| service.code),
        "cloud_service_type_name": service.map(|service| service.name.said(english)),
        "site_code": SITE_CODE,
        "related_regions": places(english),
        "charge_event_code": product.usage,
        "charging_mode": mode(product),
        "preferential_category": 0,
        "preferential_type": 0,
        "discount_ratio": ratio(place),
        "product_quoting_item_steps": [],
    })
}

fn category_item(place: usize, product: &Product, english: bool) -> Value {
    let kind = kind(product.kind);
    let service = kind.and_then(|kind| service(kind.service));
    json!({
        "item_id": format!("CI{place:08}"),
        "cloud_service_type": service.map(|service| service.code),
        "cloud_service_type_name": service.map(|service| service.name.said(english)),
        "resource_type_code": product.kind,
        "resource_type_name": kind.map(|kind| kind.name.said(english)),
        "site_code": SITE_CODE,
        "region_code": regions(Site::China)[place % 3].code,
        "region_name": regions(Site::China)[place % 3].name.said(english),
        "charging_mode": mode(product),
        "discount_ratio": ratio(place),
    })
}
