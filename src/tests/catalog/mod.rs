//! Stories of the dictionaries: synchronisation, then pages.

mod pages;
mod sync;
