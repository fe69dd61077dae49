//! Phrases of the simulation (PERM-7).

use crate::lang::Lang;

/// Phrases of the page.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub intro: &'static str,
    pub roles: &'static str,
    pub member: &'static str,
    pub run: &'static str,
    pub permissions: &'static str,
    pub issuing: &'static str,
    pub issues_nothing: &'static str,
    pub sees: &'static str,
    pub routes: &'static str,
    pub opens: &'static str,
    pub stays_shut: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub because: &'static str,
    pub everybody: &'static str,
    pub refused: &'static str,
    pub cannot_be_given: [&'static str; 6],
}

/// English.
pub static EN: Text = Text {
    title: "Simulation",
    intro: "What a member with these roles could do. The same function decides about every request.",
    roles: "Roles",
    member: "Member",
    run: "Simulate",
    permissions: "Permissions",
    issuing: "Moves vouchers or money",
    issues_nothing: "Nothing",
    sees: "Customers seen",
    routes: "Pages and actions",
    opens: "Opens",
    stays_shut: "Stays shut",
    method: "Method",
    path: "Address",
    because: "Permission",
    everybody: "Everybody",
    refused: "These roles cannot be assigned together:",
    cannot_be_given: [
        "Choose at least one role.",
        "At most 3 roles.",
        "The same role twice.",
        "Admin stands alone: it excludes every other role.",
        "Account manager and account director exclude each other.",
        "This kind of organisation has no such role.",
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "权限模拟",
    intro: "拥有这些角色的成员可以做什么。与每次请求使用同一判断。",
    roles: "角色",
    member: "成员",
    run: "模拟",
    permissions: "权限",
    issuing: "可发放券或动用资金",
    issues_nothing: "无",
    sees: "可见客户",
    routes: "页面与操作",
    opens: "可以打开",
    stays_shut: "不能打开",
    method: "方法",
    path: "地址",
    because: "所需权限",
    everybody: "所有人",
    refused: "这些角色不能同时分配：",
    cannot_be_given: [
        "请至少选择一个角色。",
        "最多 3 个角色。",
        "角色重复。",
        "系统管理员与其他所有角色互斥。",
        "客户经理与客户经理主管互斥。",
        "此类组织没有该角色。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
