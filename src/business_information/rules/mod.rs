//! Rules of business information: its states (BIZ-11), fields (BIZ-05), codes of banks, the amount that was transferred.

pub mod amount;
pub mod bank_codes;
pub mod details;
pub mod fields;
pub mod machine;
pub mod standing;
