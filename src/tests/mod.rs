//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

pub mod support;

mod contract;
mod embedded;
mod migrations;
mod sync;
mod vendor;
