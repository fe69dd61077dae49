//! Phrases of qualifications: the partner's pages and the desk's.

use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub apply: &'static str,
    pub go_on: &'static str,
    pub form: &'static str,
    pub form_hint: &'static str,
    pub scheme: &'static str,
    pub company: &'static str,
    pub path: &'static str,
    pub paths: [(&'static str, &'static str); 3],
    pub stage: &'static str,
    pub stages: [(&'static str, &'static str); 3],
    pub contact: &'static str,
    pub contact_help: &'static str,
    pub state: &'static str,
    pub submitted_at: &'static str,
    pub reason: &'static str,
    pub reason_help: &'static str,
    pub save: &'static str,
    pub submit: &'static str,
    pub back: &'static str,
    pub facts: &'static str,
    pub no_stage: &'static str,
    pub no_agreement: &'static str,
    pub no_scheme: &'static str,
    pub saved: &'static str,
    pub submitted: &'static str,
    pub moved: &'static str,
    pub act: &'static str,
    pub withdraw: &'static str,
    pub take_back: &'static str,
    pub edit: &'static str,
    pub discard: &'static str,
    pub review: &'static str,
    pub review_hint: &'static str,
    pub pass: &'static str,
    pub send_back: &'static str,
    pub approve: &'static str,
    pub reject: &'static str,
    pub elsewhere: &'static str,
    pub desk: &'static str,
    pub done: &'static str,
    pub agreed: &'static str,
}

/// English.
static EN: Text = Text {
    title: "FH qualifications",
    apply: "Apply: ",
    go_on: "Go on: ",
    form: "FH qualification",
    form_hint: "Apply once for a scheme. After the vendor's approval its monthly records can be made.",
    scheme: "Scheme",
    company: "Company",
    path: "Path",
    paths: [("service", "Services"), ("si", "SI"), ("learning", "Learning")],
    stage: "Stage",
    stages: [("joined", "Joined"), ("role_certified", "Role certified"), ("differentiated", "Differentiated")],
    contact: "Contact",
    contact_help: "Who answers the vendor's questions",
    state: "State",
    submitted_at: "Submitted",
    reason: "Reason",
    reason_help: "Needed to reject or return; the reader sees it",
    save: "Save as draft",
    submit: "Submit",
    back: "Back",
    facts: "Facts for conditions",
    no_stage: "The stage that the scheme asks for is not reached on its path. See the facts for conditions.",
    no_agreement: "The vendor desk has published no FH agreement that holds today. Applications open with it.",
    no_scheme: "This site has no scheme that is applied for.",
    saved: "Saved as a draft.",
    submitted: "Submitted.",
    moved: "Done.",
    act: "What can be done",
    withdraw: "Withdraw",
    take_back: "Take back",
    edit: "Edit again",
    discard: "Delete",
    review: "Internal review",
    review_hint: "Pass it to the vendor, or return it with a reason.",
    pass: "Pass",
    send_back: "Return",
    approve: "Approve",
    reject: "Reject",
    elsewhere: "Decided elsewhere",
    desk: "Worklist",
    done: "Done. The partner was told.",
    agreed: "Agreed to",
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "FH 资格申请",
    apply: "申请资格：",
    go_on: "继续填写：",
    form: "FH 资格申请",
    form_hint: "每个激励方案只需申请一次资格，审核通过后方可申请或确认月度激励。",
    scheme: "激励方案",
    company: "公司名称",
    path: "伙伴路径",
    paths: [("service", "服务"), ("si", "数字化转型咨询与系统集成"), ("learning", "学习与赋能")],
    stage: "阶段",
    stages: [("joined", "已加入"), ("role_certified", "角色认证"), ("differentiated", "能力差异化")],
    contact: "联系人",
    contact_help: "华为有疑问时的联系人",
    state: "状态",
    submitted_at: "提交时间",
    reason: "原因",
    reason_help: "驳回或退回时必填，对方可见",
    save: "保存草稿",
    submit: "提交",
    back: "返回",
    facts: "条件数据",
    no_stage: "该方案所属路径尚未达到要求的阶段，请查看条件数据。",
    no_agreement: "厂商尚未发布当前有效的 FH 协议，发布后方可申请。",
    no_scheme: "该站点没有需要申请资格的激励方案。",
    saved: "草稿保存成功。",
    submitted: "提交成功。",
    moved: "操作成功。",
    act: "可执行的操作",
    withdraw: "撤回",
    take_back: "撤回修改",
    edit: "重新编辑",
    discard: "删除",
    review: "内部审批",
    review_hint: "请审批通过并提交华为，或填写原因后退回。",
    pass: "通过",
    send_back: "退回",
    approve: "审核通过",
    reject: "驳回",
    elsewhere: "已在其他渠道决定",
    desk: "待办列表",
    done: "操作成功，已通知伙伴。",
    agreed: "已同意的协议",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a path.
    pub fn path_word<'a>(&self, code: &'a str) -> &'a str {
        self.paths.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }

    /// The word of a stage.
    pub fn stage_word<'a>(&self, code: &'a str) -> &'a str {
        self.stages.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }
}
