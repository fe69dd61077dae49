//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

#[macro_use]
pub mod support;

mod accounts;
mod activity;
mod approval_rules;
mod assignments;
mod attacks;
mod audit;
mod bill_changes;
mod bills;
mod catalog;
mod cloud_accounts;
mod consumption;
mod contract;
mod customers;
mod doors;
mod embedded;
mod faults;
mod inbox;
mod lost_key;
mod members;
mod migrations;
mod operations;
mod orders;
mod passkeys;
mod profile;
mod realname;
mod refusals;
mod resellers;
mod reviews;
mod roles;
mod round_trips;
mod runs;
mod seats;
mod second_factors;
mod sessions;
mod sites;
mod sync;
mod tidy;
mod tokens;
mod unexplained;
mod usage;
mod vendor;
mod vouchers;
mod walls;
