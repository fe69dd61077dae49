//! Phrases of sign-in and activation.

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
    pub forgotten_mail: &'static str,
    pub company_account: &'static str,
    pub company_account_only: &'static str,
    pub wrong: &'static str,
    pub disabled: &'static str,
    pub pending: &'static str,
    pub exited: &'static str,
    pub crowded: &'static str,
    pub busy: &'static str,
    pub signed_out: &'static str,
    pub second: &'static str,
    pub second_hint: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub confirm: &'static str,
    pub code_wrong: &'static str,
    pub recovery_used: &'static str,
    pub took_too_long: &'static str,
    pub lost: &'static str,
    pub use_passkey: &'static str,
    pub passkey: &'static str,
    pub passkey_hint: &'static str,
    pub passkey_go: &'static str,
    pub passkey_wrong: &'static str,
    pub passkey_failed: &'static str,
    pub with_password: &'static str,
    pub activate: &'static str,
    pub activate_hint: &'static str,
    pub new_password: &'static str,
    pub new_password_help: &'static str,
    pub repeated: &'static str,
    pub set_password: &'static str,
    pub password_set: &'static str,
    pub link_dead: &'static str,
    pub link_dead_hint: &'static str,
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
    forgotten_mail: "Forgotten your password?",
    company_account: "Sign in with your company account",
    company_account_only: "Your organisation signs in with company accounts. Choose “Sign in with your company account”.",
    wrong: "Organisation, user name or password is wrong.",
    disabled: "This login is disabled. Ask an admin of your organisation to enable it.",
    pending: "Your organisation is not active yet. You can sign in once it has been admitted.",
    exited: "Your organisation has left; only its master account can still sign in.",
    crowded: "Too many tries from your network. Wait a minute and try again.",
    busy: "Many people are signing in right now. Try again in a moment.",
    signed_out: "You have signed out.",
    second: "Second factor",
    second_hint: "Your password is right. Now type the code that your authenticator app shows.",
    code: "Code",
    code_help: "Six digits, or one of your recovery codes",
    confirm: "Confirm",
    code_wrong: "This code is wrong, or it has been used already. Wait for the next one and try again.",
    recovery_used: "You have signed in with a recovery code; it does not work again. See your profile for how many are left.",
    took_too_long: "The code took longer than ten minutes. Sign in again.",
    lost: "Lost your app and your recovery codes? The master account or an admin of your organisation can reset them.",
    use_passkey: "Sign in with a passkey",
    passkey: "Passkey",
    passkey_hint: "Your browser asks for the passkey you have registered: a finger, a face, a PIN or a security key.",
    passkey_go: "Go on",
    passkey_wrong: "This passkey is not known here, or the answer came too late. Try again, or sign in with your password.",
    passkey_failed: "The browser gave no passkey. Try again, or sign in with your password.",
    with_password: "Sign in with a password",
    activate: "Set your password",
    activate_hint: "For the login",
    new_password: "New password",
    new_password_help: "12 to 128 characters; a sentence is easiest to remember",
    repeated: "New password, again",
    set_password: "Set password",
    password_set: "The password is set. Sign in with it now.",
    link_dead: "This link no longer works",
    link_dead_hint: "It has been used or is more than seven days old. Ask an admin of your organisation for a new one.",
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
    forgotten_mail: "忘记密码？",
    company_account: "使用企业账号登录",
    company_account_only: "您所在的组织使用企业账号登录，请选择“使用企业账号登录”。",
    wrong: "组织账号、账号名或密码错误。",
    disabled: "该账号已停用，请联系本组织的系统管理员启用。",
    pending: "您的组织尚未激活，完成入驻后即可登录。",
    exited: "您的组织已退出，仅伙伴主账号可以登录。",
    crowded: "您所在网络的登录尝试过于频繁，请一分钟后重试。",
    busy: "当前登录人数较多，请稍后重试。",
    signed_out: "您已退出登录。",
    second: "第二重验证",
    second_hint: "密码正确，请输入验证器应用显示的验证码。",
    code: "验证码",
    code_help: "6 位数字，或一个恢复码",
    confirm: "确定",
    code_wrong: "验证码错误或已被使用，请等待下一个验证码后重试。",
    recovery_used: "您已使用恢复码登录，该恢复码不能再次使用。剩余数量请查看个人资料。",
    took_too_long: "验证超过 10 分钟，请重新登录。",
    lost: "验证器和恢复码都丢失了？请联系本组织的伙伴主账号或系统管理员重置。",
    use_passkey: "使用通行密钥登录",
    passkey: "通行密钥",
    passkey_hint: "浏览器将请求您注册过的通行密钥：指纹、面容、PIN 或安全密钥。",
    passkey_go: "继续",
    passkey_wrong: "该通行密钥未注册或验证超时，请重试，或使用密码登录。",
    passkey_failed: "浏览器未提供通行密钥，请重试，或使用密码登录。",
    with_password: "使用密码登录",
    activate: "设置密码",
    activate_hint: "登录账号：",
    new_password: "新密码",
    new_password_help: "12 至 128 个字符，使用一句话最容易记住",
    repeated: "再次输入新密码",
    set_password: "设置密码",
    password_set: "密码已设置，请使用新密码登录。",
    link_dead: "链接已失效",
    link_dead_hint: "链接已被使用或已超过 7 天，请联系本组织的系统管理员重新发送。",
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
            Shut::CompanyAccountOnly => self.company_account_only,
        }
    }

    /// The second factor is locked for so many more seconds.
    pub fn locked_code(&self, seconds: i64, lang: Lang) -> String {
        let minutes = seconds.div_euclid(60) + 1;
        lang.pick(
            format!("Too many wrong codes. Try again in {minutes} min."),
            format!("验证码错误次数过多，请 {minutes} 分钟后重试。"),
        )
    }

    /// Which of organisation, user name and password are to be filled in, if any.
    pub fn missing(&self, missing: [bool; 3], lang: Lang) -> Option<String> {
        let names = [self.organization, self.username, self.password].into_iter().zip(missing);
        let names: Vec<&str> = names.filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect();
        let said = || lang.pick(format!("Fill in: {}.", names.join(", ")), format!("请填写{}。", names.join("、")));
        (!names.is_empty()).then(said)
    }

    /// Locked for so many more seconds.
    pub fn locked(&self, seconds: i64, lang: Lang) -> String {
        let minutes = seconds.div_euclid(60) + 1;
        lang.pick(
            format!("Too many wrong passwords. Try again in {minutes} min."),
            format!("密码错误次数过多，请 {minutes} 分钟后重试。"),
        )
    }

    /// Somebody took the second factors away, and what to do.
    pub fn factors_reset(&self, by: &str, lang: Lang) -> String {
        lang.pick(
            format!("{by} has taken away your second factors. Set up a new one on your profile; if you did not ask for it, tell your administrator."),
            format!("{by} 已重置您的第二重验证，请在个人资料中重新设置；如非本人要求，请联系系统管理员。"),
        )
    }
}
