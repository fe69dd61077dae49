//! Reads budgets of resale customers and their history (ACCT-21): international site.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::BATCH;
use crate::{
    accounts::mirror::{
        budgets::{self as mirror, BudgetRecordRow, BudgetRow},
        customers::resale_customers,
    },
    cloud::{
        site::Sites,
        wire::{
            budgets::{BudgetRecord, ListSubCustomerBudget, ListSubCustomerBudgetRecords},
            instant,
        },
    },
    sync::{Cadence, Merged, Pages, Pass, Resource, SyncError, scope},
};

/// Budgets of resale customers, every 15 minutes; use is about 10 minutes late (ACCT-17).
pub static CUSTOMER_BUDGETS: Resource = Resource {
    name: "customer_budgets",
    api: "ListSubCustomerBudget",
    sites: Sites::International,
    after: &["resellers", "customers"],
    distributor_only: false,
    cadence: Cadence::Minutes(15),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull_budgets(pass)),
    finish: None,
};

/// History of budgets, nightly: one call per customer with a budget.
pub static BUDGET_RECORDS: Resource = Resource {
    name: "budget_records",
    api: "ListSubCustomerBudgetRecords",
    sites: Sites::International,
    after: &["resellers", "customers", "customer_budgets"],
    distributor_only: false,
    cadence: Cadence::DailyAt(2),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull_records(pass)),
    finish: None,
};

async fn pull_budgets(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let asked = {
        let mut connection = pass.open().await?;
        resale_customers(&mut connection, pass.scope().organization_id).await?
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
        return Err(SyncError::SuddenlyEmpty { api: "ListSubCustomerBudget", before });
    }
    let count = answered.len();
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::miss(connection, stamp, &answered).await }))
        .await?;
    Ok(count)
}

/// One batch, matched by id: ids that are not the caller's are dropped silently (API-42).
async fn read_batch(pass: &Pass<'_>, batch: &[String]) -> Result<Vec<BudgetRow>, SyncError> {
    let indirect_partner_id = pass.scope().indirect_partner_id.clone();
    let request = ListSubCustomerBudget { customer_ids: batch.to_vec(), indirect_partner_id };
    let (answer, records) = pass.call_with_records(&request, "budget_infos").await?;
    let currency = pass.account().currency_of(answer.currency.as_deref());
    let budgets = answer.budget_infos.into_iter().zip(records);
    let rows = budgets.filter_map(|(budget, raw)| {
        Some(BudgetRow {
            customer_id: budget.customer_id?,
            currency: currency.clone(),
            budget_amount: budget.budget_amount,
            used_amount: budget.used_amount,
            budget_type: budget.budget_type,
            raw,
        })
    });
    Ok(rows.filter(|row| batch.contains(&row.customer_id)).collect())
}

async fn pull_records(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let customers = {
        let mut connection = pass.open().await?;
        mirror::customers_with_budget(&mut connection, pass.scope().organization_id).await?
    };
    let mut count = 0;
    for customer in customers {
        let mut pages = read_records(pass, &customer).await?;
        if !pages.adds_up() {
            pages = read_records(pass, &customer).await?;
        }
        if !pages.adds_up() {
            return Err(pages.mismatch());
        }
        count += pages.read();
    }
    Ok(count)
}

async fn read_records(pass: &Pass<'_>, customer: &str) -> Result<Pages<ListSubCustomerBudgetRecords>, SyncError> {
    let request = ListSubCustomerBudgetRecords {
        customer_id: customer.to_owned(),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
        ..ListSubCustomerBudgetRecords::default()
    };
    let mut met: HashMap<[u8; 32], u32> = HashMap::new();
    let mut pages = Pages::of(request, true);
    while let Some((answer, records)) = pages.next(pass).await? {
        let currency = pass.account().currency_of(answer.currency.as_deref());
        let mut rows = Vec::with_capacity(records.len());
        for (record, raw) in answer.record_list.into_iter().zip(records) {
            let hash: [u8; 32] = Sha256::digest(raw.to_string()).into();
            let count = met.entry(hash).or_insert(0);
            *count += 1;
            rows.push(record_row(record, raw, customer, (format!("{}-{count}", hex::encode(hash)), &currency)));
        }
        pass.merge(mirror::merge_records, &rows).await?;
    }
    Ok(pages)
}

fn record_row(
    record: BudgetRecord,
    raw: Value,
    customer: &str,
    (record_key, currency): (String, &str),
) -> BudgetRecordRow {
    BudgetRecordRow {
        customer_id: customer.to_owned(),
        record_key,
        operation_type: record.operation_type,
        operation_time: instant(record.operation_time.as_deref()),
        operator: record.operator,
        budget_type: record.budget_type,
        budget_amount: record.budget_amount,
        currency: currency.to_owned(),
        partner_name: record.partner_corp_name.or(record.partner_account_name),
        raw,
    }
}
