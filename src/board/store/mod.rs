//! SQL of commands as they are shown. Amounts are exact, in whole units of their currency.

pub mod list;
pub mod show;
