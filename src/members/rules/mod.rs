//! Rules of members: pure, no table and no page.

pub mod acts;
pub mod csv;
pub mod effective;
pub mod person;
pub mod plan;
pub mod wanted;
