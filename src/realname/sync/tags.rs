//! New-customer tags of all customers, a hundred at a time (CUST-12).

use std::collections::HashSet;

use serde_json::Value;

use crate::{
    cloud::{
        site::Sites,
        wire::customers::{ListSubCustomerNewTag, NewCustomerTag},
    },
    realname::mirror::tags::{self, TagRow},
    sync::{Cadence, Merged, Pass, Resource, SyncError, scope},
};

/// New-customer tags, every night after the customers.
pub static NEW_CUSTOMER_TAGS: Resource = Resource {
    name: "new_customer_tags",
    api: "ListSubCustomerNewTag",
    sites: Sites::China,
    after: &["customers"],
    distributor_only: false,
    cadence: Cadence::DailyAt(3),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let (mut after, mut records) = (0, 0);
    loop {
        let mut connection = pass.open().await?;
        let customers = tags::customers(&mut connection, pass.scope().organization_id, after).await?;
        drop(connection);
        let Some((last, _)) = customers.last() else { return Ok(records) };
        after = *last;
        let asked: HashSet<String> = customers.into_iter().map(|(_, remote_id)| remote_id).collect();
        records += read(pass, &asked).await?;
    }
}

/// Foreign ids are dropped silently and no total is given, so rows are matched by id (API-42).
async fn read(pass: &Pass<'_>, asked: &HashSet<String>) -> Result<usize, SyncError> {
    let request = ListSubCustomerNewTag {
        customer_ids: asked.iter().cloned().collect(),
        offset: Some(0),
        limit: Some(100),
        indirect_partner_id: pass.scope().indirect_partner_id.clone(),
    };
    let (answer, raws) = pass.call_with_records(&request, "new_customer_tags").await?;
    let rows = answer.new_customer_tags.into_iter().zip(raws).filter_map(|(tag, raw)| row(tag, raw, asked));
    let rows: Vec<TagRow> = rows.collect();
    pass.merge(tags::merge, &rows).await?;
    pass.count(rows.len(), Merged::default());
    Ok(rows.len())
}

fn row(tag: NewCustomerTag, raw: Value, asked: &HashSet<String>) -> Option<TagRow> {
    Some(TagRow {
        customer_id: tag.customer_id.filter(|id| asked.contains(id))?,
        tag_type: tag.customer_tag_type.unwrap_or_default(),
        tag: tag.new_customer_tag,
        effective_month: tag.effective_time,
        expire_month: tag.expire_time,
        raw,
    })
}
