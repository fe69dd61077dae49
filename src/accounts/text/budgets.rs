//! Phrases of customers' budgets (ACCT-17, ACCT-21). Codes of the vendor stand beside their words.

use crate::lang::Lang;

/// Phrases of the page.
pub struct Text {
    pub title: &'static str,
    pub partner: &'static str,
    pub filter_customer: &'static str,
    pub budget_type: &'static str,
    pub usage: &'static str,
    pub customer: &'static str,
    pub budget: &'static str,
    pub used: &'static str,
    pub left: &'static str,
    pub state: &'static str,
    pub frozen: &'static str,
    pub normal: &'static str,
    pub gone: &'static str,
    pub customer_id: &'static str,
    pub account_name: &'static str,
    pub note: &'static str,
    pub records: &'static str,
    pub operation: &'static str,
    pub time: &'static str,
    pub operator: &'static str,
    pub by: &'static str,
    pub synchronisation: &'static str,
    pub source: &'static str,
    pub run: &'static str,
    pub fetched: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub empty_scope: &'static str,
    pub wrong_site: &'static str,
    pub wrong_site_hint: &'static str,
    /// `budget_type` (ACCT-17).
    pub budget_types: &'static [(&'static str, &'static str)],
    /// Filter on usage: the alerts of the vendor (ACCT-17).
    pub usages: &'static [(&'static str, &'static str)],
    /// `operation_type` of a record.
    pub operations: &'static [(&'static str, &'static str)],
}

/// English.
pub static EN: Text = Text {
    title: "Customer budgets",
    partner: "Partner",
    filter_customer: "Customer or account",
    budget_type: "Type",
    usage: "Usage",
    customer: "Customer",
    budget: "Budget",
    used: "Used (estimate)",
    left: "Left",
    state: "Account",
    frozen: "Frozen",
    normal: "Normal",
    gone: "No longer listed",
    customer_id: "Customer ID",
    account_name: "Account name",
    note: "Use counts list prices and is an estimate about 10 minutes late",
    records: "History",
    operation: "Operation",
    time: "Time",
    operator: "Operator",
    by: "Partner",
    synchronisation: "Synchronisation",
    source: "Source",
    run: "Run",
    fetched: "Last changed",
    empty: "No budgets yet",
    empty_hint: "Budgets of resale customers are read every 15 minutes.",
    empty_scope: "Only customers assigned to you are shown.",
    wrong_site: "This site has balances instead of budgets",
    wrong_site_hint: "See the tab Customer balances.",
    budget_types: &[("MONTHLY", "Monthly"), ("PACKAGE", "One-time")],
    usages: &[("75", "75 % and more"), ("90", "90 % and more"), ("100", "Exhausted")],
    operations: &[("SETTING", "Set"), ("DELETE", "Removed")],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "客户预算",
    partner: "伙伴",
    filter_customer: "客户名称/账号",
    budget_type: "预算类型",
    usage: "使用率",
    customer: "客户",
    budget: "预算金额",
    used: "已用（预估）",
    left: "剩余",
    state: "账号状态",
    frozen: "已冻结",
    normal: "正常",
    gone: "已不再返回",
    customer_id: "客户 ID",
    account_name: "客户账号",
    note: "使用额按官网价计算，为预估值，约延迟 10 分钟",
    records: "预算设置记录",
    operation: "操作",
    time: "操作时间",
    operator: "操作员",
    by: "伙伴",
    synchronisation: "同步信息",
    source: "数据来源",
    run: "批次",
    fetched: "最近变更",
    empty: "暂无客户预算",
    empty_hint: "转售客户预算每 15 分钟同步一次。",
    empty_scope: "仅显示分配给您的客户。",
    wrong_site: "当前站点以余额代替预算",
    wrong_site_hint: "请查看客户余额。",
    budget_types: &[("MONTHLY", "月度预算"), ("PACKAGE", "一次性预算")],
    usages: &[("75", "75% 及以上"), ("90", "90% 及以上"), ("100", "已用尽")],
    operations: &[("SETTING", "设置"), ("DELETE", "删除")],
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
