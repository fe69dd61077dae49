//! Reads consumption details (BILL-50) of every consuming customer (BILL-51), month by month, into the partitions.
//!
//! A producer fetches and encodes pages while a consumer copies and merges them, ten pages a transaction, with the
//! position in the same transaction. Memory holds a few pages, however many there are.

use futures::future::BoxFuture;
use serde_json::json;
use tokio::sync::mpsc;

use super::lines::{Encoded, Occurrences, encode};
use crate::{
    bills::{
        mirror::{consumers, consumption as mirror, cycles},
        rules,
    },
    cloud::{site::Sites, wire::bills::ListSubCustomerBillDetail},
    sync::{Cadence, Merged, Pass, Resource, Scope, SyncError, pass::Planning},
    values::Month,
};

/// Pages merged in one transaction.
const PAGES_A_BATCH: usize = 10;
/// Rows merged in one transaction at most, whatever the page size.
const ROWS_A_BATCH: usize = 10_000;

/// Consumption details of the open month and the months that may still change.
pub static CONSUMPTION: Resource = Resource {
    name: "consumption",
    api: "ListSubCustomerBillDetail",
    sites: Sites::China,
    after: &["resellers", "customers", "consuming_customers"],
    distributor_only: false,
    cadence: Cadence::DailyAt(16),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: Some(|pass| Box::pin(finish(pass))),
};

/// One part per month and consuming customer, asked for as the partner's own or through its reseller (SYNC-B12).
fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let own = planning.account().organization_id;
        let months = months_read(planning).await?;
        let mut connection = planning.open().await?;
        let mut scopes = Vec::new();
        for month in months {
            for consumer in consumers::consumers(&mut connection, own, month).await? {
                let scope = match &consumer.indirect_partner_id {
                    Some(remote) => Scope::reseller(consumer.organization_id, remote),
                    None => Scope::own(consumer.organization_id),
                };
                scopes.push(scope.in_month(month).of_customer(&consumer.customer_id));
            }
        }
        Ok(scopes)
    })
}

/// The months of the run that are really read: the schedule leaves closed ones alone between the checkpoints.
async fn months_read(planning: &Planning<'_>) -> Result<Vec<Month>, SyncError> {
    let own = planning.account().organization_id;
    let mut connection = planning.open().await?;
    let mut months = Vec::new();
    for &month in planning.months() {
        let complete = cycles::standing(&mut connection, own, month).await?.is_some();
        if planning.is_asked_for() || rules::is_read_on(month, planning.started_at(), complete) {
            months.push(month);
        }
    }
    Ok(months)
}

/// Reads one customer's month; once more if the list moved meanwhile (API-34).
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let part = Part::of(pass).await?;
    let first = read(pass, &part).await?;
    let last = if first.moved { read(pass, &part.from_the_start()).await? } else { first };
    if last.moved {
        let api = "ListSubCustomerBillDetail";
        return Err(SyncError::DoesNotAddUp { api, read: last.rows, total: last.total });
    }
    part.close(pass).await?;
    Ok(last.rows)
}

/// What is read and how.
struct Part {
    month: Month,
    customer_id: String,
    window_from: Option<chrono::NaiveDate>,
    /// Where an interrupted reading stopped.
    offset: i64,
    /// Whether lines may have vanished, so that the keys met are remembered.
    remembers: bool,
    restates: Option<i32>,
}

struct Reading {
    rows: usize,
    total: i64,
    moved: bool,
}

impl Part {
    async fn of(pass: &Pass<'_>) -> Result<Self, SyncError> {
        let missing =
            || SyncError::Unreadable { api: "ListSubCustomerBillDetail", detail: "a part without month".into() };
        let month = pass.scope().month.ok_or_else(missing)?;
        let customer_id = pass.scope().customer_id.clone().ok_or_else(missing)?;
        let organization = pass.scope().organization_id;
        let completed = if pass.is_full() { None } else { pass.completed_at().await? };
        let window_from = rules::window_from(month, pass.now(), completed);
        let mut connection = pass.open().await?;
        mirror::ensure_month(&mut connection, month).await?;
        let standing = cycles::standing(&mut connection, organization, month).await?;
        let restates = standing.filter(|s| s.version > 0).map(|s| s.version + 1);
        let has_lines = mirror::has_lines(&mut connection, organization, month, &customer_id).await?;
        drop(connection);
        let mut part = Self {
            month,
            customer_id,
            window_from,
            offset: 0,
            remembers: has_lines && window_from.is_none(),
            restates,
        };
        part.take_up(pass).await?;
        Ok(part)
    }

