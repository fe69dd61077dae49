//! Phrases of budgets, freezes and unfreezes (ACCT-17 to ACCT-22, ACCT-25).

use crate::{
    accounts::{
        forms::limits::{Fault, Form},
        rules::limit::{FreezeType, Problem, Warning},
    },
    commands::dry_run::{self, Said},
    lang::Lang,
};

/// Phrases of the pages.
pub struct Text {
    pub budget: &'static str,
    pub freeze: &'static str,
    pub unfreeze: &'static str,
    pub budget_hint: &'static str,
    pub freeze_hint: &'static str,
    pub unfreeze_hint: &'static str,
    pub recipients: &'static str,
    pub recipients_help: &'static str,
    pub amount: &'static str,
    pub amount_help: &'static str,
    pub budget_type: &'static str,
    pub monthly: &'static str,
    pub monthly_hint: &'static str,
    pub package: &'static str,
    pub package_hint: &'static str,
    pub operate_type: &'static str,
    pub manual: &'static str,
    pub manual_hint: &'static str,
    pub automatic: &'static str,
    pub automatic_hint: &'static str,
    pub unfreezes: &'static str,
    pub unfreezes_tick: &'static str,
    pub freeze_type: &'static str,
    pub account: &'static str,
    pub account_hint: &'static str,
    pub resources: &'static str,
    pub resources_hint: &'static str,
    pub unfreeze_type: &'static str,
    pub unfreeze_help: &'static str,
    pub account_again: &'static str,
    pub resources_again: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub remark: &'static str,
    pub remark_help: &'static str,
    pub preview: &'static str,
    pub cancel: &'static str,
    pub customer: &'static str,
    pub used: &'static str,
    pub of_budget: &'static str,
    pub state: &'static str,
    pub frozen: &'static str,
    pub normal: &'static str,
    pub no_budget: &'static str,
    pub stop: &'static str,
    pub charged: &'static str,
    pub deleted: &'static str,
    pub what: &'static str,
    pub present: &'static str,
    pub wrong_site: &'static str,
    pub no_account: &'static str,
    pub choose: &'static str,
    pub give_reason: &'static str,
}

/// English.
pub static EN: Text = Text {
    budget: "Set budgets",
    freeze: "Freeze customers",
    unfreeze: "Unfreeze customers",
    budget_hint: "A budget counts list prices; what is shown as used is an estimate about ten minutes old. A new budget replaces the old one at once.",
    freeze_hint: "A frozen customer cannot buy, renew or change anything; unsubscribing stays possible.",
    unfreeze_hint: "The type must be the one the customer was frozen with, or the vendor refuses.",
    recipients: "Customers",
    recipients_help: "One a line: account name or customer ID.",
    amount: "Budget for each",
    amount_help: "Above zero, at most 2,147,483,647 and two decimals. A line may have its own after a comma: acme, 500",
    budget_type: "Type of budget",
    monthly: "Monthly",
    monthly_hint: "Begins anew on the 1st of every month. Spending of this month counts already.",
    package: "One-time",
    package_hint: "Never begins anew. Counts from this month on.",
    operate_type: "When it is used up",
    manual: "Only tell me",
    manual_hint: "You freeze by hand; until then the customer goes on spending, and you owe it.",
    automatic: "Freeze by itself",
    automatic_hint: "The vendor freezes the account about ten minutes after the budget is used up.",
    unfreezes: "Unfreeze",
    unfreezes_tick: "Also unfreeze the customer now",
    freeze_type: "What is frozen",
    account: "The account",
    account_hint: "Pay-per-use resources may stop working, and are still charged to you.",
    resources: "The account and all resources",
    resources_hint: "Everything stops. If this is not undone within about 15 days, the data are deleted for good.",
    unfreeze_type: "How it was frozen",
    unfreeze_help: "The international site does not say it; the board of commands and the record do, if it was done here.",
    account_again: "The account only",
    resources_again: "The account and all resources",
    reason: "Reason",
    reason_help: "Sent to the vendor and kept in the record. At most 256 characters.",
    remark: "Remark",
    remark_help: "For the approver and the record; the vendor does not see it.",
    preview: "Preview",
    cancel: "Cancel",
    customer: "Customer",
    used: "Used",
    of_budget: "Budget",
    state: "State",
    frozen: "Frozen",
    normal: "Not frozen",
    no_budget: "None",
    stop: "Read this before you confirm",
    charged: "The customer's pay-per-use resources may stop working, but they are still charged to you.",
    deleted: "All resources of these customers stop. Unless you undo it within about 15 days, the vendor deletes their data for good. Nobody can bring them back.",
    present: "Budgets as they are",
    what: "What will be done",
    wrong_site: "The China site has no budgets: a resale customer spends only what was transferred to it.",
    no_account: "There is no connection to the vendor yet. An administrator adds one.",
    choose: "Choose one.",
    give_reason: "Give a reason.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    budget: "设置预算",
    freeze: "冻结客户",
    unfreeze: "解冻客户",
    budget_hint: "预算按官网价统计，已使用金额为估算值，约有10分钟延迟。新预算立即替换原预算。",
    freeze_hint: "冻结后客户无法购买、续费和变更，仍可退订。",
    unfreeze_hint: "解冻类型必须与冻结类型一致，否则华为云将拒绝。",
    recipients: "客户",
    recipients_help: "每行一个账号名或客户ID。",
    amount: "每个客户的预算",
    amount_help: "大于0，不超过2,147,483,647，最多两位小数。逗号后可单独填写该行预算，例如：acme, 500",
    budget_type: "预算类型",
    monthly: "按月预算",
    monthly_hint: "每月1日重新计算，本月已产生的消费计入。",
    package: "一次性预算",
    package_hint: "不重新计算，自本月起累计。",
    operate_type: "预算用尽时",
    manual: "仅提醒",
    manual_hint: "由您手动冻结；冻结前客户仍可消费，费用由您承担。",
    automatic: "自动冻结",
    automatic_hint: "预算用尽约10分钟后由华为云自动冻结账号。",
    unfreezes: "解冻",
    unfreezes_tick: "同时解冻客户",
    freeze_type: "冻结范围",
    account: "仅冻结账号",
    account_hint: "按需资源可能停止服务，但仍会计费，费用由您承担。",
    resources: "冻结账号和资源",
    resources_hint: "全部资源停止服务。约15天内未解冻，数据将被永久删除。",
    unfreeze_type: "冻结时的范围",
    unfreeze_help: "国际站不返回冻结范围；如在本门户冻结，可在操作指令与审计记录中查看。",
    account_again: "仅冻结了账号",
    resources_again: "冻结了账号和资源",
    reason: "原因",
    reason_help: "发送给华为云并留存记录，最多256个字符。",
    remark: "备注",
    remark_help: "供审批人查看并留存记录，不会发送给华为云。",
    preview: "预览",
    cancel: "取消",
    customer: "客户",
    used: "已使用",
    of_budget: "预算",
    state: "状态",
    frozen: "已冻结",
    normal: "未冻结",
    no_budget: "未设置",
    stop: "确认前请务必阅读",
    charged: "客户的按需资源可能停止服务，但仍会继续计费，费用由您承担。",
    deleted: "这些客户的全部资源将停止服务。约15天内未解冻，华为云将永久删除其数据，任何人都无法恢复。",
    present: "当前预算",
    what: "执行内容",
    wrong_site: "中国站没有预算，代售客户只能使用已拨付的金额。",
    no_account: "尚未接入华为云账号，请联系管理员添加。",
    choose: "请选择。",
    give_reason: "请填写原因。",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Title and what it means.
    pub const fn heading(&self, form: Form) -> (&'static str, &'static str) {
        match form {
            Form::Budget => (self.budget, self.budget_hint),
            Form::Freeze => (self.freeze, self.freeze_hint),
            Form::Unfreeze => (self.unfreeze, self.unfreeze_hint),
        }
    }

    /// The warning of a freeze, by the vendor's word of its type; none for a word of a newer version (ACCT-19).
    pub fn warned(&self, freeze_type: &str) -> Option<&'static str> {
        FreezeType::parse(freeze_type).map(|kind| self.warning(kind))
    }

    /// What is wrong with a field.
    pub const fn fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::BudgetType | Fault::OperateType | Fault::FreezeType => self.choose,
            Fault::Reason => self.give_reason,
        }
    }

    /// What makes one stop before a freeze (ACCT-19).
    pub const fn warning(&self, kind: FreezeType) -> &'static str {
        match kind {
            FreezeType::Account => self.charged,
            FreezeType::AccountAndResource => self.deleted,
        }
    }
}

