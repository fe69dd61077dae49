//! Signing in and out, the first password, and the language of the pages (MEM-3, MEM-4, MEM-5).

mod forms;
mod pages;
mod routes;
mod store;
mod text;

pub use self::routes::answer;
use self::routes::{passkeys, second};
use crate::web::Routes;

/// Routes of the slice: all of them open to everybody.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .public_get("/login", routes::new_session)
        .public_post("/login", routes::create_session)
        .public_get("/second-factor", second::new_code)
        .public_post("/second-factor", second::create_code)
        .public_post("/login/passkey-challenges", passkeys::new_answer)
        .public_post("/login/passkeys", passkeys::create_answer)
        .public_post("/logout", routes::delete_session)
        .public_get("/activate", routes::new_password)
        .public_post("/activate", routes::create_password)
        .public_post("/language", routes::choose_language)
}
