//! Whoever must agree before something is sent (CMD-3): who may, what a decision does, and the end of what nobody decided.
//!
//! The maker never agrees, nor does anybody in his place; one person counts once, whoever's right he uses.

mod rules;
mod store;

pub use rules::{
    Approval, ApprovalState, Decision, Delegator, Power, Refusal, Vote, Voted, makes, may_decide, may_stand_in,
};
pub use store::{Decided, cancel, decide, expire, lock, power};
