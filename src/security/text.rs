//! Phrases of sign-in security.

use std::ops::RangeInclusive;

use super::rules::Refusal;
use crate::{access::factors::policy::MfaPolicy, lang::Lang};

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub policy_title: &'static str,
    pub in_force: &'static str,
    pub coming: &'static str,
    pub whose: &'static str,
    pub from_when: &'static str,
    pub from_hint: &'static str,
    pub reason: &'static str,
    pub save: &'static str,
    pub changed: &'static str,
    pub choose: &'static str,
    pub conflict: &'static str,
    pub unchanged: &'static str,
    pub loosens: &'static str,
    pub without: &'static str,
    pub without_hint: &'static str,
    pub all_without: &'static str,
    pub username: &'static str,
    pub master: &'static str,
    pub limits: &'static str,
    pub idle: &'static str,
    pub life: &'static str,
    pub lock: &'static str,
    pub lock_value: &'static str,
    pub tries: &'static str,
    pub rate: &'static str,
    pub token_rate: &'static str,
    pub proof: &'static str,
    pub password: &'static str,
    pub refused: &'static str,
    pub refused_hint: &'static str,
    pub what: &'static str,
    pub times: &'static str,
    pub last: &'static str,
    pub addresses: &'static str,
    /// Name and explanation of off, privileged, all.
    pub policies: [(&'static str, &'static str); 3],
}

/// English.
pub static EN: Text = Text {
    title: "Sign-in security",
    policy_title: "Second factor",
    in_force: "Required now",
    coming: "Required later",
    whose: "Who needs a second factor to sign in",
    from_when: "A stricter rule begins",
    from_hint: "Until then members see on their profile that they have to set one up. A looser rule counts at once.",
    reason: "Reason",
    save: "Save",
    changed: "The rule is saved.",
    choose: "Choose who needs a second factor.",
    conflict: "Somebody else changed the rule meanwhile. The present rule stands above, what you chose below; save again to let yours count.",
    unchanged: "This is the present rule already.",
    loosens: "Only the master account or an admin makes the rule looser or later.",
    without: "Without a second factor",
    without_hint: "These members are led to set one up when they next open a page.",
    all_without: "All members without a second factor",
    username: "User name",
    master: "Master account",
    limits: "Limits",
    idle: "Idle session",
    life: "Longest session",
    lock: "Wrong passwords",
    lock_value: "5 lock out for 15 min",
    tries: "Sign-in tries",
    rate: "Member requests",
    token_rate: "Token requests",
    proof: "Fresh proof",
    password: "Password",
    refused: "Refused lately",
    refused_hint: "Counted per login and quarter of an hour; then it stands in the audit record.",
    what: "What",
    times: "Times",
    last: "Last",
    addresses: "Addresses",
    policies: [
        ("Nobody", "Sensitive operations ask for the password."),
        ("Privileged members", "The master account, admins, and who may use sensitive permissions."),
        ("Everybody", "Every member of the organisation."),
    ],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "登录安全",
    policy_title: "第二重验证",
    in_force: "当前要求",
    coming: "即将生效",
    whose: "哪些成员登录时需要第二重验证",
    from_when: "更严格的要求生效时间",
    from_hint: "生效前，相关成员会在个人资料中看到设置提醒。放宽要求立即生效。",
    reason: "原因",
    save: "保存",
    changed: "设置已保存。",
    choose: "请选择哪些成员需要第二重验证。",
    conflict: "其他人已修改该设置。上方是当前设置，下方是您的选择；再次保存将以您的选择为准。",
    unchanged: "当前设置已是如此。",
    loosens: "只有伙伴主账号或系统管理员可以放宽或推迟该要求。",
    without: "尚未设置第二重验证",
    without_hint: "这些成员下次打开页面时会被引导完成设置。",
    all_without: "查看所有未设置第二重验证的成员",
    username: "账号名",
    master: "伙伴主账号",
    limits: "限制",
    idle: "会话闲置超时",
    life: "会话最长有效期",
    lock: "密码错误",
    lock_value: "5 次后锁定 15 分钟",
    tries: "每个地址的登录尝试",
    rate: "每个成员的请求",
    token_rate: "每个 API 凭证的请求",
    proof: "敏感操作验证有效期",
    password: "密码长度",
    refused: "近期被拒绝的请求",
    refused_hint: "按账号每 15 分钟合计一次，随后写入审计记录。",
    what: "内容",
    times: "次数",
    last: "最近一次",
    addresses: "来源地址",
    policies: [
        ("无需", "敏感操作时验证密码。"),
        ("特权成员", "伙伴主账号、系统管理员以及拥有敏感操作权限的成员。"),
        ("全部成员", "组织内的所有成员。"),
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    const fn words(&self, policy: MfaPolicy) -> (&'static str, &'static str) {
        match policy {
            MfaPolicy::Off => self.policies[0],
            MfaPolicy::Privileged => self.policies[1],
            MfaPolicy::All => self.policies[2],
        }
    }

    /// Whom a policy covers, in a word.
    pub const fn policy(&self, policy: MfaPolicy) -> &'static str {
        self.words(policy).0
    }

    /// The same in a sentence.
    pub const fn policy_hint(&self, policy: MfaPolicy) -> &'static str {
        self.words(policy).1
    }

    /// How many a policy covers, and how many of them have no second factor.
    pub fn counts(&self, covered: usize, without: usize, lang: Lang) -> String {
        lang.pick(
            format!("Members: {covered}, without a second factor: {without}."),
            format!("共 {covered} 人，其中 {without} 人尚未设置。"),
        )
    }

    /// When a stricter policy begins.
    pub fn begins(&self, days: i64, lang: Lang) -> String {
        match days {
            0 => lang.pick("At once", "立即").to_owned(),
            days => lang.pick(format!("In {days} days"), format!("{days} 天后")),
        }
    }

    /// How many are not named.
    pub fn more(&self, count: usize, lang: Lang) -> String {
        lang.pick(format!("And {count} more."), format!("另有 {count} 人。"))
    }

    /// A number of minutes.
    pub fn minutes(&self, count: i64, lang: Lang) -> String {
        lang.pick(format!("{count} min"), format!("{count} 分钟"))
    }

    /// A number of hours.
    pub fn hours(&self, count: i64, lang: Lang) -> String {
        lang.pick(format!("{count} hours"), format!("{count} 小时"))
    }

    /// So many a minute.
    pub fn per_minute(&self, count: i32, lang: Lang) -> String {
        lang.pick(format!("{count} per min"), format!("每分钟 {count} 次"))
    }

    /// So many a second, twice as many at once; 0 is not counted.
    pub fn per_second(&self, count: i32, lang: Lang) -> String {
        match count {
            0 => lang.pick("Not limited here", "未限制").to_owned(),
            count => lang
                .pick(format!("{count}/s, {} at once", count * 2), format!("每秒 {count} 次，瞬时 {} 次", count * 2)),
        }
    }

    /// From so many to so many characters.
    pub fn letters(&self, length: RangeInclusive<usize>, lang: Lang) -> String {
        let (least, most) = length.into_inner();
        lang.pick(format!("{least} to {most} characters"), format!("{least} 至 {most} 个字符"))
    }

    /// Why the policy does not change.
    pub const fn refusal(&self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::Unchanged => self.unchanged,
            Refusal::Days => self.choose,
            Refusal::Loosens => self.loosens,
        }
    }
}
