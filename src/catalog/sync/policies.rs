//! Incentive-discount policies of a month and the commercial framework valid now (CAT-11, CAT-12).

use futures::future::BoxFuture;
use serde_json::Value;

use super::{NIGHTLY, is_chinese, language, spoken};
use crate::{
    catalog::mirror::{
        discounts::{self, DiscountRow},
        policies::{self, PolicyRow},
        regions::{self, RegionRow},
    },
    cloud::{
        site::Sites,
        wire::{
            Paged, instant,
            policies::{
                BusinessDiscounts, CategoryDiscount, IncentivePolicy, ListBusinessDiscountInfo,
                ListIncentiveDiscountPolicies, ProductDiscount,
            },
        },
    },
    sync::{Merged, Pass, Resource, Scope, SyncError, is_at_end, pass::Planning, scope},
    values::Month,
};

/// Largest page of the framework (API-32).
const PAGE: i64 = 1_000;
const PRODUCT: &str = "PRODUCT_ITEM";
const CATEGORY: &str = "CATEGORY_ITEM";

/// Policies of the open month and the one before.
pub static INCENTIVE_POLICIES: Resource = Resource {
    name: "incentive_policies",
    api: "ListIncentiveDiscountPolicies",
    sites: Sites::China,
    after: &[],
    distributor_only: false,
    cadence: NIGHTLY,
    plan: months,
    pull: |pass| Box::pin(pull_policies(pass)),
    finish: None,
};

/// Discounts of products and categories, and the regions they name.
pub static BUSINESS_DISCOUNTS: Resource = Resource {
    name: "business_discounts",
    api: "ListBusinessDiscountInfo",
    plan: scope::languages,
    pull: |pass| Box::pin(pull_discounts(pass)),
    ..INCENTIVE_POLICIES
};

fn months<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let own = Scope::own(planning.account().organization_id);
        Ok(planning.months().iter().map(|&month| own.clone().in_month(month)).collect())
    })
}

async fn pull_policies(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let Some(month) = pass.scope().month else { return Ok(0) };
    let request = ListIncentiveDiscountPolicies { time: month.to_string(), ..ListIncentiveDiscountPolicies::default() };
    let mut records = 0;
    loop {
        let offset = i64::try_from(records).unwrap_or(i64::MAX);
        let page = request.clone().page(offset, ListIncentiveDiscountPolicies::LARGEST_PAGE);
        let (answer, raws) = pass.call_with_records(&page, ListIncentiveDiscountPolicies::ROWS).await?;
        let rows = answer.policies.into_iter().zip(raws).map(|(policy, raw)| policy_row(policy, raw, month));
        let unreadable = |detail| SyncError::Unreadable { api: INCENTIVE_POLICIES.api, detail };
        let rows: Vec<PolicyRow> = rows.collect::<Result<_, String>>().map_err(unreadable)?;
        pass.merge(policies::merge, &rows).await?;
        pass.count(rows.len(), Merged::default());
        records += rows.len();
        if is_at_end(INCENTIVE_POLICIES.api, answer.total_count, records, rows.len())? {
            return Ok(records);
        }
    }
}

fn policy_row(policy: IncentivePolicy, raw: Value, month: Month) -> Result<PolicyRow, String> {
    Ok(PolicyRow {
        month: month.first_day(),
        service_type_code: policy.service_type_code.ok_or("a policy without service_type_code")?,
        service_type_name: policy.service_type_name,
        incentive_policy: policy.incentive_policy,
        allow_discount: policy.allow_discount,
        raw,
    })
}

async fn pull_discounts(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    Ok(read_items(pass, PRODUCT, "product_quoting_items").await?
        + read_items(pass, CATEGORY, "category_quoting_items").await?)
}

async fn read_items(pass: &Pass<'_>, item_type: &'static str, array: &str) -> Result<usize, SyncError> {
    let mut records = 0;
    loop {
        let request = ListBusinessDiscountInfo {
            language: language(pass),
            quoting_item_type: item_type.to_owned(),
            offset: Some(i64::try_from(records).unwrap_or(i64::MAX)),
            limit: Some(PAGE),
            ..ListBusinessDiscountInfo::default()
        };
        let (answer, raws) = pass.call_with_records(&request, array).await?;
        let received = raws.len();
        let total = answer.total_count;
        merge_items(pass, answer, raws, item_type).await?;
        records += received;
        if is_at_end(BUSINESS_DISCOUNTS.api, total, records, received)? {
            return Ok(records);
        }
    }
}

