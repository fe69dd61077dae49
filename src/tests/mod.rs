//! Tests that cross rooms: stories per slice over HTTP, walls, faults, contract, migrations, tidy.

#[macro_use]
pub mod support;

mod accounts;
mod activity;
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
mod forgotten_password;
mod lost_key;
mod mail;
mod members;
mod migrations;
mod oidc;
mod operations;
mod orders;
mod organization;
mod passkeys;
mod profile;
mod realname;
mod refusals;
mod resellers;
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
mod vendor;
mod vouchers;
mod walls;
