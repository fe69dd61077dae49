//! Real-name verification of customers (RN): one state per customer out of two sources, and new-customer tags (CUST-12).
//!
//! The state of all customers comes with the customer list (`verified_status`, CUST-10); while an application is in review
//! its result is asked for by `ShowRealnameAuthenticationReviewResult` (RN-5). The older call
//! `GET /v1.0/{partner_id}/partner/customer-mgr/realname-auth/result` (RN-6) is **deprecated** by the vendor and is not used
//! anywhere in this portal: it answers the same three values under another name (`reviewResult`), needs rights added by
//! hand (API-9) and is going away. The customer's own call (RN-7) needs the customer's key and is not used either.
//!
//! Other slices ask [`tags`] for a customer's new-customer tags.

pub mod rules;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod store;
mod text;

pub use store::Tag;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/customers/real-name", routes::list)
        .get("/customers/real-name/{id}", routes::show)
        .get("/customers/real-name/{id}/applications/new", routes::application::new)
        .post("/customers/real-name/{id}/applications", routes::application::create)
}
