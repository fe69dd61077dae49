//! Phrases of claims: the form, the partner's page and the desk's.

use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub form: &'static str,
    pub begin: &'static str,
    pub begin_hint: &'static str,
    pub open: &'static str,
    pub not_approved: &'static str,
    pub claimed_already: &'static str,
    pub steps: [&'static str; 4],
    pub part_hints: [&'static str; 4],
    pub line: &'static str,
    pub planned: &'static str,
    pub invoices: &'static str,
    pub invoices_hint: &'static str,
    pub application: &'static str,
    pub claimed: &'static str,
    pub approved: &'static str,
    pub why: &'static str,
    pub approved_line: &'static str,
    pub why_line: &'static str,
    pub late: &'static str,
    pub twice: &'static str,
    pub saved: &'static str,
    pub withdrawal_held: &'static str,
    pub decide_hint: &'static str,
}

/// English.
static EN: Text = Text {
    form: "Claim of MDF",
    begin: "Claim",
    begin_hint: "Claim within 90 days after the activity; later with an approval of its own, and not after 180 days.",
    open: "Open the claim",
    not_approved: "Only an approved application is claimed.",
    claimed_already: "This application has a claim.",
    steps: ["Activity", "Summary", "Expenses", "Documents and statements"],
    part_hints: [
        "When and where the activity took place, and how many came.",
        "What happened and what came of it.",
        "A line may be claimed up to a tenth above its budget, the whole never above what was approved. Invoices of third parties reach the claim.",
        "Upload the documents on the page of the claim, tick every statement and submit.",
    ],
    line: "Line ",
    planned: "MDF part approved: ",
    invoices: "Invoices of third parties",
    invoices_hint: "In the name of your company. Save to get another row.",
    application: "Application",
    claimed: "Claimed",
    approved: "Approved amount",
    why: "Why not all",
    approved_line: "Approved of: ",
    why_line: "Reason: ",
    late: "More than 90 days have passed since the activity: the e-mail that approves the late claim is needed.",
    twice: "These invoices were claimed before: ",
    saved: "Saved as a draft.",
    withdrawal_held: "Its claim is under way: withdraw that first.",
    decide_hint: "To approve a part, lower the amounts of lines and say why.",
};

/// Chinese.
static ZH_CN: Text = Text {
    form: "MDF 兑现申报",
    begin: "申请兑现",
    begin_hint: "请在活动结束后 90 天内申请兑现；超过 90 天须提供延迟兑现审批邮件，超过 180 天不能申请。",
    open: "查看兑现申报",
    not_approved: "使用申请审核通过后方可申请兑现。",
    claimed_already: "该申请已有兑现申报。",
    steps: ["活动信息", "活动总结", "费用明细", "材料与声明"],
    part_hints: [
        "请填写活动实际举办的时间、地点和参会人数。",
        "请填写活动开展情况和成果。",
        "单行兑现金额最多可超出预算 10%，合计不能超出审核通过的金额。第三方发票合计金额不得低于兑现金额。",
        "请在兑现申报详情页上传材料，勾选全部声明后提交。",
    ],
    line: "费用 ",
    planned: "审核通过的 MDF 使用金额：",
    invoices: "第三方发票",
    invoices_hint: "发票抬头须为伙伴公司名称。保存后可继续添加发票。",
    application: "使用申请",
    claimed: "兑现金额",
    approved: "核准金额",
    why: "核减原因",
    approved_line: "核准金额：",
    why_line: "核减原因：",
    late: "活动结束已超过 90 天，须提供延迟兑现审批邮件。",
    twice: "以下发票已申请过兑现：",
    saved: "草稿保存成功。",
    withdrawal_held: "该申请的兑现申报正在处理中，请先撤销兑现申报。",
    decide_hint: "如需部分核准，请调低相应费用的金额并填写核减原因。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
