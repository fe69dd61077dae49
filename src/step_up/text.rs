//! Phrases of step-up.

use crate::{access::factors::step_up::Means, lang::Lang};

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub operation: &'static str,
    pub hint: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub recovery: &'static str,
    pub recovery_help: &'static str,
    pub mail_hint: &'static str,
    pub mail_sent: &'static str,
    pub mail_send: &'static str,
    pub mail_again: &'static str,
    pub mail_code_help: &'static str,
    pub wait: &'static str,
    pub password: &'static str,
    pub with_passkey: &'static str,
    pub confirm: &'static str,
    pub cancel: &'static str,
    pub wrong: &'static str,
    pub locked: &'static str,
    pub nothing: &'static str,
    pub enrol: &'static str,
}

/// English.
pub static EN: Text = Text {
    title: "Confirm that it is you",
    operation: "Operation",
    hint: "What you typed is kept. After this you can use the operation for five minutes without being asked again.",
    code: "Code",
    code_help: "Six digits of your authenticator app, or one of your recovery codes",
    recovery: "Recovery code",
    recovery_help: "Only if the device with your passkey is lost",
    mail_hint: "You have no second factor yet. A code can be sent to your mail address.",
    mail_sent: "A code is on its way to your mail address. It works for five minutes.",
    mail_send: "Send a code",
    mail_again: "Send another code",
    mail_code_help: "Six digits",
    wait: "A code was sent just before. Another one can be sent after a minute, six an hour.",
    password: "Your password",
    with_passkey: "Confirm with a passkey",
    confirm: "Confirm and go on",
    cancel: "Go back without it",
    wrong: "This is wrong, or it has been used already. Try again.",
    locked: "Too many wrong tries. Try again in 15 minutes.",
    nothing: "This operation needs a second factor, and you have none yet.",
    enrol: "Set up a second factor",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "身份验证",
    operation: "敏感操作",
    hint: "您填写的内容会保留。验证后 5 分钟内再次进行该操作无需重复验证。",
    code: "验证码",
    code_help: "验证器应用显示的 6 位数字，或一个恢复码",
    recovery: "恢复码",
    recovery_help: "仅在丢失通行密钥所在设备时使用",
    mail_hint: "您尚未设置第二重验证，可将验证码发送到您的邮箱。",
    mail_sent: "验证码已发送到您的邮箱，5 分钟内有效。",
    mail_send: "发送验证码",
    mail_again: "重新发送验证码",
    mail_code_help: "6 位数字",
    wait: "刚刚已发送验证码，一分钟后可重新发送，每小时最多 6 次。",
    password: "您的密码",
    with_passkey: "使用通行密钥验证",
    confirm: "确定并继续",
    cancel: "返回",
    wrong: "验证失败或验证码已被使用，请重试。",
    locked: "失败次数过多，请 15 分钟后重试。",
    nothing: "该操作需要第二重验证，您尚未设置。",
    enrol: "设置第二重验证",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What the code is called: with passkeys alone it can only be a recovery code.
    pub fn code_label(&self, means: Means) -> &'static str {
        if means == Means::Passkey { self.recovery } else { self.code }
    }

    /// What stands under its field.
    pub fn code_hint(&self, means: Means) -> &'static str {
        match means {
            Means::Passkey => self.recovery_help,
            Means::MailCode => self.mail_code_help,
            _ => self.code_help,
        }
    }
}
