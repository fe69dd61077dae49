//! Rules of members: pure, no table and no page.

pub mod acts;
pub mod effective;
pub mod person;
pub mod plan;
pub mod removal;
pub mod wanted;
