//! Exports as background tasks (MEM-8, COM-12): asked for on the page of a list, written by whichever node takes them, listed at
//! `/exports`, kept for seven days.
//!
//! A slice that has something to export brings a [`Reader`], which `jobs` hands to [`work`], and asks with [`ask`]. This slice
//! knows no table of theirs: rows are text to it, and never more than one page of them is in memory.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{Asked, Batch, Kind, Reader};
pub use store::{
    NewTask, ask,
    worker::{keep, work},
};

use crate::web::Routes;

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/exports", routes::list).get("/exports/{id}/file", routes::download)
}
