//! SQL of deadlines.

mod board;
mod timer;

pub use board::{Listed, Reader, Wanted, end_feed, has_feed, list, make_feed, reader};
pub use timer::{Open, Place, extend, open, pass, places, remind};
