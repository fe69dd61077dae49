//! Filters of the dictionaries.

use super::text::Text;
use crate::{
    values::Month,
    web::{Face, FilterBar, Typed},
};

/// What a dictionary is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of the code or of the name in either language.
    pub text: Option<String>,
    /// `service_type_code`.
    pub service: Option<String>,
    /// `measure_type` (CAT-7), level of a place, or policy: the code chosen.
    pub kind: Option<String>,
}

/// A bar with the text filter.
pub fn by_text(path: &'static str, typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let mut bar = FilterBar::new(path, typed, face.lang);
    let text = bar.text("text", Text::of(face.lang).filter_text, 128);
    (Filters { text, ..Filters::default() }, bar)
}

/// A bar with the text filter and one by service.
pub fn by_service(
    path: &'static str,
    typed: Typed,
    services: Vec<(String, String)>,
    face: &Face,
) -> (Filters, FilterBar) {
    let (mut filters, mut bar) = by_text(path, typed, face);
    filters.service = bar.choice("service_type", Text::of(face.lang).service_type, services);
    (filters, bar)
}

/// A bar with the text filter and one by a code.
pub fn by_kind(
    path: &'static str,
    typed: Typed,
    (label, words): (&'static str, &[(&'static str, &'static str)]),
    face: &Face,
) -> (Filters, FilterBar) {
    let (mut filters, mut bar) = by_text(path, typed, face);
    filters.kind = bar.choice("kind", label, words.iter().copied());
    (filters, bar)
}

/// The bar of the policies: a month, the present one by itself, a text and the policy.
pub fn policies(typed: Typed, face: &Face) -> (Month, Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/catalog/policies", typed, face.lang);
    let present = Month::of(face.now);
    let month = bar.month("month", text.month, Some(present)).unwrap_or(present);
    let filters = Filters {
        text: bar.text("text", text.filter_text, 128),
        kind: bar.choice("kind", text.incentive_policy, text.policies),
        ..Filters::default()
    };
    (month, filters, bar)
}
