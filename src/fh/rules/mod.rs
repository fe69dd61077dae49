//! Schemes of FH and who qualifies for them (FH-02 to FH-16). Pure.

pub mod person;
pub mod qualification;
pub mod rate;
pub mod scheme;

pub use person::{Certificate, Person, Reason, judge};
pub use scheme::Scheme;
