//! Phrases of the worklists.

use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub desk: &'static str,
    pub desk_hint: &'static str,
    pub internal: &'static str,
    pub internal_hint: &'static str,
    pub tabs: [&'static str; 3],
    pub empty: &'static str,
    pub partner: &'static str,
    pub subject: &'static str,
    pub kind: &'static str,
    pub number: &'static str,
    pub step: &'static str,
    pub amount: &'static str,
    pub submitted_at: &'static str,
    pub waits: &'static str,
    pub days: &'static str,
    pub overdue: &'static str,
    pub maker: &'static str,
    pub switches: &'static str,
    pub switches_hint: &'static str,
    pub off: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub reason_missing: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub back: &'static str,
}

/// English.
static EN: Text = Text {
    desk: "Worklist",
    desk_hint: "Requests that partners submit are listed here, the one that waits longest first.",
    internal: "Internal review",
    internal_hint: "Requests of colleagues that need a second person before they go to the vendor are listed here.",
    tabs: ["Waiting", "Done", "All"],
    empty: "Nothing waits",
    partner: "Partner",
    subject: "Request",
    kind: "Kind",
    number: "Number",
    step: "Step",
    amount: "Amount",
    submitted_at: "Submitted",
    waits: "Waiting",
    days: " days",
    overdue: "Overdue",
    maker: "Submitted by",
    switches: "Internal review switches",
    switches_hint: "Where only one person could review, the main account switches the review off; what is submitted then goes to the vendor at once. Every switch is recorded.",
    off: "Off for",
    reason: "Reason",
    reason_help: "Needed when a switch changes",
    reason_missing: "Enter a reason.",
    save: "Save",
    saved: "Saved.",
    back: "Back",
};

/// Chinese.
static ZH_CN: Text = Text {
    desk: "待办列表",
    desk_hint: "伙伴提交的申请将显示在这里，等待时间最长的在前。",
    internal: "内部审批",
    internal_hint: "同事提交、须由他人审批后才能提交厂商的申请将显示在这里。",
    tabs: ["待处理", "已处理", "全部"],
    empty: "暂无待办",
    partner: "伙伴",
    subject: "申请",
    kind: "类型",
    number: "编号",
    step: "环节",
    amount: "金额",
    submitted_at: "提交时间",
    waits: "等待时间",
    days: " 天",
    overdue: "已超期",
    maker: "提交人",
    switches: "内部审批设置",
    switches_hint: "仅有一名审批人时，由主账号关闭内部审批；关闭后提交的申请直接进入厂商审核。每次设置均有记录。",
    off: "关闭内部审批",
    reason: "原因",
    reason_help: "修改设置时必填",
    reason_missing: "请填写原因。",
    save: "保存",
    saved: "已保存。",
    back: "返回",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
