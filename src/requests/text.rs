//! Words of requests in both languages: kinds, states (COM-06, BIZ-11), steps, sides, and why a step is not taken.

use super::{decision::Fault, machine::Refusal};
use crate::{lang::Lang, web::Tone};

/// English and Chinese.
type Words = (&'static str, &'static str);

/// State, colour, words of the common machine.
const STATES: &[(&str, Tone, Words)] = &[
    ("draft", Tone::Idle, ("Draft", "草稿")),
    ("internal_review", Tone::Waiting, ("Internal review", "内部审批中")),
    ("reviewing", Tone::Waiting, ("Under review", "审核中")),
    ("rejected", Tone::Refused, ("Rejected", "审核不通过")),
    ("approved", Tone::Done, ("Approved", "审核通过")),
    ("withdrawn", Tone::Idle, ("Canceled", "已撤销")),
    ("expired", Tone::Refused, ("Lapsed", "已失效")),
    ("discarded", Tone::Idle, ("Deleted", "已删除")),
    ("not_started", Tone::Idle, ("Not authenticated", "未认证")),
    ("in_progress", Tone::Waiting, ("In authentication", "认证中")),
    ("awaiting_amount", Tone::Waiting, ("Enter transfer amount", "待输入金额")),
    ("locked", Tone::Refused, ("Locked", "认证已锁定")),
    ("manual_review", Tone::Waiting, ("Manual review", "人工审核中")),
    ("authenticated", Tone::Done, ("Authenticated", "已认证")),
    ("change_pending", Tone::Waiting, ("Change in authentication", "变更认证中")),
    ("processing", Tone::Waiting, ("Processing", "申请处理中")),
    ("create_failed", Tone::Refused, ("Creation failed", "申付单创建失败")),
    ("awaiting_invoice", Tone::Waiting, ("Awaiting partner invoice", "待伙伴开票")),
    ("invoice_sent", Tone::Waiting, ("Invoice mailed", "发票已邮寄")),
    ("invoice_review", Tone::Waiting, ("Invoice review", "发票审核中")),
    ("invoice_rejected", Tone::Refused, ("Invoice rejected", "发票审核不通过")),
    ("payment_review", Tone::Waiting, ("Payment review", "申付审核")),
    ("finance_rejected", Tone::Refused, ("Rejected by finance", "财经驳回")),
    ("paying", Tone::Waiting, ("Paying", "支付中")),
    ("voucher_error", Tone::Refused, ("Completed, voucher error", "已完成(发放出错)")),
    ("paid", Tone::Done, ("Paid", "已付款")),
    ("cancelled", Tone::Idle, ("Canceled", "已撤销")),
    ("invalidated", Tone::Refused, ("Re-authentication needed", "需重新认证")),
];

/// States that a kind words differently: kind, state, words.
const OWN: &[(&str, &str, Words)] = &[
    ("business_information", "rejected", ("Failed", "认证失败")),
    ("fh_qualification", "not_started", ("Not applied", "未申请")),
    ("fh_qualification", "reviewing", ("Qualification under review", "资格申请审核中")),
    ("fh_qualification", "rejected", ("Qualification rejected", "资格申请审核未通过")),
    ("fh_qualification", "approved", ("Qualification approved", "资格申请审核通过")),
    ("fh_qualification", "withdrawn", ("Canceled", "已撤回")),
    ("mdf_application", "reviewing", ("Application under review", "使用申请审核中")),
    ("mdf_application", "rejected", ("Application rejected", "使用申请审核不通过")),
    ("mdf_application", "approved", ("Application approved", "使用申请审核通过")),
    ("mdf_application", "expired", ("Lapsed", "已过期")),
    ("mdf_claim", "draft", ("Claim draft", "兑现草稿")),
    ("mdf_claim", "reviewing", ("Claim under review", "兑现申报审核中")),
    ("mdf_claim", "rejected", ("Claim rejected", "兑现申报审核不通过")),
    ("mdf_claim", "approved", ("Claim approved", "兑现申报审核通过")),
    ("payout", "draft", ("To be requested", "待提交申请")),
    ("mdf_claim", "expired", ("Lapsed", "已过期")),
];

