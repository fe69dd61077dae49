//! Reads consumption details (BILL-50) of every consuming customer (BILL-51), month by month, into the partitions.
//!
//! A producer fetches and encodes pages while a consumer copies and merges them, ten pages a transaction, with the
//! position in the same transaction. Memory holds a few pages, however many there are.

use futures::future::BoxFuture;
use tokio::sync::mpsc;

use super::{
    consumers::CONSUMING_CUSTOMERS,
    lines::{Asked, Encoded, Occurrences, encode},
    part::{Part, Position},
};
use crate::{
    bills::{
        mirror::{consumers, consumption as mirror, cycles, rollups},
        rules::{self, DataSet},
    },
    cloud::{site::Sites, wire::Operation, wire::bills::ListSubCustomerBillDetail},
    sync::{Cadence, Pass, Resource, Scope, SyncError, pass::Planning},
    values::Month,
};

/// Pages merged in one transaction.
const PAGES_A_BATCH: usize = 10;
/// Rows merged in one transaction at most, whatever the page size.
const ROWS_A_BATCH: usize = 10_000;
/// As many lines do not vanish all at once: a sudden nothing is not believed (SYNC-B02).
const MANY: i64 = 5;

/// Consumption details of the open month and the months that may still change.
pub static CONSUMPTION: Resource = Resource {
    name: "consumption",
    api: ListSubCustomerBillDetail::ID,
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
        let months = months_known(planning).await?;
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

/// The months to read whose consuming customers are known. A month whose list could not be read is not an empty one: it is
/// neither read nor closed, else it would be final without a line (BILL-51).
async fn months_known(planning: &Planning<'_>) -> Result<Vec<Month>, SyncError> {
    let mut known = Vec::new();
    for month in super::months_read(planning, DataSet::Detail).await? {
        if planning.is_read(CONSUMING_CUSTOMERS.name, &month.to_string()).await? {
            known.push(month);
        }
    }
    Ok(known)
}

/// Reads one customer's month; once more if the list moved meanwhile (API-34).
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut part = Part::of(pass).await?;
    let mut reading = read(pass, &part).await?;
    let mut distinct = part.distinct(pass).await?;
    if reading.moved || reading.repeats(distinct) {
        part = part.anew(pass).await?;
        reading = read(pass, &part).await?;
        distinct = part.distinct(pass).await?;
    }
    if reading.moved {
        let total = reading.total.unwrap_or_default();
        return Err(SyncError::DoesNotAddUp { api: ListSubCustomerBillDetail::ID, read: reading.rows, total });
    }
    if reading.rows == 0 && part.is_whole_month() && !pass.is_full() {
        let before = part.stored(pass).await?;
        if before >= MANY {
            return Err(SyncError::SuddenlyEmpty { api: ListSubCustomerBillDetail::ID, before });
        }
    }
    let repeats = reading.repeats(distinct);
    if repeats {
        // Twice in a row: what came is kept, and nothing is taken for vanished (API-34).
        tracing::warn!(scope = %pass.scope().key, read = reading.rows, ?distinct, "lines of a bill came more than once");
    }
    part.close(pass, repeats).await?;
    Ok(reading.rows)
}

/// What a reading of the list gave.
struct Reading {
    rows: usize,
    total: Option<i64>,
    moved: bool,
}

impl Reading {
    /// Whether fewer distinct lines were met than records came, or other lines are stored than came.
    fn repeats(&self, distinct: Option<i64>) -> bool {
        distinct.is_some_and(|distinct| usize::try_from(distinct) != Ok(self.rows))
    }
}

/// Fetches and merges side by side, a few pages ahead. When one of them fails the other comes to its end: what was fetched
/// is merged with its position, and no COPY is cut off in the middle.
async fn read(pass: &Pass<'_>, part: &Part) -> Result<Reading, SyncError> {
    let (send, receive) = mpsc::channel(2);
    let (reading, merged) = tokio::join!(fetch(pass, part, send), merge_all(pass, part, receive));
    merged?;
    reading
}

