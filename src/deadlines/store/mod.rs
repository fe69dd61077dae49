//! SQL of deadlines.

mod timer;

pub use timer::{Open, Place, extend, holders, open, pass, places, remind};
