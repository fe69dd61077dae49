//! Lines of orders that are new or have changed (ORD-21).

use serde_json::Value;

use super::{Amounts, Failures, list};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            Paged, instant,
            orders::{OrderLine, ShowCustomerOrderDetails},
        },
    },
    orders::mirror::{
        Pending,
        lines::{self, Details, LineRow},
    },
    sync::{Cadence, Merged, Pass, Resource, SyncError, is_at_end, scope},
};

/// Details of orders, read once after each change of the order.
pub static ORDER_LINES: Resource = Resource {
    name: "order_lines",
    api: "ShowCustomerOrderDetails",
    sites: Sites::Both,
    after: &["orders"],
    distributor_only: false,
    cadence: Cadence::Minutes(60),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Reads what is pending, each order in a transaction of its own: a kill costs one order at most.
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let (mut after, mut records) = (0, 0);
    let mut failures = Failures::default();
    loop {
        let mut connection = pass.open().await?;
        let pending = lines::pending(&mut connection, pass.scope().organization_id, after).await?;
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
    let mut details = Details { order: order.id, user_name: None, payment_ends_at: None, lines: Vec::new() };
    let request = ShowCustomerOrderDetails {
        order_id: order.remote_id.clone(),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ShowCustomerOrderDetails::default()
    };
    loop {
        let offset = i64::try_from(details.lines.len()).unwrap_or(i64::MAX);
        let page = request.clone().page(offset, ShowCustomerOrderDetails::LARGEST_PAGE);
        let (answer, records) = pass.call_with_records(&page, ShowCustomerOrderDetails::ROWS).await?;
        if let Some(info) = answer.order_info {
            details.user_name = info.user_name.map(|name| name.reveal().clone());
            details.payment_ends_at = instant(info.pending_payment_end_time.as_deref());
        }
        let total = answer.total_count;
        let received = answer.order_line_items.len();
        for (line, raw) in answer.order_line_items.into_iter().zip(records) {
            let unreadable = |detail| SyncError::Unreadable { api: ORDER_LINES.api, detail };
            details.lines.push(row(line, raw).map_err(unreadable)?);
        }
        if is_at_end(ORDER_LINES.api, total, details.lines.len(), received)? {
            break;
        }
    }
    let count = details.lines.len();
    pass.apply(move |connection, stamp| Box::pin(async move { lines::merge(connection, stamp, &details).await }))
        .await?;
    pass.count(count, Merged::default());
    Ok(count)
}

fn row(line: OrderLine, raw: Value) -> Result<LineRow, String> {
    let amounts = Amounts::from(line.amount_info);
    let base = line.base_product_info;
    Ok(LineRow {
        remote_id: line.order_line_item_id.ok_or("an order line without order_line_item_id")?,
        sub_order_id: line.order_id,
        service_type_code: line.service_type_code,
        service_type_name: line.service_type_name,
        product_spec_desc: line
            .product_spec_desc
            .or_else(|| base.as_ref().and_then(|base| base.product_spec_desc.clone())),
        product_id: line.product_id.or_else(|| base.and_then(|base| base.product_id)),
        period_type: line.period_type,
        period_num: line.period_num,
        effective_at: instant(line.effective_time.as_deref()),
        expires_at: instant(line.expire_time.as_deref()),
        subscription_num: line.subscription_num,
        category_code: line.category_code,
        product_owner_service: line.product_owner_service,
        commercial_resource: line.commercial_resource,
        official_amount: line.official_amount,
        amount_after_discount: line.amount_after_discount,
        coupon_amount: amounts.coupon,
        flexipurchase_coupon_amount: amounts.flexipurchase_coupon,
        stored_card_amount: amounts.stored_card,
        commission_amount: amounts.commission,
        consumed_amount: amounts.consumed,
        discounts: list(&raw, "/amount_info/discounts"),
        currency: line.currency,
        raw,
    })
}
