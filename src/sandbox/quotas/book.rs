//! All quotas and their records, and what deeds do to them. Keeps QUOTA-5: what left a quota's balance is in children
//! and coupons, and what is taken back returns to where it came from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::sandbox::world::Owner;

/// Stored state of a quota; expiry is read from the clock (QUOTA-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) enum Status {
    Normal = 0,
    Invalid = 3,
    Adjusting = 4,
    Frozen = 5,
    Reclaimed = 6,
}

/// A limit that coupons inherit: key and values, an open set (QUOTA-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) struct Limit {
    pub(in crate::sandbox) key: String,
    pub(in crate::sandbox) values: Vec<(String, Option<String>)>,
}

/// One quota, own or a child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Quota {
    pub(in crate::sandbox) id: String,
    /// 0 voucher, 1 cash coupon.
    pub(in crate::sandbox) kind: i64,
    /// None = the partner's own; else the reseller that a child was cut for.
    pub(in crate::sandbox) reseller_id: Option<String>,
    pub(in crate::sandbox) parent_id: Option<String>,
    pub(in crate::sandbox) value: Decimal,
    pub(in crate::sandbox) balance: Decimal,
    pub(in crate::sandbox) status: Status,
    pub(in crate::sandbox) created_at: DateTime<Utc>,
    pub(in crate::sandbox) updated_at: DateTime<Utc>,
    pub(in crate::sandbox) effective_at: DateTime<Utc>,
    pub(in crate::sandbox) expires_at: DateTime<Utc>,
    pub(in crate::sandbox) limits: Vec<Limit>,
}

impl Quota {
    /// The vendor's number for the state at `now`: an expired quota is invalid (3).
    pub(in crate::sandbox) fn status_at(&self, now: DateTime<Utc>) -> i64 {
        match self.status {
            Status::Normal | Status::Adjusting | Status::Frozen if now >= self.expires_at => Status::Invalid as i64,
            status => status as i64,
        }
    }

    /// Whose balance it is.
    pub(in crate::sandbox) fn owner(&self) -> Owner {
        self.reseller_id.clone().map_or(Owner::Partner, Owner::Reseller)
    }
}

/// A line of QUOTA-13.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Record {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) operator: String,
    /// Issue ("10") or reclaim ("11").
    pub(in crate::sandbox) issue: bool,
    /// The child; empty when an attempt to issue made none.
    pub(in crate::sandbox) quota_id: String,
    pub(in crate::sandbox) parent_id: String,
    pub(in crate::sandbox) reseller_id: String,
    pub(in crate::sandbox) amount: Decimal,
    pub(in crate::sandbox) ok: bool,
    pub(in crate::sandbox) remark: Option<String>,
    /// From then on it is listed (`late_records`).
    pub(in crate::sandbox) listed_at: DateTime<Utc>,
}

/// What can be done to quotas.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) enum Deed {
    /// Huawei granted the partner a quota.
    Granted(Quota),
    /// The distributor cut a child from a quota.
    Issued { child: Quota, record: Record },
    /// The distributor took a child's whole balance back.
    Reclaimed { record: Record },
    /// An attempt came to nothing, but was written down (QUOTA-13).
    Failed { record: Record },
    /// Coupons were issued from a quota (COUPON-8).
    Drawn { quota_id: String, amount: Decimal },
    /// A coupon's balance came back (COUPON-7).
    Returned { quota_id: String, amount: Decimal },
    /// Huawei changed the state.
    Set { quota_id: String, status: Status },
}

/// All quotas and records, in the order they came.
#[derive(Default)]
pub(in crate::sandbox) struct Quotas {
    all: Vec<Quota>,
    index: HashMap<String, usize>,
    records: Vec<(DateTime<Utc>, Record)>,
}

impl Quotas {
    pub(in crate::sandbox) fn all(&self) -> &[Quota] {
        &self.all
    }

    pub(in crate::sandbox) fn find(&self, id: &str) -> Option<&Quota> {
        self.index.get(id).map(|place| &self.all[*place])
    }

    /// Records with their time, oldest first.
    pub(in crate::sandbox) fn records(&self) -> &[(DateTime<Utc>, Record)] {
        &self.records
    }

    pub(in crate::sandbox) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        match deed {
            Deed::Granted(quota) => self.add(quota.clone()),
            Deed::Issued { child, record } => {
                self.change(&record.parent_id, at, |parent| parent.balance -= child.value);
                self.add(child.clone());
                self.records.push((at, record.clone()));
            }
            Deed::Reclaimed { record } => {
                self.change(&record.quota_id, at, |child| {
                    child.balance -= record.amount;
                    child.status = Status::Reclaimed;
                });
                self.change(&record.parent_id, at, |parent| parent.balance += record.amount);
                self.records.push((at, record.clone()));
            }
            Deed::Failed { record } => self.records.push((at, record.clone())),
            Deed::Drawn { quota_id, amount } => self.change(quota_id, at, |quota| quota.balance -= amount),
            Deed::Returned { quota_id, amount } => self.change(quota_id, at, |quota| quota.balance += amount),
            Deed::Set { quota_id, status } => self.change(quota_id, at, |quota| quota.status = *status),
        }
    }

    /// Puts quotas and records of the past into the order of time.
    pub(in crate::sandbox) fn settle(&mut self) {
        self.all.sort_by_key(|quota| quota.created_at);
        self.index = self.all.iter().enumerate().map(|(place, quota)| (quota.id.clone(), place)).collect();
        self.records.sort_by_key(|(at, _)| *at);
    }

    fn add(&mut self, quota: Quota) {
        self.index.insert(quota.id.clone(), self.all.len());
        self.all.push(quota);
    }

    fn change(&mut self, id: &str, at: DateTime<Utc>, change: impl FnOnce(&mut Quota)) {
        if let Some(place) = self.index.get(id) {
            let quota = &mut self.all[*place];
            change(quota);
            quota.updated_at = quota.updated_at.max(at);
        }
    }
}
