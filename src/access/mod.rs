//! Who may: permissions, roles, data scope, passwords, sessions, and `Actor<P>`, whose presence in a handler's signature is the check.
//!
//! Knows the tables of organisations, members and sessions, and no slice.

mod actor;
mod catalog;
#[cfg(test)]
mod catalog_tests;
pub mod counterparts;
pub mod custom;
pub mod departures;
pub mod factors;
pub mod grants;
pub mod locks;
pub mod passwords;
pub mod periods;
pub mod permission;
mod recognition;
pub mod refusals;
pub mod replay;
pub mod roles;
pub mod scope;
mod seat;
pub mod sessions;
pub mod sign_in;
pub mod submissions;
pub mod tries;
pub mod usage;
pub mod widening;

pub use actor::{Actor, ENROLMENT, Guarded, NEW_PASSWORD, OWN_LOGIN, STEP_UP};
pub use permission::{Code, Kind, Permission, Permissions, permissions_of};
pub use recognition::recognize;
pub use roles::Role;
pub use scope::{Reach, Scope, Seen, Sight, Standing};
pub use seat::{ApiToken, LAST_LOOK, Organization, OrganizationState, Seat};
