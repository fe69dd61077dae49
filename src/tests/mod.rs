//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

pub mod support;

mod accounts;
mod activity;
mod audit;
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
mod roles;
mod runs;
mod seats;
mod sessions;
mod sync;
mod tidy;
mod vendor;
mod vouchers;
mod walls;
