//! Words of approvals' states and of the facts that an approver reads. A word of a newer version is shown as it is.

use crate::{lang::Lang, web::Tone};

/// States of an approval.
const STATES: &[(&str, &str, &str, Tone)] = &[
    ("pending", "Waiting for approval", "待审批", Tone::Waiting),
    ("approved", "Approved", "已通过", Tone::Done),
    ("returned", "Returned", "已退回", Tone::Refused),
    ("cancelled", "Cancelled", "已撤销", Tone::Idle),
    ("expired", "Expired", "已失效", Tone::Refused),
];

/// Labels of facts by their key, in the order in which they are read: who pays, what from, how much, what is left, from when to
/// when, under which limits, how long it takes.
const LABELS: &[(&str, &str, &str)] = &[
    ("payer", "Payer", "付款方"),
    ("payee", "Payee", "收款方"),
    ("quota", "Quota", "额度"),
    ("quota_id", "Quota", "额度"),
    ("quota_name", "Quota", "额度"),
    ("quota_type", "Quota type", "额度类型"),
    ("parent_quota_id", "Parent quota", "父额度"),
    ("recipients", "Recipients", "接收方数"),
    ("count", "Recipients", "接收方数"),
    ("total", "Total", "合计"),
    ("amount", "Amount", "金额"),
    ("face_value", "Face value", "面额"),
    ("balance", "Balance", "余额"),
    ("balance_at", "Balance read", "余额时间"),
    ("account_name", "Account name", "账号名"),
    ("balance_before", "Balance before", "操作前余额"),
    ("open", "Open commands", "在途金额"),
    ("done", "Done here since then", "此后在本门户完成"),
    ("balance_after", "Balance after", "操作后余额"),
    ("valid_time", "Valid from", "生效时间"),
    ("valid_from", "Valid from", "生效时间"),
    ("effective_at", "Valid from", "生效时间"),
    ("expire_time", "Valid until", "失效时间"),
    ("valid_until", "Valid until", "失效时间"),
    ("expires_at", "Valid until", "失效时间"),
    ("limits", "Limits", "使用限制"),
    ("cloud_service_types", "Service types", "产品类型"),
    ("product_ids", "Products", "产品"),
    ("currency", "Currency", "币种"),
    ("fetched_at", "Read from Huawei Cloud", "数据时间"),
    ("read_at", "Read from Huawei Cloud", "数据时间"),
    ("age", "Read from Huawei Cloud", "数据时间"),
    ("calls", "Requests", "请求数"),
    ("seconds", "Seconds it takes", "预计秒数"),
    ("budget_type", "Budget type", "预算类型"),
    ("frozen_operate_type", "At exhaustion", "预算用尽时"),
    ("cancel_partner_frozen", "Unfreeze at once", "同时解冻"),
    ("freeze_type", "Freeze", "冻结类型"),
    ("unfreeze_type", "Unfreeze", "解冻类型"),
    ("reason", "Reason", "原因"),
    ("on_behalf_of", "On behalf of reseller", "代云经销商操作"),
    ("reseller", "Cloud reseller", "云经销商"),
    ("customer", "Customer", "客户"),
    ("transferable", "Transferable", "可拨款金额"),
    ("warnings", "Warnings", "提示"),
    ("rows", "Rows", "行数"),
    ("left_out", "Rows left out", "未纳入行数"),
    ("file", "File", "文件"),
    ("digest", "Digest", "内容摘要"),
    ("again", "Repeats the command", "重新发送的指令"),
];

/// Values that stand for something (ACCT-20, ACCT-22, QUOTA-1).
const VALUES: &[(&str, &str, &str, &str)] = &[
    ("budget_type", "MONTHLY", "Monthly", "月度预算"),
    ("budget_type", "PACKAGE", "One-time", "一次性预算"),
    ("frozen_operate_type", "0", "Freeze by hand", "手动冻结"),
    ("frozen_operate_type", "1", "Freeze automatically", "自动冻结"),
    ("cancel_partner_frozen", "0", "No", "否"),
    ("cancel_partner_frozen", "1", "Yes", "是"),
    ("freeze_type", "ACCOUNT", "Account", "账号"),
    ("freeze_type", "ACCOUNT_AND_RESOURCE", "Account and resources", "账号和资源"),
    ("unfreeze_type", "ACCOUNT", "Account", "账号"),
    ("unfreeze_type", "ACCOUNT_AND_RESOURCE", "Account and resources", "账号和资源"),
    ("quota_type", "0", "Voucher quota", "代金券额度"),
    ("quota_type", "1", "Cash-coupon quota", "现金券额度"),
];

/// A state's colour and name.
pub fn state(word: &str, lang: Lang) -> (Tone, String) {
    let known = STATES.iter().find(|known| known.0 == word);
    known.map_or_else(|| (Tone::Idle, word.to_owned()), |known| (known.3, lang.pick(known.1, known.2).to_owned()))
}

/// Every state with its name, for a filter.
pub fn states(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    STATES.iter().map(move |known| (known.0, lang.pick(known.1, known.2)))
}

/// The label of a fact; none for a key of a newer version.
pub fn label(key: &str, lang: Lang) -> Option<&'static str> {
    LABELS.iter().find(|known| known.0 == key).map(|known| lang.pick(known.1, known.2))
}

/// Where a fact stands among others: known ones first.
pub fn place(key: &str) -> usize {
    LABELS.iter().position(|known| known.0 == key).unwrap_or(LABELS.len())
}

/// The name of a value that stands for something: a budget's type, what is frozen. None: shown as it is.
pub fn value(key: &str, value: &str, lang: Lang) -> Option<&'static str> {
    VALUES.iter().find(|known| known.0 == key && known.1 == value).map(|known| lang.pick(known.2, known.3))
}

/// The label of a fact whose key is not known here.
pub fn other(lang: Lang) -> &'static str {
    lang.pick("Further", "其他")
}
