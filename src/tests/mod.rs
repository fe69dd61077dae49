//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

pub mod support;

mod accounts;
mod bills;
mod catalog;
mod cloud_accounts;
mod consumption;
mod contract;
mod customers;
mod embedded;
mod members;
mod migrations;
mod orders;
mod realname;
mod refusals;
mod resellers;
mod round_trips;
mod runs;
mod sessions;
mod sync;
mod tidy;
mod vendor;
mod vouchers;
mod walls;
