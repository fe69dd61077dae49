//! Phrases of what exactly the vendor is asked, field by field.

use crate::lang::Lang;

/// Labels of the fields and names of their values.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub from_quota: &'static str,
    pub to_quota: &'static str,
    pub reseller: &'static str,
    pub customer: &'static str,
    pub valid_time: &'static str,
    pub expire_time: &'static str,
    pub services: &'static str,
    pub products: &'static str,
    pub as_quota: &'static str,
    pub budget_type: &'static str,
    /// Monthly, one-time.
    pub budget_types: [&'static str; 2],
    pub at_end: &'static str,
    /// Only told, frozen by itself.
    pub at_ends: [&'static str; 2],
    pub unfreezes: &'static str,
    /// No, yes.
    pub answers: [&'static str; 2],
    pub freeze: &'static str,
    pub unfreeze: &'static str,
    /// The account only, the account and all resources.
    pub extents: [&'static str; 2],
    pub reason: &'static str,
    pub personal: &'static str,
    pub sealed: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "What Huawei Cloud is asked",
    from_quota: "Drawn from quota",
    to_quota: "Returns to quota",
    reseller: "Cloud reseller",
    customer: "Customer",
    valid_time: "Valid from",
    expire_time: "Valid until",
    services: "Service types",
    products: "Products",
    as_quota: "as the quota",
    budget_type: "Budget type",
    budget_types: ["Monthly", "One-time"],
    at_end: "At exhaustion",
    at_ends: ["Nothing is frozen", "The customer is frozen by itself"],
    unfreezes: "Also unfreezes now",
    answers: ["No", "Yes"],
    freeze: "Freezes",
    unfreeze: "Unfreezes",
    extents: ["The account only", "The account and all resources"],
    reason: "Reason sent",
    personal: "Personal data",
    sealed: "Sealed: only sent, shown to nobody, erased afterwards",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "提交给华为云的内容",
    from_quota: "出账额度",
    to_quota: "退回额度",
    reseller: "云经销商",
    customer: "客户",
    valid_time: "生效时间",
    expire_time: "失效时间",
    services: "产品类型",
    products: "产品",
    as_quota: "与额度一致",
    budget_type: "预算类型",
    budget_types: ["按月预算", "一次性预算"],
    at_end: "预算用尽时",
    at_ends: ["不冻结", "自动冻结客户"],
    unfreezes: "同时解冻",
    answers: ["否", "是"],
    freeze: "冻结范围",
    unfreeze: "解冻范围",
    extents: ["仅账号", "账号和全部资源"],
    reason: "提交的原因",
    personal: "个人信息",
    sealed: "已加密，仅用于提交，不展示，完成后清除",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
