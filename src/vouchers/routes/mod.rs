//! Handlers of quotas, coupons and records; what several of them ask first is here.

pub mod coupons;
pub mod issued;
pub mod quotas;
pub mod records;

use super::pages::{Standing, coupons::Doors};
use crate::{
    access::{
        Actor,
        permission::{CustomerView, Permission, QuotaIssuedView, QuotaView, ResellerCustomerView, ResellerView},
    },
    db::{Connection, Error},
    sync::{self, Resource, freshness},
    web::{Freshness, FreshnessBadge},
};

/// A resource that every site has: it tells "not offered here" from "nothing connected".
const EVERYWHERE: &str = "customers";

/// The badge of rows that come from `resources`, the oldest of them, under the name `api`; and why there may be none.
async fn standing<P: Permission>(
    connection: &mut Connection,
    actor: &Actor<P>,
    resources: &[&Resource],
    api: &'static str,
) -> Result<(FreshnessBadge, Standing), Error> {
    let names: Vec<String> =
        resources.iter().map(|resource| resource.name).chain([EVERYWHERE]).map(str::to_owned).collect();
    let known = sync::freshness::freshness(connection, actor.org(), &names).await?;
    let (read, others): (Vec<_>, Vec<_>) = known.iter().partition(|row| row.resource != EVERYWHERE);
    let oldest = read.iter().min_by_key(|row| row.completed_at);
    let badge = oldest.map_or_else(Freshness::default, |row| Freshness {
        completed_at: row.completed_at,
        next_at: Some(row.next_at),
        failed: read.iter().any(|row| row.problem.is_some()),
    });
    let standing = match (read.is_empty(), others.is_empty()) {
        (false, _) => Standing::Read,
        (true, false) => Standing::NotOffered,
        (true, true) => Standing::NotConnected,
    };
    Ok((badge.badge(api, &actor.face()), standing))
}

/// Whether records of both kinds that explain a balance were read completely at least once.
async fn records_were_read<P: Permission>(connection: &mut Connection, actor: &Actor<P>) -> Result<bool, Error> {
    let names = [super::sync::COUPON_RECORDS.name, super::sync::QUOTA_RECORDS.name].map(str::to_owned);
    let known = freshness::freshness(connection, actor.org(), &names).await?;
    Ok(!known.is_empty() && known.iter().all(|row| row.completed_at.is_some()))
}

/// Whether the member sees rows of the distributor's resellers (ORG-14).
fn sees_resellers<P: Permission>(actor: &Actor<P>) -> bool {
    actor.may(ResellerView::CODE) || actor.may(QuotaIssuedView::CODE)
}

/// The member's organisation and, where he may see them, its resellers'.
fn family<P: Permission>(actor: &Actor<P>) -> Vec<i64> {
    let mut organizations = vec![actor.org()];
    if sees_resellers(actor) {
        organizations.extend(&actor.seat().children);
    }
    organizations
}

fn doors<P: Permission>(actor: &Actor<P>) -> Doors {
    Doors {
        organization_id: actor.org(),
        customers: actor.may(CustomerView::CODE),
        reseller_customers: actor.may(ResellerCustomerView::CODE),
        quotas: actor.may(QuotaView::CODE),
    }
}
