//! Everything that can be done to a world after its first day. Deeds are what the state file keeps: they carry every id
//! and amount they need, so that doing them again gives the same world. Tagged from outside: the other forms of
//! enumeration cannot carry numbers of arbitrary precision.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{accounts, budgets, coupons, customers, quotas, realname, world::World};

/// One change of the world.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Deed {
    /// The world's clock was moved on.
    Advanced {
        /// By so many seconds.
        seconds: i64,
    },
    /// A closed month of one customer was changed.
    Restated {
        /// Whose month.
        customer_id: String,
        /// Which month, `YYYY-MM`.
        bill_cycle: String,
    },
    /// A voucher quota or a child of it changed.
    Quota(quotas::Deed),
    /// Money moved.
    Account(accounts::Deed),
    /// A budget was set.
    Budget(budgets::Deed),
    /// A coupon was issued, used or taken back.
    Coupon(coupons::Deed),
    /// A customer was made, or its account changed.
    Customer(customers::Deed),
    /// A customer applied for real-name authentication.
    Realname(realname::Application),
}

impl World {
    /// Does a deed. Cannot fail: whether it may be done was decided before.
    pub(super) fn apply(&mut self, at: DateTime<Utc>, deed: &Deed) {
        match deed {
            // The clock itself belongs to the server.
            Deed::Advanced { .. } => {}
            Deed::Restated { customer_id, bill_cycle } => {
                *self.restated.entry((customer_id.clone(), bill_cycle.clone())).or_default() += 1;
            }
            Deed::Quota(deed) => self.quotas.apply(at, deed),
            Deed::Account(deed) => self.accounts.apply(at, deed),
            Deed::Budget(deed) => self.budgets.apply(at, deed),
            Deed::Coupon(deed) => self.coupons.apply(at, deed),
            Deed::Customer(deed) => self.customers.apply(at, deed),
            Deed::Realname(application) => self.applications.apply(application),
        }
    }
}
