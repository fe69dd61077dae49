//! Resellers of a distributor, for filters, and how fresh a list is: what a page asks before its rows.

use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::{db::Error, sync::Freshness};

/// A reseller whose rows may be chosen.
#[derive(Debug, Clone, Deserialize)]
pub struct Reseller {
    pub id: i64,
    /// Its organisation: its rows are stored under it (ORG-14).
    pub child_id: i64,
    pub remote_id: String,
    pub account_name: Option<String>,
    /// Name of its organisation.
    pub name: String,
}

impl Reseller {
    /// What a list of choices calls it.
    pub fn label(&self) -> String {
        match self.account_name.as_deref().filter(|account| !account.is_empty()) {
            Some(account) => format!("{account} · {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// How fresh the resources `names` are for `asking`; and if `sees_resellers` its resellers, also those that have left: their
/// rows are kept; of those only the organisations `among`, if given (AM-10). One round trip.
pub async fn around(
    connection: &mut PgConnection,
    asking: i64,
    names: &[String],
    (sees_resellers, among): (bool, Option<&[i64]>),
) -> Result<(Vec<Freshness>, Vec<Reseller>), Error> {
    let row = sqlx::query!(
        r#"select (select json_agg(to_json(f)) from freshness($1, $2) f) as "known: Json<Vec<Freshness>>",
             (select json_agg(to_json(s) order by s.account_name, s.id) from (
                select s.id, s.child_id, s.remote_id, s.account_name, o.name
                from resellers s join organizations o on o.id = s.child_id
                where $3 and s.organization_id = $1 and ($4::bigint[] is null or s.child_id = any($4))) s) as "resellers: Json<Vec<Reseller>>""#,
        asking,
        names,
        sees_resellers,
        among,
    )
    .fetch_one(connection)
    .await?;
    let known = row.known.map(|Json(known)| known).unwrap_or_default();
    Ok((known, row.resellers.map(|Json(resellers)| resellers).unwrap_or_default()))
}
