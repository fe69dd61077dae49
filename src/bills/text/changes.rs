//! Phrases of what restated cycles changed (BILL-43).

use crate::lang::Lang;

/// Phrases of the page.
pub struct Text {
    pub title: &'static str,
    pub cycle: &'static str,
    pub data_set: &'static str,
    pub set_monthly: &'static str,
    pub set_detail: &'static str,
    pub kind: &'static str,
    pub filter_customer: &'static str,
    pub version: &'static str,
    pub customer: &'static str,
    pub service: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub difference: &'static str,
    pub found: &'static str,
    pub rows: &'static str,
    pub open_version: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    /// Kinds of change.
    pub kinds: &'static [(&'static str, &'static str)],
}

/// English.
pub static EN: Text = Text {
    title: "Changes of closed cycles",
    cycle: "Cycle",
    data_set: "Data",
    set_monthly: "Monthly sums",
    set_detail: "Consumption details",
    kind: "Change",
    filter_customer: "Customer or account",
    version: "Version",
    customer: "Customer",
    service: "Product type",
    before: "Payable before",
    after: "Payable after",
    difference: "Difference",
    found: "Noticed",
    rows: "rows",
    open_version: "before final",
    empty: "No changes after the cycle was final",
    empty_hint: "Closed cycles are checked on the 6th, 10th, 20th and at the end of the month; differences are listed here line by line.",
    kinds: &[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "已出账账期变更",
    cycle: "账期",
    data_set: "数据",
    set_monthly: "客户月度消费账单",
    set_detail: "消费明细",
    kind: "变更类型",
    filter_customer: "客户名称/账号",
    version: "版本",
    customer: "客户",
    service: "产品类型",
    before: "变更前应付",
    after: "变更后应付",
    difference: "差额",
    found: "发现时间",
    rows: "条",
    open_version: "定稿前",
    empty: "账期定稿后无变更",
    empty_hint: "已出账账期会在 6 日、10 日、20 日及月末核对，差异在此逐条列出。",
    kinds: &[("added", "新增"), ("changed", "修改"), ("removed", "移除")],
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
