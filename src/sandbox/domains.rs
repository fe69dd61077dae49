//! IAM's account list, by which the official SDK learns whose key it holds (API-13). Not a BSS operation.

use axum::http::Method;
use serde_json::json;

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    operation::{BOTH, Operation},
    world::World,
};

/// Path of the call.
pub(super) const PATH: &str = "/v3/auth/domains";

pub(super) const OPERATIONS: &[Operation] =
    &[Operation::read("KeystoneListAuthDomains", Method::GET, PATH, BOTH, list)];

fn list(world: &World, _call: &Call) -> Result<Outcome, Refusal> {
    let partner = &world.partner;
    let domain = json!({"id": partner.id, "name": partner.account_name, "enabled": true, "description": ""});
    Ok(Outcome::read(json!({"domains": [domain], "links": {"next": null, "previous": null}})))
}
