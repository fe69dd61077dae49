//! Stories of real-name verification: synchronisation, then pages.

mod pages;
mod sync;
