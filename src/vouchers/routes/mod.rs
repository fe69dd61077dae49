//! Handlers of quotas, coupons and records; what several of them ask first is here.

pub mod coupon_issues;
pub mod coupons;
pub mod issued;
pub mod issues;
pub mod quota_issues;
pub mod quotas;
pub mod reclaims;
pub mod records;
pub mod rehearsal;

use super::{
    pages::{Standing, coupons::Doors},
    store::resellers::{self, Reseller},
};
use crate::{
    access::{
        Actor, Kind,
        permission::{CustomerView, Permission, QuotaIssuedView, QuotaView, ResellerCustomerView, ResellerView},
    },
    db::{Connection, Error},
    sync::{self, Freshness, Resource},
    web::{self, FreshnessBadge},
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
    let known = sync::freshness::freshness(connection, actor.org(), &names(resources)).await?;
    Ok(standing_of(&known, actor, resources, api))
}

/// The same, and the resellers to choose from for who sees them.
async fn around<P: Permission>(
    connection: &mut Connection,
    actor: &Actor<P>,
    (resources, api): (&[&Resource], &'static str),
    sees_resellers: bool,
) -> Result<((FreshnessBadge, Standing), Vec<Reseller>), Error> {
    let asked = names(resources);
    let (known, resellers) =
        resellers::around(connection, actor.org(), &asked, (sees_resellers, actor.resellers())).await?;
    Ok((standing_of(&known, actor, resources, api), resellers))
}

/// Names to ask about for a standing.
fn names(resources: &[&Resource]) -> Vec<String> {
    resources.iter().map(|resource| resource.name).chain([EVERYWHERE]).map(str::to_owned).collect()
}

fn standing_of<P: Permission>(
    known: &[Freshness],
    actor: &Actor<P>,
    resources: &[&Resource],
    api: &'static str,
) -> (FreshnessBadge, Standing) {
    let is_read = |row: &&Freshness| resources.iter().any(|resource| resource.name == row.resource);
    let read: Vec<_> = known.iter().filter(is_read).collect();
    let oldest = read.iter().min_by_key(|row| row.completed_at);
    let badge = oldest.map_or_else(web::Freshness::default, |row| web::Freshness {
        completed_at: row.completed_at,
        next_at: Some(row.next_at),
        failed: read.iter().any(|row| row.problem.is_some()),
    });
    let standing = match (read.is_empty(), known.iter().any(|row| row.resource == EVERYWHERE)) {
        (false, _) => Standing::Read,
        (true, true) => Standing::NotOffered,
        (true, false) => Standing::NotConnected,
    };
    (badge.badge(api, &actor.face()), standing)
}

/// Whether records of both kinds that explain a balance were read completely at least once.
fn records_were_read(known: &[Freshness]) -> bool {
    let names = [super::sync::COUPON_RECORDS.name, super::sync::QUOTA_RECORDS.name];
    let mut known = known.iter().filter(|row| names.contains(&row.resource.as_str())).peekable();
    known.peek().is_some() && known.all(|row| row.completed_at.is_some())
}

/// Whether the member sees rows of the distributor's resellers (ORG-14).
fn sees_resellers<P: Permission>(actor: &Actor<P>) -> bool {
    actor.may(ResellerView::CODE) || actor.may(QuotaIssuedView::CODE)
}

/// Whether the member may act for the distributor's resellers: issue coupons to their customers (API-8).
pub fn acts_for_resellers<P: Permission>(actor: &Actor<P>) -> bool {
    actor.organization().kind == Kind::Distributor && actor.may(ResellerCustomerView::CODE) && sees_resellers(actor)
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
        acts: acts_for_resellers(actor),
    }
}
