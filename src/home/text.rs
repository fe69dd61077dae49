//! Phrases of the first page.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub customers: &'static str,
    pub my_customers: &'static str,
    pub verified: &'static str,
    pub resellers: &'static str,
    pub associated: &'static str,
    pub members: &'static str,
    pub consumption: &'static str,
    pub cycle_before: &'static str,
    pub transferable: &'static str,
    pub snapshot: &'static str,
    pub quotas: &'static str,
    pub issuable: &'static str,
    pub ending: &'static str,
    pub coupons: &'static str,
    pub budgets: &'static str,
    pub budgets_note: &'static str,
    pub orders: &'static str,
    pub orders_note: &'static str,
    pub unassigned: &'static str,
    pub unassigned_note: &'static str,
    pub stranded: &'static str,
    pub stranded_note: &'static str,
    pub undirected: &'static str,
    pub undirected_note: &'static str,
    pub sync_problems: &'static str,
    pub sync_problems_note: &'static str,
    /// Before and after the age of a figure.
    pub read: (&'static str, &'static str),
    pub waiting: &'static str,
    pub waiting_note: &'static str,
    pub nothing: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Home",
    customers: "Customers",
    my_customers: "My customers",
    verified: "Verified:",
    resellers: "Cloud resellers",
    associated: "Associated now",
    members: "Members",
    consumption: "Consumption this cycle, payable",
    cycle_before: "cycle before:",
    transferable: "Transferable",
    snapshot: "Huawei's snapshot, open transfers not deducted",
    quotas: "Quota left to issue",
    issuable: "Issuable quotas:",
    ending: "ending within 30 days:",
    coupons: "Usable coupons of customers",
    budgets: "Budgets used by 80 % and more",
    budgets_note: "Customers with a budget:",
    orders: "Orders waiting",
    orders_note: "For payment, approval or confirmation",
    unassigned: "To do: unassigned customers",
    unassigned_note: "Assign them to account managers",
    stranded: "To do: customers whose manager cannot work",
    stranded_note: "Reassign them",
    undirected: "To do: account managers without director",
    undirected_note: "Choose their directors",
    sync_problems: "Synchronisations with problems",
    sync_problems_note: "Figures may be old; see what to do",
    read: ("from Huawei Cloud, ", ""),
    waiting: "Waiting for you",
    waiting_note: "See the inbox",
    nothing: "Your roles show no figures here. The menu lists what you can open.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "主页",
    customers: "客户",
    my_customers: "我的客户",
    verified: "已实名：",
    resellers: "云经销商",
    associated: "当前关联",
    members: "成员",
    consumption: "本账期客户消费（应付金额）",
    cycle_before: "上一账期：",
    transferable: "可拨款金额",
    snapshot: "华为云余额快照，未扣除处理中的拨款",
    quotas: "可发放额度余额",
    issuable: "可发放额度数：",
    ending: "30 天内到期：",
    coupons: "客户可使用的券",
    budgets: "已使用 80% 及以上的预算",
    budgets_note: "设有预算的客户：",
    orders: "待处理订单",
    orders_note: "待支付、待审核或待确认",
    unassigned: "待办：未分配的客户",
    unassigned_note: "请分配客户经理",
    stranded: "待办：客户经理不可用的客户",
    stranded_note: "客户经理已停用或无该角色，请改派",
    undirected: "待办：未设主管的客户经理",
    undirected_note: "请为其指定主管",
    sync_problems: "同步异常",
    sync_problems_note: "数据可能不是最新，请查看处理办法",
    read: ("华为云数据，", "同步"),
    waiting: "我的待办",
    waiting_note: "请查看待办与通知",
    nothing: "您的角色在此没有可查看的数据，请从菜单进入。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
