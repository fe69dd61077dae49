//! Every effect in order: the truth that tests compare with. Append-only.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One thing that happened because of a call: one per recipient that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Place in the ledger, from 1.
    pub seq: u64,
    /// The contract's operationId.
    pub operation: String,
    /// `X-Request-Id` of the call.
    pub request_id: String,
    /// Quota named in the request (quota issue: the parent; quota reclaim: the child).
    pub quota_id: Option<String>,
    /// Reseller or customer concerned.
    pub counterparty_id: Option<String>,
    /// Reseller on whose behalf the distributor acted (`indirect_partner_id` of the request).
    pub indirect_partner_id: Option<String>,
    /// What the effect made or took: child quota, coupon, transfer.
    pub result_id: Option<String>,
    /// Whole currency units, as a decimal in a string; none where no amount moves.
    pub amount: Option<Decimal>,
    /// World time, UTC.
    pub at: DateTime<Utc>,
    /// Always true: what was refused has no effect and is not listed.
    pub applied: bool,
}

/// An effect as its operation states it, before it has a place in the ledger.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    pub(super) quota_id: Option<String>,
    pub(super) counterparty_id: Option<String>,
    pub(super) indirect_partner_id: Option<String>,
    pub(super) result_id: Option<String>,
    pub(super) amount: Option<Decimal>,
}

impl Stated {
    /// Gives the statement its place.
    pub(super) fn entered(self, seq: u64, operation: &str, request_id: &str, at: DateTime<Utc>) -> Effect {
        Effect {
            seq,
            operation: operation.to_owned(),
            request_id: request_id.to_owned(),
            quota_id: self.quota_id,
            counterparty_id: self.counterparty_id,
            indirect_partner_id: self.indirect_partner_id,
            result_id: self.result_id,
            amount: self.amount,
            at,
            applied: true,
        }
    }
}
