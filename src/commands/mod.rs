//! What members want done at the vendor, kept until it is done and proved (CMD-1 to CMD-15).
//!
//! Reading order: `kind` (what can be asked), `rules` (who may, who agrees), `write` and `plan` (what exactly), `state` (the
//! life of a command), `intend` (a confirmation becomes rows), `approval` (whoever must agree), `open` (what is under way),
//! `executor` (keeps the promise), `reconcile` (finds out what became of it), `resolution` (people decide what nothing proves);
//! `dry_run` stands before every confirmation, `refusals` says what the vendor's error codes mean.
//!
//! Nothing here calls the vendor inside a transaction, and nothing that may have happened is sent again by itself (CMD-4).
//! This room stands below the slices and knows no page.

pub mod again;
mod agreement;
pub mod approval;
mod call;
pub mod dry_run;
mod entitled;
mod executor;
mod intend;
mod kind;
mod mirror;
mod open;
mod plan;
mod reconcile;
pub mod refusals;
pub mod resolution;
mod rules;
mod state;
pub mod text;
pub mod token;
mod write;

pub use agreement::{Agreement, agreement};
pub use entitled::{Entitled, entitled, issued};
pub use executor::{Executor, Settings, Ticked};
pub use intend::{Confirmation, Intended, intend};
pub use kind::Kind;
pub use open::{AccountFor, Open, account_for, drawing, open, open_among};
pub use plan::{Follows, Line, Plan, digest};
pub use rules::{Attempt, Issue, Refusal, Threshold, may_ask, may_issue};
pub use state::{Outcome, State};
pub use write::{Creation, Enterprise, Verification, Write};
