//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

pub mod support;

mod catalog;
mod contract;
mod embedded;
mod migrations;
mod orders;
mod realname;
mod sync;
mod vendor;
