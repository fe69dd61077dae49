//! What an attacker tries, told as stories: stolen sessions, foreign numbers, tampered tokens, other sites, bent addresses.
//! The walls try every route; here are the attacks that need a scene.

mod identities;
mod requests;
mod sessions;
mod tokens;
