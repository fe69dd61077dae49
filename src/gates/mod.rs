//! Gates before money steps (GATE-01…08). Which stand before a step is dated data ([`applying`]); whether they are passed is a
//! pure rule over facts that the asker has read ([`check`]). All are judged together and every failure is told, with what
//! removes it. A fact that could not be read, or is older than 24 hours, is unknown, and unknown blocks.

mod rules;
mod store;
mod text;

pub use rules::{Entrance, Fact, Facts, Finding, Gate, Information, Outcome, Period, Term, blocks, check};
pub use store::{Asked, applying, term};
