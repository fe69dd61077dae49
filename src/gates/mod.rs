//! Gates before money steps (GATE-01…08). Which stand before a step is dated data, read by `facts` in one statement with its own
//! tables; whether they are passed is a pure rule over facts that the asker has read ([`check`]). All are judged together and every
//! failure is told, with what removes it. A fact that could not be read, or is older than 24 hours, is unknown, and unknown blocks.

mod rules;
mod text;

pub use rules::{
    Asked, Entrance, Fact, Facts, Finding, Gate, Information, OLDEST, Outcome, Period, Term, blocks, check, term,
};
