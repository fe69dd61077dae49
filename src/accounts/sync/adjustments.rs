//! Reads transfers and take-backs (ACCT-10): of the partner's customers and resellers, then of each reseller's customers.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::text_of;
use crate::{
    accounts::mirror::adjustments::{self as mirror, AdjustmentRow},
    cloud::{
        site::Sites,
        wire::{
            accounts::{AdjustRecord, ListPartnerAdjustRecords},
            instant, instant_text,
        },
    },
    sync::{Account, Cadence, Pages, Pass, Resource, SyncError, scope},
};

/// Adjust records of the partner and its resellers, every 5 minutes (SYNC-9).
pub static ADJUST_RECORDS: Resource = Resource {
    name: "adjust_records",
    api: "ListPartnerAdjustRecords",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::Minutes(5),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Reads what is new; once more if the list moved meanwhile (API-34).
async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut pages = read_once(pass).await?;
    if !pages.adds_up() {
        pages = read_once(pass).await?;
    }
    if pages.adds_up() { Ok(pages.read()) } else { Err(pages.mismatch()) }
}

async fn read_once(pass: &Pass<'_>) -> Result<Pages<ListPartnerAdjustRecords>, SyncError> {
    let request = ListPartnerAdjustRecords {
        operation_time_begin: pass.since().await?.map(instant_text),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListPartnerAdjustRecords::default()
    };
    let mut pages = Pages::of(request, true);
    while let Some((answer, records)) = pages.next(pass).await? {
        let records = answer.records.into_iter().zip(records);
        let rows: Vec<AdjustmentRow> = records.map(|(record, raw)| row(pass.account(), record, raw)).collect();
        pass.merge(mirror::merge, &rows).await?;
    }
    Ok(pages)
}

fn row(account: &Account, record: AdjustRecord, raw: Value) -> AdjustmentRow {
    AdjustmentRow {
        record_key: key_of(&record, &raw),
        currency: account.currency_of(record.currency.as_deref()),
        customer_name: record.customer_name.map(|name| name.reveal().clone()),
        customer_id: record.customer_id,
        operation_type: record.operation_type,
        amount: record.amount,
        amount_text: text_of(&raw, "amount"),
        apply_scene: record.apply_scene,
        operation_time: instant(record.operation_time.as_deref()),
        trans_id: record.trans_id,
        memo: record.memo,
        raw,
    }
}

/// The record has no id: its transaction with whom and what for; without a transaction a hash of all fields (SYNC-2).
fn key_of(record: &AdjustRecord, raw: &Value) -> String {
    if let Some(trans_id) = &record.trans_id {
        let customer = record.customer_id.as_deref().unwrap_or_default();
        return format!("{trans_id}/{customer}/{}", record.operation_type.as_deref().unwrap_or_default());
    }
    // `Value` keeps the keys of an object in order, so equal records have equal texts.
    format!("#{}", hex::encode(Sha256::digest(raw.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(json: &str) -> String {
        let raw: Value = serde_json::from_str(json).unwrap();
        key_of(&serde_json::from_str(json).unwrap(), &raw)
    }

    #[test]
    fn records_are_told_apart_with_and_without_a_transaction() {
        let full = r#"{"trans_id":"AD1","customer_id":"c","operation_type":"SOURCE_OPERATION_BEADJUST","amount":"1"}"#;
        assert_eq!(key(full), "AD1/c/SOURCE_OPERATION_BEADJUST");
        let bare = r#"{"trans_id":"","customer_id":"c","amount":"1"}"#;
        assert_eq!(key(bare), key(r#"{"amount":"1","trans_id":"","customer_id":"c"}"#));
        assert_ne!(key(bare), key(r#"{"trans_id":"","customer_id":"c","amount":"2"}"#));
        assert!(key(bare).starts_with('#'));
    }
}
