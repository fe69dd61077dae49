//! Phrases of delegations.

use crate::lang::Lang;

/// Phrases of `/approvals/delegations`.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub help: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub to_help: &'static str,
    pub codes: &'static str,
    pub what: &'static str,
    pub starts: &'static str,
    pub ends: &'static str,
    pub days_help: &'static str,
    pub reason: &'static str,
    pub state: &'static str,
    pub none: &'static str,
    pub new: &'static str,
    pub delegate: &'static str,
    pub revoke: &'static str,
    pub made: &'static str,
    pub revoked: &'static str,
    pub nothing_to_give: &'static str,
    pub states: [&'static str; 4],
    pub missing_to: &'static str,
    pub missing_codes: &'static str,
    pub not_a_day: &'static str,
    pub reversed: &'static str,
    pub past: &'static str,
    pub too_long: &'static str,
    pub self_refused: &'static str,
    pub apart: &'static str,
    pub not_held: &'static str,
    pub gone: &'static str,
    pub missing_reason: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Delegations of approvals",
    help: "While you are away, somebody else approves in your place. Both names are recorded. Your delegate never approves what he or you submitted, and may only what you may.",
    from: "In place of",
    to: "Delegate",
    to_help: "Members who work with vouchers or money.",
    codes: "What is delegated",
    what: "Approval",
    starts: "First day",
    ends: "Last day",
    days_help: "In the organisation's time zone; at most 60 days.",
    reason: "Reason",
    state: "State",
    none: "Nobody has delegated approvals.",
    new: "Delegate my approvals",
    delegate: "Delegate",
    revoke: "Take back",
    made: "Delegated. Both of you and the admins are told.",
    revoked: "Taken back.",
    nothing_to_give: "You approve nothing yourself, so there is nothing to delegate.",
    states: ["In effect", "Not yet in effect", "Over", "Taken back"],
    missing_to: "Choose who approves in your place.",
    missing_codes: "Choose what is delegated.",
    not_a_day: "Enter a day such as 2026-12-24.",
    reversed: "The last day lies before the first.",
    past: "The last day has passed.",
    too_long: "At most 60 days. For longer, ask an admin to give somebody the role.",
    self_refused: "Choose somebody else.",
    apart: "One of you made or reset the other's login less than 24 hours ago. Choose somebody else, or wait.",
    not_held: "You may not approve this yourself.",
    gone: "This delegation was taken back already, or is over.",
    missing_reason: "Say why, such as annual leave.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "审批委托",
    help: "您不在岗期间，可委托他人代为审批，两人姓名均会记录。受托人不能审批自己或您提交的申请，权限不超过您本人。",
    from: "委托人",
    to: "受托人",
    to_help: "从事券或资金业务的成员。",
    codes: "委托的审批权限",
    what: "审批权限",
    starts: "开始日期",
    ends: "结束日期",
    days_help: "按组织所在时区计算，最长 60 天。",
    reason: "原因",
    state: "状态",
    none: "暂无审批委托。",
    new: "委托我的审批",
    delegate: "委托",
    revoke: "收回",
    made: "已委托，并已通知双方和系统管理员。",
    revoked: "已收回委托。",
    nothing_to_give: "您没有审批权限，无需委托。",
    states: ["生效中", "未生效", "已结束", "已收回"],
    missing_to: "请选择受托人。",
    missing_codes: "请选择委托的审批权限。",
    not_a_day: "请输入日期，例如 2026-12-24。",
    reversed: "结束日期早于开始日期。",
    past: "结束日期已过。",
    too_long: "最长 60 天。如需更久，请联系系统管理员授予角色。",
    self_refused: "请选择其他成员。",
    apart: "你们中的一方在 24 小时内创建或重置过另一方的账号，请选择其他成员或稍后再试。",
    not_held: "您本人没有该审批权限。",
    gone: "该委托已收回或已结束。",
    missing_reason: "请填写原因，例如年假。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
