//! Phrases that differ for customers and resellers.

use crate::{assignments::rules::Subject, lang::Lang};

/// Phrases about one kind of subject.
pub struct Words {
    pub review: &'static str,
    pub choose_hint: &'static str,
    pub confirm_hint: &'static str,
    pub withdrawal: &'static str,
    pub withdrawal_hint: &'static str,
    pub subject: &'static str,
    pub too_many: &'static str,
    pub unknown: &'static str,
    pub left: &'static str,
    pub taken: &'static str,
    pub reassign: &'static str,
    /// Before the number, between number and manager.
    pub assigned: (&'static str, &'static str),
    /// Before and after the number.
    pub withdrawn: (&'static str, &'static str),
    pub title: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub counts_hint: &'static str,
}

/// English, for customers.
static CUSTOMERS_EN: Words = Words {
    review: "Assign account manager",
    choose_hint: "Choose who looks after these customers from now on.",
    confirm_hint: "Takes effect at once, never earlier, for all of them or for none.",
    withdrawal: "Withdraw account manager",
    withdrawal_hint: "These customers become unassigned at once. The period stays in the history.",
    subject: "Customer",
    too_many: "At most 100 customers at once. Picked:",
    unknown: "Some of these customers are not there any more, or not in your scope. Pick again.",
    left: "The association of some has ended; they cannot be assigned. Leave them out.",
    taken: "Some of these customers have an account manager, named below. Tick to reassign them, or leave them out.",
    reassign: "Reassign the customers that have an account manager:",
    assigned: ("Customers assigned: ", ", to "),
    withdrawn: ("Customers withdrawn: ", ""),
    title: "Customer assignments",
    empty: "No customers yet",
    empty_hint: "Customers appear after the first synchronisation.",
    counts_hint: "Consumption counts for the manager from",
};

/// Chinese, for customers.
static CUSTOMERS_ZH_CN: Words = Words {
    review: "分配客户经理",
    choose_hint: "请选择客户经理，即刻起负责以下客户。",
    confirm_hint: "即刻生效，不可追溯；全部成功或全部不变。",
    withdrawal: "收回客户经理",
    withdrawal_hint: "以下客户将立即变为未分配，历史记录保留。",
    subject: "客户",
    too_many: "一次最多分配 100 个客户，当前选择：",
    unknown: "部分客户已不存在或不在您的数据范围内，请重新选择。",
    left: "部分客户已解除关联，不能分配，请移除。",
    taken: "部分客户已有客户经理（见下表）。勾选后可改派，或将其移除。",
    reassign: "改派已有客户经理的客户：",
    assigned: ("已分配客户数：", "，客户经理："),
    withdrawn: ("已收回客户数：", ""),
    title: "客户分配",
    empty: "暂无客户",
    empty_hint: "完成首次同步后，客户会显示在这里。",
    counts_hint: "消费起算时间",
};

/// English, for resellers.
static RESELLERS_EN: Words = Words {
    review: "Assign account manager to cloud resellers",
    choose_hint: "Choose who looks after these cloud resellers from now on.",
    confirm_hint: "Takes effect at once, never earlier, for all of them or for none.",
    withdrawal: "Withdraw account manager of cloud resellers",
    withdrawal_hint: "These cloud resellers become unassigned at once. The period stays in the history.",
    subject: "Cloud reseller",
    too_many: "At most 100 cloud resellers at once. Picked:",
    unknown: "Some of these cloud resellers are not there any more, or not in your scope. Pick again.",
    left: "The association of some has ended; they cannot be assigned. Leave them out.",
    taken: "Some of these cloud resellers have an account manager, named below. Tick to reassign them, or leave them out.",
    reassign: "Reassign the cloud resellers that have an account manager:",
    assigned: ("Cloud resellers assigned: ", ", to "),
    withdrawn: ("Cloud resellers withdrawn: ", ""),
    title: "Account managers of cloud resellers",
    empty: "No cloud resellers yet",
    empty_hint: "Cloud resellers appear after the first synchronisation.",
    counts_hint: "In charge from",
};

/// Chinese, for resellers.
static RESELLERS_ZH_CN: Words = Words {
    review: "分配云经销商的客户经理",
    choose_hint: "请选择客户经理，即刻起负责以下云经销商。",
    confirm_hint: "即刻生效，不可追溯；全部成功或全部不变。",
    withdrawal: "收回云经销商的客户经理",
    withdrawal_hint: "以下云经销商将立即变为未分配，历史记录保留。",
    subject: "云经销商",
    too_many: "一次最多分配 100 个云经销商，当前选择：",
    unknown: "部分云经销商已不存在或不在您的数据范围内，请重新选择。",
    left: "部分云经销商已解除关联，不能分配，请移除。",
    taken: "部分云经销商已有客户经理（见下表）。勾选后可改派，或将其移除。",
    reassign: "改派已有客户经理的云经销商：",
    assigned: ("已分配云经销商数：", "，客户经理："),
    withdrawn: ("已收回云经销商数：", ""),
    title: "云经销商的客户经理",
    empty: "暂无云经销商",
    empty_hint: "完成首次同步后，云经销商会显示在这里。",
    counts_hint: "负责起始时间",
};

impl Words {
    /// The phrases about a subject in a language.
    pub fn of(subject: Subject, lang: Lang) -> &'static Self {
        match subject {
            Subject::Customer => lang.pick(&CUSTOMERS_EN, &CUSTOMERS_ZH_CN),
            Subject::Reseller => lang.pick(&RESELLERS_EN, &RESELLERS_ZH_CN),
        }
    }
}
