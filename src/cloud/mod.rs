//! The vendor's operation API (BSS) as a client: signing, sites, outcomes, pacing, typed operations.
//!
//! Reading order: `site` (where), `sign` (how a request proves itself), `wire` (what may be said), `client` (saying it),
//! `error` (what the answer means), `throttle` (how often), `seal` (keys at rest). This room knows no organisation,
//! no page and no table but `call_budgets`.

pub mod sign;
pub mod site;
pub mod wire;
