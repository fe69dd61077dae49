//! Phrases of a forgotten password.

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub hint: &'static str,
    pub no_mail: &'static str,
    pub organization: &'static str,
    pub username: &'static str,
    pub send: &'static str,
    pub sent: &'static str,
    pub nothing_came: &'static str,
    pub again: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub new_password: &'static str,
    pub new_password_help: &'static str,
    pub repeated: &'static str,
    pub replace: &'static str,
    pub replaced: &'static str,
    pub wrong: &'static str,
    pub locked: &'static str,
    pub crowded: &'static str,
    pub differs: &'static str,
    pub back: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Forgotten password",
    hint: "A code is sent to the mail address of the login. With it you set a new password.",
    no_mail: "This portal sends no mail. Ask the master account or an admin of your organisation to reset your password.",
    organization: "Organisation",
    username: "User name",
    send: "Send a code",
    sent: "If there is such a login with a mail address, a code is on its way. It works for five minutes.",
    nothing_came: "Nothing has come? Look into the spam folder, then ask for another code after a minute. Without a mail address, ask an admin of your organisation.",
    again: "Send another code",
    code: "Code",
    code_help: "Six digits",
    new_password: "New password",
    new_password_help: "12 to 128 characters; a sentence is easiest to remember",
    repeated: "New password, again",
    replace: "Set password",
    replaced: "The password is set, and all sessions have ended. Sign in with it now.",
    wrong: "The code is wrong or has expired. After five wrong tries ask for another one.",
    locked: "Too many wrong codes. Try again in 15 minutes.",
    crowded: "Too many tries from your network. Wait a minute and try again.",
    differs: "The two passwords differ.",
    back: "Back to sign-in",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "忘记密码",
    hint: "验证码将发送到该账号的邮箱，凭验证码设置新密码。",
    no_mail: "本系统不发送邮件，请联系本组织的伙伴主账号或系统管理员重置密码。",
    organization: "组织账号",
    username: "账号名",
    send: "发送验证码",
    sent: "如果该账号存在且有邮箱，验证码已发送，5 分钟内有效。",
    nothing_came: "没有收到？请查看垃圾邮件，一分钟后可重新发送。没有邮箱的账号请联系本组织的系统管理员。",
    again: "重新发送验证码",
    code: "验证码",
    code_help: "6 位数字",
    new_password: "新密码",
    new_password_help: "12 至 128 个字符，使用一句话最容易记住",
    repeated: "再次输入新密码",
    replace: "设置密码",
    replaced: "密码已设置，全部会话已结束，请使用新密码登录。",
    wrong: "验证码错误或已过期，连续错误 5 次后请重新发送。",
    locked: "验证码错误次数过多，请 15 分钟后重试。",
    crowded: "您所在网络的尝试过于频繁，请一分钟后重试。",
    differs: "两次输入的密码不一致。",
    back: "返回登录",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
