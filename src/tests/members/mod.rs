//! Stories of members (MEM-1 to MEM-13).

mod act;
mod create;
mod import;
mod list;
