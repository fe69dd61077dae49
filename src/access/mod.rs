//! Who may: permissions, roles, data scope, passwords, sessions, and `Actor<P>`, whose presence in a handler's signature is the check.
//!
//! Knows the tables of organisations, members and sessions, and no slice.

mod actor;
mod catalog;
pub mod passwords;
pub mod permission;
pub mod roles;
pub mod scope;
mod seat;
pub mod sessions;
pub mod sign_in;

pub use actor::{Actor, Guarded};
pub use permission::{Code, Kind, Permission, Permissions};
pub use roles::Role;
pub use scope::Scope;
pub use seat::{Organization, OrganizationState, Seat};
