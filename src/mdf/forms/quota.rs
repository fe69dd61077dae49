//! What the desk asks for and types about quotas.

use crate::{
    mdf::text::quota::Text,
    web::{Error, Face, FilterBar, Typed},
};

/// First and last year that has quotas.
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2100;

/// The year and part of a partner's name; the year is this one unless another one is chosen.
pub fn partners(typed: Typed, this: i32, face: &Face) -> (i32, Option<String>, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/desk/mdf-quotas", typed, face.lang);
    let years = (this - 2..=this + 1).rev().map(|year| (year.to_string(), year.to_string()));
    let year = bar.pick("year", text.year, years, &this.to_string()).parse().unwrap_or(this);
    let name = bar.text("text", text.partner, 128);
    (year, name, bar)
}

/// Which quota is edited.
///
/// # Errors
/// [`Error::NotFound`] where it names none.
pub fn which(typed: &Typed) -> Result<(i64, i32), Error> {
    let partner = typed.get("partner").parse().map_err(|_| Error::NotFound)?;
    let year = typed.get("year").parse().ok().filter(|year| YEARS.contains(year)).ok_or(Error::NotFound)?;
    Ok((partner, year))
}
