//! What is typed about the policy.

use super::rules::Wanted;
use crate::{access::factors::policy::MfaPolicy, web::Typed};

/// The form: what is wanted, why, and what the setting was when the form was made.
#[derive(Debug)]
pub struct PolicyForm {
    /// The policy chosen, if one was.
    pub policy: Option<MfaPolicy>,
    /// Days until it begins.
    pub days: i64,
    /// Why, in the member's words.
    pub reason: String,
    /// Mark of the setting that was shown.
    pub was: String,
}

impl PolicyForm {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        Self {
            policy: MfaPolicy::parse(typed.get("policy")),
            days: typed.get("days").parse().unwrap_or_default(),
            reason: typed.get("reason").chars().take(255).collect(),
            was: typed.get("was").to_owned(),
        }
    }

    /// What is wanted; none without a policy.
    pub fn wanted(&self) -> Option<Wanted> {
        Some(Wanted { policy: self.policy?, days: self.days })
    }
}