    /// Takes up an interrupted reading where it stopped, if everything it met is still remembered.
    async fn take_up(&mut self, pass: &Pass<'_>) -> Result<(), SyncError> {
        let position = if pass.is_full() { None } else { pass.position().await? };
        let offset = position.as_ref().and_then(|p| p["offset"].as_i64()).unwrap_or(0);
        let remembered = position.as_ref().and_then(|p| p["remembers"].as_bool());
        let mut connection = pass.open().await?;
        let seen = mirror::seen(&mut connection, pass.account().id, &pass.scope().key).await?;
        match remembered {
            // The first reading of this part was interrupted: it had nothing to compare with, and has not now.
            Some(false) => (self.offset, self.remembers) = (offset, false),
            Some(true) if seen == offset => (self.offset, self.remembers) = (offset, true),
            _ => mirror::forget(&mut connection, pass.account().id, &pass.scope().key).await?,
        }
        Ok(())
    }

    fn from_the_start(&self) -> Self {
        Self { customer_id: self.customer_id.clone(), offset: 0, ..*self }
    }

    fn request(&self, pass: &Pass<'_>, offset: i64) -> ListSubCustomerBillDetail {
        ListSubCustomerBillDetail {
            bill_cycle: self.month.to_string(),
            customer_id: self.customer_id.clone(),
            bill_date_begin: self.window_from.map(|from| from.to_string()),
            bill_date_end: self.window_from.map(|_| self.month.last_day().to_string()),
            indirect_partner_id: pass.scope().indirect_partner_id.clone(),
            offset: Some(offset),
            limit: Some(pass.account().detail_page),
            ..ListSubCustomerBillDetail::default()
        }
    }

    fn batch<'a>(&self, pass: &'a Pass<'_>) -> mirror::Batch<'a> {
        mirror::Batch {
            stamp: pass.stamp(),
            month: self.month,
            seen_in: self.remembers.then_some(pass.scope().key.as_str()),
            restates: self.restates,
        }
    }

    /// After a complete reading: lines that were not met are gone.
    async fn close(&self, pass: &Pass<'_>) -> Result<(), SyncError> {
        if !self.remembers {
            return Ok(());
        }
        let scope = pass.scope().key.as_str();
        let mut connection = pass.open().await?;
        let mut transaction = connection.begin().await?;
        let gone = mirror::remove_unseen(&mut transaction, &self.batch(pass), scope, &self.customer_id).await?;
        mirror::forget(&mut transaction, pass.account().id, scope).await?;
        transaction.commit().await?;
        pass.count(0, gone);
        Ok(())
    }
}

/// Fetches and merges side by side, a few pages ahead.
async fn read(pass: &Pass<'_>, part: &Part) -> Result<Reading, SyncError> {
    let (send, receive) = mpsc::channel(2);
    let (reading, ()) = tokio::try_join!(fetch(pass, part, send), merge_all(pass, part, receive))?;
    Ok(reading)
}

