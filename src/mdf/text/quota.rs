//! Phrases of MDF quotas.

use crate::{lang::Lang, mdf::rules::quota::Fault};

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub own: &'static str,
    pub title: &'static str,
    pub year: &'static str,
    pub partner: &'static str,
    pub total: &'static str,
    pub total_help: &'static str,
    pub currency: &'static str,
    pub parts: [&'static str; 5],
    pub source: &'static str,
    pub source_help: &'static str,
    pub changed_at: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub no_partner: &'static str,
    pub no_partner_hint: &'static str,
    pub edit_hint: &'static str,
    pub conditions: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub conflict: &'static str,
    pub back: &'static str,
    pub wrong: [&'static str; 3],
}

/// English.
static EN: Text = Text {
    own: "MDF quota",
    title: "MDF quotas",
    year: "Year",
    partner: "Partner",
    total: "Quota",
    total_help: "For the whole year, tax included; 0: none",
    currency: "Currency",
    parts: ["In review", "Reserved", "Claimed", "Paid", "Available"],
    source: "Granted with",
    source_help: "The notice or decision that grants it",
    changed_at: "Recorded",
    none: "No MDF quota yet",
    none_hint: "The vendor grants quotas per year. For a quota, or a higher one, ask your ecosystem manager (PDM).",
    no_partner: "No partner found",
    no_partner_hint: "Solution providers and distributors are listed here with their quotas of the year.",
    edit_hint: "The partner sees quota and source; both records keep who set them.",
    conditions: "Conditions of an application",
    save: "Save",
    saved: "Saved.",
    conflict: "Somebody else changed this quota meanwhile. Open it again.",
    back: "Back",
    wrong: [
        "Enter an amount from 0 to 1,000,000,000 with at most two decimals.",
        "Choose a currency.",
        "Say what grants it, in at most 500 characters.",
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    own: "MDF 额度",
    title: "MDF 额度",
    year: "年度",
    partner: "伙伴",
    total: "额度",
    total_help: "全年额度（含税），填 0 表示无额度",
    currency: "币种",
    parts: ["审核中", "已预留", "已兑现", "已支付", "可用额度"],
    source: "下发依据",
    source_help: "下发该额度的通知或决定",
    changed_at: "登记时间",
    none: "暂无 MDF 额度",
    none_hint: "额度由厂商按年度下发。如需申请额度或提高额度，请联系您的生态经理（PDM）。",
    no_partner: "未找到伙伴",
    no_partner_hint: "解决方案提供商和总经销商及其当年额度将显示在这里。",
    edit_hint: "伙伴可查看额度及下发依据，双方审计记录均保留登记人。",
    conditions: "使用申请办理条件",
    save: "保存",
    saved: "已保存。",
    conflict: "该额度已被其他人修改，请重新打开。",
    back: "返回",
    wrong: ["请输入 0 至 1,000,000,000 的金额，最多两位小数。", "请选择币种。", "请填写下发依据，不超过 500 个字符。"],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The sentence at a field.
    pub const fn sentence(&self, fault: Fault) -> &'static str {
        self.wrong[match fault {
            Fault::Amount => 0,
            Fault::Currency => 1,
            Fault::Source => 2,
        }]
    }
}
