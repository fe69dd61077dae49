//! The quota that is drawn from, as a form that issues needs it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, lang::Lang, vouchers::rules::quota::Facts};

/// A quota to draw from; amounts in `currency`.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: i64,
    /// Whose it is: the asking organisation, or a reseller for which its distributor acts.
    pub holder_id: i64,
    /// Name of that reseller's organisation, and the vendor's id of it (API-8); none for the asking organisation's own.
    pub behalf: Option<String>,
    pub on_behalf_of: Option<String>,
    pub remote_id: String,
    pub quota_type: Option<i32>,
    pub balance: Option<Decimal>,
    pub currency: String,
    pub status: Option<i32>,
    pub effective_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub limits: Value,
    pub listed: bool,
    pub fetched_at: DateTime<Utc>,
    /// When the list it stands in was last read completely: the age of the balance.
    pub read_at: Option<DateTime<Utc>>,
    /// Whether the vendor answered the latest issue, not longer than a day ago, that the partner uses coupons itself (QUOTA-4).
    pub uses_coupons: bool,
    /// Service types of the catalogue (CAT-1), in the order of their codes.
    pub services: Json<Vec<Service>>,
}

/// A service type with its names.
#[derive(Debug, Clone, Deserialize)]
pub struct Service {
    pub code: String,
    en: String,
    zh: String,
}

impl Service {
    /// Its name; the code where it has none.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

impl Source {
    /// What decides whether it can be drawn from (QUOTA-6).
    pub const fn facts(&self) -> Facts {
        Facts { status: self.status, effective_at: self.effective_at, expires_at: self.expires_at, listed: self.listed }
    }
}

/// A quota that one of `holders` has: the asking organisation, or resellers for which it acts.
pub async fn find(
    connection: &mut PgConnection,
    organization_id: i64,
    holders: &[i64],
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Source>, Error> {
    sqlx::query_as!(
        Source,
        r#"select q.id, q.organization_id as holder_id, case when r.id is not null then o.name end as behalf,
             r.remote_id as "on_behalf_of?", q.remote_id, q.quota_type, q.balance, q.currency, q.status, q.effective_at, q.expires_at,
             q.limits, q.unlisted_at is null as "listed!", q.fetched_at,
             (select max(f.completed_at) from freshness($1, array['voucher_quotas']) f) as read_at,
             uses_coupons_itself($1, $3) as "uses_coupons!",
             (select coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'en', coalesce(s.name_en, s.name_zh, s.code),
                 'zh', coalesce(s.name_zh, s.name_en, s.code)) order by s.code), '[]') from service_types s
               where s.organization_id in (select $1::bigint union all
                 select parent_id from organizations where id = $1 and parent_id is not null)) as "services!: Json<Vec<Service>>"
           from voucher_quotas q
           join organizations o on o.id = q.organization_id
           left join lateral (
             select r.id, r.remote_id from resellers r
             where r.organization_id = $1 and r.child_id = q.organization_id and r.left_at is null order by r.id limit 1
           ) r on true
           where q.organization_id = any($4) and q.id = $2 and (q.organization_id = $1 or r.id is not null)"#,
        organization_id,
        id,
        now,
        holders,
    )
    .fetch_optional(connection)
    .await
}

/// Lets one confirmation at a time draw from a quota, so that the second one sees the first one's open commands.
pub async fn lock(connection: &mut PgConnection, holders: &[i64], id: i64) -> Result<(), Error> {
    sqlx::query!(
        "select id from voucher_quotas where organization_id = any($1) and id = $2 for no key update",
        holders,
        id
    )
    .fetch_optional(connection)
    .await
    .map(drop)
}

/// Lets one confirmation at a time take back from an organisation's children and coupons.
pub async fn lock_reclaims(connection: &mut PgConnection, organization_id: i64) -> Result<(), Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('vouchers.reclaims', $1))", organization_id)
        .fetch_one(connection)
        .await
        .map(drop)
}
