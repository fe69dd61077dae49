//! Incentive-discount policies and the commercial framework (CAT-11, CAT-12). The partner's own; never a reseller's.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{catalog::forms::Filters, db::Error, values::Month, web::pager::LIMIT};

/// The policy of a service in a month.
#[derive(Debug)]
pub struct Policy {
    pub id: i64,
    pub service_type_code: String,
    pub service_type_name: Option<String>,
    pub service_zh: Option<String>,
    pub service_en: Option<String>,
    pub incentive_policy: Option<String>,
    pub allow_discount: Option<String>,
}

/// An item of the framework.
#[derive(Debug)]
pub struct Discount {
    pub id: i64,
    pub item_key: String,
    pub item_type: String,
    pub commerce_code: Option<String>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub product_id: Option<String>,
    pub resource_type_code: Option<String>,
    pub service_type_code: Option<String>,
    pub service_zh: Option<String>,
    pub service_en: Option<String>,
    pub region_code: Option<String>,
    pub region_zh: Option<String>,
    pub region_en: Option<String>,
    pub charging_mode: Option<String>,
    pub discount_ratio: Option<Decimal>,
    pub sales_price: Option<Decimal>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// One page of a month's policies by service, and one row more.
pub async fn policies(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<Policy>, Error> {
    let (code, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Policy,
        r#"select p.id, p.service_type_code, p.service_type_name, s.name_zh as "service_zh?", s.name_en as "service_en?",
             p.incentive_policy, p.allow_discount
           from incentive_policies p
           left join service_types s on s.organization_id = p.organization_id and s.code = p.service_type_code
           where p.organization_id = $1 and p.month = $2 and (p.service_type_code, p.id) > ($3, $4)
             and ($5::text is null or strpos(lower(p.service_type_code), lower($5)) > 0
               or strpos(lower(p.service_type_name), lower($5)) > 0 or strpos(lower(s.name_zh), lower($5)) > 0
               or strpos(lower(s.name_en), lower($5)) > 0)
             and ($6::text is null or p.incentive_policy = $6)
           order by p.service_type_code, p.id limit $7"#,
        organization_id,
        month.first_day(),
        code,
        id,
        filters.text,
        filters.kind,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One page of the framework's items, and one row more.
pub async fn discounts(
    connection: &mut PgConnection,
    organization_id: i64,
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<Discount>, Error> {
    let (key, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Discount,
        r#"select d.id, d.item_key, d.item_type, d.commerce_code, d.name_zh, d.name_en, d.product_id, d.resource_type_code,
             d.service_type_code, s.name_zh as "service_zh?", s.name_en as "service_en?", d.region_code,
             g.name_zh as "region_zh?", g.name_en as "region_en?", d.charging_mode, d.discount_ratio, d.sales_price,
             d.effective_at, d.expires_at
           from business_discounts d
           left join service_types s on s.organization_id = d.organization_id and s.code = d.service_type_code
           left join regions g on g.organization_id = d.organization_id and g.code = d.region_code
           where d.organization_id = $1 and (d.item_key, d.id) > ($2, $3)
             and ($4::text is null or strpos(lower(d.name_zh), lower($4)) > 0 or strpos(lower(d.name_en), lower($4)) > 0
               or strpos(lower(d.product_id), lower($4)) > 0 or strpos(lower(d.resource_type_code), lower($4)) > 0)
             and ($5::text is null or d.service_type_code = $5)
           order by d.item_key, d.id limit $6"#,
        organization_id,
        key,
        id,
        filters.text,
        filters.service,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
