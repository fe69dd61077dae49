//! Reads again the coupons that new records name (SYNC-8) and those whose order changed (SYNC-6): the full list comes only
//! at night.

use super::{
    Pulled,
    coupons::{key, row},
};
use crate::{
    cloud::{site::Sites, wire::coupons::ListIssuedPartnerCoupons},
    sync::{Cadence, List, Pass, Resource, SyncError, scope},
    vouchers::mirror::coupons::{merge, touched},
};

/// Coupons of records that came, and of orders that changed, since the last look; every five minutes, after the records.
pub static TOUCHED_COUPONS: Resource = Resource {
    name: "touched_coupons",
    api: "ListIssuedPartnerCoupons",
    sites: Sites::China,
    after: &["coupons", "coupon_records", "orders"],
    distributor_only: false,
    cadence: Cadence::Minutes(5),
    plan: scope::partner_and_resellers,
    pull: |pass| Box::pin(pull(pass)),
    finish: None,
};

/// Up to so many coupons are asked for one by one; for more the whole list costs less of the call budget.
const ONE_BY_ONE: usize = 100;

/// The first look has nothing to do: the full list was read just before it.
async fn pull(pass: &mut Pass<'_>) -> Pulled {
    let Some(since) = pass.since().await? else { return Ok(0) };
    let organization_id = pass.scope().organization_id;
    let found = {
        let mut connection = pass.open().await?;
        touched(&mut connection, organization_id, since).await.map_err(SyncError::from)?
    };
    let named: Vec<Option<String>> =
        if found.len() > ONE_BY_ONE { vec![None] } else { found.iter().cloned().map(Some).collect() };
    for coupon_id in named {
        let request = ListIssuedPartnerCoupons {
            coupon_id,
            indirect_partner_id: pass.scope().indirect_partner_id.clone(),
            ..ListIssuedPartnerCoupons::default()
        };
        pass.read_list(List { request, row, key, merge, windowed: true }).await?;
    }
    Ok(found.len())
}
