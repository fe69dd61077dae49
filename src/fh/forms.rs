//! Which scheme, which month, which persons; what the desk types about a rate.

use super::{
    rules::{Scheme, rate::Draft},
    text::{self, Text},
};
use crate::{
    lang::Lang,
    values::Month,
    web::{Face, FilterBar, Typed},
};

/// What the page is asked for.
#[derive(Debug)]
pub struct Asked {
    /// Scheme: the tab.
    pub scheme: &'static Scheme,
    /// Month of the record.
    pub month: Month,
    /// Part of account or name.
    pub text: Option<String>,
}

/// Reads what is asked for and draws the fields; only the schemes of the site exist. None: the site has none.
pub fn asked(typed: Typed, site: &str, face: &Face) -> (Option<Asked>, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/incentives/fh", typed, face.lang);
    let known: Vec<&'static Scheme> = Scheme::ALL.into_iter().filter(|scheme| scheme.sites.contains(&site)).collect();
    let codes: Vec<&'static str> = known.iter().map(|scheme| scheme.code).collect();
    let code = bar.keep("scheme", &codes);
    let this = Month::of(face.now);
    let month = bar.month("month", text.month, Some(this)).unwrap_or(this);
    let found = bar.text("text", text.person, 128);
    let scheme = known.into_iter().find(|scheme| scheme.code == code);
    (scheme.map(|scheme| Asked { scheme, month, text: found }), bar)
}

/// The scheme whose rates are listed.
pub fn rates(typed: Typed, lang: Lang) -> (Option<String>, FilterBar) {
    let (text, names) = (text::rate::Text::of(lang), Text::of(lang));
    let mut bar = FilterBar::new("/desk/fh-rates", typed, lang);
    let scheme = bar.choice("scheme", text.scheme, Scheme::ALL.map(|scheme| (scheme.code, names.scheme(scheme.code))));
    (scheme, bar)
}

/// A rate as it was typed.
pub fn rate(typed: &Typed) -> Draft {
    let get = |name: &str| typed.get(name).trim().to_owned();
    Draft {
        scheme: get("scheme"),
        level: get("level"),
        region: get("region"),
        valid_from: get("valid_from"),
        valid_to: get("valid_to"),
        amount: get("amount"),
        currency: get("currency"),
        cap_people: get("cap_people"),
    }
}
