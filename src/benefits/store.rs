//! SQL of benefits.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{forms::Wanted, rules::Program};
use crate::{audit::Change, db::Error};

/// Benefits of a site, or of all sites, with whether their agreements are active on a day, and whether a partner has the quota that
/// MDF needs in its year.
///
/// # Errors
/// When the database refuses.
pub async fn programs(
    connection: &mut PgConnection,
    site: Option<&str>,
    (today, partner): (NaiveDate, Option<i64>),
) -> Result<Vec<Program>, Error> {
    sqlx::query_as!(
        Program,
        r#"select p.code, p.site, p.entrance_open, p.valid_from, p.valid_to, p.payout_methods, p.agreement_code, p.revision,
             coalesce((select d.valid_to is null or d.valid_to >= $2 from policy_documents d
               where d.code = p.agreement_code and d.kind = 'agreement' and (d.site is null or d.site = p.site)
                 and d.valid_from <= $2 order by d.version desc limit 1), false) as "agreement_active!",
             p.code <> 'mdf' or exists (select from mdf_quotas q
               where q.organization_id = $3 and q.year = extract(year from $2::date) and q.total > 0) as "has_quota!"
           from benefit_programs p where $1::text is null or p.site = $1 order by p.id"#,
        site,
        today,
        partner,
    )
    .fetch_all(connection)
    .await
}

/// Sets a benefit if it still is at this revision; false when somebody was quicker.
pub(super) async fn set<P>(
    change: &mut Change<P>,
    (code, site, revision): (&str, &str, i32),
    wanted: &Wanted,
    by: &str,
) -> Result<bool, Error> {
    let at = change.now();
    let done = sqlx::query!(
        "update benefit_programs set entrance_open = $4, valid_from = $5, valid_to = $6, payout_methods = $7,
           agreement_code = $8, changed_by = $9, changed_at = $10, revision = revision + 1
         where code = $1 and site = $2 and revision = $3",
        code,
        site,
        revision,
        wanted.entrance_open,
        wanted.valid_from,
        wanted.valid_to,
        &wanted.payout_methods,
        wanted.agreement_code,
        by,
        at,
    )
    .execute(&mut **change)
    .await?;
    Ok(done.rows_affected() == 1)
}
