//! Reads cloud resellers (CUST-5).

use serde_json::Value;

use super::mirror::{self, ResellerRow};
use crate::{
    cloud::{
        site::Sites,
        wire::{
            instant,
            resellers::{ListIndirectPartners, Reseller},
        },
    },
    sync::{Cadence, List, Pass, Resource, SyncError, scope},
    values::Masked,
};

/// What this slice synchronises.
pub static RESOURCES: &[&Resource] = &[&RESELLERS];

/// Resellers of a distributor, nightly (SYNC-9). Everything that is asked per reseller comes after it.
pub(super) static RESELLERS: Resource = Resource {
    name: "resellers",
    api: "ListIndirectPartners",
    sites: Sites::Both,
    after: &[],
    distributor_only: true,
    cadence: Cadence::DailyAt(2),
    plan: scope::partner,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

async fn pull(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListIndirectPartners::default();
    let key = |row: &ResellerRow| row.remote_id.clone();
    let listed = pass.read_list(List { request, row, key, merge: mirror::merge, windowed: false }).await?;
    let count = listed.len();
    pass.apply(move |connection, stamp| Box::pin(async move { mirror::miss(connection, stamp, &listed).await }))
        .await?;
    Ok(count)
}

fn row(reseller: Reseller, raw: Value) -> Result<ResellerRow, String> {
    let plain = |text: Option<Masked<String>>| text.map(|text| text.reveal().clone());
    Ok(ResellerRow {
        remote_id: reseller.indirect_partner_id.ok_or("a reseller without indirect_partner_id")?,
        account_name: reseller.account_name,
        name: plain(reseller.name),
        mobile_phone: plain(reseller.mobile_phone),
        email: plain(reseller.email),
        associated_at: instant(reseller.associated_on.as_deref()),
        account_manager_id: reseller.account_manager_id,
        account_manager_name: plain(reseller.account_manager_name),
        raw,
    })
}
