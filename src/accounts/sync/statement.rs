//! Reads the partner's statement (ACCT-11): cash and credit, in windows of UTC+8 dates.

use chrono::NaiveDate;
use futures::future::BoxFuture;
use serde_json::Value;

use super::text_of;
use crate::{
    accounts::{
        mirror::statement::{self as mirror, StatementRow},
        rules,
    },
    cloud::{
        site::Sites,
        wire::{
            accounts::{ListPartnerAccountChangeRecords, StatementLine},
            instant,
        },
    },
    sync::{Cadence, Pages, Pass, Resource, Scope, SyncError, pass::Planning, scope},
    values::month::vendor_date,
};

/// Statement lines of the partner and its resellers, hourly (SYNC-9).
pub static PARTNER_STATEMENT: Resource = Resource {
    name: "partner_statement",
    api: "ListPartnerAccountChangeRecords",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::Minutes(60),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Both balance types must be asked for, for the partner and for each reseller.
fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let scopes = scope::partner_and_resellers(planning).await?;
        Ok(scopes.into_iter().flat_map(|scope| rules::BALANCE_TYPES.map(|kind| scope.clone().named(kind))).collect())
    })
}

/// What is new since the last reading; at the first one, year by year back to a year without a line.
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let today = vendor_date(pass.now());
    let since = pass.since().await?.map(vendor_date);
    let mut count = 0;
    for window in rules::statement_windows(today, since) {
        let read = read_window(pass, window).await?;
        count += read;
        if read == 0 && since.is_none() {
            break;
        }
    }
    Ok(count)
}

/// Reads one window; once more if the list moved meanwhile (API-34). Lines merged before stay: each is true by itself.
async fn read_window(pass: &Pass<'_>, window: (NaiveDate, NaiveDate)) -> Result<usize, SyncError> {
    let mut pages = read_once(pass, window).await?;
    if !pages.adds_up() {
        pages = read_once(pass, window).await?;
    }
    if pages.adds_up() { Ok(pages.read()) } else { Err(pages.mismatch()) }
}

async fn read_once(
    pass: &Pass<'_>,
    (begin, end): (NaiveDate, NaiveDate),
) -> Result<Pages<ListPartnerAccountChangeRecords>, SyncError> {
    let balance_type = pass.scope().name().to_owned();
    let request = ListPartnerAccountChangeRecords {
        balance_type: balance_type.clone(),
        trade_time_begin: Some(begin.to_string()),
        trade_time_end: Some(end.to_string()),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListPartnerAccountChangeRecords::default()
    };
    let mut pages = Pages::of(request, true);
    while let Some((answer, records)) = pages.next(pass).await? {
        let currency = pass.account().currency_of(answer.currency.as_deref());
        let lines = answer.records.into_iter().zip(records);
        let rows = lines.map(|(line, raw)| row(line, raw, &balance_type, &currency));
        let rows: Vec<StatementRow> = rows.collect::<Result<_, _>>().map_err(|detail| {
            let api = "ListPartnerAccountChangeRecords";
            SyncError::Unreadable { api, detail }
        })?;
        pass.merge(mirror::merge, &rows).await?;
    }
    Ok(pages)
}

fn row(line: StatementLine, raw: Value, balance_type: &str, currency: &str) -> Result<StatementRow, String> {
    Ok(StatementRow {
        account_change_id: line.account_change_id.ok_or("a statement line without account_change_id")?,
        balance_type: balance_type.to_owned(),
        trade_detail_type: line.trade_detail_type,
        trade_time: instant(line.trade_time.as_deref()),
        trade_id: line.trade_id,
        change_amount: line.change_amount,
        change_text: text_of(&raw, "change_amount"),
        balance_after_change: line.balance_after_change,
        balance_text: text_of(&raw, "balance_after_change"),
        currency: currency.to_owned(),
        kind: line.kind,
        customer_id: line.customer_id,
        account_name: line.account_name,
        raw,
    })
}
