//! 敏感操作 (MEM-12): the page between a form and an operation that needs a fresh proof of identity. It keeps what was typed
//! in the form and hands it on unread. Knows no operation.

mod pages;
mod routes;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/step-up", routes::new_proof).post_again("/step-up", routes::create_proof)
}
