//! What is sent: sheets, edits of rows, filters.

pub mod edits;
pub mod intake;
pub mod sheet;