async fn fetch(pass: &Pass<'_>, part: &Part, send: mpsc::Sender<Encoded>) -> Result<Reading, SyncError> {
    let mut met = Occurrences::new();
    let mut offset = part.offset();
    let mut announced = part.announced();
    let asked = Asked { customer_id: part.customer_id().to_owned(), currency: pass.account().currency_of(None) };
    loop {
        let body = pass.call_bytes(&part.request(pass, offset)).await?;
        let (encoded, back) = encode_apart(body, asked.clone(), met).await?;
        met = back;
        let (records, total) = (i64::try_from(encoded.records).unwrap_or(i64::MAX), encoded.total);
        if offset == part.offset() {
            pass.expect(total.unwrap_or(records) - offset);
        }
        let announced = *announced.get_or_insert(total);
        offset += records;
        let moved = total != announced;
        if records > 0 && send.send(encoded).await.is_err() {
            // The consumer has failed; its error is the one to report.
            return Ok(Reading { rows: 0, total, moved: false });
        }
        if moved || records == 0 || total.is_some_and(|total| offset >= total) {
            let rows = usize::try_from(offset).unwrap_or(usize::MAX);
            return Ok(Reading { rows, total, moved: moved || total.is_some_and(|total| total != offset) });
        }
    }
}

/// Parsing is work: it goes to a thread of its own.
async fn encode_apart(
    body: bytes::Bytes,
    asked: Asked,
    mut met: Occurrences,
) -> Result<(Encoded, Occurrences), SyncError> {
    let unreadable = |detail: String| SyncError::Unreadable { api: ListSubCustomerBillDetail::ID, detail };
    tokio::task::spawn_blocking(move || encode(&body, &asked, &mut met).map(|encoded| (encoded, met)))
        .await
        .map_err(|error| unreadable(error.to_string()))?
        .map_err(unreadable)
}

async fn merge_all(pass: &Pass<'_>, part: &Part, mut receive: mpsc::Receiver<Encoded>) -> Result<(), SyncError> {
    let mut pages: Vec<Encoded> = Vec::new();
    let mut position = Position { offset: part.offset(), resumes: true, announced: part.announced().flatten() };
    while let Some(page) = receive.recv().await {
        position.resumes &= page.has_ids;
        position.announced = page.total;
        pages.push(page);
        let rows: usize = pages.iter().map(|page| page.records).sum();
        if pages.len() >= PAGES_A_BATCH || rows >= ROWS_A_BATCH {
            position = merge_batch(pass, part, std::mem::take(&mut pages), position).await?;
        }
    }
    if !pages.is_empty() {
        merge_batch(pass, part, pages, position).await?;
    }
    Ok(())
}

/// Merges pages and the position behind them in one transaction.
async fn merge_batch(pass: &Pass<'_>, part: &Part, pages: Vec<Encoded>, from: Position) -> Result<Position, SyncError> {
    let records: usize = pages.iter().map(|page| page.records).sum();
    let copies: Vec<&[u8]> = pages.iter().map(|page| page.copy.as_slice()).collect();
    let position = Position { offset: from.offset + i64::try_from(records).unwrap_or(i64::MAX), ..from };
    let mut connection = pass.open().await?;
    let mut transaction = connection.begin().await?;
    let merged = mirror::merge(&mut transaction, &part.batch(pass), &copies).await?;
    pass.save_position(&mut transaction, &part.stop(pass, position)).await?;
    transaction.commit().await?;
    pass.count(records, merged);
    Ok(position)
}

/// After all parts: roll-ups and standing of every cycle that was read, for each reseller and last for the partner, whose
/// standing says that the whole cycle is done.
async fn finish(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let planning = pass.planning();
    let own = planning.account().organization_id;
    let months = months_known(&planning).await?;
    let mut family = planning.family().await?;
    family.sort_by_key(|organization| *organization == own);
    let mut connection = planning.open().await?;
    for month in months {
        for &organization in &family {
            let mut transaction = connection.begin().await?;
            close_cycle(&mut transaction, pass, organization, month).await?;
            transaction.commit().await?;
        }
    }
    Ok(0)
}

async fn close_cycle(
    connection: &mut crate::db::PgConnection,
    pass: &Pass<'_>,
    organization_id: i64,
    month: Month,
) -> Result<(), crate::db::Error> {
    let before = cycles::standing(connection, organization_id, month, DataSet::Detail).await?;
    let next_version = before.map_or(0, |s| s.version) + 1;
    let changed = rollups::has_changes(connection, organization_id, month, next_version).await?;
    let pulled_at = pass.round_started_at();
    let standing = rules::standing_of(month, pulled_at, before, changed);
    rollups::roll_up(connection, organization_id, month).await?;
    let figures = rollups::figures(connection, organization_id, month).await?;
    let stamp = crate::sync::Stamp { organization_id, ..pass.stamp() };
    let settled = cycles::Settled { month, data_set: DataSet::Detail, standing, pulled_at, figures };
    cycles::settle(connection, stamp, &settled).await
}
