//! Phrases of documents and statements.

use super::rules::Fault;
use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub version: &'static str,
    pub document: &'static str,
    pub kind: &'static str,
    pub kinds: [&'static str; 3],
    pub benefit: &'static str,
    pub benefits: [&'static str; 11],
    pub site: &'static str,
    pub sites: [&'static str; 4],
    pub valid: &'static str,
    pub valid_from: &'static str,
    pub valid_to: &'static str,
    pub valid_to_help: &'static str,
    pub hash: &'static str,
    pub uploaded_by: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub add: &'static str,
    pub add_hint: &'static str,
    pub added: &'static str,
    pub back: &'static str,
    pub title_en: &'static str,
    pub title_zh: &'static str,
    pub text_en: &'static str,
    pub text_zh: &'static str,
    pub statements: &'static str,
    pub each: &'static str,
    pub untold: &'static str,
    pub wrong_code: &'static str,
    pub wrong_choice: &'static str,
    pub wrong_length: (&'static str, &'static str),
    pub wrong_day: &'static str,
    pub no_such_day: &'static str,
    pub wrong_order: &'static str,
}

/// English.
static EN: Text = Text {
    title: "Agreements and statements",
    code: "Code",
    code_help: "A code that exists gets its next version",
    version: "Version",
    document: "Title",
    kind: "Kind",
    kinds: ["Statement", "Agreement", "Policy"],
    benefit: "Benefit",
    benefits: [
        "Business information",
        "FH",
        "MDF",
        "Rebates",
        "PCE",
        "SPIF",
        "CII",
        "NRE",
        "Delivery support",
        "MIGRATION ALL",
        "General",
    ],
    site: "Site",
    sites: ["All sites", "China", "International", "Europe"],
    valid: "Valid",
    valid_from: "Valid from",
    valid_to: "Valid to",
    valid_to_help: "Empty: until a later version begins",
    hash: "Digest",
    uploaded_by: "Added by",
    empty: "No documents",
    empty_hint: "Agreements, policies and statements are added here, in both languages and by version.",
    add: "Add a version",
    add_hint: "A version is never changed. Partners see the newest one that is valid; a benefit without an active required agreement is closed.",
    added: "Added.",
    back: "Back",
    title_en: "Title in English",
    title_zh: "Title in Chinese",
    text_en: "Text in English",
    text_zh: "Text in Chinese",
    statements: "Statements",
    each: "Each one needs its own tick",
    untold: "Not ticked: ",
    wrong_code: "Enter 2 to 32 capitals, digits and hyphens.",
    wrong_choice: "Choose one of the list.",
    wrong_length: ("Enter a text of at most ", " characters."),
    wrong_day: "Write a day: 2026-12-31.",
    no_such_day: "There is no such day: check month and day.",
    wrong_order: "The last day is before the first.",
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "协议与声明",
    code: "编码",
    code_help: "编码已存在时，生成下一版本",
    version: "版本",
    document: "标题",
    kind: "类型",
    kinds: ["声明", "协议", "政策"],
    benefit: "权益",
    benefits: [
        "商业信息",
        "专职人员激励（FH）",
        "市场发展基金（MDF）",
        "返点激励",
        "机会点激励",
        "销售人员奖励（SPIF）",
        "能力提升激励",
        "一次性工程费用（NRE）",
        "交付能力提升支持",
        "迁移激励（MIGRATION ALL）",
        "通用",
    ],
    site: "站点",
    sites: ["全部站点", "中国站", "国际站", "欧洲站"],
    valid: "有效期",
    valid_from: "生效日期",
    valid_to: "失效日期",
    valid_to_help: "留空表示直至下一版本生效",
    hash: "摘要",
    uploaded_by: "上传人",
    empty: "暂无文件",
    empty_hint: "协议、政策和声明在此按版本上传，须同时提供中英文。",
    add: "上传新版本",
    add_hint: "版本上传后不可修改。伙伴看到的是有效的最新版本；缺少有效协议的权益将关闭。",
    added: "上传成功。",
    back: "返回",
    title_en: "英文标题",
    title_zh: "中文标题",
    text_en: "英文内容",
    text_zh: "中文内容",
    statements: "声明",
    each: "请逐条勾选",
    untold: "未勾选：",
    wrong_code: "请填写 2–32 位大写字母、数字或连字符。",
    wrong_choice: "请从列表中选择。",
    wrong_length: ("请填写内容，不超过 ", " 个字符。"),
    wrong_day: "请按 2026-12-31 的格式填写日期。",
    no_such_day: "该日期不存在，请检查月份和日期。",
    wrong_order: "失效日期早于生效日期。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a kind.
    pub fn kind_word<'a>(&self, code: &'a str) -> &'a str {
        word(&super::rules::KINDS, &self.kinds, code)
    }

    /// The word of a benefit.
    pub fn benefit_word<'a>(&self, code: &'a str) -> &'a str {
        word(&super::rules::BENEFITS, &self.benefits, code)
    }

    /// The word of a site; empty: all.
    pub fn site_word<'a>(&self, code: &'a str) -> &'a str {
        word(&super::rules::SITES, &self.sites, code)
    }

    /// The sentence at a field.
    pub fn sentence(&self, fault: Fault) -> String {
        match fault {
            Fault::Code => self.wrong_code.to_owned(),
            Fault::Choice => self.wrong_choice.to_owned(),
            Fault::Length(most) => format!("{}{most}{}", self.wrong_length.0, self.wrong_length.1),
            Fault::Day => self.wrong_day.to_owned(),
            Fault::NoSuchDay => self.no_such_day.to_owned(),
            Fault::Order => self.wrong_order.to_owned(),
        }
    }
}

fn word<'a>(codes: &[&str], words: &[&'static str], code: &'a str) -> &'a str {
    codes.iter().position(|known| *known == code).and_then(|place| words.get(place)).map_or(code, |word| word)
}
