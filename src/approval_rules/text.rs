//! Phrases of approval rules and of who can issue.

use super::pages::Told;
use crate::lang::Lang;

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub help: &'static str,
    pub nothing: &'static str,
    pub action: &'static str,
    pub above: &'static str,
    pub second: &'static str,
    pub changed: &'static str,
    pub currency: &'static str,
    pub reason: &'static str,
    pub off: &'static str,
    pub is_off: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub asked: &'static str,
    pub agreed: &'static str,
    pub refused: &'static str,
    pub waits: &'static str,
    pub agree: &'static str,
    pub refuse: &'static str,
    pub withdraw: &'static str,
    pub nobody: &'static str,
    pub issuers: &'static str,
    pub customer: &'static str,
    pub amount: &'static str,
    pub not_an_amount: &'static str,
    pub no_such_customer: &'static str,
    pub choose: &'static str,
    pub choose_hint: &'static str,
    pub member: &'static str,
    pub through: &'static str,
    pub scope: &'static str,
    pub step_up: &'static str,
    pub needed: &'static str,
    pub no_second: &'static str,
    pub master: &'static str,
    /// Every customer, his own, his team's, no customer concerned.
    pub scopes: [&'static str; 4],
    changed_meanwhile: &'static str,
    wrong_amount: &'static str,
    not_alone: &'static str,
    own: &'static str,
    apart: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Approval rules",
    help: "Up to and including this amount nobody else is asked; above it a second person agrees. 0: everything needs a second person. A lower amount counts at once, a higher one once another admin or the master account agrees.",
    nothing: "This kind of organisation moves no vouchers and no money.",
    action: "Action",
    above: "Second person above",
    second: "Second person",
    changed: "Last change",
    currency: "Currency",
    reason: "Reason",
    off: "No second person while only one member can approve",
    is_off: "Off while only one member can approve",
    save: "Save",
    saved: "The rule counts from now on.",
    asked: "The higher amount waits for another admin or the master account.",
    agreed: "The higher amount counts from now on.",
    refused: "The rule stays as it was.",
    waits: "Waits for a second person:",
    agree: "Agree",
    refuse: "Refuse",
    withdraw: "Withdraw",
    nobody: "Nobody can approve",
    issuers: "Who can issue",
    customer: "Customer",
    amount: "Amount",
    not_an_amount: "Enter an amount above 0 with at most two decimals, such as 5000 or 1,250.50.",
    no_such_customer: "No customer you see has this account name or ID.",
    choose: "Choose what is to be done",
    choose_hint: "Without a customer: whoever can do it to some customer. Without an amount: from which amount on a second person agrees.",
    member: "Member",
    through: "Role",
    scope: "Data scope",
    step_up: "Fresh proof of identity",
    needed: "Needed",
    no_second: "Not needed",
    master: "Master account",
    scopes: [
        "Sees every customer",
        "Account manager of the customer",
        "Directs the customer's account manager",
        "Not limited to customers",
    ],
    changed_meanwhile: "Somebody changed this rule meanwhile. The page shows it as it is now; change it again.",
    wrong_amount: "Enter an amount of at least 0 with at most two decimals:",
    not_alone: "More than one member can approve, so it cannot be switched off:",
    own: "Nobody agrees to what he asked for. Another admin or the master account must agree.",
    apart: "One of you made or reset the other's login less than 24 hours ago; somebody else has to agree.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "审批规则",
    help: "不超过该金额时无须他人审批，超过时须由第二人审批；0 表示全部须审批。调低立即生效，调高须经另一位系统管理员或伙伴主账号同意。",
    nothing: "此类组织不发放券，也不动用资金。",
    action: "操作",
    above: "超过此金额须审批",
    second: "审批人",
    changed: "最近修改",
    currency: "币种",
    reason: "原因",
    off: "仅一人可审批期间，无须审批",
    is_off: "仅一人可审批期间不启用",
    save: "保存",
    saved: "规则已生效。",
    asked: "调高申请已提交，等待另一位系统管理员或伙伴主账号同意。",
    agreed: "调高已生效。",
    refused: "规则保持不变。",
    waits: "等待第二人同意：",
    agree: "同意",
    refuse: "驳回",
    withdraw: "撤回",
    nobody: "无人可审批",
    issuers: "谁可以发放",
    customer: "客户",
    amount: "金额",
    not_an_amount: "请输入大于 0 且最多两位小数的金额，例如 5000 或 1,250.50。",
    no_such_customer: "您可见的客户中没有该账号名或 ID。",
    choose: "请选择操作",
    choose_hint: "不填客户：可对任一客户执行的成员；不填金额：显示超过多少金额须审批。",
    member: "成员",
    through: "角色",
    scope: "数据范围",
    step_up: "身份验证",
    needed: "需要",
    no_second: "无须审批",
    master: "伙伴主账号",
    scopes: ["可见全部客户", "该客户的客户经理", "该客户经理的主管", "与客户范围无关"],
    changed_meanwhile: "该规则已被他人修改，页面显示的是当前规则，请重新修改。",
    wrong_amount: "请输入不小于 0 且最多两位小数的金额：",
    not_alone: "可审批的成员不止一人，不能关闭审批：",
    own: "不能同意自己的申请，须由另一位系统管理员或伙伴主账号同意。",
    apart: "你们中的一方在 24 小时内创建或重置过另一方的账号，须由其他人同意。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Why a change was not made.
    pub fn told(&self, told: Told, lang: Lang) -> String {
        match told {
            Told::Changed => self.changed_meanwhile.to_owned(),
            Told::Amount(action) => format!("{} {}", self.wrong_amount, action.name(lang)),
            Told::NotAlone(action) => format!("{} {}", self.not_alone, action.name(lang)),
            Told::Own => self.own.to_owned(),
            Told::Apart => self.apart.to_owned(),
        }
    }
}
