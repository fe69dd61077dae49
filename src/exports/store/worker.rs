//! Writes the files. A try holds no connection between two pages of rows; one that is killed is taken up by another node, which
//! begins anew, and what it left is swept.

use std::{io, path::Path};

use chrono_tz::Tz;
use tokio::{fs::File, io::AsyncWriteExt};
use uuid::Uuid;

use super::{
    folder,
    turns::{self, Turn},
};
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    exports::rules::{Asked, Kind, Reader, TRIES},
    lang::Lang,
    web::{Face, Typed},
};

/// What ends a try.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] db::Error),
    /// The disk.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
}

/// With what the worker works.
#[derive(Clone, Copy)]
struct Bench<'a> {
    db: &'a Db,
    key: &'a Key,
    clock: &'a Clock,
    root: &'a Path,
}

/// Writes every export that waits, or whose try was lost, one after the other. Answers how many were ended.
///
/// # Errors
/// When the database or the disk fails: the task stays and is tried again when its lease is over.
pub async fn work(db: &Db, key: &Key, clock: &Clock, root: &Path, readers: &[Reader]) -> Result<usize, Failed> {
    let bench = Bench { db, key, clock, root };
    let mut ended = 0;
    loop {
        let taken_by = Uuid::new_v4();
        let Some(turn) = turns::take(db, taken_by, clock.now()).await? else { return Ok(ended) };
        match bench.attempt(&turn, taken_by, readers).await {
            Ok(is_ended) => ended += usize::from(is_ended),
            Err(failed) => {
                folder::remove(root, taken_by).await;
                return Err(failed);
            }
        }
    }
}

impl Bench<'_> {
    async fn attempt(&self, turn: &Turn, taken_by: Uuid, readers: &[Reader]) -> Result<bool, Failed> {
        let reader = Kind::parse(&turn.kind).and_then(|kind| readers.iter().find(|reader| reader.kind == kind));
        let Some(reader) = reader.filter(|_| turn.tries <= TRIES) else {
            return self.fail(turn, taken_by, "failed").await;
        };
        let who = (turn.organization_id, turn.requested_by);
        let mut connection = self.db.open(&[turn.organization_id]).await?;
        let permissions = turns::permissions(&mut connection, who, self.clock.now()).await?;
        drop(connection);
        if !permissions.holds(reader.kind.permission()) {
            return self.fail(turn, taken_by, "permission").await;
        }
        let mut file = folder::begin(self.root, taken_by).await?;
        let written = self.write(turn, taken_by, reader, &mut file).await?;
        file.sync_all().await?;
        let is_ours = match written {
            Some(size) => self.finish(turn, taken_by, size).await?,
            None => false,
        };
        if !is_ours {
            folder::remove(self.root, taken_by).await;
        }
        Ok(is_ours)
    }

    /// Writes heading and rows, a page in memory at a time; answers rows and bytes, or nothing when another try has taken over.
    async fn write(
        &self,
        turn: &Turn,
        taken_by: Uuid,
        reader: &Reader,
        file: &mut File,
    ) -> Result<Option<(i64, i64)>, Failed> {
        let lang = Lang::parse(&turn.language).unwrap_or_default();
        let zone: Tz = turn.time_zone.parse().unwrap_or(Tz::Asia__Shanghai);
        let face = Face { now: self.clock.now(), zone, lang };
        let filters = Typed::parse(turn.filters.as_bytes()).unwrap_or_default();
        let asked = Asked { organization_id: turn.organization_id, filters, face };
        // The mark tells spreadsheets that the file is UTF-8.
        let mut text = format!("\u{feff}{}", (reader.heading)(lang));
        let (mut rows, mut bytes, mut after) = (0, 0, None);
        loop {
            let mut connection = self.db.open(&[turn.organization_id]).await?;
            if !turns::renew(&mut connection, turn.id, taken_by, self.clock.now()).await? {
                return Ok(None);
            }
            let batch = (reader.read)(&mut connection, &asked, after).await?;
            drop(connection);
            text.push_str(&batch.text);
            file.write_all(text.as_bytes()).await?;
            bytes += i64::try_from(text.len()).unwrap_or(0);
            rows += i64::try_from(batch.rows).unwrap_or(0);
            text.clear();
            after = batch.next;
            if after.is_none() {
                return Ok(Some((rows, bytes)));
            }
        }
    }

    async fn finish(&self, turn: &Turn, taken_by: Uuid, (rows, bytes): (i64, i64)) -> Result<bool, Failed> {
        let mut change = self.begin(turn.organization_id).await?;
        let now = change.now();
        let is_ours = turns::finish(&mut change, (turn.id, taken_by), (rows, bytes), now).await?;
        if is_ours {
            let after = Fields::new().set("kind", turn.kind.as_str()).set("rows", rows);
            change.commit(Event::new(Deed::ExportMade, turn.id).after(after)).await?;
        }
        Ok(is_ours)
    }

    async fn fail(&self, turn: &Turn, taken_by: Uuid, problem: &str) -> Result<bool, Failed> {
        let mut change = self.begin(turn.organization_id).await?;
        let now = change.now();
        let is_ours = turns::fail(&mut change, (turn.id, taken_by), problem, now).await?;
        if is_ours {
            let after = Fields::new().set("kind", turn.kind.as_str()).set("problem", problem);
            change.commit(Event::new(Deed::ExportFailed, turn.id).after(after)).await?;
        }
        Ok(is_ours)
    }

    async fn begin(&self, organization_id: i64) -> Result<Change, db::Error> {
        Change::system(self.db, self.key, self.clock, organization_id, Author::job("exports")).await
    }
}

/// Deletes files whose seven days are over, and what killed tries left. Answers how many expired.
///
/// # Errors
/// When the database or the disk fails.
pub async fn keep(db: &Db, key: &Key, clock: &Clock, root: &Path) -> Result<usize, Failed> {
    let bench = Bench { db, key, clock, root };
    let mut expired = 0;
    for (id, organization_id) in turns::overdue(db, clock.now()).await? {
        let mut change = bench.begin(organization_id).await?;
        let now = change.now();
        if let Some(file) = turns::expire(&mut change, id, now).await? {
            change.commit(Event::new(Deed::ExportExpired, id)).await?;
            folder::remove(root, file).await;
            expired += 1;
        }
    }
    let old = folder::old(root).await?;
    let named = turns::named(db, &old).await?;
    for file in old.iter().filter(|file| !named.contains(file)) {
        folder::remove(root, *file).await;
    }
    Ok(expired)
}
