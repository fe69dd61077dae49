//! The record of who did what (MEM-13): every write ends in an event, and the events of an organisation are one hash chain.
//!
//! [`Change`] is a transaction begun from an `Actor<P>` that can only end in an [`Event`]: dropped, it leaves no trace. The
//! database appends the event (`append_audit_event`) and locks only the organisation's chain. [`verify`] walks the chains
//! and names what was changed, removed or reordered; [`heads`] keeps the heads in a file outside the database, so that a cut
//! tail shows. This room knows no slice; slices add their words to [`Deed`].

mod chain;
mod change;
pub mod checks;
mod deed;
mod event;
mod hands;
pub mod heads;
mod verify;

pub use chain::Record;
pub use change::{Author, Change, System, record_as_owner, record_synced};
pub use deed::Deed;
pub use event::{Event, Fields};
pub use hands::first_and_last;
pub use verify::{Chain, Finding, Flaw, verify};
