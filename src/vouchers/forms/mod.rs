//! Filters of the lists (QUOTA-15): reading them from the address and drawing their fields.

pub mod coupons;
pub mod drafts;
pub mod quotas;
pub mod recipients;
pub mod records;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::store::resellers::Reseller;
use crate::web::{Face, FilterBar};

/// The reseller a list is narrowed to.
const RESELLER: &str = "reseller";
/// Choice of the partner's own rows among all it sees.
const OWN: &str = "own";

/// Whose rows a list shows.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Nothing was chosen.
    Any,
    /// The partner's own.
    Own,
    /// One reseller's.
    Reseller(&'a Reseller),
}

/// The choice of a reseller, by its key; `own` adds a choice of the partner's own rows. No field without resellers.
fn whose<'a>(bar: &mut FilterBar, label: &str, own: Option<&str>, resellers: &'a [Reseller]) -> Whose<'a> {
    if resellers.is_empty() {
        return Whose::Any;
    }
    let own = own.map(|label| (OWN.to_owned(), label.to_owned()));
    let each = resellers.iter().map(|reseller| (reseller.id.to_string(), reseller.label()));
    let chosen = bar.choice(RESELLER, label, own.into_iter().chain(each));
    match chosen.as_deref() {
        None => Whose::Any,
        Some(OWN) => Whose::Own,
        Some(id) => resellers.iter().find(|reseller| reseller.id.to_string() == id).map_or(Whose::Any, Whose::Reseller),
    }
}

/// First instant and the instant after the last one of a range of days in the organisation's zone.
fn instants(
    days: (Option<NaiveDate>, Option<NaiveDate>),
    face: &Face,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let after = |day: NaiveDate| day.checked_add_days(Days::new(1));
    (days.0.map(|day| face.midnight(day)), days.1.and_then(after).map(|day| face.midnight(day)))
}

/// A number typed as a choice.
fn code(chosen: Option<String>) -> Option<i32> {
    chosen.and_then(|code| code.parse().ok())
}
