//! SQL of calendars. They belong to no organisation: everybody reads them, row-level security lets only the desk write.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::rules::{Sheet, special, word};
use crate::{cloud::Site, db::Error, web::pager::LIMIT};

/// A settled year.
#[derive(Debug)]
pub struct Year {
    pub year: i32,
    pub holidays: i64,
    pub make_ups: i64,
    pub source: String,
    pub changed_by: String,
    pub changed_at: DateTime<Utc>,
}

/// Settled years of a site, the latest first, before a year.
pub async fn list(connection: &mut PgConnection, site: Site, before: i32) -> Result<Vec<Year>, Error> {
    sqlx::query_as!(
        Year,
        r#"select y.year, count(*) filter (where d.kind = 'holiday') as "holidays!",
             count(*) filter (where d.kind = 'make_up') as "make_ups!", y.source, y.changed_by, y.changed_at
           from calendar_years y left join calendar_days d on d.site = y.site and d.year = y.year
           where y.site = $1 and y.year < $2
           group by y.site, y.year order by y.year desc limit $3"#,
        site.as_str(),
        before,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// A year with its days; without a row nobody has settled it.
#[derive(Debug, Default)]
pub struct Settled {
    /// 0: nobody has.
    pub revision: i32,
    /// Where the days are from.
    pub source: String,
    /// The days.
    pub sheet: Sheet,
}

/// A year of a site.
pub async fn year(connection: &mut PgConnection, site: Site, year: i32) -> Result<Settled, Error> {
    let rows = sqlx::query!(
        r#"select y.revision, y.source, d.day as "day?", d.kind as "kind?", d.name as "name?" from calendar_years y
           left join calendar_days d on d.site = y.site and d.year = y.year where y.site = $1 and y.year = $2"#,
        site.as_str(),
        year,
    )
    .fetch_all(connection)
    .await?;
    let mut settled = Settled::default();
    for row in rows {
        settled.revision = row.revision;
        settled.source = row.source;
        if let (Some(day), Some(special)) = (row.day, row.kind.as_deref().and_then(special)) {
            settled.sheet.insert(day, (special, row.name.unwrap_or_default()));
        }
    }
    Ok(settled)
}

/// Who saves a list, when, and where it is from.
#[derive(Debug)]
pub struct Provenance<'a> {
    pub source: &'a str,
    pub sha256: &'a [u8],
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

/// Saves a year unless it is no longer of this revision; answers whether it did.
pub async fn save(
    connection: &mut PgConnection,
    (site, year, revision): (Site, i32, i32),
    sheet: &Sheet,
    from: Provenance<'_>,
) -> Result<bool, Error> {
    let saved = sqlx::query!(
        "insert into calendar_years as y (site, year, source, sha256, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (site, year) do update set source = excluded.source, sha256 = excluded.sha256,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at, revision = y.revision + 1
         where y.revision = $7 returning revision",
        site.as_str(),
        year,
        from.source,
        from.sha256,
        from.by,
        from.at,
        revision,
    )
    .fetch_optional(&mut *connection)
    .await?;
    if saved.is_none_or(|row| row.revision != revision + 1) {
        return Ok(false);
    }
    sqlx::query!("delete from calendar_days where site = $1 and year = $2", site.as_str(), year)
        .execute(&mut *connection)
        .await?;
    let days: Vec<NaiveDate> = sheet.keys().copied().collect();
    let (kinds, names): (Vec<String>, Vec<String>) =
        sheet.values().map(|(special, name)| (word(*special).to_owned(), name.clone())).unzip();
    sqlx::query!(
        "insert into calendar_days (site, year, day, kind, name)
         select $1, $2, day, kind, name from unnest($3::date[], $4::text[], $5::text[]) as t (day, kind, name)",
        site.as_str(),
        year,
        &days,
        &kinds,
        &names,
    )
    .execute(connection)
    .await?;
    Ok(true)
}
