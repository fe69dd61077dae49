//! Phrases of masked data that is shown.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub hint: &'static str,
    pub which: &'static str,
    pub reason: &'static str,
    pub shown: &'static str,
    pub show: &'static str,
    pub nothing: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Show personal data",
    hint: "One value is shown once. Who looked at what, and why, goes into the record.",
    which: "What to show",
    reason: "Reason",
    shown: "Shown to you now",
    show: "Show",
    nothing: "There is no masked data here: Huawei Cloud sent none.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "查看敏感信息",
    hint: "每次只显示一项，且仅显示一次。查看人、内容与原因会写入审计记录。",
    which: "查看内容",
    reason: "原因",
    shown: "本次显示",
    show: "查看",
    nothing: "华为云未返回敏感信息，没有可查看的内容。",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
