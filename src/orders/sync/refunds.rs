//! Refunds of unsubscriptions and downgrades that are new or have changed (ORD-22).

use serde_json::Value;

use super::Failures;
use crate::{
    cloud::{
        site::Sites,
        wire::orders::{Refund, ShowRefundOrderDetails},
    },
    orders::mirror::{
        Pending,
        refunds::{self, RefundRow},
    },
    sync::{Cadence, Merged, Pass, Resource, SyncError, is_at_end, scope},
};

/// Refunds of orders of types 3 and 4, read once after each change of the order (SYNC-B14).
pub static ORDER_REFUNDS: Resource = Resource {
    name: "order_refunds",
    api: "ShowRefundOrderDetails",
    sites: Sites::Both,
    after: &["orders"],
    distributor_only: false,
    cadence: Cadence::Minutes(60),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let (mut after, mut records) = (0, 0);
    let mut failures = Failures::default();
    loop {
        let mut connection = pass.open().await?;
        let pending = refunds::pending(&mut connection, pass.scope().organization_id, after).await?;
        drop(connection);
        let Some(last) = pending.last() else { break };
        after = last.id;
        for order in &pending {
            match read(pass, order).await {
                Ok(count) => records += count,
                Err(error) => failures.keep(error)?,
            }
        }
    }
    failures.into_result(records)
}

async fn read(pass: &Pass<'_>, order: &Pending) -> Result<usize, SyncError> {
    let request = ShowRefundOrderDetails {
        order_id: order.remote_id.clone(),
        customer_id: order.customer_id.clone(),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
    };
    let (answer, records) = match pass.call_with_records(&request, "refund_infos").await {
        Ok(answered) => answered,
        // A change that was no downgrade has no refund, and the vendor says so by refusing.
        Err(error) if is_refused(&error) => Default::default(),
        Err(error) => return Err(error),
    };
    is_at_end(ORDER_REFUNDS.api, answer.total_count, records.len(), 0)?;
    let rows = answer.refund_infos.into_iter().zip(records).map(|(refund, raw)| row(refund, raw));
    let unreadable = |detail| SyncError::Unreadable { api: ORDER_REFUNDS.api, detail };
    let rows: Vec<RefundRow> = rows.collect::<Result<_, _>>().map_err(unreadable)?;
    let (count, id) = (rows.len(), order.id);
    pass.apply(move |connection, stamp| Box::pin(async move { refunds::merge(connection, stamp, id, &rows).await }))
        .await?;
    pass.count(count, Merged::default());
    Ok(count)
}

/// Whether the vendor understood and said no for a reason of this order alone.
fn is_refused(error: &SyncError) -> bool {
    matches!(error.problem(), "refused" | "stale" | "parameter")
}

fn row(refund: Refund, raw: Value) -> Result<RefundRow, String> {
    Ok(RefundRow {
        remote_id: refund.id.ok_or("a refund without id")?,
        amount: refund.amount,
        measure_id: refund.measure_id,
        customer_id: refund.customer_id,
        resource_type_code: refund.resource_type_code,
        resource_type_name: refund.resource_type_name,
        service_type_code: refund.service_type_code,
        service_type_name: refund.service_type_name,
        region_code: refund.region_code,
        base_order_id: refund.base_order_id,
        raw,
    })
}
