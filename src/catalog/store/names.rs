//! Words for codes, for pages of other slices (CAT-13).

use std::{collections::HashMap, sync::Arc};

use sqlx::PgConnection;

use crate::{
    app::{
        App,
        words::{Dictionary, Words},
    },
    db::Error,
    lang::Lang,
};

/// Words for codes of services, resources and regions in one language.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// The names among codes and names of services, as [`services`] answers them.
    #[must_use]
    pub fn of_services(services: &[(String, String)]) -> Self {
        Self(services.iter().filter(|(code, name)| code != name).cloned().collect())
    }

    /// The name of a service, resource or region; the code itself when the dictionaries do not know it (CAT-13).
    #[must_use]
    pub fn of<'a>(&'a self, code: &'a str) -> &'a str {
        self.0.get(code).map_or(code, String::as_str)
    }

    /// The name, or nothing when the dictionaries do not know the code.
    #[must_use]
    pub fn known(&self, code: &str) -> Option<&str> {
        self.0.get(code).map(String::as_str)
    }
}

/// Words for `codes` of services, resources and regions in a language; in the other one where there is no word in it. One
/// round trip; unknown codes are simply missing.
///
/// # Errors
/// When the database fails.
pub async fn names(
    connection: &mut PgConnection,
    organization_id: i64,
    lang: Lang,
    codes: &[String],
) -> Result<Names, Error> {
    let rows = sqlx::query!(
        r#"with owner as (select $1::bigint as id union all select parent_id from organizations where id = $1 and parent_id is not null),
           found as (
             select code, name_zh, name_en from service_types where organization_id in (select id from owner) and code = any($2)
             union all
             select code, name_zh, name_en from resource_types where organization_id in (select id from owner) and code = any($2)
             union all
             select code, name_zh, name_en from regions where organization_id in (select id from owner) and code = any($2)
           )
           select code as "code!", case when $3 then coalesce(name_zh, name_en) else coalesce(name_en, name_zh) end as name
           from found"#,
        organization_id,
        codes,
        lang == Lang::ZhCn,
    )
    .fetch_all(connection)
    .await?;
    Ok(Names(rows.into_iter().filter_map(|row| Some((row.code, row.name?))).collect()))
}

/// The dictionaries of services, resources and regions of `owners`: an organisation and its distributor. Those that this process
/// keeps under the same `stamp` (SQL function `freshness_with_words`), else one round trip; without a stamp nothing is kept.
///
/// # Errors
/// When the database fails.
pub async fn words(
    connection: &mut PgConnection,
    app: &App,
    owners: &[i64],
    stamp: Option<String>,
) -> Result<Arc<Words>, Error> {
    let (organization_id, now) = (owners.first().copied().unwrap_or_default(), app.clock.now());
    if let Some(kept) = stamp.as_deref().and_then(|stamp| app.words.find(organization_id, stamp, now)) {
        return Ok(kept);
    }
    let rows = sqlx::query!(
        r#"select 0 as "dictionary!", code as "code!", name_zh, name_en, organization_id = ($1::bigint[])[1] as "own!"
           from service_types where organization_id = any($1)
           union all select 1, code, name_zh, name_en, organization_id = ($1::bigint[])[1] from resource_types where organization_id = any($1)
           union all select 2, code, name_zh, name_en, organization_id = ($1::bigint[])[1] from regions where organization_id = any($1)
           order by 5 desc"#,
        owners,
    )
    .fetch_all(connection)
    .await?;
    let mut words = Words::default();
    for row in rows {
        let dictionary = Dictionary::ALL[usize::try_from(row.dictionary).unwrap_or_default()];
        words.add(dictionary, row.code, row.name_zh, row.name_en);
    }
    let words = Arc::new(words);
    if let Some(stamp) = stamp {
        app.words.keep(organization_id, stamp, now, &words);
    }
    Ok(words)
}

/// Codes and names of all services in a language, ordered by name: the options of a filter. The code stands for a missing name.
///
/// # Errors
/// When the database fails.
pub async fn services(
    connection: &mut PgConnection,
    organization_id: i64,
    lang: Lang,
) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query!(
        r#"select code, case when $2 then coalesce(name_zh, name_en, code) else coalesce(name_en, name_zh, code) end as "name!"
           from service_types
           where organization_id in (select $1::bigint union all select parent_id from organizations where id = $1 and parent_id is not null)
           order by 2, 1"#,
        organization_id,
        lang == Lang::ZhCn,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
