//! Phrases of real-name verification.

pub mod application;

use super::rules::{Source, State};
use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub filter_text: &'static str,
    pub account_name: &'static str,
    pub name: &'static str,
    pub customer_id: &'static str,
    pub customer_type: &'static str,
    pub partner: &'static str,
    pub reseller: &'static str,
    pub tab_own: &'static str,
    pub tab_resellers: &'static str,
    pub state: &'static str,
    pub since: &'static str,
    pub source: &'static str,
    pub opinion: &'static str,
    pub last_asked: &'static str,
    pub next_ask: &'static str,
    pub customers: &'static str,
    pub customer: &'static str,
    pub verification: &'static str,
    pub list_value: &'static str,
    pub list_read: &'static str,
    pub result_value: &'static str,
    pub never_asked: &'static str,
    pub absent: &'static str,
    pub review_since: &'static str,
    pub may_apply_again: &'static str,
    pub next_step: &'static str,
    pub tags: &'static str,
    pub tag_type: &'static str,
    pub tag: &'static str,
    pub tag_from: &'static str,
    pub tag_until: &'static str,
    pub run: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub empty_scope: &'static str,
    /// Words of the states, in the order of [`State::ALL`].
    pub states: [&'static str; 6],
    /// What each source is called: the customer list, the result.
    pub sources: [&'static str; 2],
    /// `customer_type`.
    pub customer_types: [(&'static str, &'static str); 3],
    /// `new_customer_tag` (CUST-12).
    pub tag_words: [(&'static str, &'static str); 3],
}

/// English.
pub static EN: Text = Text {
    title: "Real-name verification",
    filter_text: "Account, name or id",
    account_name: "Account name",
    name: "Name",
    customer_id: "Customer ID",
    customer_type: "Type",
    partner: "Partner",
    reseller: "Cloud reseller",
    tab_own: "Own customers",
    tab_resellers: "Resellers' customers",
    state: "State",
    since: "State as of",
    source: "Read from",
    opinion: "Reviewer's opinion",
    last_asked: "Last asked",
    next_ask: "Asked again",
    customers: "customers",
    customer: "Customer",
    verification: "Verification",
    list_value: "Customer list says",
    list_read: "Customer list read",
    result_value: "Review result says",
    never_asked: "not asked: only applications in review are",
    absent: "nothing was ever submitted",
    review_since: "In review since",
    may_apply_again: "The customer may correct the documents and apply again.",
    next_step: "Next step",
    tags: "New-customer tag",
    tag_type: "Kind",
    tag: "New customer",
    tag_from: "From month",
    tag_until: "To month",
    run: "run",
    empty: "No customers yet",
    empty_hint: "States appear after the customers were synchronised.",
    empty_scope: "No customer is assigned to you. Ask operations or your director to assign some.",
    states: ["Not verified", "In review", "Refused", "Verified", "Failed", "Unknown value"],
    sources: ["Customer list", "Review result"],
    customer_types: [("-1", "None"), ("0", "Individual"), ("1", "Enterprise")],
    tag_words: [("Y", "Yes"), ("N", "No"), ("UNDETERMINED", "Not determined")],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "实名认证",
    filter_text: "账号、名称或 ID",
    account_name: "账号名",
    name: "客户名称",
    customer_id: "客户 ID",
    customer_type: "客户类型",
    partner: "所属伙伴",
    reseller: "云经销商",
    tab_own: "我的客户",
    tab_resellers: "云经销商的客户",
    state: "认证状态",
    since: "状态更新时间",
    source: "数据来源",
    opinion: "审核意见",
    last_asked: "上次查询",
    next_ask: "下次查询",
    customers: "客户数",
    customer: "客户信息",
    verification: "认证信息",
    list_value: "客户列表返回",
    list_read: "客户列表读取时间",
    result_value: "审核结果返回",
    never_asked: "未查询：仅查询审核中的申请",
    absent: "从未提交过申请",
    review_since: "审核开始时间",
    may_apply_again: "客户可修改资料后重新提交认证申请。",
    next_step: "下一步",
    tags: "新客标签",
    tag_type: "标签类型",
    tag: "是否新客",
    tag_from: "生效月份",
    tag_until: "失效月份",
    run: "同步批次",
    empty: "暂无客户",
    empty_hint: "客户同步完成后，认证状态会显示在这里。",
    empty_scope: "尚未给您分配客户，请联系运营或客户经理主管分配。",
    states: ["未实名", "审核中", "不通过", "已实名", "认证失败", "未知状态"],
    sources: ["客户列表", "审核结果"],
    customer_types: [("-1", "无"), ("0", "个人"), ("1", "企业")],
    tag_words: [("Y", "是"), ("N", "否"), ("UNDETERMINED", "待定")],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a state.
    pub const fn state(&self, state: State) -> &'static str {
        match state {
            State::None => self.states[0],
            State::InReview => self.states[1],
            State::Refused => self.states[2],
            State::Verified => self.states[3],
            State::Failed => self.states[4],
            State::Unknown => self.states[5],
        }
    }

    /// The word of a source.
    pub const fn source(&self, source: Source) -> &'static str {
        match source {
            Source::List => self.sources[0],
            Source::Result => self.sources[1],
        }
    }
}
