//! Bills and consumption: what customers used, what it cost, what the partner is billed (BILL).
//!
//! Each data set of a cycle is read, closed and shown by itself: a figure always says which set it is of, on which basis,
//! of which cycle, how final, and when it was read (BILL-02).

pub mod rules;
pub mod sync;

mod forms;
mod mirror;
mod pages;
mod routes;
mod store;
mod text;

/// The merge of consumption lines: `bench/` measures it without the vendor in front of it.
pub use mirror::consumption::{Batch, merge as merge_lines};

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/bills/consumption", routes::consumption::list)
        .get("/bills/consumption/{id}", routes::consumption::show)
        .get("/bills/monthly", routes::monthly::list)
        .get("/bills/monthly/changes", routes::changes::list)
        .get("/bills/monthly/{id}", routes::monthly::show)
}
