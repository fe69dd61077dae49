//! Handlers of the record.

use std::collections::VecDeque;

use axum::{
    body::{Body, Bytes},
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use futures::stream;

use super::{
    forms::{self, Filters},
    pages,
    rules::{self, Format, Head},
    store,
};
use crate::{
    access::{
        Actor,
        permission::{AuditExport, AuditView},
    },
    audit::{Change, Deed, Event, Fields, Record},
    db::{self, Db},
    web::{DetailPage, Error, Face, ListPage, Query},
};

/// Records read at once by an export: so many are in memory.
const BATCH: i64 = 500;

/// `GET /activity`.
pub async fn list(actor: Actor<AuditView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let state = store::state(&mut connection, actor.org()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.at, row.seq));
    Ok(pages::list(&actor, bar, &rows, pager, &state))
}

/// `GET /activity/{hash}`.
pub async fn show(actor: Actor<AuditView>, Path(hash): Path<String>) -> Result<DetailPage, Error> {
    let hash = hex::decode(&hash).ok().filter(|hash| hash.len() == 32).ok_or(Error::NotFound)?;
    let record = store::find(&mut *actor.open().await?, actor.org(), &hash).await?.ok_or(Error::NotFound)?;
    Ok(pages::show(&actor, &record))
}

/// `GET /activity/export?format=csv|json` with the filters of the list: a file, oldest first, read while it is sent. That somebody
/// took it is recorded, and is its last record.
pub async fn export(actor: Actor<AuditExport>, Query(typed): Query) -> Result<Response, Error> {
    let format = Format::parse(typed.get("format")).ok_or(Error::Unreadable)?;
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    bar.know("format");
    bar.only_known()?;
    if !bar.is_sound() {
        return Err(Error::Unreadable);
    }
    let asked = bar.typed().address("", &["after", "back", "format"], &[]);
    let fields = Fields::new().set("format", format.as_str()).set("filters", asked);
    Change::begin(&actor).await?.commit(Event::new(Deed::AuditExported, "all").after(fields)).await?;
    let state = store::state(&mut *actor.open().await?, actor.org()).await?;
    let organization = actor.organization();
    let code = organization.code.clone();
    let head = Head { organization_id: organization.id, organization: code, records: state.records, hash: state.head };
    let day = actor.face().date(actor.app().clock.now());
    let name = format!("attachment; filename=\"audit-{}-{day}.{}\"", organization.code, format.as_str());
    let writer = Writer::new(actor.app().db.clone(), (format, actor.face()), filters, head);
    let headers = [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(writer.stream())).into_response())
}

/// An export on its way.
struct Writer {
    db: Db,
    format: Format,
    face: Face,
    filters: Filters,
    head: Head,
    /// Place of the last record written.
    seq: i64,
    waiting: VecDeque<Bytes>,
    ended: bool,
}

impl Writer {
    fn new(db: Db, (format, face): (Format, Face), filters: Filters, head: Head) -> Self {
        let waiting = VecDeque::from([Bytes::from(rules::opening(format, &head, face.lang))]);
        Self { db, format, face, filters, head, seq: 0, waiting, ended: false }
    }

    /// A file that is cut off by an error ends without its closing, and the connection says so too.
    fn stream(self) -> impl futures::Stream<Item = Result<Bytes, db::Error>> + Send {
        stream::try_unfold(self, |mut writer| async move {
            if writer.waiting.is_empty() && !writer.ended {
                writer.read().await?;
            }
            Ok(writer.waiting.pop_front().map(|chunk| (chunk, writer)))
        })
    }

    /// Reads the next records. No connection is held while the reader's network takes its time.
    async fn read(&mut self) -> Result<(), db::Error> {
        let organization_id = self.head.organization_id;
        let mut connection = self.db.open(&[organization_id]).await?;
        let range = (self.seq, self.head.records);
        let records = store::slice(&mut connection, organization_id, &self.filters, range, BATCH).await?;
        drop(connection);
        let mut text: String = records.iter().enumerate().map(|(place, record)| self.one(place, record)).collect();
        self.seq = records.last().map_or(self.seq, |record| record.seq);
        self.ended = i64::try_from(records.len()).unwrap_or(0) < BATCH;
        if self.ended {
            text.push_str(rules::closing(self.format));
        }
        self.waiting.extend(Some(Bytes::from(text)).filter(|text| !text.is_empty()));
        Ok(())
    }

    fn one(&self, place: usize, record: &Record) -> String {
        rules::written(self.format, record, self.seq == 0 && place == 0, &self.face)
    }
}