const STEPS: &[(&str, Words)] = &[
    ("submit", ("Submitted for internal review", "提交内部审批")),
    ("submit_directly", ("Submitted", "提交")),
    ("take_back", ("Taken back", "撤回修改")),
    ("pass", ("Passed internally", "内部审批通过")),
    ("return", ("Returned internally", "内部退回")),
    ("approve", ("Approved", "审核通过")),
    ("reject", ("Rejected", "驳回")),
    ("ask", ("More asked for", "退回补充")),
    ("complete", ("Completed", "补充完成")),
    ("withdraw", ("Withdrawn", "撤销")),
    ("edit", ("Edited again", "重新编辑")),
    ("discard", ("Deleted", "删除")),
    ("lapse", ("Lapsed", "失效")),
    ("override", ("Deadline overridden", "改判恢复")),
    ("transfer", ("Test transfer sent", "已打款验证")),
    ("examine", ("Taken into manual review", "转人工审核")),
    ("unlock", ("Unlocked", "解除锁定")),
    ("confirm", ("Right amount entered", "金额验证通过")),
    ("miss", ("Wrong amount entered", "金额输入错误")),
    ("bill", ("Accepted, invoice awaited", "已受理，待伙伴开票")),
    ("settle", ("Accepted, no invoice needed", "已受理，无需开票")),
    ("fail", ("Failed at the vendor", "处理失败")),
    ("retry", ("Tried again", "重试")),
    ("cancel", ("Canceled by the vendor", "厂商撤销")),
    ("register", ("Invoices registered", "登记发票")),
    ("recall", ("Invoices recalled", "撤回发票")),
    ("receive", ("Invoices received", "标记已收到")),
    ("accept", ("Invoices accepted", "发票审核通过")),
    ("pay", ("Paid", "已付款")),
    ("lock", ("Wrong amount entered three times", "金额连续三次输入错误")),
];

/// The word of a kind.
#[must_use]
pub fn kind_word(kind: &str, lang: Lang) -> &str {
    match kind {
        "business_information" => lang.pick("Business information", "商业信息认证"),
        "fh_qualification" => lang.pick("FH qualification", "FH 资格申请"),
        "fh_month" => lang.pick("FH month", "FH 月度激励"),
        "mdf_application" => lang.pick("MDF application", "MDF 使用申请"),
        "mdf_claim" => lang.pick("MDF claim", "MDF 兑现申报"),
        "payout" => lang.pick("Payout", "申付单"),
        other => other,
    }
}

/// What is in the way of a request (LST-13).
#[must_use]
pub fn health_word(health: &str, lang: Lang) -> &str {
    match health {
        "frozen" => lang.pick("Frozen", "已冻结"),
        "action_required" => lang.pick("Partner to complete", "待伙伴补充"),
        "expired" => lang.pick("Lapsed", "已失效"),
        "cancelled" => lang.pick("Canceled", "已取消"),
        other => other,
    }
}

/// The word of a state in a kind; one of a newer version is shown as it is.
#[must_use]
pub fn state_word<'a>(kind: &str, state: &'a str, lang: Lang) -> &'a str {
    let own = OWN.iter().find(|(of, known, _)| *of == kind && *known == state).map(|(.., words)| *words);
    let words = own.or_else(|| STATES.iter().find(|(known, ..)| *known == state).map(|(.., words)| *words));
    words.map_or(state, |(en, zh)| lang.pick(en, zh))
}

/// The colour of a state.
#[must_use]
pub fn state_tone(state: &str) -> Tone {
    STATES.iter().find(|(known, ..)| *known == state).map_or(Tone::Idle, |(_, tone, _)| *tone)
}

/// What was done.
#[must_use]
pub fn step_word(step: &str, lang: Lang) -> &str {
    STEPS.iter().find(|(known, _)| *known == step).map_or(step, |(_, (en, zh))| lang.pick(en, zh))
}

/// Whose step it was.
#[must_use]
pub fn side_word(side: &str, lang: Lang) -> &str {
    match side {
        "member" => lang.pick("Partner", "伙伴"),
        "vendor" => lang.pick("Vendor desk", "厂商"),
        "timer" => lang.pick("Deadline", "到期处理"),
        "sync" => lang.pick("Synchronisation", "同步"),
        other => other,
    }
}

