//! What is typed for a token.

use super::rules::Wanted;
use crate::web::Typed;

/// Reads the form of a new token.
pub fn wanted(typed: &Typed) -> Wanted {
    Wanted {
        name: typed.get("name").to_owned(),
        days: typed.get("days").parse().unwrap_or_default(),
        scopes: typed.all("scope").map(str::to_owned).collect(),
    }
}
