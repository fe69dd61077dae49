//! The plain lists: services, usage types, units, conversions, places.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{catalog::forms::Filters, db::Error, web::pager::LIMIT};

/// A cloud service (CAT-1).
#[derive(Debug)]
pub struct ServiceType {
    pub id: i64,
    pub code: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub abbreviation_zh: Option<String>,
    pub abbreviation_en: Option<String>,
    pub resource_types: i64,
}

/// A way use is measured (CAT-4).
#[derive(Debug)]
pub struct UsageType {
    pub id: i64,
    pub code: String,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub resource_type_code: String,
    pub service_type_code: String,
    pub resource: Option<i64>,
    pub resource_zh: Option<String>,
    pub resource_en: Option<String>,
}

/// A unit of measure (CAT-5).
#[derive(Debug)]
pub struct Measure {
    pub id: i64,
    pub measure_id: i32,
    pub measure_type: Option<i32>,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub abbreviation_zh: Option<String>,
    pub abbreviation_en: Option<String>,
}

/// How many of one unit make another (CAT-6).
#[derive(Debug)]
pub struct Conversion {
    pub id: i64,
    pub measure_id: i32,
    pub ref_measure_id: i32,
    pub ratio: Option<Decimal>,
    pub measure_type: Option<i32>,
    pub from_zh: Option<String>,
    pub from_en: Option<String>,
    pub to_zh: Option<String>,
    pub to_en: Option<String>,
}

/// A province, city or county (CAT-10).
#[derive(Debug)]
pub struct Place {
    pub id: i64,
    pub code: String,
    pub level: String,
    pub name: Option<String>,
    pub parent_code: String,
    pub parent: Option<String>,
}

/// One page of services by code, and one row more.
pub async fn service_types(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<ServiceType>, Error> {
    let (code, id) = after.unwrap_or_default();
    sqlx::query_as!(
        ServiceType,
        r#"select s.id, s.code, s.name_zh, s.name_en, s.abbreviation_zh, s.abbreviation_en,
             (select count(*) from resource_types r where r.organization_id = s.organization_id and r.service_type_code = s.code) as "resource_types!"
           from service_types s
           where s.organization_id = any($1) and (s.code, s.id) > ($2, $3)
             and ($4::text is null or strpos(lower(s.code), lower($4)) > 0 or strpos(lower(s.name_zh), lower($4)) > 0
               or strpos(lower(s.name_en), lower($4)) > 0 or strpos(lower(s.abbreviation_en), lower($4)) > 0)
           order by s.code, s.id limit $5"#,
        owners,
        code,
        id,
        filters.text,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One page of usage types by code, and one row more.
pub async fn usage_types(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<UsageType>, Error> {
    let (code, id) = after.unwrap_or_default();
    sqlx::query_as!(
        UsageType,
        r#"select u.id, u.code, u.name_zh, u.name_en, u.resource_type_code, u.service_type_code, r.id as "resource?",
             r.name_zh as "resource_zh?", r.name_en as "resource_en?"
           from usage_types u
           left join resource_types r on r.organization_id = u.organization_id and r.code = u.resource_type_code
           where u.organization_id = any($1) and (u.code, u.id) > ($2, $3)
             and ($4::text is null or strpos(lower(u.code), lower($4)) > 0 or strpos(lower(u.name_zh), lower($4)) > 0
               or strpos(lower(u.name_en), lower($4)) > 0 or strpos(lower(u.resource_type_code), lower($4)) > 0)
             and ($5::text is null or u.service_type_code = $5)
           order by u.code, u.id limit $6"#,
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

/// One page of units by number, and one row more.
pub async fn measures(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(i32, i64)>,
) -> Result<Vec<Measure>, Error> {
    let (measure, id) = after.unwrap_or((i32::MIN, 0));
    sqlx::query_as!(
        Measure,
        "select id, measure_id, measure_type, name_zh, name_en, abbreviation_zh, abbreviation_en from measures
         where organization_id = any($1) and (measure_id, id) > ($2, $3)
           and ($4::text is null or measure_id::text = $4 or strpos(lower(name_zh), lower($4)) > 0
             or strpos(lower(name_en), lower($4)) > 0 or lower(abbreviation_zh) = lower($4) or lower(abbreviation_en) = lower($4))
           and ($5::text is null or measure_type::text = $5)
         order by measure_id, id limit $6",
        owners,
        measure,
        id,
        filters.text,
        filters.kind,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One page of conversions by unit, and one row more.
pub async fn conversions(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(i32, i64)>,
) -> Result<Vec<Conversion>, Error> {
    let (measure, id) = after.unwrap_or((i32::MIN, 0));
    sqlx::query_as!(
        Conversion,
        r#"select c.id, c.measure_id, c.ref_measure_id, c.ratio, c.measure_type, a.name_zh as "from_zh?", a.name_en as "from_en?",
             b.name_zh as "to_zh?", b.name_en as "to_en?"
           from conversions c
           left join measures a on a.organization_id = c.organization_id and a.measure_id = c.measure_id
           left join measures b on b.organization_id = c.organization_id and b.measure_id = c.ref_measure_id
           where c.organization_id = any($1) and (c.measure_id, c.id) > ($2, $3)
             and ($4::text is null or c.measure_id::text = $4 or c.ref_measure_id::text = $4
               or strpos(lower(a.name_zh), lower($4)) > 0 or strpos(lower(a.name_en), lower($4)) > 0
               or strpos(lower(b.name_zh), lower($4)) > 0 or strpos(lower(b.name_en), lower($4)) > 0)
             and ($5::text is null or c.measure_type::text = $5)
           order by c.measure_id, c.id limit $6"#,
        owners,
        measure,
        id,
        filters.text,
        filters.kind,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// One page of places by code, and one row more.
pub async fn places(
    connection: &mut PgConnection,
    owners: &[i64],
    filters: &Filters,
    after: Option<(String, i64)>,
) -> Result<Vec<Place>, Error> {
    let (code, id) = after.unwrap_or_default();
    sqlx::query_as!(
        Place,
        r#"select p.id, p.code, p.level, p.name, p.parent_code,
             (select u.name from places u where u.organization_id = p.organization_id and u.code = p.parent_code
               and u.level = case p.level when 'county' then 'city' else 'province' end limit 1) as parent
           from places p
           where p.organization_id = any($1) and (p.code, p.id) > ($2, $3)
             and ($4::text is null or strpos(lower(p.code), lower($4)) > 0 or strpos(p.name, $4) > 0 or p.parent_code = $4)
             and ($5::text is null or p.level = $5)
           order by p.code, p.id limit $6"#,
        owners,
        code,
        id,
        filters.text,
        filters.kind,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}
