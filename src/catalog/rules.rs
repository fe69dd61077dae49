//! What a dictionary page can say about itself, and the colours of policies (CAT-11). Pure.

use crate::{lang::Lang, web::Tone};

/// Whether a dictionary can be had at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It is synchronised.
    Offered,
    /// The connected site has no such call (API-6).
    NotOffered,
    /// There is no connection to the vendor.
    NotConnected,
}

impl Offer {
    /// Judged from the resources that are synchronised: `always` is one that every site has.
    #[must_use]
    pub fn of(synchronised: &[String], resource: &str, always: &str) -> Self {
        let has = |name: &str| synchronised.iter().any(|known| known == name);
        match (has(resource), has(always)) {
            (true, _) => Self::Offered,
            (false, true) => Self::NotOffered,
            (false, false) => Self::NotConnected,
        }
    }
}

/// The name in the page's language, with the other one beneath; the code when there is neither (CAT-13).
pub fn both<'a>(lang: Lang, zh: Option<&'a str>, en: Option<&'a str>, code: &'a str) -> (&'a str, Option<&'a str>) {
    let (first, second) = lang.pick((en, zh), (zh, en));
    match (first, second) {
        (Some(first), second) => (first, second.filter(|second| *second != first)),
        (None, Some(second)) => (second, None),
        (None, None) => (code, None),
    }
}

/// Colour of an `incentive_policy`: whether sales of the service count for performance and rebate.
#[must_use]
pub fn policy_tone(code: &str) -> Tone {
    match code {
        "0" | "1" => Tone::Done,
        "13" => Tone::Waiting,
        _ => Tone::Idle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_dictionary_says_why() {
        let known = ["service_types".to_owned(), "provinces".to_owned()];
        assert_eq!(Offer::of(&known, "provinces", "service_types"), Offer::Offered);
        assert_eq!(Offer::of(&known[..1], "provinces", "service_types"), Offer::NotOffered);
        assert_eq!(Offer::of(&[], "provinces", "service_types"), Offer::NotConnected);
    }

    #[test]
    fn the_code_stands_for_a_missing_name() {
        for (lang, zh, en, want) in [
            (Lang::ZhCn, Some("对象存储"), Some("OBS"), ("对象存储", Some("OBS"))),
            (Lang::En, Some("对象存储"), Some("OBS"), ("OBS", Some("对象存储"))),
            (Lang::En, Some("对象存储"), None, ("对象存储", None)),
            (Lang::ZhCn, Some("GB"), Some("GB"), ("GB", None)),
            (Lang::ZhCn, None, None, ("code", None)),
        ] {
            assert_eq!(both(lang, zh, en, "code"), want);
        }
    }
}
