//! Reads orders (ORD-20), then the lines (ORD-21) and refunds (ORD-22) of those that are new or have changed.

mod lines;
mod orders;
mod refunds;

use rust_decimal::Decimal;
use serde_json::Value;

pub use lines::ORDER_LINES;
pub use orders::ORDERS;
pub use refunds::ORDER_REFUNDS;

use crate::{
    cloud::wire::orders::AmountInfo,
    sync::{Resource, SyncError},
};

/// Resources of this slice.
pub static RESOURCES: &[&Resource] = &[&ORDERS, &ORDER_LINES, &ORDER_REFUNDS];

/// The parts of `amount_info` that have columns of their own.
#[derive(Debug, Default)]
struct Amounts {
    coupon: Option<Decimal>,
    flexipurchase_coupon: Option<Decimal>,
    stored_card: Option<Decimal>,
    commission: Option<Decimal>,
    consumed: Option<Decimal>,
}

impl From<Option<AmountInfo>> for Amounts {
    fn from(info: Option<AmountInfo>) -> Self {
        info.map_or_else(Self::default, |info| Self {
            coupon: info.coupon_amount,
            flexipurchase_coupon: info.flexipurchase_coupon_amount,
            stored_card: info.stored_card_amount,
            commission: info.commission_amount,
            consumed: info.consumed_amount,
        })
    }
}

/// A list inside the record as received; nothing counts as none.
fn list(raw: &Value, pointer: &str) -> Value {
    raw.pointer(pointer).filter(|value| value.is_array()).cloned().unwrap_or_else(|| Value::Array(Vec::new()))
}

/// The first failure of a reading order by order: one order that cannot be read does not keep the others from being read.
#[derive(Default)]
struct Failures(Option<SyncError>);

impl Failures {
    /// Remembers a failure, or gives it back when every other call would fail alike.
    fn keep(&mut self, error: SyncError) -> Result<(), SyncError> {
        if error.is_hopeless() {
            return Err(error);
        }
        self.0.get_or_insert(error);
        Ok(())
    }

    fn into_result(self, records: usize) -> Result<usize, SyncError> {
        self.0.map_or(Ok(records), Err)
    }
}
