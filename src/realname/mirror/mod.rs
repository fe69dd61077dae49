//! SQL that keeps the states, their history and the new-customer tags. Only `sync` calls it.

pub mod states;
pub mod tags;
