//! What the desk types about a document.

use super::{
    rules::{BENEFITS, Draft, KINDS},
    text::Text,
};
use crate::{
    lang::Lang,
    web::{FilterBar, Typed},
};

/// A document as it was typed.
pub fn draft(typed: &Typed) -> Draft {
    let get = |name: &str| typed.get(name).trim().to_owned();
    Draft {
        code: get("code").to_uppercase(),
        kind: get("kind"),
        benefit: get("benefit"),
        site: get("site"),
        title_en: get("title_en"),
        title_zh: get("title_zh"),
        text_en: get("text_en").replace("\r\n", "\n"),
        text_zh: get("text_zh").replace("\r\n", "\n"),
        valid_from: get("valid_from"),
        valid_to: get("valid_to"),
    }
}

/// Filters of the list: benefit and kind.
pub fn filters(typed: Typed, lang: Lang) -> (Option<String>, Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/desk/documents", typed, lang);
    let benefit = bar.choice("benefit", text.benefit, BENEFITS.map(|code| (code, text.benefit_word(code))));
    let kind = bar.choice("kind", text.kind, KINDS.map(|code| (code, text.kind_word(code))));
    (benefit, kind, bar)
}
