//! Reads bills from the vendor: consumption details, monthly sums, the partner's bill.

pub mod columns;
pub mod consumers;
pub mod consumption;
pub mod lines;
pub mod monthly;
mod part;
pub mod postpaid;

use super::{
    mirror::cycles,
    rules::{self, DataSet},
};
use crate::{
    sync::{Resource, SyncError, pass::Planning},
    values::Month,
};

/// What this slice synchronises.
pub static RESOURCES: &[&Resource] =
    &[&consumers::CONSUMING_CUSTOMERS, &consumption::CONSUMPTION, &monthly::MONTHLY_BILLS, &postpaid::POSTPAID_BILLS];

/// The months of the run that are really read: the schedule leaves closed ones alone between the checkpoints (BILL-43).
async fn months_read(planning: &Planning<'_>, data_set: DataSet) -> Result<Vec<Month>, SyncError> {
    let own = planning.account().organization_id;
    let mut connection = planning.open().await?;
    let mut months = Vec::new();
    for &month in planning.months() {
        let standing = cycles::standing(&mut connection, own, month, data_set).await?;
        if planning.is_asked_for() || rules::is_read_on(month, planning.started_at(), standing) {
            months.push(month);
        }
    }
    Ok(months)
}
