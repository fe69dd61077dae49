//! Merges the slices' routes, one line each. Knows every slice and no table.

use crate::{
    app::App,
    bills, customers, home, members, resellers, sessions, vouchers,
    web::{self, Routes},
};

/// Every route of the portal, with who may use it.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(web::router())
        .merge(sessions::router())
        .merge(home::router())
        .merge(members::router())
        .merge(customers::router())
        .merge(resellers::router())
        .merge(vouchers::router())
        .merge(bills::router())
}

/// The whole service.
pub fn router(app: App) -> axum::Router {
    web::serve(app, routes())
}
