//! Pages of evidence.

mod panel;

pub use panel::{Drawn, draw};
