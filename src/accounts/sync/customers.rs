//! Reads balances of resale customers in batches (ACCT-5): the partner's own, then each reseller's.

use std::collections::HashSet;

use serde_json::Value;

use super::BATCH;
use crate::{
    accounts::mirror::customers::{self as mirror, CustomerBalanceRow},
    cloud::{
        site::Sites,
        wire::accounts::{CustomerBalance, CustomerRef, ListCustomersBalancesDetail},
    },
    sync::{Account, Cadence, Merged, Pass, Resource, SyncError, scope},
};

/// Balances of resale customers, every 15 minutes (SYNC-9).
pub static CUSTOMER_BALANCES: Resource = Resource {
    name: "customer_balances",
    api: "ListCustomersBalancesDetail",
    sites: Sites::China,
    after: &["resellers", "customers"],
    distributor_only: false,
    cadence: Cadence::Minutes(15),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let asked = {
        let mut connection = pass.open().await?;
        mirror::resale_customers(&mut connection, pass.scope().organization_id).await?
    };
    pass.expect(i64::try_from(asked.len()).unwrap_or(i64::MAX));
    let mut answered = HashSet::new();
    for batch in asked.chunks(BATCH) {
        let rows = read_batch(pass, batch).await?;
        pass.count(rows.len(), Merged::default());
        pass.merge(mirror::merge, &rows).await?;
        answered.extend(rows.into_iter().map(|row| row.customer_id));
    }
    let before = pass.rows_before().await?;
    if answered.is_empty() && !asked.is_empty() && before > 0 && !pass.is_full() {
        return Err(SyncError::SuddenlyEmpty { api: "ListCustomersBalancesDetail", before });
    }
    let count = answered.len();
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::miss(connection, stamp, &answered).await }))
        .await?;
    Ok(count)
}

/// One batch, matched by id, never by place: ids that are not the caller's are dropped silently (API-42).
async fn read_batch(pass: &Pass<'_>, batch: &[String]) -> Result<Vec<CustomerBalanceRow>, SyncError> {
    let request = ListCustomersBalancesDetail {
        customer_infos: batch.iter().map(|id| CustomerRef { customer_id: id.clone() }).collect(),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
    };
    let (answer, records) = pass.call_with_records(&request, "customer_balances").await?;
    let rows = answer.customer_balances.into_iter().zip(records);
    let rows = rows.filter_map(|(balance, raw)| row(pass.account(), balance, raw));
    Ok(rows.filter(|row| batch.contains(&row.customer_id)).collect())
}

fn row(account: &Account, balance: CustomerBalance, raw: Value) -> Option<CustomerBalanceRow> {
    Some(CustomerBalanceRow {
        customer_id: balance.customer_id?,
        currency: account.currency_of(balance.currency.as_deref()),
        amount: balance.amount,
        debt_amount: balance.debt_amount,
        raw,
    })
}