async fn fetch(pass: &Pass<'_>, part: &Part, send: mpsc::Sender<Encoded>) -> Result<Reading, SyncError> {
    let mut met = Occurrences::new();
    let mut offset = part.offset;
    let mut first_total = None;
    let currency = pass.account().site.currency().map_or_else(String::new, |c| c.to_string());
    loop {
        let body = pass.call_bytes(&part.request(pass, offset)).await?;
        let (encoded, back) = encode_apart(body, currency.clone(), met).await?;
        met = back;
        let records = i64::try_from(encoded.records).unwrap_or(i64::MAX);
        let total = encoded.total;
        if first_total.is_none() {
            pass.expect(total - part.offset);
        }
        let announced = *first_total.get_or_insert(total);
        offset += records;
        if records > 0 && send.send(encoded).await.is_err() {
            // The consumer has failed; its error is the one to report.
            return Ok(Reading { rows: 0, total, moved: false });
        }
        if records == 0 || offset >= total {
            let rows = usize::try_from(offset).unwrap_or(usize::MAX);
            return Ok(Reading { rows, total, moved: offset != total || total != announced });
        }
    }
}

/// Parsing is work: it goes to a thread of its own.
async fn encode_apart(
    body: bytes::Bytes,
    currency: String,
    mut met: Occurrences,
) -> Result<(Encoded, Occurrences), SyncError> {
    let unreadable = |detail: String| SyncError::Unreadable { api: "ListSubCustomerBillDetail", detail };
    tokio::task::spawn_blocking(move || encode(&body, &currency, &mut met).map(|encoded| (encoded, met)))
        .await
        .map_err(|error| unreadable(error.to_string()))?
        .map_err(unreadable)
}

async fn merge_all(pass: &Pass<'_>, part: &Part, mut receive: mpsc::Receiver<Encoded>) -> Result<(), SyncError> {
    let mut pages: Vec<Encoded> = Vec::new();
    let mut offset = part.offset;
    let mut resumes = true;
    while let Some(page) = receive.recv().await {
        resumes &= page.has_ids;
        pages.push(page);
        let rows: usize = pages.iter().map(|page| page.records).sum();
        if pages.len() >= PAGES_A_BATCH || rows >= ROWS_A_BATCH {
            offset = merge_batch(pass, part, std::mem::take(&mut pages), Position { offset, resumes }).await?;
        }
    }
    if !pages.is_empty() {
        merge_batch(pass, part, pages, Position { offset, resumes }).await?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Position {
    offset: i64,
    /// Whether an interrupted reading may be taken up here: not after a line without an id.
    resumes: bool,
}

/// Merges pages and the position behind them in one transaction. Lines without ids are told apart by counting from the
/// start, so a reading that met one cannot be taken up in the middle.
async fn merge_batch(pass: &Pass<'_>, part: &Part, pages: Vec<Encoded>, from: Position) -> Result<i64, SyncError> {
    let mut connection = pass.open().await?;
    let mut transaction = connection.begin().await?;
    let mut merged = Merged::default();
    let mut records = 0;
    for page in &pages {
        let more = mirror::merge(&mut transaction, &part.batch(pass), &page.copy).await?;
        merged.inserted += more.inserted;
        merged.updated += more.updated;
        records += page.records;
    }
    let offset = from.offset + i64::try_from(records).unwrap_or(i64::MAX);
    let position = json!({ "offset": if from.resumes { offset } else { 0 }, "remembers": part.remembers });
    pass.save_position(&mut transaction, &position).await?;
    transaction.commit().await?;
    pass.count(records, merged);
    Ok(offset)
}

/// After all parts: roll-ups and standing of every cycle that was read, for the partner and each reseller.
async fn finish(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let planning = pass.planning();
    let months = months_read(&planning).await?;
    let mut connection = planning.open().await?;
    for organization in planning.family().await? {
        for &month in &months {
            let mut transaction = connection.begin().await?;
            let before = cycles::standing(&mut transaction, organization, month).await?;
            let next_version = before.map_or(0, |s| s.version) + 1;
            let changed = cycles::has_changes(&mut transaction, organization, month, next_version).await?;
            let standing = rules::standing_of(month, pass.round_started_at(), before, changed);
            cycles::roll_up(&mut transaction, organization, month).await?;
            let stamp = crate::sync::Stamp { organization_id: organization, ..pass.stamp() };
            cycles::settle(&mut transaction, stamp, month, standing, pass.round_started_at()).await?;
            transaction.commit().await?;
        }
    }
    Ok(0)
}
