//! Reads balances of the partner and of each reseller (ACCT-4).

use serde_json::Value;

use super::or_zero;
use crate::{
    accounts::mirror::partner::{self as mirror, BalanceRow},
    cloud::{
        site::Sites,
        wire::accounts::{ListPartnerBalances, PartnerBalance},
    },
    sync::{Account, Cadence, Merged, Pass, Resource, SyncError, scope},
};

/// Balances of the partner and its resellers, every 15 minutes (SYNC-9).
pub static PARTNER_BALANCES: Resource = Resource {
    name: "partner_balances",
    api: "ListPartnerBalances",
    sites: Sites::China,
    after: &["resellers"],
    distributor_only: false,
    cadence: Cadence::Minutes(15),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListPartnerBalances { indirect_partner_id: pass.scope().indirect_partner_id.clone() };
    let (answer, records) = pass.call_with_records(&request, "account_balances").await?;
    let rows = answer.account_balances.into_iter().zip(records);
    let rows: Vec<BalanceRow> = rows.map(|(balance, raw)| row(pass.account(), balance, raw)).collect();
    pass.count(rows.len(), Merged::default());
    let before = pass.rows_before().await?;
    if rows.is_empty() && before > 0 && !pass.is_full() {
        return Err(SyncError::SuddenlyEmpty { api: "ListPartnerBalances", before });
    }
    pass.merge(mirror::merge, &rows).await?;
    let count = rows.len();
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::miss(connection, stamp, &rows).await })).await?;
    Ok(count)
}

fn row(account: &Account, balance: PartnerBalance, raw: Value) -> BalanceRow {
    BalanceRow {
        account_type: balance.account_type.and_then(|kind| i32::try_from(kind).ok()).unwrap_or(0),
        vendor_account_id: balance.account_id.unwrap_or_default(),
        currency: account.currency_of(balance.currency.as_deref()),
        amount: or_zero(balance.amount),
        designated_amount: balance.designated_amount,
        credit_amount: balance.credit_amount,
        memo: balance.memo,
        raw,
    }
}
