//! Change-sets (CMD-15): a sheet of rows is read, mended, approved as one and carried out; each row keeps its receipt.
//!
//! Knows nothing of how commands are sent: `commands::intend` takes the good rows, and what became of them is read back.

pub(crate) mod api;
mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::{
    access::{
        Code, Permission,
        permission::{AdjustView, CouponView, QuotaView},
    },
    web::Routes,
};

/// Whoever sees quotas, coupons or transfers; which kinds of set he sees and makes is asked for each.
pub struct Door;

impl Permission for Door {
    const CODES: &'static [Code] = &[QuotaView::CODE, CouponView::CODE, AdjustView::CODE];
}

/// Room for a file in a form: a larger one than is read is heard out, so that its sender is told.
const ROOM: u64 = 16 * 1024 * 1024;

/// Room for as many rows as a set may have, sent as JSON.
const JSON_ROOM: u64 = 1024 * 1024;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/change-sets", routes::list)
        .get("/change-sets/new", routes::make::new)
        .get("/change-sets/template", routes::make::template)
        .post_file("/change-sets", routes::make::create, ROOM)
        .get("/change-sets/{id}", routes::show)
        .get("/change-sets/{id}/export", routes::export)
        .post("/change-sets/{id}/rows", routes::edit::update)
        .post("/change-sets/{id}/confirmation", routes::confirm::create)
        .post("/change-sets/{id}/again", routes::make::again)
        .post_file("/api/v1/change-sets", api::create_change_set, JSON_ROOM)
        .get("/api/v1/change-sets/{id}", api::show_change_set)
        .get("/api/v1/change-sets/{id}/rows", api::list_change_set_rows)
        .post("/api/v1/change-sets/{id}/confirmation", api::create_change_set_confirmation)
}
