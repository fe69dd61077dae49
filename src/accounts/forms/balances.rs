//! Filter of resellers' balances.

use crate::{
    accounts::text::balances::Text,
    web::{Face, FilterBar, Typed},
};

/// Part of a reseller's name.
pub fn resellers(typed: Typed, face: &Face) -> (Option<String>, FilterBar) {
    let mut bar = FilterBar::new("/accounts/resellers", typed, face.lang);
    let name = bar.text("name", Text::of(face.lang).filter_reseller, 128);
    (name, bar)
}
