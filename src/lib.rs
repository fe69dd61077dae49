//! The open partner portal: a self-hosted web application for Huawei Cloud partners.
//!
//! The house, in reading order. Each room may name only the rooms above it; `tests/tidy.rs` holds the walls.
//!
//! Invariants:
//! - every amount is an exact decimal with a currency, from the vendor's text to the page; no binary float touches money;
//! - every write ends in an event: `audit::Change` is the only transaction slices have, and the events are a hash chain;
//! - every row belongs to one organisation; the type `Actor<P>` is the first wall, row-level security the second;
//! - nothing calls the vendor inside a database transaction or a page request;
//! - the time comes from [`clock::Clock`] alone; the vendor's days and months are cut in UTC+8;
//! - users read sentences in their language, logs read causes, once.

pub mod values;

pub mod clock;
pub mod config;
pub mod lang;

pub mod cloud;
pub mod db;
pub mod mail;
pub mod outside;
pub mod scan;

pub mod app;

pub mod access;
pub mod web;

pub mod audit;

pub mod attachments;
pub mod requests;
pub mod sync;

pub mod commands;

pub mod cloud_accounts;

pub mod activity;
pub mod approval_rules;
pub mod approvals;
pub mod benefits;
pub mod business_information;
pub mod consents;
pub mod evidence;
pub mod exports;
pub mod facts;
pub mod fh;
pub mod forgotten_password;
pub mod gates;
pub mod home;
pub mod inbox;
pub mod mdf;
pub mod members;
pub mod oidc;
pub mod organization;
pub mod profile;
pub mod reveals;
pub mod reviews;
pub mod roles;
pub mod security;
pub mod sessions;
pub mod step_up;
pub mod support;
pub mod tokens;

pub mod accounts;
pub mod assignments;
pub mod bills;
pub mod board;
pub mod calendars;
pub mod catalog;
pub mod change_sets;
pub mod customers;
pub mod deadlines;
pub mod invitations;
pub mod invoices;
pub mod ledgers;
pub mod orders;
pub mod payouts;
pub mod realname;
pub mod rebates;
pub mod resellers;
pub mod runs;
pub mod vouchers;
pub mod worklists;

pub mod cli;
pub mod jobs;
pub mod openapi;
pub mod router;

pub mod sandbox;

pub mod demo;

#[cfg(test)]
mod tests;
