//! Reads which customers spent in a cycle (BILL-51).

use futures::future::BoxFuture;
use serde_json::Value;

use crate::{
    bills::mirror::consumers::{ConsumerRow, merge},
    cloud::{
        site::Sites,
        wire::bills::{ConsumingCustomer, ListConsumeSubCustomers},
    },
    sync::{Cadence, List, Pass, Resource, Scope, SyncError, pass::Planning},
};

/// Consuming customers of the open month and the one before.
pub static CONSUMING_CUSTOMERS: Resource = Resource {
    name: "consuming_customers",
    api: "ListConsumeSubCustomers",
    sites: Sites::China,
    after: &[],
    distributor_only: false,
    cadence: Cadence::DailyAt(16),
    plan,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

fn plan<'a>(planning: &'a mut Planning<'_>) -> BoxFuture<'a, Result<Vec<Scope>, SyncError>> {
    Box::pin(async move {
        let own = Scope::own(planning.account().organization_id);
        Ok(planning.months().iter().map(|&month| own.clone().in_month(month)).collect())
    })
}

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let Some(month) = pass.scope().month else { return Ok(0) };
    let request = ListConsumeSubCustomers { bill_cycle: month.to_string(), ..ListConsumeSubCustomers::default() };
    let key = |row: &String| row.clone();
    let listed = pass
        .read_list(List {
            request,
            row,
            key,
            merge: |_, _, _| Box::pin(async { Ok(crate::sync::Merged::default()) }),
            windowed: true,
        })
        .await?;
    let rows: Vec<ConsumerRow> = listed.iter().map(|id| ConsumerRow { month, customer_id: id.clone() }).collect();
    pass.merge(merge, &rows).await?;
    Ok(listed.len())
}

fn row(customer: ConsumingCustomer, _raw: Value) -> Result<String, String> {
    customer.customer_id.ok_or_else(|| "a consuming customer without customer_id".into())
}
