//! SQL of evidence: files by document slot. Row-level security shows a partner its own, the desk those that were sent to it.

mod read;
mod write;

pub use read::{File, Head, Use, file, files, head, holdings, uses, words};
pub use write::{Judged, insert, judge, mark, remove};
