//! Phrases of the first page.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub customers: &'static str,
    pub my_customers: &'static str,
    pub verified: &'static str,
    pub resellers: &'static str,
    pub associated: &'static str,
    pub members: &'static str,
    pub nothing: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Home",
    customers: "Customers",
    my_customers: "My customers",
    verified: "Verified:",
    resellers: "Cloud resellers",
    associated: "Associated now",
    members: "Members",
    nothing: "Your roles show no figures here. The menu lists what you can open.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "主页",
    customers: "客户",
    my_customers: "我的客户",
    verified: "已实名：",
    resellers: "云经销商",
    associated: "当前关联",
    members: "成员",
    nothing: "您的角色在此没有可查看的数据，请从菜单进入。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
