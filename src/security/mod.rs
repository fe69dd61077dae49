//! 登录安全: whose sign-in needs a second factor, who has none yet, the limits of sessions, and what was refused at the doors
//! lately (MEM-5, MEM-12). What the policy means is `access::factors`; this is its page.

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
    Routes::new().get("/organization/security", routes::show).post("/organization/security", routes::update)
}
