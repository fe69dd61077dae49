//! The vendor's operation API (BSS) as a client: signing, sites, outcomes, pacing, typed operations.
//!
//! Reading order: `site` (where), `connection` (with what), `sign` (how a request proves itself), `wire` (what may be
//! said), `client` (saying it), `error` (what the answer means), `cause` (what to do about it), `throttle` (how often),
//! `seal` (keys at rest). This room knows no organisation, no page and no table but `call_budgets`.

pub mod cause;
pub mod client;
pub mod connection;
pub mod error;
#[cfg(test)]
mod scripted;
pub mod seal;
pub mod sign;
pub mod site;
pub mod skew;
pub mod throttle;
mod transport;
pub mod wire;

pub use cause::Cause;
pub use client::{Answer, Client, Patience};
pub use connection::{BadConnection, Connection};
pub use error::{Class, Failure};
pub use site::{Association, Site};
pub use throttle::{CallRate, Lane, Throttle};
pub use transport::Limits;

/// Makes `ring` the cipher of every TLS connection of the process. Every call after the first does nothing.
pub fn install_crypto() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
