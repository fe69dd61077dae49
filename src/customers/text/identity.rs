//! Phrases of what the vendor is asked before a customer is created (CUST-6, CUST-7).

use crate::{
    customers::rules::identity::{Finding, Subject},
    lang::Lang,
};

/// Phrases of the two buttons and their answers.
pub struct Text {
    pub check: &'static str,
    pub send: &'static str,
    pub free_name: &'static str,
    pub free_phone: &'static str,
    pub free_mail: &'static str,
    pub accounts_left: &'static str,
    pub taken_name: &'static str,
    pub taken_phone: &'static str,
    pub taken_mail: &'static str,
    pub other: &'static str,
    pub sent: &'static str,
    pub maybe_sent: &'static str,
    pub sent_lately: &'static str,
    pub no_answer: &'static str,
    pub no_caller: &'static str,
}

/// English.
pub static EN: Text = Text {
    check: "Check name and contact",
    send: "Send code",
    free_name: "This account name is free.",
    free_phone: "This mobile number can be used.",
    free_mail: "This mail address can be used.",
    accounts_left: "Accounts it can still have:",
    taken_name: "This account name is taken. Choose another one.",
    taken_phone: "This mobile number has all the accounts it may have. Use another number.",
    taken_mail: "This mail address belongs to an account already. Use another one, or invite that account.",
    other: "Huawei Cloud answered with a word the portal does not know. It will say when the account is created.",
    sent: "The code was sent to the customer. It can be used for 10 minutes: ask for it and enter it below.",
    maybe_sent: "It is not known whether the code was sent. Ask the customer before you send another one.",
    sent_lately: "A code was asked for less than a minute ago. Ask the customer for it, or send another one in a minute.",
    no_answer: "Huawei Cloud does not answer at the moment. Nothing was sent; try again in a minute.",
    no_caller: "The connection to Huawei Cloud cannot be used at the moment. Ask an administrator to look at it.",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    check: "校验账号名与联系方式",
    send: "发送验证码",
    free_name: "该账号名可以使用。",
    free_phone: "该手机号可以使用。",
    free_mail: "该邮箱可以使用。",
    accounts_left: "剩余可注册账号数：",
    taken_name: "该账号名已被使用，请更换。",
    taken_phone: "该手机号注册的账号数已达上限，请更换。",
    taken_mail: "该邮箱已注册账号，请更换，或邀请该账号关联。",
    other: "华为云返回了无法识别的校验结果，以创建账号时的结果为准。",
    sent: "验证码已发送给客户，10分钟内有效，请向客户索取并填写在下方。",
    maybe_sent: "无法确认验证码是否已发送，请先向客户确认，再决定是否重新发送。",
    sent_lately: "一分钟内已发送过验证码，请先向客户确认是否收到，或一分钟后重新发送。",
    no_answer: "华为云暂无响应，未发送任何内容，请稍后重试。",
    no_caller: "华为云连接暂不可用，请联系管理员检查。",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// What the vendor said about a field.
    pub fn found(&self, subject: Subject, finding: &Finding) -> String {
        let (free, taken) = match subject {
            Subject::Name => (self.free_name, self.taken_name),
            Subject::Phone => (self.free_phone, self.taken_phone),
            Subject::Mail => (self.free_mail, self.taken_mail),
        };
        match finding {
            Finding::Free => free.to_owned(),
            Finding::FreeFor(left) => format!("{free} {} {left}", self.accounts_left),
            Finding::Taken => taken.to_owned(),
            Finding::Other(_) => self.other.to_owned(),
        }
    }
}
