//! Which applications a list shows (LST-03).

use crate::{
    lang::Lang,
    mdf::{
        APPLICATIONS,
        rules::application::TYPES,
        store::applications::Wanted,
        text::{application::Text, fields, words},
    },
    requests::{self, APPROVED, DRAFT, EXPIRED, INTERNAL_REVIEW, REJECTED, REVIEWING, WITHDRAWN},
    web::{FilterBar, Typed},
};

/// States that can be asked for.
const STATES: [&str; 7] = [DRAFT, INTERNAL_REVIEW, REVIEWING, REJECTED, APPROVED, WITHDRAWN, EXPIRED];

/// States of a claim that can be asked for.
const CLAIMED: [&str; 5] = [DRAFT, INTERNAL_REVIEW, REVIEWING, REJECTED, APPROVED];

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, site: &str, lang: Lang) -> (Wanted, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new(APPLICATIONS, typed, lang);
    let named = bar.text("text", text.search, 100);
    let states = STATES.map(|state| (state.to_owned(), requests::state_word("mdf_application", state, lang)));
    let claims = CLAIMED.map(|state| (format!("claim/{state}"), requests::state_word("mdf_claim", state, lang)));
    let state = bar.choice("state", text.state, states.into_iter().chain(claims));
    let mut kinds: Vec<&str> = TYPES
        .iter()
        .filter(|(_, sites)| sites.contains(&site))
        .filter_map(|(code, _)| code.split('/').next())
        .collect();
    kinds.dedup();
    let kind = bar.choice(
        "type",
        fields::field("type", lang).0,
        kinds.into_iter().map(|kind| (kind, words::word(kind, lang))),
    );
    let days = bar.days("starts", text.days);
    let number = named.as_deref().and_then(number);
    (Wanted { state, kind, days, text: named, number }, bar)
}

/// `MDF00000012` or `12`.
fn number(text: &str) -> Option<i64> {
    let digits = text.trim().trim_start_matches(['M', 'D', 'F', 'm', 'd', 'f']);
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_and_without_their_letters() {
        for (text, want) in
            [("MDF00000012", Some(12)), ("mdf12", Some(12)), ("12", Some(12)), ("Cloud", None), ("0", None)]
        {
            assert_eq!(number(text), want, "{text}");
        }
    }
}
