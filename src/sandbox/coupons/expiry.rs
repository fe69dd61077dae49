//! What the vendor does by itself when a coupon's time is over: the rest goes back to its quota, and is written down as
//! type 4 (COUPON-3, COUPON-4). Nobody called, so the ledger does not know of it.

use chrono::{DateTime, Utc};

use super::{
    book::{Deed, EXPIRY, Record},
    writes::record_of,
};
use crate::sandbox::{deeds, journal::Entry, quotas, world::World};

impl World {
    /// Whether something has become due that nobody calls for.
    pub(in crate::sandbox) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.coupons.next_expiry().is_some_and(|next| next <= now)
    }

    /// What has become due, in the order of time.
    pub(in crate::sandbox) fn due(&self, now: DateTime<Utc>) -> Vec<Entry> {
        let mut expired: Vec<_> = self.coupons.all().iter().filter(|coupon| coupon.expires_with_rest(now)).collect();
        expired.sort_by_key(|coupon| coupon.expires_at);
        expired
            .into_iter()
            .map(|coupon| {
                let record = Record {
                    id: self.stream(&["expiry", &coupon.id]).hex32(),
                    operation: EXPIRY,
                    listed_at: coupon.expires_at,
                    ..record_of(coupon, i64::from(coupon.kind == 4), coupon.balance)
                };
                let returned = quotas::Deed::Returned { quota_id: coupon.quota_id.clone(), amount: coupon.balance };
                let deeds = vec![deeds::Deed::Quota(returned), deeds::Deed::Coupon(Deed::TakenBack { record })];
                Entry { at: coupon.expires_at, deeds, effects: Vec::new() }
            })
            .collect()
    }
}
