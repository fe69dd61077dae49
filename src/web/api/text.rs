//! Phrases of the JSON API's frame.

use crate::lang::Lang;

/// What a program is told whose request cannot be read.
pub struct Text {
    pub limit: &'static str,
    pub after: &'static str,
    pub kind: &'static str,
    pub body: &'static str,
    pub hidden: &'static str,
}

/// English.
pub static EN: Text = Text {
    limit: "limit is a number from 1 to 100.",
    after: "after is not the next of an answer.",
    kind: "Send JSON with Content-Type: application/json.",
    body: "The body is not the JSON described in openapi.json.",
    hidden: "A text holds characters that nobody sees: controls, zero widths, overrides of direction. Leave them out.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    limit: "limit 须为 1 至 100 的整数。",
    after: "after 不是有效的翻页标记。",
    kind: "请以 Content-Type: application/json 发送 JSON。",
    body: "请求体与 openapi.json 的描述不符。",
    hidden: "内容含有不可见字符（控制字符、零宽字符或文字方向控制符），请删除。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
