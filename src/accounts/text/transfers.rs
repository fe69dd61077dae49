//! Phrases of transfers and take-backs (ACCT-6 to ACCT-9, ACCT-15).

use crate::{
    accounts::rules::transfer::{Problem, Side, Way},
    commands::dry_run::{self, Said},
    lang::Lang,
};

/// Phrases of the pages.
pub struct Text {
    pub transfer: &'static str,
    pub takeback: &'static str,
    pub transfer_reseller: &'static str,
    pub takeback_reseller: &'static str,
    pub transfer_hint: &'static str,
    pub takeback_hint: &'static str,
    pub transfer_reseller_hint: &'static str,
    pub takeback_reseller_hint: &'static str,
    pub recipients: &'static str,
    pub recipients_help: &'static str,
    pub amount: &'static str,
    pub amount_help: &'static str,
    pub whole: &'static str,
    pub whole_tick: &'static str,
    pub remark: &'static str,
    pub remark_help: &'static str,
    pub preview: &'static str,
    pub cancel: &'static str,
    pub customer: &'static str,
    pub reseller: &'static str,
    pub balance: &'static str,
    pub arrears: &'static str,
    pub free: &'static str,
    pub free_after: &'static str,
    pub read: &'static str,
    pub never_read: &'static str,
    pub made: &'static str,
    pub already: &'static str,
    pub wrong_site: &'static str,
    pub no_account: &'static str,
    pub behalf: &'static str,
    pub behalf_note: &'static str,
    pub behalf_payer: &'static str,
}

/// English.
pub static EN: Text = Text {
    transfer: "Transfer to customers",
    takeback: "Take back from customers",
    transfer_reseller: "Transfer to cloud resellers",
    takeback_reseller: "Take back from cloud resellers",
    transfer_hint: "A transfer lowers your balance at once; the customer's later spending does not. Only resale customers get money.",
    takeback_hint: "What is taken back returns to your balance. Never more than the customer has left.",
    transfer_reseller_hint: "The money leaves your balance and becomes the reseller's, who passes it on to its own customers.",
    takeback_reseller_hint: "What is taken back returns to your balance. Never more than the reseller has left.",
    recipients: "Recipients",
    recipients_help: "One a line: account name or ID. An amount after a comma counts for that line only: acme, 500",
    amount: "Amount for each",
    amount_help: "Above zero, at most two decimals. Lines with an amount of their own keep it.",
    whole: "Whole balance",
    whole_tick: "Take back everything that is left, as shown in the preview",
    remark: "Remark",
    remark_help: "For the approver and the record; the vendor does not see it. At most 256 characters.",
    preview: "Preview",
    cancel: "Cancel",
    customer: "Customer",
    reseller: "Cloud reseller",
    balance: "Balance",
    arrears: "in arrears",
    free_after: "Afterwards",
    free: "Transferable now",
    read: "Read",
    never_read: "Not read yet",
    made: "Recorded.",
    already: "This confirmation was already recorded: nothing was added.",
    wrong_site: "The international site has no transfers: a resale customer is held by its budget.",
    no_account: "There is no connection to the vendor yet. An administrator adds one.",
    behalf: "On behalf of a cloud reseller",
    behalf_note: "These are its customers: the money moves between its balance and theirs, not yours.",
    behalf_payer: "Cloud reseller",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    transfer: "客户拨款",
    takeback: "客户拨款回收",
    transfer_reseller: "云经销商拨款",
    takeback_reseller: "云经销商拨款回收",
    transfer_hint: "拨款后立即扣减您的账户余额，客户后续消费不再扣减。仅支持向代售客户拨款。",
    takeback_hint: "回收金额退回您的账户余额，不可超过客户账户剩余金额。",
    transfer_reseller_hint: "拨款金额从您的账户转入云经销商账户，由云经销商拨款给其客户。",
    takeback_reseller_hint: "回收金额退回您的账户余额，不可超过云经销商账户剩余金额。",
    recipients: "拨款对象",
    recipients_help: "每行一个账号名或ID。逗号后可单独填写该行金额，例如：acme, 500",
    amount: "每个对象的金额",
    amount_help: "大于0，最多两位小数。已单独填写金额的行不受影响。",
    whole: "全额回收",
    whole_tick: "回收全部剩余金额，以预览中显示的余额为准",
    remark: "备注",
    remark_help: "供审批人查看并留存记录，不会发送给华为云。最多256个字符。",
    preview: "预览",
    cancel: "取消",
    customer: "客户",
    reseller: "云经销商",
    balance: "账户余额",
    arrears: "欠费",
    free_after: "回收后",
    free: "当前可拨款金额",
    read: "读取时间",
    never_read: "尚未读取",
    made: "已提交。",
    already: "该次确认已提交过，未重复提交。",
    wrong_site: "国际站不支持拨款，转售客户通过预算管理。",
    no_account: "尚未接入华为云账号，请联系管理员添加。",
    behalf: "代云经销商操作",
    behalf_note: "所选客户属于该云经销商，资金在其账户与客户账户之间划转，不影响您的余额。",
    behalf_payer: "云经销商",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Title and what it means.
    pub const fn heading(&self, side: Side, way: Way) -> (&'static str, &'static str) {
        match (side, way) {
            (Side::Customer, Way::Out) => (self.transfer, self.transfer_hint),
            (Side::Customer, Way::Back) => (self.takeback, self.takeback_hint),
            (Side::Reseller, Way::Out) => (self.transfer_reseller, self.transfer_reseller_hint),
            (Side::Reseller, Way::Back) => (self.takeback_reseller, self.takeback_reseller_hint),
        }
    }
}

/// Why nothing can be done for a recipient.
pub const fn problem(found: Problem) -> dry_run::Problem {
    match found {
        Problem::Left => dry_run::Problem::Left,
        Problem::Advisor => dry_run::Problem::Said(&ADVISOR),
        Problem::NoBalance => dry_run::Problem::Said(&NO_BALANCE),
        Problem::MoreThanThere => dry_run::Problem::Said(&MORE_THAN_THERE),
    }
}

/// CUST-2.
static ADVISOR: Said = Said {
    en: "Pays the vendor itself (referral): no transfers.",
    zh_cn: "顾问销售客户自行向华为云付款，不支持拨款。",
};
static NO_BALANCE: Said = Said {
    en: "Its balance has not been read yet: synchronise first.",
    zh_cn: "尚未读取其账户余额，请先同步。",
};
static MORE_THAN_THERE: Said = Said {
    en: "More than its balance less open take-backs.",
    zh_cn: "超过其余额扣除未完结回收后的金额。",
};
/// The payer's balance is missing.
pub static NO_PAYER_BALANCE: Said = Said {
    en: "Your balance has not been read yet: synchronise it first.",
    zh_cn: "尚未读取您的账户余额，请先同步。",
};
/// The balance of the reseller for which the distributor acts is missing.
pub static NO_RESELLER_BALANCE: Said = Said {
    en: "The balance of this cloud reseller has not been read yet: synchronise it first.",
    zh_cn: "尚未读取该云经销商的账户余额，请先同步。",
};
/// Customers of several partners in one form.
pub static MIXED: Said = Said {
    en: "These customers belong to different partners, and each pays from its own balance: make one request for each.",
    zh_cn: "所选客户属于不同的伙伴，各自使用其账户余额，请分别提交。",
};
/// No way to the vendor.
pub static NO_CONNECTION: Said = Said {
    en: "There is no connection to the vendor yet: an administrator adds one.",
    zh_cn: "尚未接入华为云账号，请联系管理员添加。",
};
