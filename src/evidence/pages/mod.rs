//! Pages of evidence.

pub mod form;
pub mod pack;
mod panel;
mod show;

pub use panel::{Drawn, draw, place};
pub use show::show;
