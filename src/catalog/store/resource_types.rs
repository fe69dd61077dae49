//! Types of resources (CAT-2), with the services that offer them and the ways their use is measured.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{catalog::forms::Filters, db::Error, web::pager::LIMIT};

/// A row of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub code: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub service_type_code: Option<String>,
    pub service_zh: Option<String>,
    pub service_en: Option<String>,
    pub usage_types: i64,
}

/// A type of resource.
#[derive(Debug)]
pub struct ResourceType {
    pub code: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub description_zh: Option<String>,
    pub description_en: Option<String>,
    pub service_type_code: Option<String>,
    pub service_zh: Option<String>,
    pub service_en: Option<String>,
    pub first_seen_at: DateTime<Utc>,
    pub fetched_at: DateTime<Utc>,
    pub run_id: i64,
    /// Services that offer it.
    pub offered: Json<Vec<Offered>>,
}

/// A service that lists the type among its resources (CAT-3).
#[derive(Debug, Deserialize)]
pub struct Offered {
    pub service_type_code: String,
    pub service_zh: Option<String>,
    pub service_en: Option<String>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub product_owner_service: Option<String>,
}

/// One page by code, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (code, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Listed,
        r#"select r.id, r.code, r.name_zh, r.name_en, r.service_type_code, s.name_zh as "service_zh?", s.name_en as "service_en?",
             (select count(*) from usage_types u where u.organization_id = r.organization_id and u.resource_type_code = r.code) as "usage_types!"
           from resource_types r
           left join service_types s on s.organization_id = r.organization_id and s.code = r.service_type_code
           where r.organization_id = any($1) and (r.code, r.id) > ($2, $3)
             and ($4::text is null or strpos(lower(r.code), lower($4)) > 0 or strpos(lower(r.name_zh), lower($4)) > 0
               or strpos(lower(r.name_en), lower($4)) > 0)
             and ($5::text is null or r.service_type_code = $5 or exists (select from service_resources x
               where x.organization_id = r.organization_id and x.resource_type_code = r.code and x.service_type_code = $5))
           order by r.code, r.id limit $6"#,
        owners,
        code,
        id,
        filters.text,
        filters.service,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One type.
pub async fn find(connection: &mut PgConnection, owners: &[i64], id: i64) -> Result<Option<ResourceType>, Error> {
    sqlx::query_as!(
        ResourceType,
        r#"select r.code, r.name_zh, r.name_en, r.description_zh, r.description_en, r.service_type_code,
             s.name_zh as "service_zh?", s.name_en as "service_en?", r.first_seen_at, r.fetched_at, r.run_id,
             (select coalesce(jsonb_agg(to_jsonb(x) order by x.service_type_code), '[]') from (
                select x.service_type_code, s.name_zh as service_zh, s.name_en as service_en, x.name_zh, x.name_en,
                  x.product_owner_service
                from service_resources x
                left join service_types s on s.organization_id = x.organization_id and s.code = x.service_type_code
                where x.organization_id = any($1) and x.resource_type_code = r.code order by x.service_type_code limit 200) x)
               as "offered!: Json<Vec<Offered>>"
           from resource_types r
           left join service_types s on s.organization_id = r.organization_id and s.code = r.service_type_code
           where r.organization_id = any($1) and r.id = $2"#,
        owners,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Ways the use of a type is measured.
pub async fn used_by(
    connection: &mut PgConnection,
    owners: &[i64],
    code: &str,
) -> Result<Vec<super::UsageType>, Error> {
    sqlx::query_as!(
        super::UsageType,
        r#"select u.id, u.code, u.name_zh, u.name_en, u.resource_type_code, u.service_type_code, r.id as "resource?",
             r.name_zh as "resource_zh?", r.name_en as "resource_en?"
           from usage_types u
           left join resource_types r on r.organization_id = u.organization_id and r.code = u.resource_type_code
           where u.organization_id = any($1) and u.resource_type_code = $2 order by u.code limit 500"#,
        owners,
        code,
    )
    .fetch_all(connection)
    .await
}
