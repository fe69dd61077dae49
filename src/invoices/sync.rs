//! Reads invoices of the international site (INV-51) by time of application, in windows.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    mirror::{self, InvoiceRow},
    rules,
};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant, instant_text,
            invoices::{Invoice, ListInvoices},
        },
    },
    sync::{Account, Cadence, Merged, Pass, Resource, SyncError, scope},
    values::Month,
};

/// Largest page (INV-51).
const PAGE: i64 = 100;

/// What this slice synchronises.
pub static RESOURCES: &[&Resource] = &[&VENDOR_INVOICES];

/// Invoices of the partner, daily in the vendor's evening: the new ones appear on the 5th (INV-50, INV-55).
static VENDOR_INVOICES: Resource = Resource {
    name: "vendor_invoices",
    api: "ListInvoices",
    sites: Sites::International,
    after: &[],
    distributor_only: false,
    cadence: Cadence::DailyAt(18),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let is_first = pass.is_full() || pass.completed_at().await?.is_none();
    let oldest_open = {
        let mut connection = pass.open().await?;
        mirror::oldest_open(&mut connection, pass.scope().organization_id).await?
    };
    let mut met = HashSet::new();
    for window in rules::windows(pass.now(), is_first, oldest_open) {
        if !read_window(pass, window, &mut met).await? && !read_window(pass, window, &mut met).await? {
            let total = i64::try_from(met.len()).unwrap_or(i64::MAX);
            return Err(SyncError::DoesNotAddUp { api: "ListInvoices", read: met.len(), total });
        }
    }
    Ok(met.len())
}

/// Reads one window; answers whether the list stood still meanwhile (API-34). Pages are numbered from 1 (API-33).
async fn read_window(
    pass: &Pass<'_>,
    (begin, end): (DateTime<Utc>, DateTime<Utc>),
    met: &mut HashSet<String>,
) -> Result<bool, SyncError> {
    let mut read = 0;
    let mut announced = None;
    for page in 1.. {
        let request =
            ListInvoices { start_time: instant_text(begin), end_time: instant_text(end), offset: page, limit: PAGE };
        let (answer, records) = pass.call_with_records(&request, "invoices").await?;
        let total = answer.count;
        let rows = answer.invoices.into_iter().zip(records);
        let rows: Vec<InvoiceRow> = rows
            .map(|(invoice, raw)| row(pass.account(), invoice, raw))
            .collect::<Result<_, _>>()
            .map_err(|detail| SyncError::Unreadable { api: "ListInvoices", detail })?;
        let received = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        pass.count(rows.len(), Merged::default());
        pass.merge(mirror::merge, &rows).await?;
        met.extend(rows.into_iter().map(|row| row.request_id));
        read += received;
        if *announced.get_or_insert(total) != total {
            return Ok(false);
        }
        if received == 0 || total.map_or(received < PAGE, |total| read >= total) {
            return Ok(total.is_none_or(|total| total == read));
        }
    }
    Ok(true)
}

fn row(account: &Account, invoice: Invoice, raw: Value) -> Result<InvoiceRow, String> {
    let first_day = |cycle: String| cycle.parse::<Month>().ok().map(Month::first_day);
    Ok(InvoiceRow {
        request_id: invoice.request_id.ok_or("an invoice without requestId")?,
        src_request_id: invoice.src_request_id,
        request_mode: invoice.request_mode,
        invoice_state: invoice.invoice_state,
        invoice_no: invoice.invoice_no,
        invoice_title: invoice.invoice_title,
        title_type: invoice.title_type,
        channel_type: invoice.channel_type,
        invoice_type: invoice.invoice_type,
        invoice_class: invoice.invoice_class,
        invoice_method: invoice.invoice_method,
        invoice_mode: invoice.invoice_mode,
        trade_type: invoice.trade_type,
        invoice_amount: invoice.invoice_amount,
        currency: account.currency_of(None),
        bill_month: invoice.bill_cycle.and_then(first_day),
        applied_at: instant(invoice.apply_time.as_deref()),
        applicant: invoice.apply_opera.map(|name| name.reveal().clone()),
        sales_id: invoice.sales_id,
        cancel_reason: invoice.cancel_reason,
        taxes: raw.get("taxList").cloned().unwrap_or_else(|| Value::Array(Vec::new())),
        raw,
    })
}
