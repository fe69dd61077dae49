//! Persons with their certificates, as FH reads them (SPEC-8, SPEC-11).

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, web::pager::LIMIT};

/// A person that is linked to the partner, or was.
#[derive(Debug)]
pub struct Person {
    /// The fact.
    pub fact_id: i64,
    /// Account name, in lower case: the order of lists.
    pub fact_key: String,
    /// Account name.
    pub account: String,
    /// Name.
    pub name: String,
    /// State of the link (SPEC-8).
    pub state: String,
    /// The path of the specialist.
    pub path: Option<String>,
    /// BD, SA, …
    pub position: Option<String>,
    /// Employer on the proof.
    pub employer: String,
    /// City of work.
    pub base_city: String,
    /// First day with the employer.
    pub onboarded_on: Option<NaiveDate>,
    /// Since when on Huawei Cloud.
    pub huawei_since: Option<NaiveDate>,
    /// Certificates.
    pub certificates: Json<Vec<Certificate>>,
}

/// A certificate of a person.
#[derive(Debug, Clone, Deserialize)]
pub struct Certificate {
    /// HCIE, HCCDP, …
    pub kind: String,
    /// What it certifies.
    pub name: String,
    /// First day.
    pub issued_on: NaiveDate,
    /// Last day.
    pub valid_until: Option<NaiveDate>,
}

/// One page of persons by account name, and one row more; `text` is a part of account or name.
///
/// # Errors
/// When the database refuses.
pub async fn persons(
    connection: &mut PgConnection,
    organization_id: i64,
    text: Option<&str>,
    after: Option<String>,
) -> Result<Vec<Person>, Error> {
    sqlx::query_as!(
        Person,
        r#"select f.id as fact_id, f.fact_key, p.account, p.name, p.state, p.path, p.position, p.employer, p.base_city,
             p.onboarded_on, p.huawei_since,
             coalesce((
               select jsonb_agg(jsonb_build_object('kind', c.type, 'name', c.name, 'issued_on', c.issued_on,
                 'valid_until', c.valid_until) order by c.issued_on)
               from fact_certificates c join facts g on g.id = c.fact_id
               where c.organization_id = $1 and lower(c.account) = f.fact_key and g.ended_at is null), '[]')
               as "certificates!: Json<Vec<Certificate>>"
           from facts f join fact_specialists p on p.fact_id = f.id
           where f.organization_id = $1 and f.kind = 'specialist' and f.ended_at is null and f.fact_key > $2
             and ($3::text is null or strpos(f.fact_key, lower($3)) > 0 or strpos(lower(p.name), lower($3)) > 0)
           order by f.fact_key limit $4"#,
        organization_id,
        after.unwrap_or_default(),
        text,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// When it was last vouched that persons and certificates are entered and right: the older of the two.
///
/// # Errors
/// When the database refuses.
pub async fn persons_read_at(
    connection: &mut PgConnection,
    organization_id: i64,
) -> Result<Option<DateTime<Utc>>, Error> {
    sqlx::query_scalar!(
        r#"select case when count(*) = 2 then min(t.read_at) end as read_at from (
             select kind, max(read_at) as read_at from fact_readings
             where organization_id = $1 and kind in ('specialist', 'certificate') group by kind) t"#,
        organization_id,
    )
    .fetch_one(connection)
    .await
}
