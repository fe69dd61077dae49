//! Phrases of sign-in and activation.

use super::forms::PasswordRefusal;
use crate::{access::sign_in::Shut, lang::Lang};

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub organization: &'static str,
    pub organization_help: &'static str,
    pub username: &'static str,
    pub password: &'static str,
    pub submit: &'static str,
    pub forgotten: &'static str,
    pub wrong: &'static str,
    pub disabled: &'static str,
    pub pending: &'static str,
    pub exited: &'static str,
    pub crowded: &'static str,
    pub busy: &'static str,
    pub signed_out: &'static str,
    pub activate: &'static str,
    pub activate_hint: &'static str,
    pub new_password: &'static str,
    pub new_password_help: &'static str,
    pub repeated: &'static str,
    pub set_password: &'static str,
    pub password_set: &'static str,
    pub link_dead: &'static str,
    pub link_dead_hint: &'static str,
    pub length: &'static str,
    pub personal: &'static str,
    pub differs: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Sign in",
    organization: "Organisation",
    organization_help: "The account of your organisation, for example yunhe",
    username: "User name",
    password: "Password",
    submit: "Sign in",
    forgotten: "Forgotten your password? The master account or an admin of your organisation can reset it.",
    wrong: "Organisation, user name or password is wrong.",
    disabled: "This login is disabled. Ask an admin of your organisation to enable it.",
    pending: "Your organisation is not active yet. You can sign in once it has been admitted.",
    exited: "Your organisation has left; only its master account can still sign in.",
    crowded: "Too many tries from your network. Wait a minute and try again.",
    busy: "Many people are signing in right now. Try again in a moment.",
    signed_out: "You have signed out.",
    activate: "Set your password",
    activate_hint: "For the login",
    new_password: "New password",
    new_password_help: "12 to 128 characters; a sentence is easiest to remember",
    repeated: "New password, again",
    set_password: "Set password",
    password_set: "The password is set. Sign in with it now.",
    link_dead: "This link no longer works",
    link_dead_hint: "It has been used or is more than seven days old. Ask an admin of your organisation for a new one.",
    length: "The password needs 12 to 128 characters.",
    personal: "The password must not contain your user name, organisation or mail address.",
    differs: "The two passwords differ.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "登录",
    organization: "组织账号",
    organization_help: "您所在组织的账号，例如 yunhe",
    username: "账号名",
    password: "密码",
    submit: "登录",
    forgotten: "忘记密码？请联系本组织的伙伴主账号或系统管理员重置。",
    wrong: "组织账号、账号名或密码错误。",
    disabled: "该账号已停用，请联系本组织的系统管理员启用。",
    pending: "您的组织尚未激活，完成入驻后即可登录。",
    exited: "您的组织已退出，仅伙伴主账号可以登录。",
    crowded: "您所在网络的登录尝试过于频繁，请一分钟后重试。",
    busy: "当前登录人数较多，请稍后重试。",
    signed_out: "您已退出登录。",
    activate: "设置密码",
    activate_hint: "登录账号：",
    new_password: "新密码",
    new_password_help: "12 至 128 个字符，使用一句话最容易记住",
    repeated: "再次输入新密码",
    set_password: "设置密码",
    password_set: "密码已设置，请使用新密码登录。",
    link_dead: "链接已失效",
    link_dead_hint: "链接已被使用或已超过 7 天，请联系本组织的系统管理员重新发送。",
    length: "密码长度须为 12 至 128 个字符。",
    personal: "密码不能包含账号名、组织账号或邮箱名。",
    differs: "两次输入的密码不一致。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// Why a right password does not open the door.
    pub fn shut(&self, shut: Shut) -> &'static str {
        match shut {
            Shut::Disabled => self.disabled,
            Shut::Pending => self.pending,
            Shut::Exited => self.exited,
        }
    }

    /// Locked for so many more seconds.
    pub fn locked(&self, seconds: i64, lang: Lang) -> String {
        let minutes = seconds.div_euclid(60) + 1;
        lang.pick(
            format!("Too many wrong passwords. Try again in {minutes} min."),
            format!("密码错误次数过多，请 {minutes} 分钟后重试。"),
        )
    }

    /// Why a new password is not taken.
    pub fn password(&self, refusal: PasswordRefusal) -> &'static str {
        match refusal {
            PasswordRefusal::Length => self.length,
            PasswordRefusal::Personal => self.personal,
            PasswordRefusal::Differs => self.differs,
        }
    }
}
