//! Rules of organisations: registration codes, change requests, states, fields, the hand-over of the master login. Pure.

pub mod fields;
pub mod master;
pub mod preferences;
pub mod registration;
pub mod request;
pub mod state;
