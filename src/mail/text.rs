//! What letters say, in both languages.

use super::Letter;
use crate::lang::Lang;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: &'static str,
    /// Sentences, in their order.
    pub paragraphs: Vec<String>,
    /// A code, by itself so that it is easily copied.
    pub code: Option<String>,
    /// A link, by itself.
    pub link: Option<String>,
    /// Why it was sent.
    pub foot: &'static str,
}

impl Written {
    /// As plain text.
    pub fn plain(&self) -> String {
        let parts = self.paragraphs.iter().map(String::as_str).chain(self.code.as_deref()).chain(self.link.as_deref());
        parts.chain([self.foot]).collect::<Vec<_>>().join("\r\n\r\n")
    }
}

/// Subject and sentences of one kind of letter; `{}` stands for the name it speaks of.
struct Words {
    subject: &'static str,
    sentences: &'static [&'static str],
}

/// Phrases of letters.
struct Text {
    password_code: Words,
    login_disabled: Words,
    company_account_only: Words,
    step_up_code: Words,
    password_recovered: Words,
    activation: Words,
    credentials_issued: Words,
    deadline_near: Words,
    foot: &'static str,
}

/// English.
static EN: Text = Text {
    password_code: Words {
        subject: "Code for a new password",
        sentences: &[
            "Type this code on the page on which you asked for it. It works once, for five minutes.",
            "If you did not ask for it, ignore this mail: your password has not changed. Never tell the code to anybody.",
        ],
    },
    login_disabled: Words {
        subject: "Your login is disabled",
        sentences: &[
            "A new password was asked for, but your login of the partner portal is disabled. Ask an admin of your organisation to enable it.",
        ],
    },
    company_account_only: Words {
        subject: "Sign in with your company account",
        sentences: &[
            "A new password was asked for, but your organisation signs in with company accounts. Use “Sign in with your company account” on the sign-in page.",
        ],
    },
    step_up_code: Words {
        subject: "Code for a sensitive operation",
        sentences: &[
            "Type this code on the page that asks for it. It works once, for five minutes.",
            "If you are not doing anything in the partner portal right now, change your password and tell an admin.",
        ],
    },
    password_recovered: Words {
        subject: "A password was replaced",
        sentences: &[
            "The forgotten password of {} has been replaced with a mailed code, and every session of that login has ended.",
            "If this was not meant to happen, tell an admin of your organisation at once.",
        ],
    },
    activation: Words {
        subject: "Your login of the partner portal",
        sentences: &[
            "A login was made for you: {}. Open this link to set your password. It works once, for seven days.",
        ],
    },
    credentials_issued: Words {
        subject: "New credentials were issued",
        sentences: &[
            "{}, and every session of that login has ended.",
            "If this was not meant to happen, tell the master account of your organisation.",
        ],
    },
    deadline_near: Words {
        subject: "A deadline is near",
        sentences: &["{}", "Sign in to the partner portal and open “Deadlines”."],
    },
    foot: "Sent by the partner portal of your organisation. Answers to this address are not read.",
};

/// Chinese.
static ZH_CN: Text = Text {
    password_code: Words {
        subject: "重置密码验证码",
        sentences: &[
            "请在申请重置密码的页面输入以下验证码，5 分钟内有效，仅可使用一次。",
            "如非本人操作，请忽略本邮件，您的密码没有变更。请勿将验证码告知任何人。",
        ],
    },
    login_disabled: Words {
        subject: "您的账号已停用",
        sentences: &["有人申请重置密码，但您的伙伴门户账号已停用，请联系本组织的系统管理员启用。"],
    },
    company_account_only: Words {
        subject: "请使用企业账号登录",
        sentences: &["有人申请重置密码，但您所在的组织使用企业账号登录，请在登录页选择“使用企业账号登录”。"],
    },
    step_up_code: Words {
        subject: "敏感操作验证码",
        sentences: &[
            "请在验证页面输入以下验证码，5 分钟内有效，仅可使用一次。",
            "如果您此刻没有在伙伴门户进行操作，请修改密码并告知系统管理员。",
        ],
    },
    password_recovered: Words {
        subject: "密码已重置",
        sentences: &[
            "账号 {} 已通过邮件验证码重置密码，该账号的全部会话已结束。",
            "如非本人操作，请立即告知本组织的系统管理员。",
        ],
    },
    activation: Words {
        subject: "您的伙伴门户账号",
        sentences: &["已为您创建账号：{}。请打开以下链接设置密码，7 天内有效，仅可使用一次。"],
    },
    credentials_issued: Words {
        subject: "登录凭证已重新生成",
        sentences: &["{}，该账号的全部会话已结束。", "如非预期操作，请告知本组织的伙伴主账号。"],
    },
    deadline_near: Words {
        subject: "期限提醒", sentences: &["{}", "请登录伙伴门户，在“期限看板”中查看并处理。"]
    },
    foot: "本邮件由您所在组织的伙伴门户发送，请勿直接回复。",
};

/// The letter in words.
pub fn write(letter: &Letter, lang: Lang) -> Written {
    let text = lang.pick(&EN, &ZH_CN);
    let (words, name, code, link) = match letter {
        Letter::PasswordCode { code } => (&text.password_code, String::new(), Some(code), None),
        Letter::LoginDisabled => (&text.login_disabled, String::new(), None, None),
        Letter::CompanyAccountOnly => (&text.company_account_only, String::new(), None, None),
        Letter::StepUpCode { code } => (&text.step_up_code, String::new(), Some(code), None),
        Letter::PasswordRecovered { username } => (&text.password_recovered, username.clone(), None, None),
        Letter::Activation { username, organization, link } => {
            (&text.activation, format!("{organization} / {username}"), None, Some(link))
        }
        Letter::CredentialsIssued { username, by } => {
            let en = format!("{by} has issued new credentials for {username}");
            let name = lang.pick(en, format!("{by} 为账号 {username} 重新生成了登录凭证"));
            (&text.credentials_issued, name, None, None)
        }
        Letter::DeadlineNear { en, zh } => (&text.deadline_near, lang.pick(en, zh).clone(), None, None),
    };
    let paragraphs = words.sentences.iter().map(|sentence| sentence.replace("{}", &name)).collect();
    Written { subject: words.subject, paragraphs, code: code.cloned(), link: link.cloned(), foot: text.foot }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_carry_their_code_or_link_and_no_gap() {
        let letters = [
            Letter::PasswordCode { code: "123456".into() },
            Letter::LoginDisabled,
            Letter::CompanyAccountOnly,
            Letter::StepUpCode { code: "123456".into() },
            Letter::PasswordRecovered { username: "finance".into() },
            Letter::Activation { username: "finance".into(), organization: "yunhe".into(), link: "https://p/a".into() },
            Letter::CredentialsIssued { username: "finance".into(), by: "admin".into() },
        ];
        for letter in letters {
            for lang in [Lang::En, Lang::ZhCn] {
                let plain = write(&letter, lang).plain();
                assert!(!plain.contains("{}"), "{plain}");
                for told in ["123456", "https://p/a", "finance"] {
                    let has = format!("{letter:?}").contains(told);
                    assert_eq!(plain.contains(told), has, "{told} in {plain}");
                }
            }
        }
    }
}