/// Why a step of a kind is not taken.
#[must_use]
pub fn refusal(refusal: &Refusal, kind: &str, lang: Lang) -> String {
    match refusal {
        Refusal::Stale(state) => format!(
            "{}{}",
            lang.pick("Somebody else was quicker. The state is now: ", "其他人已先处理，当前状态："),
            state_word(kind, state, lang)
        ),
        Refusal::NotNow(state) => format!(
            "{}{}",
            lang.pick("This cannot be done in the present state: ", "当前状态下不能执行该操作："),
            state_word(kind, state, lang)
        ),
        Refusal::WrongSide => lang.pick("This step belongs to the other side.", "该步骤须由另一方执行。").to_owned(),
        Refusal::Forbidden(codes) => format!(
            "{}{}",
            lang.pick("You lack the permission ", "您缺少权限 "),
            codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
        ),
        Refusal::OwnRequest => lang
            .pick(
                "Who made, edited or passed a request does not decide on it. Another person must.",
                "创建、编辑、提交或内部审批该申请的人不能审批，须由他人处理。",
            )
            .to_owned(),
        Refusal::Apart => lang
            .pick(
                "You or who made it made or reset the other's login less than 24 hours ago. Another person must pass it.",
                "您与提交人中的一方在 24 小时内创建或重置过另一方的账号，须由他人处理。",
            )
            .to_owned(),
        Refusal::Reason => lang.pick("Enter a reason.", "请填写原因。").to_owned(),
        Refusal::Gates(gates) => format!(
            "{}{}",
            lang.pick("Conditions that are not met: ", "以下条件未满足："),
            gates.join(lang.pick(", ", "、"))
        ),
    }
}

/// Phrases of what happened, and of a decision that was taken elsewhere.
#[derive(Debug)]
pub struct Decision {
    /// Title and link.
    pub record: &'static str,
    /// What it is for.
    pub record_hint: &'static str,
    /// Label of the date.
    pub decided_on: &'static str,
    /// Which dates count.
    pub decided_on_help: &'static str,
    /// Label of the channel.
    pub channel: &'static str,
    /// Words of the channels, in their order.
    pub channels: [&'static str; 4],
    /// Label of the reference.
    pub reference: &'static str,
    /// Label of the file.
    pub evidence: &'static str,
    /// Which files are taken.
    pub evidence_help: &'static str,
    /// Heading of what happened.
    pub history: &'static str,
    /// Column of the time.
    pub when: &'static str,
    /// Column of the step.
    pub what: &'static str,
    /// Column of who and why.
    pub note: &'static str,
}

/// English.
static DECISION_EN: Decision = Decision {
    record: "Record the vendor's decision",
    record_hint: "A decision that was taken in the vendor's console or told by mail, letter or phone. Clocks run from its date.",
    decided_on: "Date of the decision",
    decided_on_help: "Not before the submission, not after today",
    channel: "How it came",
    channels: ["Console", "E-mail", "Letter", "Phone"],
    reference: "The vendor's reference",
    evidence: "Evidence",
    evidence_help: "PDF, JPEG or PNG, at most 10 MB",
    history: "What happened",
    when: "When",
    what: "What",
    note: "Who and why",
};

/// Chinese.
static DECISION_ZH_CN: Decision = Decision {
    record: "登记华为决定",
    record_hint: "登记在厂商控制台作出，或通过邮件、信函、电话告知的决定。相关时限自决定日期起算。",
    decided_on: "决定日期",
    decided_on_help: "不早于提交日期，不晚于今天",
    channel: "来源渠道",
    channels: ["控制台", "邮件", "信函", "电话"],
    reference: "华为侧编号",
    evidence: "证明文件",
    evidence_help: "PDF、JPEG 或 PNG，不超过 10 MB",
    history: "处理记录",
    when: "时间",
    what: "操作",
    note: "操作人及说明",
};

impl Decision {
    /// The phrases in a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&DECISION_EN, &DECISION_ZH_CN)
    }
}

/// The sentence at a field of a recorded decision.
#[must_use]
pub fn decision_sentence(fault: Fault, lang: Lang) -> &'static str {
    let (en, zh) = match fault {
        Fault::Date => ("Enter the date of the decision.", "请填写决定日期。"),
        Fault::NoSuchDate => ("There is no such day: check month and day.", "该日期不存在，请检查月份和日期。"),
        Fault::BeforeSubmission => ("The date is before the submission.", "决定日期不能早于提交日期。"),
        Fault::Future => ("The date is after today.", "决定日期不能晚于今天。"),
        Fault::Channel => ("Choose how the decision came.", "请选择决定的来源渠道。"),
        Fault::Reference => ("At most 128 characters on one line.", "不超过 128 个字符，且不能换行。"),
        Fault::Evidence => ("Send the file that proves the decision.", "请上传证明该决定的文件。"),
    };
    lang.pick(en, zh)
}
