//! Invoices of the vendor to the partner abroad (INV-50 to INV-55): one for each closed month, now and then one that was
//! returned, and top-ups.

use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{
    answer::{Outcome, Refusal, instant, number},
    call::Call,
    operation::{INTERNATIONAL, Operation},
    page::Page,
    stream::Stream,
    world::World,
};
use crate::values::Month;

/// Operations of the family.
pub(super) const OPERATIONS: &[Operation] =
    &[Operation::read("ListInvoices", Method::GET, "/v1.0/{domain_id}/payments/intl-invoices", INTERNATIONAL, list)];

/// Months of invoices before the first day of the world, whatever bills there are.
const PAST: usize = 12;

/// One application, with what differs from month to month.
struct Invoice {
    id: String,
    source: Option<String>,
    /// 0 request, 1 return, 2 positive invoice already returned (INV-52).
    mode: u8,
    state: u8,
    amount: Decimal,
    applied_at: DateTime<Utc>,
    month: Month,
    /// 6 monthly settlement of a partner, 7 top-up.
    trade: u8,
    refused: bool,
}

/// INV-51: all four query fields are mandatory; `offset` is a page number from 1; camelCase.
fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    if call.path("domain_id") != world.partner.id {
        return Err(Refusal::new(403, "CBC.0151", "Access denied."));
    }
    let required = |name: &str| call.required(name, 20).map(|_| ());
    required("start_time")?;
    required("end_time")?;
    required("offset")?;
    required("limit")?;
    let window = call.window("start_time", "end_time")?;
    let within = |name: &str, most: i64| {
        let number = call.integer(name)?.filter(|number| (1..=most).contains(number));
        number.map(i64::unsigned_abs).ok_or_else(|| Refusal::parameter(name))
    };
    let (number, limit) = (within("offset", 99_999)?, within("limit", 100)?);
    let page = Page { offset: (number - 1) * limit, limit, shifted: call.shifted };
    let mut month = Month::of(call.now);
    let mut invoices = Vec::new();
    for _ in 0..PAST {
        month = month.previous();
        invoices.extend(of_month(world, month, call.now));
    }
    invoices.retain(|invoice| invoice.applied_at <= call.now && window.holds(invoice.applied_at));
    let (count, rows) = page.cut(invoices.iter().map(|invoice| written(world, invoice)));
    Ok(Outcome::read(json!({"count": count, "invoices": rows})))
}

/// The invoice of a month appears on the 5th of the next (INV-50) and is done two days later.
fn of_month(world: &World, month: Month, now: DateTime<Utc>) -> Vec<Invoice> {
    let stream = Stream::of(world.setting.seed, &["invoice", &month.to_string()]);
    let mut draw = stream.with(1);
    let applied_at = month.next().starts_at() + TimeDelta::days(4) + TimeDelta::minutes(draw.span(60, 700));
    let id = format!("INV{}{}", month.to_string().replace('-', ""), draw.digits(8));
    let amount = draw.amount(8_000, 60_000);
    let returned = draw.chance(20);
    let back_at = applied_at + TimeDelta::days(6);
    let gone = returned && back_at <= now;
    let state = match now - applied_at {
        _ if gone => 9,
        age if age < TimeDelta::hours(8) => 1,
        age if age < TimeDelta::days(2) => 5,
        _ => 8,
    };
    let settled = Invoice {
        id,
        source: None,
        mode: if gone { 2 } else { 0 },
        state,
        amount,
        applied_at,
        month,
        trade: 6,
        refused: false,
    };
    let mut invoices = Vec::new();
    if returned {
        invoices.push(Invoice {
            id: format!("RET{}", &settled.id[3..]),
            source: Some(settled.id.clone()),
            mode: 1,
            state: if now - back_at < TimeDelta::days(3) { 13 } else { 9 },
            applied_at: back_at,
            ..settled
        });
    }
    let mut top_up = stream.with(2);
    if top_up.chance(40) {
        let refused = top_up.chance(30);
        invoices.push(Invoice {
            id: format!("TOP{}{}", month.to_string().replace('-', ""), top_up.digits(8)),
            source: None,
            mode: 0,
            state: if refused { 0 } else { 8 },
            amount: top_up.round_amount(1_000, 20_000, 500),
            applied_at: month.starts_at() + TimeDelta::days(top_up.span(2, 25)),
            month,
            trade: 7,
            refused,
        });
    }
    invoices.push(settled);
    invoices
}

fn written(world: &World, invoice: &Invoice) -> Value {
    let mut stream = Stream::of(world.setting.seed, &["invoice", "words", &invoice.id]);
    let mut row = json!({
        "requestId": invoice.id,
        "titleType": 1,
        "channelType": 0,
        "invoiceType": 1,
        "invoiceTitle": world.partner.name,
        "invoiceAmount": number(invoice.amount),
        "invoiceMethod": 0,
        "invoiceClass": 1,
        "invoiceState": invoice.state,
        "applyOpera": world.partner.account_name,
        "addressInfo": {
            "address": "1 Harbourfront Place, Singapore", "recipients": "Finance", "zipCode": "098633",
            "mobilePhone": "0065-80000000",
        },
        "applyTime": instant(invoice.applied_at),
        "invoiceMode": "0",
        "email": "finance@yunhe.example",
        "requestMode": invoice.mode.to_string(),
        "salesId": "HWI-SG",
        "tradeType": invoice.trade,
        "billCycle": invoice.month.to_string(),
    });
    if let Some(source) = &invoice.source {
        row["srcRequestId"] = source.as_str().into();
    }
    if invoice.refused {
        row["cancelReason"] = "The title does not match the registered name.".into();
    }
    if matches!(invoice.state, 8 | 9) {
        row["invoiceNo"] = format!("SG{}", stream.digits(10)).into();
    }
    let tax = (invoice.amount * Decimal::new(8, 2)).round_dp(2);
    row["taxList"] = json!([{
        "taxClass": "GST", "taxRate": "0.08", "subTaxClass": "IGST", "taxAmount": number(tax),
        "taxVisibleFlag": "Y", "taxAccountingFlag": "Y",
    }]);
    row
}