async fn merge_items(
    pass: &Pass<'_>,
    answer: BusinessDiscounts,
    raws: Vec<Value>,
    item_type: &'static str,
) -> Result<(), SyncError> {
    let chinese = is_chinese(pass);
    let regions: Vec<RegionRow> = if chinese { named::<true>(&answer) } else { named::<false>(&answer) };
    pass.merge_beside(regions::merge, &regions).await?;
    let code = answer.commerce_code.clone();
    let rows: Vec<DiscountRow> = if item_type == PRODUCT {
        let read = if chinese { product::<true> } else { product::<false> };
        answer.product_quoting_items.into_iter().zip(raws).map(|(item, raw)| read(item, raw, code.clone())).collect()
    } else {
        let read = if chinese { category::<true> } else { category::<false> };
        answer.category_quoting_items.into_iter().zip(raws).map(|(item, raw)| read(item, raw, code.clone())).collect()
    };
    pass.merge(discounts::merge, &rows).await?;
    pass.count(rows.len(), Merged::default());
    Ok(())
}

/// Every region an answer names, once.
fn named<const CHINESE: bool>(answer: &BusinessDiscounts) -> Vec<RegionRow> {
    let of_sites = answer.sites.iter().flat_map(|site| site.regions.iter().map(|region| (&site.site_code, region)));
    let of_products = answer.product_quoting_items.iter();
    let of_products = of_products.flat_map(|item| item.related_regions.iter().map(|region| (&item.site_code, region)));
    let mut rows = std::collections::BTreeMap::new();
    for (site, region) in of_sites.chain(of_products) {
        let (Some(code), Some(name)) = (&region.region_code, &region.region_name) else { continue };
        let (name_zh, name_en) = spoken::<CHINESE, _>(Some(name.clone()));
        let (raw_zh, raw_en) =
            spoken::<CHINESE, _>(Some(serde_json::json!({ "region_code": code, "region_name": name })));
        let row = RegionRow { code: code.clone(), site_code: site.clone(), name_zh, name_en, raw_zh, raw_en };
        rows.entry(code.clone()).or_insert(row);
    }
    rows.into_values().collect()
}

fn product<const CHINESE: bool>(item: ProductDiscount, raw: Value, commerce_code: Option<String>) -> DiscountRow {
    let (name_zh, name_en) = spoken::<CHINESE, _>(item.product_spec_name);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    DiscountRow {
        item_key: key(PRODUCT, &[&item.item_id, &item.product_id, &item.site_code, &item.charging_mode]),
        item_type: PRODUCT,
        commerce_code,
        service_type_code: item.cloud_service_type,
        resource_type_code: None,
        product_id: item.product_id,
        site_code: item.site_code,
        region_code: None,
        charging_mode: item.charging_mode,
        discount_ratio: item.discount_ratio,
        sales_price: item.sales_price,
        effective_at: instant(item.effective_time.as_deref()),
        expires_at: instant(item.expire_time.as_deref()),
        name_zh,
        name_en,
        raw_zh,
        raw_en,
    }
}

fn category<const CHINESE: bool>(item: CategoryDiscount, raw: Value, commerce_code: Option<String>) -> DiscountRow {
    let (name_zh, name_en) = spoken::<CHINESE, _>(item.sku_family_name.or(item.resource_type_name));
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    let parts = [&item.item_id, &item.site_code, &item.region_code, &item.az_code, &item.charging_mode, &item.step_no];
    DiscountRow {
        item_key: key(CATEGORY, &parts),
        item_type: CATEGORY,
        commerce_code,
        service_type_code: item.cloud_service_type,
        resource_type_code: item.resource_type_code,
        product_id: None,
        site_code: item.site_code,
        region_code: item.region_code,
        charging_mode: item.charging_mode,
        discount_ratio: item.discount_ratio,
        sales_price: None,
        effective_at: instant(item.effective_time.as_deref()),
        expires_at: instant(item.expire_time.as_deref()),
        name_zh,
        name_en,
        raw_zh,
        raw_en,
    }
}

/// One key out of everything that tells items apart: `item_id` alone may repeat by region and step.
fn key(item_type: &str, parts: &[&Option<String>]) -> String {
    let parts = parts.iter().map(|part| part.as_deref().unwrap_or_default());
    std::iter::once(item_type).chain(parts).collect::<Vec<_>>().join("/")
}
