//! Phrases of adjust records (ACCT-10). Codes of the vendor stand beside their words.

use crate::lang::Lang;

/// Phrases of the page.
pub struct Text {
    pub currency: &'static str,
    pub title: &'static str,
    pub partner: &'static str,
    pub filter_customer: &'static str,
    pub operation: &'static str,
    pub time: &'static str,
    pub trans_id: &'static str,
    pub customer: &'static str,
    pub amount: &'static str,
    pub scene: &'static str,
    pub memo: &'static str,
    pub record: &'static str,
    pub as_sent: &'static str,
    pub customer_id: &'static str,
    pub synchronisation: &'static str,
    pub source: &'static str,
    pub run: &'static str,
    pub fetched: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    /// `operation_type` (ACCT-10).
    pub operations: &'static [(&'static str, &'static str)],
}

/// English.
pub static EN: Text = Text {
    currency: "Currency",
    title: "Adjustments",
    partner: "Partner",
    filter_customer: "Customer or reseller",
    operation: "Operation",
    time: "Time",
    trans_id: "Transaction no.",
    customer: "Customer or reseller",
    amount: "Amount",
    scene: "Scene",
    memo: "Remark",
    record: "Adjust record",
    as_sent: "Amount as sent",
    customer_id: "ID",
    synchronisation: "Synchronisation",
    source: "Source",
    run: "Run",
    fetched: "First synchronised",
    empty: "No adjustments yet",
    empty_hint: "Transfers and take-backs appear within 5 minutes, also those made in the vendor's console.",
    operations: &[
        ("SOURCE_OPERATION_BEADJUST", "Transfer"),
        ("SOURCE_OPERATION_BERETRIEVE", "Taken back"),
        ("SOURCE_OPERATION_BEUNBIND", "Back by unbinding"),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    currency: "币种",
    title: "调账记录",
    partner: "伙伴",
    filter_customer: "客户/云经销商",
    operation: "操作类型",
    time: "操作时间",
    trans_id: "交易流水号",
    customer: "客户/云经销商",
    amount: "金额",
    scene: "调账场景",
    memo: "备注",
    record: "调账记录",
    as_sent: "原始金额",
    customer_id: "客户 ID",
    synchronisation: "同步信息",
    source: "数据来源",
    run: "批次",
    fetched: "首次同步",
    empty: "暂无调账记录",
    empty_hint: "拨款与回收记录 5 分钟内同步，包含在华为云伙伴中心发起的操作。",
    operations: &[
        ("SOURCE_OPERATION_BEADJUST", "拨款"),
        ("SOURCE_OPERATION_BERETRIEVE", "回收"),
        ("SOURCE_OPERATION_BEUNBIND", "解绑回收"),
    ],
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
