//! Reading for the clocks: the working days of a site, and which site's count for a request.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    cloud::Site,
    db::Error,
    values::workdays::{Calendar, Special},
};

/// The working days of a site, of every year that is settled (DL-01).
///
/// # Errors
/// When the database refuses.
pub async fn calendar(connection: &mut PgConnection, site: Site) -> Result<Calendar, Error> {
    let rows = sqlx::query!(
        r#"select y.year, d.day as "day?", d.kind as "kind?" from calendar_years y
           left join calendar_days d on d.site = y.site and d.year = y.year where y.site = $1"#,
        site.as_str(),
    )
    .fetch_all(connection)
    .await?;
    let years: Vec<i32> = rows.iter().map(|row| row.year).collect();
    let day = |day: Option<NaiveDate>, kind: Option<&str>| match kind {
        Some("make_up") => Some((day?, Special::MakeUp)),
        Some(_) => Some((day?, Special::Holiday)),
        None => None,
    };
    let days = rows.iter().filter_map(|row| day(row.day, row.kind.as_deref()));
    Ok(Calendar::new(site.zone(), years, days))
}

/// The site whose working days count for a request; China for one that may not be seen.
///
/// # Errors
/// When the database refuses.
pub async fn site(connection: &mut PgConnection, request_id: i64) -> Result<Site, Error> {
    let site = sqlx::query_scalar!("select request_site($1)", request_id).fetch_one(connection).await?;
    Ok(site.and_then(|site| site.parse().ok()).unwrap_or(Site::China))
}
