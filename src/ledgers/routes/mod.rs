//! Handlers of the ledgers; whose rows they may show.

pub mod differences;
pub mod expiry;
pub mod outside;

use crate::access::{
    Actor,
    permission::{Permission, QuotaIssuedView, ResellerView},
};

/// The member's organisation and, where he sees its resellers', theirs (ORG-14).
fn family<P: Permission>(actor: &Actor<P>) -> Vec<i64> {
    if actor.may(ResellerView::CODE) || actor.may(QuotaIssuedView::CODE) { actor.visible() } else { vec![actor.org()] }
}
