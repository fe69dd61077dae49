//! SQL of evidence: files by document slot. Row-level security shows a partner its own, the desk those that were sent to it.

mod expiry;
mod read;
mod write;

pub use expiry::{expire, over};
pub use read::{File, Head, Use, file, files, head, holdings};
pub use write::{insert, judge, mark, remove};
