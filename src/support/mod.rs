//! 工单 (MEM-11, MSG-42): where every member files a service ticket with Huawei Cloud, and what to have at hand. Tickets are
//! filed, answered and kept there.

mod pages;
mod routes;
mod text;

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/support", routes::show)
}
