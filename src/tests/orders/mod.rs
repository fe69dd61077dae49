//! Stories of orders: synchronisation, then pages.

mod pages;
mod sync;
