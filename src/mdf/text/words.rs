//! Words of the choices in a form of MDF: types (MDF-19), audiences, places, categories of a budget (MDF-20).

use crate::lang::Lang;

/// Code, English, Chinese.
type Word = (&'static str, &'static str, &'static str);

const WORDS: &[Word] = &[
    ("event", "Event", "线下活动"),
    ("digital", "Digital", "数字营销"),
    ("media", "Media", "媒体"),
    ("other", "Other", "其他"),
    ("executive_visit", "Customer executives' visit", "客户高层拜访"),
    ("communication", "Customer communication", "客户交流"),
    ("partner_visit", "Partner executives' visit", "伙伴高层拜访"),
    ("training", "Partner training", "伙伴培训"),
    ("development", "Partner development", "伙伴拓展"),
    ("advertising", "Advertising and brand", "广告与品牌"),
    ("joint", "Joint marketing", "联合营销"),
    ("exhibition", "Exhibition", "展览"),
    ("seminar", "Seminar", "研讨会"),
    ("forum", "Forum", "论坛"),
    ("showroom", "Showroom", "展厅"),
    ("visit", "Visit", "参观考察"),
    ("roadshow", "Roadshow", "路演"),
    ("site", "Web site", "网站"),
    ("edm", "E-mail campaign", "EDM 邮件"),
    ("search", "Search engines", "搜索引擎"),
    ("app", "Apps", "App 推广"),
    ("social", "Social media", "社交媒体"),
    ("print", "Print", "平面媒体"),
    ("outdoor", "Outdoor", "户外广告"),
    ("broadcast", "TV and radio", "电视与广播"),
    ("online", "Online", "线上"),
    ("onsite", "At a place", "线下"),
    ("customers", "Our customers", "伙伴的客户"),
    ("partners", "Our partners", "伙伴的下级伙伴"),
    ("both", "Both", "客户及下级伙伴"),
    ("venue", "Venue", "场地"),
    ("sponsorship", "Sponsorship", "赞助"),
    ("speakers", "Speakers", "演讲嘉宾"),
    ("conference", "Conference services", "会务服务"),
    ("catering", "Catering", "餐饮"),
    ("transport", "Transport", "交通"),
    ("material", "Marketing material", "宣传物料"),
    ("gifts", "Gifts", "礼品"),
];

/// The word of a choice.
pub fn word(code: &str, lang: Lang) -> &str {
    WORDS.iter().find(|(known, ..)| *known == code).map_or(code, |(_, en, zh)| lang.pick(en, zh))
}

/// The words of a type and its subtype.
pub fn kind(code: &str, lang: Lang) -> String {
    match code.split_once('/') {
        Some((kind, "general")) => word(kind, lang).to_owned(),
        Some((kind, subtype)) => format!("{} – {}", word(kind, lang), word(subtype, lang)),
        None => word(code, lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mdf::rules::{application, budget};

    #[test]
    fn every_choice_has_words() {
        let types = application::TYPES.iter().flat_map(|(code, _)| code.split('/')).filter(|code| *code != "general");
        let all = types.chain(application::AUDIENCES).chain(application::PLACES).chain(budget::CATEGORIES);
        for code in all {
            assert!(WORDS.iter().any(|(known, ..)| *known == code), "{code}");
        }
    }
}
