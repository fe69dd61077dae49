//! Phrases of change-sets, and the headings of sheets.

mod said;

pub use said::{fault, objection, unreadable};

use super::rules::{
    column::{Column, Kind},
    state::State,
};
use crate::lang::Lang;

/// What a heading may say, in lower case.
pub const HEADINGS: [(Column, &[&str]); 6] = [
    (
        Column::Quota,
        &[
            "quota",
            "quota number",
            "quota id",
            "quota_id",
            "child quota",
            "额度",
            "额度编号",
            "额度id",
            "父额度",
            "子额度编号",
        ],
    ),
    (
        Column::Recipient,
        &[
            "recipient",
            "reseller",
            "customer",
            "coupon",
            "account",
            "account name",
            "reseller id or account name",
            "customer id or account name",
            "coupon number",
            "coupon_id",
            "reseller_id",
            "customer_id",
            "客户",
            "云经销商",
            "券编号",
            "客户id或账号名",
            "云经销商id或账号名",
            "账号名",
            "客户账号名",
            "优惠券编号",
        ],
    ),
    (
        Column::Amount,
        &[
            "amount",
            "face value",
            "face_value",
            "wanted back",
            "金额",
            "面值",
            "面额",
            "回收金额",
            "发放金额",
            "拨款金额",
        ],
    ),
    (Column::ValidFrom, &["valid from", "valid_from", "valid_time", "生效日期", "生效时间", "有效期开始"]),
    (
        Column::ValidUntil,
        &["valid until", "valid_until", "expire_time", "失效日期", "失效时间", "到期时间", "有效期结束"],
    ),
    (Column::Remark, &["remark", "note", "备注", "说明"]),
];

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub hint: &'static str,
    pub new: &'static str,
    pub choose: &'static str,
    pub template: &'static str,
    pub paste: &'static str,
    pub paste_help: &'static str,
    pub file: &'static str,
    pub file_help: &'static str,
    pub read: &'static str,
    pub back: &'static str,
    pub kind: &'static str,
    pub state: &'static str,
    pub rows: &'static str,
    pub good: &'static str,
    pub faulty: &'static str,
    pub left_out: &'static str,
    pub total: &'static str,
    pub made: &'static str,
    pub made_by: &'static str,
    pub checked: &'static str,
    pub checked_note: &'static str,
    pub source: &'static str,
    pub pasted: &'static str,
    pub remark: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub line: &'static str,
    pub problems: &'static str,
    pub mend: &'static str,
    pub mend_hint: &'static str,
    pub more_faulty: &'static str,
    pub leave_out: &'static str,
    pub leave_all_out: &'static str,
    pub check: &'static str,
    pub download: &'static str,
    pub diff: &'static str,
    pub from: &'static str,
    pub account: &'static str,
    pub balance: &'static str,
    pub open: &'static str,
    pub after: &'static str,
    pub row: &'static str,
    pub receipt: &'static str,
    pub result: &'static str,
    pub against: &'static str,
    pub confirm: &'static str,
    pub confirm_hint: &'static str,
    pub confirmed: &'static str,
    pub already: &'static str,
    pub changed: &'static str,
    pub again: &'static str,
    pub nothing_failed: &'static str,
    pub again_of: &'static str,
    pub again_as: &'static str,
    pub again_already: &'static str,
    pub saved: &'static str,
    pub approval: &'static str,
    pub approver: &'static str,
    pub nobody_asked: &'static str,
    pub calls: &'static str,
    pub seconds: &'static str,
    pub rest: &'static str,
    pub confirmed_at: &'static str,
    pub progress: &'static str,
    states: [&'static str; 7],
    /// Headings by kind of recipient: reseller, customer, coupon; quota, child; amount, face value, wanted back; times; remark.
    headings: [&'static str; 11],
}

/// English.
pub static EN: Text = Text {
    title: "Change-sets",
    hint: "Many rows as one: paste them or send a sheet, mend what is wrong, have it approved once, and see what became of each row.",
    new: "New change-set",
    choose: "What is to be done?",
    template: "Template",
    paste: "Paste rows",
    paste_help: "From a spreadsheet or comma-separated, with the headings of the template or in their order. At most 5,000 rows.",
    file: "Or send a file",
    file_help: "XLSX (its first sheet) or CSV (UTF-8 or GB18030), at most 4 MB.",
    read: "Read and check",
    back: "Back",
    kind: "Kind",
    state: "State",
    rows: "Rows",
    good: "Good",
    faulty: "With problems",
    left_out: "Left out",
    total: "Total",
    made: "Made",
    made_by: "Made by",
    checked: "Checked",
    checked_note: "against what was synchronised; the portal reads again before it sends",
    source: "Source",
    pasted: "pasted",
    remark: "Remark",
    empty: "No change-sets yet",
    empty_hint: "A change-set issues, takes back or transfers for many recipients with one approval.",
    line: "Line",
    problems: "Problems",
    mend: "Rows with problems",
    mend_hint: "Change what is wrong, or tick a row to leave it out. Only then can the rest be confirmed.",
    more_faulty: "More rows have problems: {}. Mend these first, or download the sheet.",
    leave_out: "Leave out",
    leave_all_out: "Leave out every row with a problem",
    check: "Save and check again",
    download: "Download as CSV",
    diff: "What would change",
    from: "From",
    account: "Partner account",
    balance: "Balance",
    open: "Open commands",
    after: "Balance after",
    row: "Rows",
    receipt: "Receipt",
    result: "Result",
    against: "What stands in the way",
    confirm: "Confirm and send for approval",
    confirm_hint: "Exactly these rows are approved and sent; to change them afterwards is a new change-set.",
    confirmed: "Confirmed. Each row's state is shown here.",
    already: "This change-set was confirmed before.",
    changed: "Something changed meanwhile. The page shows the set as it is now; look again before you confirm.",
    again: "Try what failed again",
    nothing_failed: "No row failed.",
    again_of: "Second try of",
    again_as: "Tried again as",
    again_already: "What failed is tried again already, by this change-set.",
    saved: "Saved and checked again.",
    approval: "Approval",
    approver: "Must agree",
    nobody_asked: "nobody",
    calls: "Calls",
    seconds: "at least {} s",
    rest: "Issued again: ",
    confirmed_at: "Confirmed",
    progress: "{} done, {} failed, {} under way",
    states: ["Draft", "Ready to confirm", "Awaiting approval", "Running", "Done", "Partly failed", "Returned"],
    headings: [
        "Reseller ID or account name",
        "Customer ID or account name",
        "Coupon number",
        "Quota number",
        "Child quota",
        "Amount",
        "Face value",
        "Wanted back",
        "Valid from",
        "Valid until",
        "Remark",
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "批量变更",
    hint: "将多行操作合并处理：粘贴或上传表格，修正问题，一次审批，逐行查看结果。",
    new: "新建批量变更",
    choose: "请选择操作",
    template: "模板",
    paste: "粘贴内容",
    paste_help: "可从电子表格复制，或使用逗号分隔；请使用模板的表头或列顺序，最多 5,000 行。",
    file: "或上传文件",
    file_help: "支持 XLSX（读取第一个工作表）或 CSV（UTF-8 或 GB18030），不超过 4 MB。",
    read: "读取并校验",
    back: "返回",
    kind: "操作",
    state: "状态",
    rows: "行数",
    good: "通过",
    faulty: "有问题",
    left_out: "已排除",
    total: "合计",
    made: "创建时间",
    made_by: "创建人",
    checked: "校验时间",
    checked_note: "基于已同步的数据；发送前系统会再次读取",
    source: "来源",
    pasted: "粘贴",
    remark: "备注",
    empty: "暂无批量变更",
    empty_hint: "批量变更可为多个对象发放、回收或拨款，只需一次审批。",
    line: "行号",
    problems: "问题",
    mend: "有问题的行",
    mend_hint: "请修改有问题的内容，或勾选排除该行，之后才能确认其余各行。",
    more_faulty: "另有 {} 行存在问题，请先处理以上各行，或下载表格修改。",
    leave_out: "排除",
    leave_all_out: "排除所有有问题的行",
    check: "保存并重新校验",
    download: "下载 CSV",
    diff: "变更内容",
    from: "来源",
    account: "伙伴账户",
    balance: "余额",
    open: "在途指令",
    after: "变更后余额",
    row: "行数",
    receipt: "执行结果",
    result: "结果",
    against: "不能确认的原因",
    confirm: "确认并提交审批",
    confirm_hint: "审批和发送的内容与以下各行完全一致，如需修改须新建批量变更。",
    confirmed: "已确认，各行的状态显示在本页。",
    already: "该批量变更此前已确认。",
    changed: "数据已发生变化，页面显示的是当前内容，请核对后再确认。",
    again: "重试失败的行",
    nothing_failed: "没有失败的行。",
    again_of: "重试自",
    again_as: "已重试为",
    again_already: "失败的行已由本批量变更重试。",
    saved: "已保存并重新校验。",
    approval: "审批",
    approver: "审批人",
    nobody_asked: "无须审批",
    calls: "调用次数",
    seconds: "至少 {} 秒",
    rest: "重新发放：",
    confirmed_at: "确认时间",
    progress: "成功 {}，失败 {}，处理中 {}",
    states: ["草稿", "可确认", "待审批", "执行中", "已完成", "部分失败", "已退回"],
    headings: [
        "云经销商ID或账号名",
        "客户ID或账号名",
        "券编号",
        "额度编号",
        "子额度编号",
        "金额",
        "面值",
        "回收金额",
        "生效日期",
        "失效日期",
        "备注",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The name of a state.
    pub fn state_name(&self, state: State) -> &'static str {
        State::ALL.into_iter().zip(self.states).find(|(known, _)| *known == state).map_or("", |(_, name)| name)
    }

    /// The heading of a column in sheets of a kind.
    pub const fn heading(&self, kind: Kind, column: Column) -> &'static str {
        let place = match (column, kind) {
            (Column::Recipient, Kind::QuotaIssue) => 0,
            (Column::Recipient, Kind::CouponReclaim) => 2,
            (Column::Recipient, _) => 1,
            (Column::Quota, Kind::QuotaReclaim) => 4,
            (Column::Quota, _) => 3,
            (Column::Amount, Kind::CouponIssue) => 6,
            (Column::Amount, Kind::QuotaReclaim) => 7,
            (Column::Amount, _) => 5,
            (Column::ValidFrom, _) => 8,
            (Column::ValidUntil, _) => 9,
            (Column::Remark, _) => 10,
        };
        self.headings[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_of_a_template_are_read_back_in_both_languages() {
        for kind in Kind::ALL {
            for column in kind.columns() {
                for text in [&EN, &ZH_CN] {
                    let heading = text.heading(kind, *column);
                    assert_eq!(Column::named(heading), Some(*column), "{heading}");
                }
            }
        }
    }
}
