//! Phrases of access reviews.

use super::rules::Outcome;
use crate::{lang::Lang, members::Unremovable, web::Tone};

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub empty: &'static str,
    pub hint: &'static str,
    pub review: &'static str,
    pub state: &'static str,
    pub running: &'static str,
    pub ended: &'static str,
    pub began: &'static str,
    pub last_day: &'static str,
    pub progress: &'static str,
    pub removals: &'static str,
    pub days_left: &'static str,
    pub start: &'static str,
    pub start_help: &'static str,
    pub cancel: &'static str,
    pub started: &'static str,
    pub not_started: &'static str,
    pub is_over: &'static str,
    pub answered: &'static str,
    pub export: &'static str,
    pub whose: &'static str,
    pub mine: &'static str,
    pub all: &'static str,
    pub answer: &'static str,
    pub open: &'static str,
    pub keep: &'static str,
    pub remove: &'static str,
    pub save: &'static str,
    pub nothing_here: &'static str,
    pub member: &'static str,
    pub role: &'static str,
    pub since: &'static str,
    pub used: &'static str,
    pub unused: &'static str,
    pub unused_codes: &'static str,
    pub reviewer: &'static str,
    pub admins: &'static str,
    pub note: &'static str,
    pub outcome: &'static str,
    pub answered_by: &'static str,
    pub answered_at: &'static str,
    pub go_on: &'static str,
    /// Open, unanswered, kept, waits, removed, refused, disabled, gone.
    outcomes: [&'static str; 8],
    /// Gone, locked, widens, waits.
    unremovable: [&'static str; 4],
}

/// English.
pub static EN: Text = Text {
    title: "Access reviews",
    empty: "No access review yet",
    hint: "One begins by itself every quarter; an admin can begin one at any time.",
    review: "Review",
    state: "State",
    running: "Running",
    ended: "Ended",
    began: "Began",
    last_day: "Last day",
    progress: "Answered",
    removals: "To be removed",
    days_left: "Days left",
    start: "Begin a review",
    start_help: "Directors are asked about the roles of their managers, admins and the master account about all others. It runs 14 days. Nothing is removed by itself: what is to be removed needs a second person, and what nobody answers stays.",
    cancel: "Cancel",
    started: "The review has begun, and everybody who is asked was told.",
    not_started: "A review is running already, or nobody holds a role.",
    is_over: "The review is over; it takes no more answers.",
    answered: "The answers are saved. What is to be removed waits for a second person.",
    export: "Export CSV",
    whose: "Show",
    mine: "What I am asked",
    all: "Everything",
    answer: "Answer",
    open: "Not answered",
    keep: "Keep",
    remove: "Remove",
    save: "Save answers",
    nothing_here: "Nothing here. Choose another filter to see the other roles.",
    member: "Member",
    role: "Role",
    since: "Assigned",
    used: "Last use of the role",
    unused: "Not in the last 90 days",
    unused_codes: "Unused permissions",
    reviewer: "Asked",
    admins: "Admins",
    note: "Note",
    outcome: "Result",
    answered_by: "Answered by",
    answered_at: "Answered at",
    go_on: "Go on",
    outcomes: [
        "Not answered",
        "Not answered until the end",
        "Kept",
        "Waits for a second person",
        "Removed",
        "Refused by the second person",
        "It was the last role: the login is disabled",
        "No longer held",
    ],
    unremovable: [
        "The member does not hold this role any more.",
        "The role stays while a submission about the member is under review.",
        "Without it the member would see more customers. Change the roles on the member's page, where this is asked.",
        "Another request about the member's roles waits. Decide on that one first.",
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "权限复核",
    empty: "暂无权限复核",
    hint: "每季度自动发起一次，系统管理员也可随时发起。",
    review: "复核",
    state: "状态",
    running: "进行中",
    ended: "已结束",
    began: "开始时间",
    last_day: "截止日期",
    progress: "已填写",
    removals: "拟移除",
    days_left: "剩余天数",
    start: "发起复核",
    start_help: "客户经理主管复核名下客户经理的角色，其余成员由系统管理员和伙伴主账号复核，为期 14 天。系统不会自动移除任何角色：拟移除的角色须经第二人审批，未填写的保持不变。",
    cancel: "取消",
    started: "权限复核已发起，并已通知各复核人。",
    not_started: "已有进行中的权限复核，或没有成员拥有角色。",
    is_over: "权限复核已结束，不能再填写。",
    answered: "已保存。拟移除的角色等待第二人审批。",
    export: "导出 CSV",
    whose: "范围",
    mine: "待我复核",
    all: "全部",
    answer: "复核结论",
    open: "未填写",
    keep: "保留",
    remove: "移除",
    save: "保存结论",
    nothing_here: "没有符合条件的角色，请更换筛选条件。",
    member: "成员",
    role: "角色",
    since: "分配时间",
    used: "该角色最近使用",
    unused: "近 90 天未使用",
    unused_codes: "未使用的权限",
    reviewer: "复核人",
    admins: "系统管理员",
    note: "备注",
    outcome: "结果",
    answered_by: "填写人",
    answered_at: "填写时间",
    go_on: "前往处理",
    outcomes: [
        "未填写",
        "截止时未填写",
        "保留",
        "等待第二人审批",
        "已移除",
        "第二人未同意",
        "唯一角色，账号已停用",
        "已不再拥有",
    ],
    unremovable: [
        "该成员已不再拥有此角色。",
        "该成员提交的资料正在审核，此角色不能移除。",
        "移除后该成员的可见客户将扩大，请在成员的角色分配页面中处理。",
        "该成员另有角色申请待审批，请先处理该申请。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What became of a role, with its colour.
    pub const fn outcome(&self, outcome: Outcome) -> (Tone, &'static str) {
        let [open, unanswered, kept, waits, removed, refused, disabled, gone] = self.outcomes;
        match outcome {
            Outcome::Open => (Tone::Waiting, open),
            Outcome::Unanswered => (Tone::Refused, unanswered),
            Outcome::Kept => (Tone::Done, kept),
            Outcome::Waits => (Tone::Waiting, waits),
            Outcome::Removed => (Tone::Done, removed),
            Outcome::Refused => (Tone::Refused, refused),
            Outcome::Disabled => (Tone::Done, disabled),
            Outcome::Gone => (Tone::Idle, gone),
        }
    }

    /// Why a role cannot be asked to be removed.
    pub const fn unremovable(&self, why: Unremovable) -> &'static str {
        let [gone, locked, widens, waits] = self.unremovable;
        match why {
            Unremovable::Gone => gone,
            Unremovable::Locked => locked,
            Unremovable::Widens => widens,
            Unremovable::Waits => waits,
        }
    }
}
