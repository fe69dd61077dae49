//! The vendor's partner API, played by us: a stateful, deterministic second witness. It knows the contract and the
//! domain rules, never the portal's client: it names only [`crate::values`], so that one misreading cannot sit on both
//! sides of the wire.
//!
//! A world is a function of seed and first day, plus the deeds of calls. A request travels: found in the register →
//! signature → throttle → faults → decided by its family → written to the state file → done → answered.
//!
//! How to add a family (see `quotas/`):
//! 1. a file or folder named after its noun; `pub(super) const OPERATIONS: &[Operation]` lists operationId, method, path
//!    and sites as the contract has them (`Operation::read`, `::write`, `.batch()`, `.at(rate)`);
//! 2. add the list to `FAMILIES` in `operation.rs`; a call that a site's contract lacks then answers 404 there;
//! 3. a handler is `fn(&World, &Call) -> Result<Outcome, Refusal>` and changes nothing; `call` reads parameters by the
//!    absent/null/empty rules (`text`, `texts`, `integer`, `instant`, `window`, `amount`, `page`, `owner`), `call::is`,
//!    `among`, `contains` are filters, `page.cut(rows)` cuts (`page.range(n)` for rows made on demand);
//! 4. amounts are `answer::number`, `terse_number` (`1E+2`) or `text`, as the contract's type says; times `instant`;
//! 5. what is the same in every world comes from `world.stream(&[entity, purpose])`, drawn anew at each call;
//! 6. a write returns deeds (every id and amount inside) and stated effects: a variant in `deeds.rs`, done by `apply`;
//! 7. a batch refuses every other recipient when `call.partial`; records are listed from `call.now + call.late` on;
//! 8. new ids come from `world.fresh(call, place)`; refusals are `Refusal::new(status, code, message)`;
//! 9. state that must be built at the start goes into `World::new`, made of the same deeds where there are some;
//! 10. tests: rules at the foot of the file, HTTP in `tests/`, where every answer is held against the contract.
//! 11. a list with many rows writes its bytes itself (`Outcome::written`, `bills/detail.rs`), and what is costly to make is
//!     kept between calls (`bills/book.rs`), never in the state.

mod accounts;
mod answer;
mod bills;
mod budgets;
mod call;
mod catalog;
mod clock;
mod command;
mod connection;
mod control;
mod coupons;
mod customers;
mod deeds;
mod domains;
mod estate;
mod faults;
mod gateway;
mod house;
mod invoices;
mod journal;
mod ledger;
mod names;
mod operation;
mod options;
mod orders;
mod page;
mod quotas;
mod realname;
mod resellers;
mod server;
mod signature;
mod stream;
mod throttle;
mod world;

#[cfg(test)]
mod tests;

pub use self::{
    clock::Now,
    command::run,
    control::Control,
    faults::FaultPlan,
    house::Requests,
    journal::StateError,
    ledger::Effect,
    options::{Keys, Options, Profile, Site, WorldArgs},
    server::{Running, StartError, start},
};

/// operationIds that the sandbox plays on a site, besides IAM's. For the test that the client knows each of them.
#[cfg(test)]
pub fn operations(site: Site) -> Vec<&'static str> {
    let iam = |operation: &&operation::Operation| operation.path == domains::PATH;
    operation::all(site).filter(|operation| !iam(operation)).map(|operation| operation.id).collect()
}
