//! Phrases of members (MEM-7, MEM-9).

use crate::{lang::Lang, web::Tone};

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub username: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub roles: &'static str,
    pub state: &'static str,
    pub director: &'static str,
    pub last_login: &'static str,
    pub created: &'static str,
    pub account: &'static str,
    pub person: &'static str,
    pub filter_text: &'static str,
    pub empty: &'static str,
    /// Code, word, colour.
    pub states: [(&'static str, &'static str, Tone); 4],
}

/// English.
pub static EN: Text = Text {
    title: "Members",
    username: "User name",
    name: "Name",
    email: "Mail",
    phone: "Mobile",
    roles: "Role",
    state: "State",
    director: "Director",
    last_login: "Last sign-in",
    created: "Created",
    account: "Login",
    person: "Person",
    filter_text: "User name, name or mail",
    empty: "No members yet",
    states: [
        ("invited", "Invited", Tone::Waiting),
        ("active", "Active", Tone::Done),
        ("disabled", "Disabled", Tone::Refused),
        ("deleted", "Deleted", Tone::Idle),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "成员",
    username: "账号名",
    name: "姓名",
    email: "邮箱",
    phone: "手机",
    roles: "角色",
    state: "状态",
    director: "客户经理主管",
    last_login: "最近登录",
    created: "创建时间",
    account: "账号",
    person: "个人信息",
    filter_text: "账号名、姓名或邮箱",
    empty: "暂无成员",
    states: [
        ("invited", "待激活", Tone::Waiting),
        ("active", "启用", Tone::Done),
        ("disabled", "停用", Tone::Refused),
        ("deleted", "已删除", Tone::Idle),
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
