//! Second factors and step-up (MEM-12): authenticator apps, recovery codes, whom the policy covers, what proves who somebody
//! is. Knows the tables of factors and pending sign-ins, and no page.

pub mod mail_code;
pub mod passkeys;
pub mod pending;
pub mod policy;
pub mod proof;
pub mod recovery;
pub mod step_up;
pub mod store;
pub mod totp;
