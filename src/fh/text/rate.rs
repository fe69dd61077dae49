//! Phrases of rates.

use crate::{fh::rules::rate::Fault, lang::Lang};

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub add: &'static str,
    pub add_hint: &'static str,
    pub scheme: &'static str,
    pub level: &'static str,
    pub levels: [(&'static str, &'static str); 8],
    pub region: &'static str,
    pub region_help: &'static str,
    pub every: &'static str,
    pub valid: &'static str,
    pub valid_from: &'static str,
    pub valid_to: &'static str,
    pub valid_to_help: &'static str,
    pub amount: &'static str,
    pub amount_help: &'static str,
    pub currency: &'static str,
    pub cap_people: &'static str,
    pub cap_people_help: &'static str,
    pub changed_by: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub end: &'static str,
    pub end_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub overlap: &'static str,
    pub conflict: &'static str,
    pub wrong: [&'static str; 6],
}

/// English.
static EN: Text = Text {
    title: "FH rates",
    add: "Add rate",
    add_hint: "For one scheme, level and region one rate holds at a time. To change it, end the old one and add the next.",
    scheme: "Scheme",
    level: "Level",
    levels: [
        ("", "Every level"),
        ("associate", "Associate"),
        ("professional", "Professional"),
        ("expert", "Expert"),
        ("senior", "Senior"),
        ("principal", "Principal"),
        ("bd", "BD"),
        ("sa", "SA"),
    ],
    region: "City of work",
    region_help: "Empty: every city",
    every: "Every city",
    valid: "Valid",
    valid_from: "First day",
    valid_to: "Last day",
    valid_to_help: "Empty: until it is ended",
    amount: "Amount",
    amount_help: "For a person and a whole month",
    currency: "Currency",
    cap_people: "Most persons",
    cap_people_help: "Of a partner in a month; empty: no limit",
    changed_by: "Set by",
    empty: "No rates yet",
    empty_hint: "Without a rate no monthly record of a scheme can be made.",
    end: "End rate",
    end_hint: "Months that were made keep their amounts.",
    save: "Save",
    saved: "Saved.",
    overlap: "Another rate of this scheme, level and city holds in that time. End it first.",
    conflict: "Somebody else changed this rate meanwhile. Open it again.",
    wrong: [
        "Choose one.",
        "Enter at most 64 characters.",
        "Enter a day.",
        "The last day must lie within the rate's time.",
        "Enter an amount above 0 with at most two decimals.",
        "Enter a number from 1 to 10,000, or nothing.",
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "FH 激励标准",
    add: "新增激励标准",
    add_hint: "同一激励方案、级别和城市在同一时间只有一条激励标准。如需调整，请先终止原标准再新增。",
    scheme: "激励方案",
    level: "级别",
    levels: [
        ("", "全部级别"),
        ("associate", "工程师"),
        ("professional", "高级工程师"),
        ("expert", "专家"),
        ("senior", "资深"),
        ("principal", "首席"),
        ("bd", "业务拓展（BD）"),
        ("sa", "解决方案架构师（SA）"),
    ],
    region: "工作常驻地",
    region_help: "不填表示全部城市",
    every: "全部城市",
    valid: "有效期",
    valid_from: "生效日期",
    valid_to: "失效日期",
    valid_to_help: "不填表示长期有效",
    amount: "激励金额",
    amount_help: "每人每整月的金额",
    currency: "币种",
    cap_people: "人数上限",
    cap_people_help: "每个伙伴每月的人数，不填表示不限",
    changed_by: "设置人",
    empty: "暂无激励标准",
    empty_hint: "未设置激励标准的方案不能生成月度激励。",
    end: "终止激励标准",
    end_hint: "已生成的月度激励金额不变。",
    save: "保存",
    saved: "已保存。",
    overlap: "该时间内已有相同激励方案、级别和城市的激励标准，请先终止。",
    conflict: "该激励标准已被其他人修改，请重新打开。",
    wrong: [
        "请选择。",
        "不超过 64 个字符。",
        "请输入日期。",
        "失效日期须在该激励标准的有效期内。",
        "请输入大于 0 的金额，最多两位小数。",
        "请输入 1 至 10,000 的整数，或留空。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a level.
    pub fn level_word<'a>(&self, code: &'a str) -> &'a str {
        self.levels.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }

    /// The sentence at a field.
    pub const fn sentence(&self, fault: Fault) -> &'static str {
        self.wrong[match fault {
            Fault::Choice => 0,
            Fault::Region => 1,
            Fault::Day => 2,
            Fault::Order => 3,
            Fault::Amount => 4,
            Fault::People => 5,
        }]
    }
}
