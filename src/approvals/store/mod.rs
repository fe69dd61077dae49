//! SQL of approvals as they are shown, and of delegations. Amounts are exact, in whole units of their currency.

pub mod delegations;
pub mod list;
pub mod show;

use chrono::{DateTime, Utc};

/// What the reader may see and decide.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// His organisation.
    pub organization_id: i64,
    /// Who he is: his own approvals he always sees.
    pub member_id: i64,
    /// Kinds he sees although they are not his; `None` = all.
    pub kinds: Option<&'a [String]>,
    /// Codes of what he may agree to in his own right.
    pub codes: &'a [String],
    /// Only his own and those of customers of these account managers; `None` = all (AM-13).
    pub managers: Option<&'a [i64]>,
    /// The present instant.
    pub now: DateTime<Utc>,
}
