//! Reads the partner's bill of closed months (BILL-53): international site.

use futures::future::BoxFuture;
use serde_json::Value;

use crate::{
    bills::{
        mirror::postpaid::{self as mirror, PostpaidRow},
        rules::DataSet,
    },
    cloud::{
        site::Sites,
        wire::{Operation, bills::ListPostpaidBillSum},
    },
    sync::{Cadence, Merged, Pass, Resource, Scope, SyncError, pass::Planning},
    values::Month,
};

/// The partner's bill, daily: last month's appears on the 5th before noon (BILL-41).
pub static POSTPAID_BILLS: Resource = Resource {
    name: "postpaid_bills",
    api: ListPostpaidBillSum::ID,
    sites: Sites::International,
    after: &[],
    distributor_only: false,
    cadence: Cadence::DailyAt(13),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Closed months only: the vendor has no bill of the open one.
fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let own = Scope::own(planning.account().organization_id);
        let open = Month::of(planning.started_at());
        let months = super::months_read(planning, DataSet::PartnerBill).await?;
        Ok(months.into_iter().filter(|month| *month < open).map(|month| own.clone().in_month(month)).collect())
    })
}

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let Some(month) = pass.scope().month else { return Ok(0) };
    let body = pass.call_bytes(&ListPostpaidBillSum { bill_cycle: month.to_string() }).await?;
    let row = row(pass, month, &body).map_err(|error| {
        let api = ListPostpaidBillSum::ID;
        SyncError::Unreadable { api, detail: error.to_string() }
    })?;
    // Before the bill is made the answer names no amount.
    let Some(row) = row else { return Ok(0) };
    pass.count(1, Merged::default());
    let pulled_at = pass.round_started_at();
    pass.apply(move |connection, stamp| {
        Box::pin(async move { mirror::merge(connection, stamp, &row, pulled_at).await })
    })
    .await?;
    Ok(1)
}

fn row(pass: &Pass<'_>, month: Month, body: &[u8]) -> Result<Option<PostpaidRow>, serde_json::Error> {
    if body.is_empty() {
        return Ok(None);
    }
    let raw: Value = serde_json::from_slice(body)?;
    let bill: <ListPostpaidBillSum as Operation>::Answer = serde_json::from_slice(body)?;
    let has_amounts = bill.initial_amount_due.or(bill.consume_amount).is_some();
    Ok(has_amounts.then(|| PostpaidRow {
        month,
        currency: pass.account().currency_of(bill.currency.as_deref()),
        initial_amount_due: bill.initial_amount_due,
        consume_amount: bill.consume_amount,
        refunds: bill.refunds,
        adjustments: bill.adjustments,
        tax_amount: bill.tax_amount,
        raw,
    }))
}