/// Why nothing can be done for a customer.
pub const fn problem(found: Problem) -> dry_run::Problem {
    match found {
        Problem::Left => dry_run::Problem::Left,
        Problem::Referral => dry_run::Problem::Said(&REFERRAL),
        Problem::Frozen => dry_run::Problem::Said(&FROZEN),
        Problem::NotFrozen => dry_run::Problem::Said(&NOT_FROZEN),
        Problem::OtherType(FreezeType::Account) => dry_run::Problem::Said(&ACCOUNT_ONLY),
        Problem::OtherType(FreezeType::AccountAndResource) => dry_run::Problem::Said(&RESOURCES_TOO),
    }
}

/// What one should know before it.
pub const fn warning(found: Warning) -> dry_run::Warning {
    match found {
        Warning::NoBudget => dry_run::Warning::Said(&NO_BUDGET),
        Warning::TypeUnknown => dry_run::Warning::Said(&TYPE_UNKNOWN),
        Warning::UsedUp => dry_run::Warning::Said(&USED_UP),
    }
}

/// ACCT-20.
pub const TOO_LARGE_PROBLEM: dry_run::Problem = dry_run::Problem::Said(&TOO_LARGE);

static TOO_LARGE: Said = Said { en: "At most 2,147,483,647.", zh_cn: "不可超过2,147,483,647。" };
static REFERRAL: Said = Said {
    en: "Pays the vendor itself (referral): no budget and no freeze.",
    zh_cn: "顾问销售客户自行向华为云付款，不支持预算与冻结。",
};
static FROZEN: Said = Said { en: "Frozen already.", zh_cn: "已处于冻结状态。" };
static NOT_FROZEN: Said = Said { en: "Not frozen.", zh_cn: "未被冻结。" };
static ACCOUNT_ONLY: Said = Said {
    en: "Only its account was frozen: choose that type.",
    zh_cn: "该客户仅冻结了账号，请选择对应的范围。",
};
static RESOURCES_TOO: Said = Said {
    en: "Its resources were frozen too: choose that type.",
    zh_cn: "该客户冻结了账号和资源，请选择对应的范围。",
};
static NO_BUDGET: Said =
    Said { en: "It has no budget: nothing will hold it.", zh_cn: "未设置预算，解冻后消费不受限制。" };
static USED_UP: Said = Said {
    en: "As much or more is used already: Huawei Cloud will freeze the customer within minutes.",
    zh_cn: "已使用金额达到或超过新预算，华为云将在数分钟内自动冻结该客户。",
};
static TYPE_UNKNOWN: Said = Said {
    en: "The vendor does not say how it was frozen; another type is refused.",
    zh_cn: "华为云未返回冻结范围，类型不一致将被拒绝。",
};
