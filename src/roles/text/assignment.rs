//! Phrases of giving a member roles (ROLE-1 to ROLE-3, PERM-8, MEM-13, AM-3, TRAP-2).

use crate::{
    access::{
        Role,
        grants::{Refusal, Untouchable},
    },
    lang::Lang,
    roles::{forms::assignment::Wrong, rules::assignment::Objection},
};

/// Phrases of the page.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub role: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub none: &'static str,
    pub period_help: &'static str,
    pub reason: &'static str,
    pub check: &'static str,
    pub assign: &'static str,
    pub ask: &'static str,
    pub back: &'static str,
    pub cancel: &'static str,
    pub mend: &'static str,
    pub questions: &'static str,
    /// What is seen today, what then, and what that adds.
    pub widening: fn(&str, &str, &str) -> String,
    pub choice: &'static str,
    pub choice_help: &'static str,
    pub keep: &'static str,
    pub widen: &'static str,
    pub added: &'static str,
    pub successor: &'static str,
    pub taker: &'static str,
    pub unassigned: &'static str,
    pub choose_taker: &'static str,
    pub nobody: &'static str,
    pub preview: &'static str,
    pub preview_help: &'static str,
    pub gained: &'static str,
    pub lost: &'static str,
    pub nothing: &'static str,
    pub issuing: &'static str,
    pub sees_today: &'static str,
    pub sees_then: &'static str,
    pub warning: &'static str,
    pub second: &'static str,
    pub waiting: &'static str,
    pub done: &'static str,
    pub asked: &'static str,
    pub changed_meanwhile: &'static str,
    pub effective: &'static str,
    pub no_such_role: &'static str,
    pub no_day: &'static str,
    pub no_such_day: &'static str,
    pub reversed: &'static str,
    pub past: &'static str,
    pub long_reason: &'static str,
    pub oneself: &'static str,
    pub master: &'static str,
    pub exceeds: &'static str,
    pub last_admin: &'static str,
    pub locked: &'static str,
    pub locked_by: &'static str,
    pub locked_at: &'static str,
    pub submission: &'static str,
    pub choose_scope: &'static str,
    pub choose_successor: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Assign roles",
    role: "Role",
    from: "First day",
    until: "Last day",
    none: "None",
    period_help: "One to three roles. Without a first day a role counts at once, without a last day until it is taken away. Example: 2026-12-31",
    reason: "Reason",
    check: "Check",
    assign: "Assign",
    ask: "Ask for a second person's agreement",
    back: "Back to the form",
    cancel: "Cancel",
    mend: "Please mend:",
    questions: "Please choose first. Nothing has been changed yet.",
    widening: |before, after, added| {
        format!(
            "Customers: choose whether this member is to see more. Today: {before}. With these roles: {after} (added: {added})."
        )
    },
    choice: "Customers this member sees",
    choice_help: "With a second role an account manager or director sees every customer. Choose what this member is to see.",
    keep: "Keep:",
    widen: "Widen:",
    added: "added:",
    successor: "Director of the managers under this member",
    taker: "Account manager of this member's customers and resellers",
    unassigned: "Nobody: they become unassigned",
    choose_taker: "Customers: choose who looks after them, or nobody. Customers and resellers:",
    nobody: "No director",
    preview: "What will change",
    preview_help: "Nothing is changed yet. What is assigned counts from the member's next click.",
    gained: "Gains",
    lost: "Loses",
    nothing: "The permissions stay as they are.",
    issuing: "Can then move vouchers or money",
    sees_today: "Sees today",
    sees_then: "Sees then",
    warning: "Holds permissions that make and check the same thing. The portal refuses checking one's own work.",
    second: "Another admin or the master account must agree, because of:",
    waiting: "Roles that were asked for wait for a second person. Asking again takes their place. Asked by:",
    done: "The roles are assigned.",
    asked: "The request waits for another admin or the master account.",
    changed_meanwhile: "Somebody changed this member meanwhile. The form shows the present roles beside yours; check and assign again.",
    effective: "What does this member open?",
    no_such_role: "Role: there is no such role here.",
    no_day: "Day: enter a day such as 2026-12-31.",
    no_such_day: "Day: there is no such day, check month and day.",
    reversed: "Day: the last day lies before the first.",
    past: "Day: the last day is over.",
    long_reason: "Reason: at most 500 readable characters.",
    oneself: "Nobody changes his own roles. Ask another admin or the master account.",
    master: "The master account has every permission and no roles.",
    exceeds: "This member may do what you may not. Somebody with these permissions can change his roles:",
    last_admin: "This is the last active admin. Make another one first.",
    locked: "A role stays while a submission about this member is under review:",
    locked_by: "Submitted by",
    locked_at: "Since",
    submission: "Submission",
    choose_scope: "Customers: choose whether this member is to see more.",
    choose_successor: "Director: choose who leads these managers, or nobody. Managers:",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "分配角色",
    role: "角色",
    from: "生效日期",
    until: "截止日期",
    none: "无",
    period_help: "1 至 3 个角色。不填生效日期即立即生效，不填截止日期即长期有效。例如：2026-12-31",
    reason: "原因",
    check: "下一步",
    assign: "确认分配",
    ask: "提交审批",
    back: "返回修改",
    cancel: "取消",
    mend: "请更正以下内容：",
    questions: "请先作出选择，目前尚未做任何更改。",
    widening: |before, after, added| {
        format!("客户：请选择是否扩大该成员的数据范围。目前：{before}；分配这些角色后：{after}（新增：{added}）。")
    },
    choice: "该成员可见的客户",
    choice_help: "客户经理或主管再有其他角色时，将可见全部客户。请选择该成员的数据范围。",
    keep: "保持：",
    widen: "扩大：",
    added: "新增：",
    successor: "名下客户经理的新主管",
    taker: "名下客户与云经销商的新客户经理",
    unassigned: "无：变为未分配",
    choose_taker: "客户：请为名下客户与云经销商选择新客户经理或变为未分配。数量：",
    nobody: "不设主管",
    preview: "变化预览",
    preview_help: "尚未生效。分配后，成员的下一次操作即按新角色执行。",
    gained: "增加",
    lost: "减少",
    nothing: "权限没有变化。",
    issuing: "届时可发放券或动用资金",
    sees_today: "目前可见",
    sees_then: "之后可见",
    warning: "同时拥有经办与复核的权限。系统不允许复核自己经办的事项。",
    second: "须由另一位系统管理员或伙伴主账号同意，因为包含：",
    waiting: "已申请的角色正等待第二人审批，再次提交将取代该申请。申请人：",
    done: "角色已分配。",
    asked: "申请已提交，等待另一位系统管理员或伙伴主账号审批。",
    changed_meanwhile: "该成员已被他人修改。表单旁显示当前角色，请对比后重新提交。",
    effective: "该成员可以打开哪些页面",
    no_such_role: "角色：本组织没有该角色。",
    no_day: "日期：请输入日期，例如 2026-12-31。",
    no_such_day: "日期：该日期不存在，请检查月份和日期。",
    reversed: "日期：截止日期早于生效日期。",
    past: "日期：截止日期已过。",
    long_reason: "原因：最多 500 个可识别的字符。",
    oneself: "不能修改自己的角色，请联系其他系统管理员或伙伴主账号。",
    master: "伙伴主账号拥有全部权限，不分配角色。",
    exceeds: "该成员拥有您没有的权限，请由拥有以下权限的人员分配：",
    last_admin: "这是最后一位启用的系统管理员，请先设置另一位。",
    locked: "该成员提交的资料正在审核，以下角色不能移除：",
    locked_by: "提交人",
    locked_at: "锁定时间",
    submission: "审核资料",
    choose_scope: "客户：请选择是否扩大该成员的数据范围。",
    choose_successor: "主管：请为名下客户经理选择新主管或不设主管。人数：",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What is wrong with a field.
    pub fn wrong(&self, wrong: Wrong) -> String {
        match wrong {
            Wrong::Role(number) => format!("{number}. {}", self.no_such_role),
            Wrong::Day(number) => format!("{number}. {}", self.no_day),
            Wrong::NoSuchDay(number) => format!("{number}. {}", self.no_such_day),
            Wrong::Reversed(number) => format!("{number}. {}", self.reversed),
            Wrong::Past(number) => format!("{number}. {}", self.past),
            Wrong::Reason => self.long_reason.to_owned(),
        }
    }

    /// Why it may not be done.
    pub fn objection(&self, objection: &Objection, lang: Lang) -> String {
        match objection {
            Objection::Roles(refusal) => refused(refusal, lang),
            Objection::Untouchable(Untouchable::Oneself) => self.oneself.to_owned(),
            Objection::Untouchable(Untouchable::Master) => self.master.to_owned(),
            Objection::Untouchable(Untouchable::LastAdmin) => self.last_admin.to_owned(),
            Objection::Untouchable(Untouchable::Exceeds(beyond)) => {
                let names = super::custom::Text::of(lang).names(beyond.iter().take(5), lang);
                format!("{} {names}", self.exceeds)
            }
            Objection::Locked(lock) => {
                let role = Role::parse(&lock.role).map_or(lock.role.as_str(), |role| role.name(lang));
                format!("{} {role} · {}", self.locked, lock.submission)
            }
            Objection::Choice(_) => self.choose_scope.to_owned(),
            Objection::Successor(managed) => format!("{} {managed}", self.choose_successor),
            Objection::Taker(held) => format!("{} {held}", self.choose_taker),
        }
    }
}

/// Why roles cannot be given together.
pub fn refused(refusal: &Refusal, lang: Lang) -> String {
    let [none, many, twice, alone, director, kind] = super::simulation::Text::of(lang).cannot_be_given;
    match refusal {
        Refusal::NoRole => none.to_owned(),
        Refusal::TooMany => many.to_owned(),
        Refusal::Twice => twice.to_owned(),
        Refusal::AdminAlone => alone.to_owned(),
        Refusal::ManagerOrDirector => director.to_owned(),
        Refusal::NotInKind(role) => format!("{kind} ({})", role.name(lang)),
        Refusal::Apart((one, other)) => {
            let words = super::custom::Text::of(lang);
            format!("{} {}", words.apart, words.names([*one, *other], lang))
        }
    }
}
