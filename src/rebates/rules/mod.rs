//! Rules of rebates. Pure.

pub mod import;
pub mod methods;
pub mod state;
pub mod tax;

use chrono::TimeDelta;

/// Working days after which an answer that nobody contradicts ends an objection (REB-12).
pub const ANSWER_STANDS: u16 = 5;
/// How long after midnight timers act (DL-02).
pub const ACTS_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Most characters of feedback (REB-11).
pub const WORDS: usize = 1000;
