//! Phrases of what may be done with a customer, and why not.

use crate::{
    customers::rules::acts::{Act, Hindrance},
    lang::Lang,
};

/// Phrases of the buttons.
pub struct Text {
    pub title: &'static str,
    pub transfer: &'static str,
    pub takeback: &'static str,
    pub budget: &'static str,
    pub freeze: &'static str,
    pub unfreeze: &'static str,
    pub create: &'static str,
    pub created: &'static str,
    pub resellers: &'static str,
    pub left: &'static str,
    pub advisor: &'static str,
    pub permission: &'static str,
    pub frozen: &'static str,
    pub not_frozen: &'static str,
    pub advisor_note: &'static str,
    pub resale_note: &'static str,
    pub abroad_note: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Not possible now",
    transfer: "Transfer",
    takeback: "Take back",
    budget: "Set budget",
    freeze: "Freeze",
    unfreeze: "Unfreeze",
    create: "Create a customer",
    created: "Customers created",
    resellers: "The customer is a reseller's, and so is the money: the reseller does it itself.",
    left: "The customer is no longer associated with you.",
    advisor: "A referral customer pays the vendor itself.",
    permission: "You need the permission",
    frozen: "The customer is frozen already.",
    not_frozen: "The customer is not frozen.",
    advisor_note: "pays the vendor itself; you see it, and no money or coupon passes through you",
    resale_note: "spends what you transfer to it; may get coupons",
    abroad_note: "billed to you every month; held by a budget",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "当前不可用的操作",
    transfer: "拨款",
    takeback: "回收",
    budget: "设置预算",
    freeze: "冻结",
    unfreeze: "解冻",
    create: "创建客户",
    created: "已创建的客户",
    resellers: "该客户及其资金属于云经销商，由云经销商自行操作。",
    left: "该客户已与您解除关联。",
    advisor: "顾问销售客户自行向华为云付款。",
    permission: "您需要权限：",
    frozen: "该客户已被冻结。",
    not_frozen: "该客户未被冻结。",
    advisor_note: "自行向华为云付款，您仅可查看，不涉及拨款与代金券",
    resale_note: "使用您拨付的金额消费，可接收代金券",
    abroad_note: "费用按月向您出账，通过预算管理",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What is done.
    pub const fn name(&self, act: Act) -> &'static str {
        match act {
            Act::Transfer => self.transfer,
            Act::Takeback => self.takeback,
            Act::Budget => self.budget,
            Act::Freeze => self.freeze,
            Act::Unfreeze => self.unfreeze,
        }
    }

    /// Why it cannot be done.
    pub fn hindered(&self, by: Hindrance, lang: Lang) -> String {
        let sentence = match by {
            Hindrance::Permission(code) => return format!("{} {}", self.permission, code.name(lang)),
            Hindrance::Resellers => self.resellers,
            Hindrance::Left => self.left,
            Hindrance::Advisor => self.advisor,
            Hindrance::Frozen => self.frozen,
            Hindrance::NotFrozen => self.not_frozen,
        };
        sentence.to_owned()
    }

    /// What an association means for the partner (CUST-2).
    pub fn association(&self, code: &str) -> &'static str {
        match code {
            "1" => self.advisor_note,
            "2" => self.resale_note,
            "3" => self.abroad_note,
            _ => "",
        }
    }
}
