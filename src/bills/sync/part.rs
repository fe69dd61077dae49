//! One customer's month of consumption details: what is asked for, where an interrupted reading stopped, what vanished.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    bills::{
        mirror::{consumption as mirror, cycles},
        rules::{self, DataSet},
    },
    cloud::wire::{Operation, bills::ListSubCustomerBillDetail},
    sync::{Pass, SyncError},
    values::Month,
};

/// An interrupted reading is taken up for so long; later the list may be another.
const TAKE_UP_WITHIN: TimeDelta = TimeDelta::hours(6);

/// What is read and how.
#[derive(Debug, Clone)]
pub struct Part {
    month: Month,
    customer_id: String,
    window_from: Option<NaiveDate>,
    /// Where an interrupted reading stopped.
    offset: i64,
    /// Records in all, as an interrupted reading was told.
    announced: Option<Option<i64>>,
    /// Whether lines may have vanished, so that the keys met are remembered.
    remembers: bool,
    restates: Option<i32>,
}

/// Where a reading stands.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    /// Records merged.
    pub offset: i64,
    /// Whether an interrupted reading may be taken up here: not after a line without an id, since those are told apart by
    /// counting from the start.
    pub resumes: bool,
    /// Records in all, as the vendor said last.
    pub announced: Option<i64>,
}

/// A [`Position`] as it is stored, with all that must be equal for the reading to be taken up.
#[derive(Debug, Serialize, Deserialize)]
struct Stop {
    offset: i64,
    announced: Option<i64>,
    remembers: bool,
    window_from: Option<NaiveDate>,
    at: DateTime<Utc>,
}

impl Part {
    /// The part of a pass, taken up where an interrupted reading stopped.
    pub async fn of(pass: &Pass<'_>) -> Result<Self, SyncError> {
        let missing = |what| SyncError::Unreadable { api: ListSubCustomerBillDetail::ID, detail: format!("no {what}") };
        let month = pass.scope().month.ok_or_else(|| missing("month"))?;
        let customer_id = pass.scope().customer_id.clone().ok_or_else(|| missing("customer"))?;
        let organization = pass.scope().organization_id;
        let completed = if pass.is_full() { None } else { pass.completed_at().await? };
        let window_from = rules::window_from(month, pass.now(), completed);
        let mut connection = pass.open().await?;
        mirror::ensure_month(&mut connection, month).await?;
        let standing = cycles::standing(&mut connection, organization, month, DataSet::Detail).await?;
        let restates = standing.filter(|s| s.version > 0).map(|s| s.version + 1);
        let stored = mirror::stored(&mut connection, organization, month, &customer_id).await?;
        drop(connection);
        let remembers = stored > 0 && window_from.is_none();
        let mut part = Self { month, customer_id, window_from, offset: 0, announced: None, remembers, restates };
        part.take_up(pass).await?;
        Ok(part)
    }

    /// Takes up an interrupted reading of the same window, if everything it met is still remembered.
    async fn take_up(&mut self, pass: &Pass<'_>) -> Result<(), SyncError> {
        let stored = if pass.is_full() { None } else { pass.position().await? };
        let stop: Option<Stop> = stored.and_then(|value| serde_json::from_value(value).ok());
        let same = |stop: &Stop| stop.window_from == self.window_from && pass.now() - stop.at < TAKE_UP_WITHIN;
        let stop = stop.filter(|stop| stop.offset > 0 && same(stop));
        let mut connection = pass.open().await?;
        let (account, scope) = (pass.account().id, pass.scope().key.as_str());
        let seen = mirror::seen(&mut connection, account, scope).await?;
        match stop {
            // A reading that had nothing to compare with when it began has nothing now: what is stored is its own.
            Some(stop) if !stop.remembers || seen == stop.offset => {
                (self.offset, self.announced, self.remembers) = (stop.offset, Some(stop.announced), stop.remembers);
            }
            _ => mirror::forget(&mut connection, account, scope).await?,
        }
        Ok(())
    }

    /// The same part from its beginning, after a reading that did not add up. By now lines are stored that may vanish.
    pub async fn anew(&self, pass: &Pass<'_>) -> Result<Self, SyncError> {
        let mut connection = pass.open().await?;
        mirror::forget(&mut connection, pass.account().id, &pass.scope().key).await?;
        Ok(Self { offset: 0, announced: None, remembers: self.is_whole_month(), ..self.clone() })
    }

    pub fn customer_id(&self) -> &str {
        &self.customer_id
    }

    /// Records merged before this reading.
    pub const fn offset(&self) -> i64 {
        self.offset
    }

    /// Records in all as an interrupted reading was told; if it is otherwise now, the list has moved.
    pub const fn announced(&self) -> Option<Option<i64>> {
        self.announced
    }

    /// Whether the whole month is asked for, not only its last days.
    pub const fn is_whole_month(&self) -> bool {
        self.window_from.is_none()
    }

    pub fn request(&self, pass: &Pass<'_>, offset: i64) -> ListSubCustomerBillDetail {
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

    pub fn batch<'a>(&self, pass: &'a Pass<'_>) -> mirror::Batch<'a> {
        mirror::Batch {
            stamp: pass.stamp(),
            month: self.month,
            seen_in: self.remembers.then_some(pass.scope().key.as_str()),
            restates: self.restates,
        }
    }

    /// What to store beside the rows, so that a kill resumes and never skips.
    pub fn stop(&self, pass: &Pass<'_>, position: Position) -> Value {
        let stop = Stop {
            offset: if position.resumes { position.offset } else { 0 },
            announced: position.announced,
            remembers: self.remembers,
            window_from: self.window_from,
            at: pass.now(),
        };
        serde_json::to_value(stop).unwrap_or_default()
    }

    /// Lines stored of the customer's cycle.
    pub async fn stored(&self, pass: &Pass<'_>) -> Result<i64, SyncError> {
        let mut connection = pass.open().await?;
        let organization = pass.scope().organization_id;
        Ok(mirror::stored(&mut connection, organization, self.month, &self.customer_id).await?)
    }

    /// Distinct lines met by the reading; nothing can be said of a window.
    pub async fn distinct(&self, pass: &Pass<'_>) -> Result<Option<i64>, SyncError> {
        if !self.is_whole_month() {
            return Ok(None);
        }
        if !self.remembers {
            return self.stored(pass).await.map(Some);
        }
        let mut connection = pass.open().await?;
        Ok(Some(mirror::seen(&mut connection, pass.account().id, &pass.scope().key).await?))
    }

    /// After a complete reading: lines that were not met are gone, unless lines came twice, for then others may have been
    /// missed.
    pub async fn close(&self, pass: &Pass<'_>, repeats: bool) -> Result<(), SyncError> {
        if !self.remembers {
            return Ok(());
        }
        let scope = pass.scope().key.as_str();
        let mut connection = pass.open().await?;
        let mut transaction = connection.begin().await?;
        if !repeats {
            let gone = mirror::remove_unseen(&mut transaction, &self.batch(pass), scope, &self.customer_id).await?;
            pass.count(0, gone);
        }
        mirror::forget(&mut transaction, pass.account().id, scope).await?;
        transaction.commit().await?;
        Ok(())
    }
}
