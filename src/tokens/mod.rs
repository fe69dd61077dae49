//! 我的凭证: tokens of the JSON API. Members make their own and revoke them; who holds `api.key.manage` sees and revokes
//! everybody's, and makes none. What a token opens is `access`.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/tokens", routes::list)
        .post("/tokens", routes::create)
        .post("/tokens/revocations", routes::revoke)
        .get("/tokens/members", routes::list_members)
        .post("/tokens/members/revocations", routes::revoke_members)
}
