//! Phrases of the vendor desk's pages of business information.

use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub partner: &'static str,
    pub amount: &'static str,
    pub amount_help: &'static str,
    pub reason_help: &'static str,
    pub transfer: &'static str,
    pub approve: &'static str,
    pub unlock: &'static str,
    pub examine: &'static str,
    pub reject: &'static str,
    pub account: &'static str,
    pub show_account: &'static str,
    pub elsewhere: &'static str,
    pub done: &'static str,
    pub recorded: &'static str,
    pub hints: [(&'static str, &'static str); 4],
}

/// English.
static EN: Text = Text {
    partner: "Partner",
    amount: "Amount of the test transfer",
    amount_help: "0.01 to 0.99, as it was sent to the account; it is kept as a digest only",
    reason_help: "Needed for a rejection; the partner reads it",
    transfer: "Test transfer was sent",
    approve: "Authenticate",
    unlock: "Unlock",
    examine: "Take into manual review",
    reject: "Reject",
    account: "Account",
    show_account: "Show the account",
    elsewhere: "Decided elsewhere",
    done: "Done. The partner was told.",
    recorded: "Recorded. The partner was told.",
    hints: [
        ("in_progress", "Send a small amount to the account and enter it, or look at it yourself."),
        (
            "awaiting_amount",
            "The partner is to enter the amount. If nothing arrived, send another one or take it into manual review.",
        ),
        ("locked", "Three wrong amounts. Unlocking gives the partner three tries again."),
        ("manual_review", "Compare with the vendor register and the bank letter, then decide."),
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    partner: "伙伴",
    amount: "打款验证金额",
    amount_help: "实际打入账户的金额，0.01–0.99；系统仅保存其摘要",
    reason_help: "驳回时必填，伙伴可见",
    transfer: "已打款",
    approve: "认证通过",
    unlock: "解除锁定",
    examine: "转人工审核",
    reject: "驳回",
    account: "银行账号",
    show_account: "查看完整账号",
    elsewhere: "已在其他渠道决定",
    done: "操作成功，已通知伙伴。",
    recorded: "登记成功，已通知伙伴。",
    hints: [
        ("in_progress", "请向该账户打入一笔小额款项并登记金额，或转人工审核。"),
        ("awaiting_amount", "等待伙伴输入金额。如未到账，可重新打款或转人工审核。"),
        ("locked", "已连续三次输错金额，解锁后伙伴可重新输入三次。"),
        ("manual_review", "请与供应商信息和银行确认函核对后作出决定。"),
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What the desk does in a state.
    pub fn hint(&self, state: &str) -> &'static str {
        self.hints.iter().find(|(known, _)| *known == state).map_or("", |(_, hint)| hint)
    }
}
