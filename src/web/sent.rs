//! Words as the vendor sent them: it has some in Chinese only. Knows no resource.

use super::Cell;
use crate::lang::Lang;

impl Cell {
    /// Words as the vendor sent them, which it may have only in Chinese: on a page in another language they are marked.
    #[must_use]
    pub fn sent(words: Option<&str>, lang: Lang) -> Self {
        match words {
            Some(words)
                if lang != Lang::ZhCn && words.contains(|letter: char| matches!(letter, '\u{3400}'..='\u{9fff}')) =>
            {
                Self::Chinese(words.to_owned())
            }
            words => Self::maybe(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    #[test]
    fn chinese_words_are_marked_on_english_pages_only() {
        let html = |words, lang| Cell::sent(Some(words), lang).render().unwrap();
        assert_eq!(html("云<2>", Lang::En), "<span lang=\"zh-CN\">云&#60;2&#62;</span>");
        assert_eq!((html("云", Lang::ZhCn), html("2 vCPUs", Lang::En)), ("云".to_owned(), "2 vCPUs".to_owned()));
    }
}
