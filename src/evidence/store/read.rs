//! Reading: requests, their files, and where else the same file lies.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{db::Error, evidence::rules::lack::Holding};

/// Files of a request that a page shows, replaced ones included.
const FILES: i64 = 1000;

/// A request as its evidence sees it.
#[derive(Debug)]
pub struct Head {
    pub id: i64,
    pub organization_id: i64,
    pub kind: String,
    pub state: String,
    pub health: String,
    pub title: String,
    /// The site whose rules hold.
    pub site: Option<String>,
    /// The words that decide its slots.
    pub words: Option<Vec<String>>,
}

/// A file of a slot.
#[derive(Debug)]
pub struct File {
    pub id: i64,
    pub request_id: i64,
    pub slot: String,
    pub attachment_id: i64,
    pub name: String,
    pub size: i64,
    pub media_type: String,
    pub sha256: Vec<u8>,
    pub is_scanned: bool,
    pub added_by: String,
    pub added_at: DateTime<Utc>,
    pub removed_at: Option<DateTime<Utc>>,
    /// Whether the vendor has got it: then it is replaced, never removed.
    pub is_sent: bool,
    pub verdict: Option<String>,
    pub verdict_reason: String,
    pub judged_at: Option<DateTime<Utc>>,
    /// Where the same bytes lie too: request, kind and slot, apart by blanks (BET-16).
    pub used: Vec<String>,
}

impl File {
    /// Whether it counts: neither removed nor replaced.
    pub const fn is_current(&self) -> bool {
        self.removed_at.is_none()
    }

    /// Where the same bytes lie too.
    pub fn uses(&self) -> impl Iterator<Item = Use<'_>> {
        self.used.iter().filter_map(|place| {
            let mut words = place.split(' ');
            let request_id = words.next()?.parse().ok()?;
            Some(Use { request_id, kind: words.next()?, slot: words.next()? })
        })
    }
}

/// Another place where the same bytes lie: another slot, or another request that was not given up (BET-16).
#[derive(Debug)]
pub struct Use<'a> {
    /// The other request, or the same one.
    pub request_id: i64,
    /// Its kind.
    pub kind: &'a str,
    /// The slot there.
    pub slot: &'a str,
}

/// A request: of the partner itself, or one that was submitted to the desk.
pub async fn head(connection: &mut PgConnection, id: i64) -> Result<Option<Head>, Error> {
    sqlx::query_as!(
        Head,
        r#"select r.id, r.organization_id, r.kind, r.state, r.health, r.title, request_site(r.id) as site, s.words as "words?"
           from requests r left join request_slots s on s.request_id = r.id where r.id = $1 and r.state <> 'discarded'"#,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// Files of a request, oldest first; what was removed or replaced stands among them.
pub async fn files(connection: &mut PgConnection, request_id: i64) -> Result<Vec<File>, Error> {
    sqlx::query_as!(
        File,
        r#"select f.id, f.request_id, f.slot, f.attachment_id, a.name, a.size, a.media_type, a.sha256, a.is_scanned,
             f.added_by, f.added_at, f.removed_at, file_was_sent(f.request_id, f.added_at, f.removed_at) as "is_sent!",
             f.verdict, f.verdict_reason, f.judged_at,
             array(select o.request_id || ' ' || r.kind || ' ' || o.slot
               from attachments b join request_files o on o.attachment_id = b.id and o.removed_at is null and o.id <> f.id
               join requests r on r.id = o.request_id and r.state <> 'discarded'
               where b.sha256 = a.sha256 and f.removed_at is null order by o.id limit 5) as "used!"
           from request_files f join attachments a on a.id = f.attachment_id
           where f.request_id = $1 order by f.id limit $2"#,
        request_id,
        FILES,
    )
    .fetch_all(connection)
    .await
}

/// One file.
pub async fn file(connection: &mut PgConnection, id: i64) -> Result<Option<File>, Error> {
    sqlx::query_as!(
        File,
        r#"select f.id, f.request_id, f.slot, f.attachment_id, a.name, a.size, a.media_type, a.sha256, a.is_scanned,
             f.added_by, f.added_at, f.removed_at, file_was_sent(f.request_id, f.added_at, f.removed_at) as "is_sent!",
             f.verdict, f.verdict_reason, f.judged_at,
             array(select o.request_id || ' ' || r.kind || ' ' || o.slot
               from attachments b join request_files o on o.attachment_id = b.id and o.removed_at is null and o.id <> f.id
               join requests r on r.id = o.request_id and r.state <> 'discarded'
               where b.sha256 = a.sha256 and f.removed_at is null order by o.id limit 5) as "used!"
           from request_files f join attachments a on a.id = f.attachment_id where f.id = $1"#,
        id,
    )
    .fetch_optional(connection)
    .await
}

/// What the slots of a request hold.
pub async fn holdings(connection: &mut PgConnection, request_id: i64) -> Result<Vec<Holding>, Error> {
    sqlx::query_as!(
        Holding,
        r#"select slot, count(*) filter (where verdict is distinct from 'rejected') as "sound!",
             count(*) filter (where verdict = 'rejected') as "rejected!"
           from request_files where request_id = $1 and removed_at is null group by slot"#,
        request_id,
    )
    .fetch_all(connection)
    .await
}
