//! 个人资料: what members see and change of their own login (MEM-3, MEM-6, MEM-11). Nobody reaches another member's here.

mod forms;
mod pages;
mod routes;
mod store;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/profile", routes::show)
        .get("/profile/password", routes::edit_password)
        .post("/profile/password", routes::update_password)
        .post("/profile/ended-sessions", routes::end_sessions)
        .get("/profile/data", routes::data::edit)
        .post("/profile/data", routes::data::update)
        .get("/profile/second-factor", routes::second::show)
        .post("/profile/second-factor", routes::second::create)
        .get("/profile/passkeys", routes::passkeys::list)
        .post("/profile/passkey-challenges", routes::passkeys::new)
        .post("/profile/passkeys", routes::passkeys::create)
        .post("/profile/passkeys/names", routes::passkeys::update)
        .post("/profile/removed-passkeys", routes::passkeys::delete)
        .post("/profile/recovery-codes", routes::second::renew_codes)
        .post("/profile/removed-second-factors", routes::second::delete)
}
