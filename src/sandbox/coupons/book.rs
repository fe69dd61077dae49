//! All issued coupons and their records, and what deeds do to them. What moves in a quota is a deed of the quotas.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::sandbox::{quotas::Limit, world::Owner};

/// Stored state; expiry and activation are read from the clock (COUPON-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::sandbox) enum Status {
    Usable = 2,
    Used = 3,
    Reclaimed = 5,
}

/// One coupon.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Coupon {
    pub(in crate::sandbox) id: String,
    /// 1 voucher, 4 cash coupon.
    pub(in crate::sandbox) kind: i64,
    /// 1 single use, 2 usable until nothing is left (COUPON-2).
    pub(in crate::sandbox) version: i64,
    pub(in crate::sandbox) quota_id: String,
    pub(in crate::sandbox) customer_id: String,
    /// Who issued it: the partner, or a reseller.
    pub(in crate::sandbox) owner: Owner,
    pub(in crate::sandbox) face_value: Decimal,
    pub(in crate::sandbox) balance: Decimal,
    pub(in crate::sandbox) status: Status,
    pub(in crate::sandbox) frozen: bool,
    pub(in crate::sandbox) created_at: DateTime<Utc>,
    pub(in crate::sandbox) effective_at: DateTime<Utc>,
    pub(in crate::sandbox) expires_at: DateTime<Utc>,
    pub(in crate::sandbox) last_used_at: Option<DateTime<Utc>>,
    pub(in crate::sandbox) order_id: Option<String>,
    pub(in crate::sandbox) limits: Vec<Limit>,
}

impl Coupon {
    /// The vendor's number for the state at `now` (COUPON-3).
    pub(in crate::sandbox) fn status_at(&self, now: DateTime<Utc>) -> i64 {
        match self.status {
            Status::Usable if now >= self.expires_at => 4,
            Status::Usable if now < self.effective_at => 1,
            status => status as i64,
        }
    }

    /// Whether it has expired with something left that has not gone back yet.
    pub(super) fn expires_with_rest(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Usable && !self.balance.is_zero() && self.expires_at <= now
    }
}

/// A line of COUPON-11.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Record {
    pub(in crate::sandbox) id: String,
    /// 1 to 9 (COUPON-4).
    pub(in crate::sandbox) operation: u8,
    pub(in crate::sandbox) owner: Owner,
    pub(in crate::sandbox) quota_id: String,
    /// 0 voucher quota, 1 cash-coupon quota.
    pub(in crate::sandbox) quota_kind: i64,
    /// Empty when an attempt to issue made none.
    pub(in crate::sandbox) coupon_id: String,
    pub(in crate::sandbox) customer_id: String,
    pub(in crate::sandbox) amount: Decimal,
    pub(in crate::sandbox) ok: bool,
    pub(in crate::sandbox) remark: Option<String>,
    /// From then on it is listed (`late_records`).
    pub(in crate::sandbox) listed_at: DateTime<Utc>,
}

/// What can be done to coupons.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) enum Deed {
    /// Issued to a customer.
    Issued { coupon: Box<Coupon>, record: Record },
    /// An attempt came to nothing, but was written down.
    Failed { record: Record },
    /// The customer paid with it; the last of it makes it used.
    Spent { coupon_id: String, amount: Decimal, order_id: String },
    /// What was left went back; `status` says whether as reclaimed or as expired.
    TakenBack { record: Record },
}

/// All coupons and records, in the order they came.
#[derive(Default)]
pub(in crate::sandbox) struct Coupons {
    all: Vec<Coupon>,
    index: HashMap<String, usize>,
    records: Vec<(DateTime<Utc>, Record)>,
    next_expiry: Option<DateTime<Utc>>,
}

impl Coupons {
    /// No later than the next time a coupon expires with something left.
    pub(super) const fn next_expiry(&self) -> Option<DateTime<Utc>> {
        self.next_expiry
    }

    pub(in crate::sandbox) fn all(&self) -> &[Coupon] {
        &self.all
    }

    pub(in crate::sandbox) fn find(&self, id: &str) -> Option<&Coupon> {
        self.index.get(id).map(|place| &self.all[*place])
    }

    /// Records with their time, oldest first.
    pub(in crate::sandbox) fn records(&self) -> &[(DateTime<Utc>, Record)] {
        &self.records
    }

    pub(in crate::sandbox) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        match deed {
            Deed::Issued { coupon, record } => {
                self.index.insert(coupon.id.clone(), self.all.len());
                self.all.push(coupon.as_ref().clone());
                self.next_expiry = Some(self.next_expiry.map_or(coupon.expires_at, |next| next.min(coupon.expires_at)));
                self.records.push((at, record.clone()));
            }
            Deed::Failed { record } => self.records.push((at, record.clone())),
            Deed::Spent { coupon_id, amount, order_id } => self.change(coupon_id, |coupon| {
                coupon.balance -= amount;
                coupon.last_used_at = Some(at);
                coupon.order_id = Some(order_id.clone());
                if coupon.balance.is_zero() {
                    coupon.status = Status::Used;
                }
            }),
            Deed::TakenBack { record } => {
                self.change(&record.coupon_id, |coupon| {
                    coupon.balance = Decimal::ZERO;
                    // An expired coupon (4) stays expired: its clock says so.
                    if record.operation != EXPIRY {
                        coupon.status = Status::Reclaimed;
                    }
                });
                self.records.push((at, record.clone()));
                if record.operation == EXPIRY {
                    self.find_next_expiry();
                }
            }
        }
    }

    /// Puts coupons and records of the past into the order of time.
    pub(in crate::sandbox) fn settle(&mut self) {
        self.all.sort_by_key(|coupon| coupon.created_at);
        self.index = self.all.iter().enumerate().map(|(place, coupon)| (coupon.id.clone(), place)).collect();
        self.records.sort_by_key(|(at, _)| *at);
        self.find_next_expiry();
    }

    fn find_next_expiry(&mut self) {
        let open = self.all.iter().filter(|coupon| coupon.status == Status::Usable && !coupon.balance.is_zero());
        self.next_expiry = open.map(|coupon| coupon.expires_at).min();
    }

    fn change(&mut self, id: &str, change: impl FnOnce(&mut Coupon)) {
        if let Some(place) = self.index.get(id) {
            change(&mut self.all[*place]);
        }
    }
}

/// Operation types (COUPON-4) that calls and history speak of by name.
pub(super) const ISSUE: u8 = 1;
pub(super) const RECLAIM: u8 = 2;
pub(super) const EXPIRY: u8 = 4;
