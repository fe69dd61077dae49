//! Phrases of tokens.

use super::rules::Refusal;
use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub members: &'static str,
    pub hint: &'static str,
    pub owner: &'static str,
    pub name: &'static str,
    pub prefix: &'static str,
    pub scopes: &'static str,
    pub state: &'static str,
    pub expires: &'static str,
    pub used: &'static str,
    pub action: &'static str,
    pub works: &'static str,
    pub ended: &'static str,
    pub was_revoked: &'static str,
    pub revoke: &'static str,
    pub revoked: &'static str,
    pub none: &'static str,
    pub new: &'static str,
    pub name_help: &'static str,
    pub lives: &'static str,
    pub make: &'static str,
    pub made: &'static str,
    pub made_once: &'static str,
    pub made_use: &'static str,
    pub back: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub no_name: &'static str,
    pub no_days: &'static str,
    pub no_scope: &'static str,
    pub wrong_scope: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "API tokens",
    members: "Tokens of members",
    hint: "A token lets a program use the JSON API in your name, as far as its scopes and your own rights go.",
    owner: "Owner",
    name: "Name",
    prefix: "Begins with",
    scopes: "Scopes",
    state: "State",
    expires: "Expires",
    used: "Last used",
    action: "Action",
    works: "Works",
    ended: "Ended",
    was_revoked: "Revoked",
    revoke: "Revoke",
    revoked: "The token is revoked; programs that use it are turned away from now on.",
    none: "There are no tokens yet.",
    new: "New token",
    name_help: "What the program is called",
    lives: "Days it works",
    make: "Make token",
    made: "Your new token",
    made_once: "Copy it now: it is shown only this once.",
    made_use: "Send it as",
    back: "Back to the tokens",
    copy: "Copy",
    copied: "Copied",
    no_name: "Give the token a name of at most 64 characters.",
    no_days: "Choose how long the token works.",
    no_scope: "Choose at least one scope.",
    wrong_scope: "You cannot give a token what you do not hold yourself.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "我的凭证",
    members: "成员凭证",
    hint: "凭证用于程序调用 JSON API，权限不超过所选范围和您自己的权限。",
    owner: "所有者",
    name: "名称",
    prefix: "凭证前缀",
    scopes: "权限范围",
    state: "状态",
    expires: "到期时间",
    used: "最近使用",
    action: "操作",
    works: "有效",
    ended: "已失效",
    was_revoked: "已吊销",
    revoke: "吊销",
    revoked: "凭证已吊销，使用该凭证的程序将无法继续访问。",
    none: "暂无凭证。",
    new: "新建凭证",
    name_help: "程序的名称",
    lives: "有效天数",
    make: "新建",
    made: "新凭证",
    made_once: "请立即复制，凭证仅在此显示一次。",
    made_use: "使用方式",
    back: "返回凭证列表",
    copy: "复制",
    copied: "已复制",
    no_name: "请输入不超过 64 个字符的名称。",
    no_days: "请选择有效天数。",
    no_scope: "请至少选择一项权限范围。",
    wrong_scope: "不能授予您自己没有的权限。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Why a token is not made.
    pub fn refusal(&self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::Name => self.no_name,
            Refusal::Days => self.no_days,
            Refusal::NoScope => self.no_scope,
            Refusal::Scope => self.wrong_scope,
        }
    }
}
