//! SQL of the board and of its feeds. Row-level security shows a partner its own and the desk what was submitted to it.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    access::sessions::Token,
    audit::Change,
    db::{Db, Error},
    web::pager::LIMIT,
};

/// A deadline in the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub request_id: i64,
    pub kind: String,
    pub partner: String,
    /// State of the request whose clock it is.
    pub step: String,
    pub rule: String,
    pub side: String,
    pub state: String,
    pub due_on: NaiveDate,
    pub due_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

/// Whose deadlines, and which.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub organization_id: i64,
    /// Whether the vendor desk reads: what the vendor has to do.
    pub is_desk: bool,
    /// Kinds that the reader may see.
    pub kinds: &'a [String],
    /// `open`, `met`, `lapsed`, or everything.
    pub state: &'a str,
}

/// Deadlines in the order of their ends, and one more than a page.
pub async fn list(
    connection: &mut PgConnection,
    wanted: Wanted<'_>,
    after: Option<(DateTime<Utc>, i64)>,
) -> Result<Vec<Listed>, Error> {
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, 0));
    sqlx::query_as!(
        Listed,
        r#"select d.id, d.request_id, r.kind, coalesce(o.name, '') as "partner!", d.step, d.rule, d.side, d.state, d.due_on, d.due_at,
             d.created_at
           from deadlines d join requests r on r.id = d.request_id
           left join desk_organizations() o on $2 and o.id = d.organization_id
           where case when $2 then d.side = 'vendor' else d.organization_id = $1 end and r.kind = any($3)
             and ($4 = '' or d.state = $4) and (d.due_at, d.id) > ($5, $6)
           order by d.due_at, d.id limit $7"#,
        wanted.organization_id,
        wanted.is_desk,
        wanted.kinds,
        wanted.state,
        at,
        id,
        LIMIT,
    )
    .fetch_all(connection)
    .await
}

/// Whether a member has a feed.
pub async fn has_feed(connection: &mut PgConnection, organization_id: i64, member_id: i64) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from deadline_feeds where organization_id = $1 and member_id = $2) as "has!""#,
        organization_id,
        member_id,
    )
    .fetch_one(connection)
    .await
}

/// Gives a member a feed at a new address; the old address opens nothing then.
pub async fn make_feed<P>(change: &mut Change<P>, member_id: i64, token: &Token) -> Result<(), Error> {
    let (org, at) = (change.org(), change.now());
    sqlx::query!(
        "insert into deadline_feeds (member_id, organization_id, digest, made_at) values ($1, $2, $3, $4)
         on conflict (member_id) do update set digest = excluded.digest, made_at = excluded.made_at",
        member_id,
        org,
        token.hash(),
        at,
    )
    .execute(&mut **change)
    .await
    .map(drop)
}

/// Takes a member's feed back; answers whether he had one.
pub async fn end_feed<P>(change: &mut Change<P>, member_id: i64) -> Result<bool, Error> {
    let org = change.org();
    let done = sqlx::query!("delete from deadline_feeds where organization_id = $1 and member_id = $2", org, member_id)
        .execute(&mut **change)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Who reads a feed.
#[derive(Debug)]
pub struct Reader {
    pub organization_id: i64,
    pub kind: String,
    pub is_master: bool,
    pub language: Option<String>,
    pub roles: Vec<String>,
    pub codes: Vec<String>,
}

/// Who reads the feed of an address; nobody where it was taken back or he works no more.
pub async fn reader(db: &Db, token: &Token, now: DateTime<Utc>) -> Result<Option<Reader>, Error> {
    sqlx::query_as!(
        Reader,
        r#"select organization_id as "organization_id!", kind as "kind!", is_master as "is_master!", language, roles as "roles!",
             codes as "codes!" from feed_reader($1, $2)"#,
        token.hash(),
        now,
    )
    .fetch_optional(&mut *db.open_none().await?)
    .await
}
