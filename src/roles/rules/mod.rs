//! Pure rules of the slice: groups of permissions, effects of a change, what a set of roles opens.

pub mod assignment;
pub mod effect;
pub mod groups;
pub mod key;
pub mod simulation;
