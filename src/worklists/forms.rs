//! Filters of the worklists.

use super::text::Text;
use crate::{
    lang::Lang,
    requests::{self, Kind},
    web::{FilterBar, Typed},
};

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 待我处理.
    Waiting,
    /// 已处理.
    Done,
    /// 全部.
    All,
}

impl Tab {
    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "",
            Self::Done => "done",
            Self::All => "all",
        }
    }
}

/// Filters of a worklist at `path`: tab, kind, partner.
pub fn filters(path: &'static str, typed: Typed, lang: Lang) -> (Tab, Option<String>, Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new(path, typed, lang);
    let tab = match bar.keep("tab", &["", "done", "all"]) {
        "done" => Tab::Done,
        "all" => Tab::All,
        _ => Tab::Waiting,
    };
    let kind = bar.choice("kind", text.kind, Kind::ALL.map(|kind| (kind.code, requests::kind_word(kind.code, lang))));
    let name = bar.text("text", text.partner, 128);
    (tab, kind, name, bar)
}
