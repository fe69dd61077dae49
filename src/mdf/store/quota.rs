//! SQL of MDF quotas. Row-level security shows a partner its own and the desk all of them; a function lets only the desk write.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    audit::Change,
    db::Error,
    mdf::rules::{ledger::Holding, quota::Quota},
    web::pager::LIMIT,
};

/// The quota of a year.
#[derive(Debug)]
pub struct Granted {
    pub year: i32,
    pub total: Decimal,
    pub currency: String,
    pub source: String,
    pub changed_at: DateTime<Utc>,
    pub soft: Decimal,
    pub reserved: Decimal,
    pub claimed: Decimal,
    pub paid: Decimal,
}

impl Granted {
    /// What is held of it.
    pub const fn held(&self) -> Holding {
        Holding { soft: self.soft, reserved: self.reserved, claimed: self.claimed, paid: self.paid }
    }
}

/// Quotas of a partner before a year, the latest first, and one more than a page.
pub async fn list(connection: &mut PgConnection, organization_id: i64, before: i32) -> Result<Vec<Granted>, Error> {
    sqlx::query_as!(
        Granted,
        "select year, total, currency, source, changed_at, soft, reserved, claimed, paid from mdf_quotas
         where organization_id = $1 and year < $2 order by year desc limit $3",
        organization_id,
        before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// The quota of a partner in a year.
pub async fn of(connection: &mut PgConnection, organization_id: i64, year: i32) -> Result<Option<Granted>, Error> {
    sqlx::query_as!(
        Granted,
        "select year, total, currency, source, changed_at, soft, reserved, claimed, paid from mdf_quotas
         where organization_id = $1 and year = $2",
        organization_id,
        year,
    )
    .fetch_optional(connection)
    .await
}

/// A partner with its quota of a year; without one nothing was granted.
#[derive(Debug)]
pub struct Partner {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub total: Option<Decimal>,
    pub currency: Option<String>,
    pub source: Option<String>,
    /// 0: nobody has set one.
    pub revision: i32,
    pub changed_at: Option<DateTime<Utc>>,
}

/// Partners that can have a quota, with that of a year; all from `after` on, or the one of a key.
pub async fn partners(
    connection: &mut PgConnection,
    (year, name): (i32, Option<&str>),
    (after, only): (i64, Option<i64>),
) -> Result<Vec<Partner>, Error> {
    sqlx::query_as!(
        Partner,
        r#"select o.id as "id!", o.code as "code!", o.name as "name!", q.total as "total?", q.currency as "currency?",
             q.source as "source?", coalesce(q.revision, 0) as "revision!", q.changed_at as "changed_at?"
           from desk_organizations() o left join mdf_quotas q on q.organization_id = o.id and q.year = $1
           where o.kind in ('solution_provider', 'distributor') and o.id > $2 and ($3::bigint is null or o.id = $3)
             and ($4::text is null or strpos(lower(o.name), lower($4)) > 0)
           order by o.id limit $5"#,
        year,
        after,
        only,
        name,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Sets the quota of a partner and year if it still is at this revision; false when somebody was quicker.
pub async fn set<P>(
    change: &mut Change<P>,
    (partner, year, revision): (i64, i32, i32),
    quota: &Quota,
    by: &str,
) -> Result<bool, Error> {
    let at = change.now();
    sqlx::query_scalar!(
        r#"select set_mdf_quota($1, $2, $3, $4, $5, $6, $7, $8) as "done!""#,
        partner,
        year,
        revision,
        quota.total,
        quota.currency,
        quota.source,
        by,
        at,
    )
    .fetch_one(&mut **change)
    .await
}
