//! Evidence whose time is over (BET-15).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{audit::Change, db::Error};

/// A request whose evidence goes.
#[derive(Debug)]
pub struct Over {
    pub id: i64,
    pub organization_id: i64,
}

/// Requests in a state, that the vendor got or never got, which came to it before an instant and have files; oldest first.
pub async fn over(
    connection: &mut PgConnection,
    (state, sent): (&str, bool),
    before: DateTime<Utc>,
) -> Result<Vec<Over>, Error> {
    sqlx::query_as!(
        Over,
        "select r.id, r.organization_id from requests r
         where r.state = $1 and (r.submitted_at is not null) = $2 and r.state_at < $3
           and exists (select from request_files f where f.request_id = r.id)
         order by r.id limit 500",
        state,
        sent,
        before,
    )
    .fetch_all(connection)
    .await
}

/// Deletes the evidence of such a request, if it still is one. Answers how many files.
pub async fn expire<P>(change: &mut Change<P>, id: i64, state: &str, before: DateTime<Utc>) -> Result<i32, Error> {
    let gone = sqlx::query_scalar!("select expire_request_files($1, $2, $3)", id, state, before);
    Ok(gone.fetch_one(&mut **change).await?.unwrap_or_default())
}
