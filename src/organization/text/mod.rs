//! Every phrase of the slice, by page; here what all of them share: tabs and sentences at fields.

pub mod company;
pub mod desk;
pub mod settings;

use super::rules::fields::Fault;
use crate::{lang::Lang, members};

/// Tabs under `/organization`: address, English, Chinese. One shows when its page exists and the reader may open it.
pub const TABS: [(&str, &str, &str); 7] = [
    ("/organization", "Company information", "公司信息"),
    ("/organization/company/changes", "Change records", "修改记录"),
    ("/organization/contacts", "Customer contacts", "客户联系人"),
    ("/organization/preferences", "Preferences", "首选项"),
    ("/organization/security", "Security", "安全设置"),
    ("/organization/sign-in", "Sign-in", "登录方式"),
    ("/organization/master", "Master login", "伙伴主账号"),
];

/// The sentence at a field.
pub fn sentence(fault: Fault, lang: Lang) -> String {
    let (en, zh) = match fault {
        Fault::Field(wrong) => return members::wrong_field(wrong, lang),
        Fault::Short => ("At least 2 characters.", "至少 2 个字符。"),
        Fault::Website => (
            "Not a web address: it begins with https:// and names a host.",
            "网址格式不正确：须以 https:// 开头并包含域名。",
        ),
        Fault::Hours => (
            "Check the hours: they are HH:MM, and the end comes after the beginning.",
            "请检查工作时间：格式为 HH:MM，且结束时间晚于开始时间。",
        ),
        Fault::Zone => ("Choose a time zone of the list.", "请从列表中选择时区。"),
        Fault::Unreachable => ("Enter a mobile or e-mail.", "请填写手机或邮箱。"),
        Fault::Code => (
            "The code is invalid: compare it with the registration document, the last character checks the others.",
            "统一社会信用代码无效，请与营业执照核对（最后一位为校验码）。",
        ),
        Fault::Unchanged => ("Nothing would change.", "内容没有变化。"),
        Fault::NotTheName => ("This is not the company's name.", "与公司名称不一致。"),
    };
    lang.pick(en, zh).to_owned()
}
