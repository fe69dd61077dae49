//! Phrases of reports and invitations (CUST-3, CUST-4).

use super::rules::{Way, Wrong};
use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub how: &'static str,
    pub new: &'static str,
    pub new_hint: &'static str,
    pub company: &'static str,
    pub company_help: &'static str,
    pub way: &'static str,
    pub report: &'static str,
    pub report_hint: &'static str,
    pub mail: &'static str,
    pub mail_hint: &'static str,
    pub link: &'static str,
    pub link_hint: &'static str,
    pub association: &'static str,
    pub label: &'static str,
    pub label_help: &'static str,
    pub remark: &'static str,
    pub sent_on: &'static str,
    pub expires_on: &'static str,
    pub never: &'static str,
    pub state: &'static str,
    pub open: &'static str,
    pub days_left: &'static str,
    pub last_day: &'static str,
    pub expired: &'static str,
    pub accepted: &'static str,
    pub ended: &'static str,
    pub made_by: &'static str,
    pub said_by: &'static str,
    pub reports: &'static str,
    pub of_most: &'static str,
    pub save: &'static str,
    pub cancel: &'static str,
    pub accept: &'static str,
    pub end: &'static str,
    pub outcome_hint: &'static str,
    pub saved: &'static str,
    pub empty: &'static str,
    pub missing: &'static str,
    pub choose: &'static str,
    pub wrong_day: &'static str,
    pub no_such_day: &'static str,
    pub future: &'static str,
    pub too_long: &'static str,
    pub too_many: &'static str,
    /// `association_type` (CUST-2).
    pub associations: [(&'static str, &'static str); 3],
}

/// English.
pub static EN: Text = Text {
    title: "Reports and invitations",
    how: "The vendor offers no interface for reporting and inviting: do it in the Partner Center under Sales > Customers (report a customer, invite by mail, or show the invitation link and QR code), and keep the record and its deadline here.",
    new: "Record one",
    new_hint: "This keeps a record only. Report or invite the customer in the Partner Center first.",
    company: "Company",
    company_help: "The company's name, no person's.",
    way: "How",
    report: "Reported",
    report_hint: "Valid 15 days; at most 100 reports pending and valid at a time.",
    mail: "Invited by mail",
    mail_hint: "The link in the mail is valid 7 days.",
    link: "Link or QR code",
    link_hint: "Never expires; it may carry a label.",
    association: "Association offered",
    label: "Label",
    label_help: "The label the link carries; the vendor sets it at the customer.",
    remark: "Remark",
    sent_on: "Done on",
    expires_on: "Valid until",
    never: "Never expires",
    state: "State",
    open: "Open",
    days_left: "days left",
    last_day: "last day today",
    expired: "Expired",
    accepted: "Associated",
    ended: "Ended",
    made_by: "By",
    said_by: "Outcome told by",
    reports: "Valid reports",
    of_most: "at most 100",
    save: "Save",
    cancel: "Back",
    accept: "The customer is associated",
    end: "Withdrawn or refused",
    outcome_hint: "Say what became of it. A customer that is associated appears in the list of customers by itself.",
    saved: "Saved.",
    empty: "Nothing was recorded yet",
    missing: "Must be filled.",
    choose: "Choose one.",
    wrong_day: "A day like 2026-11-22.",
    no_such_day: "There is no such day: check month and day.",
    future: "The day has not come yet.",
    too_long: "Too long. At most",
    too_many: "100 reports are valid already: the vendor takes no more.",
    associations: [("1", "Referral"), ("2", "Resale"), ("3", "Resale")],
};

/// Chinese.
pub static ZH_CN: Text = Text {
    title: "报备与邀请",
    how: "华为云未提供报备与邀请接口：请在伙伴中心“销售 > 客户”中报备客户、发送邮件邀请或出示邀请链接与二维码，并在此登记记录与期限。",
    new: "登记",
    new_hint: "此处仅登记记录，请先在伙伴中心完成报备或邀请。",
    company: "公司",
    company_help: "填写公司名称，请勿填写个人姓名。",
    way: "方式",
    report: "报备",
    report_hint: "15天内有效，待审核与已报备合计不超过100个。",
    mail: "邮件邀请",
    mail_hint: "邮件中的链接7天内有效。",
    link: "链接或二维码",
    link_hint: "长期有效，可携带标签。",
    association: "关联类型",
    label: "标签",
    label_help: "邀请链接携带的标签，由华为云写入客户信息。",
    remark: "备注",
    sent_on: "办理日期",
    expires_on: "有效期至",
    never: "长期有效",
    state: "状态",
    open: "进行中",
    days_left: "天后到期",
    last_day: "今天到期",
    expired: "已过期",
    accepted: "已关联",
    ended: "已结束",
    made_by: "登记人",
    said_by: "结果登记人",
    reports: "有效报备",
    of_most: "上限100个",
    save: "保存",
    cancel: "返回",
    accept: "客户已关联",
    end: "已撤回或被拒绝",
    outcome_hint: "请登记结果。客户关联后会自动出现在客户列表中。",
    saved: "已保存。",
    empty: "暂无登记记录",
    missing: "必填。",
    choose: "请选择。",
    wrong_day: "请按2026-11-22的格式填写日期。",
    no_such_day: "该日期不存在，请检查月份和日期。",
    future: "日期不能晚于今天。",
    too_long: "内容过长，最多字符数：",
    too_many: "有效报备已达100个，华为云不再受理。",
    associations: [("1", "顾问销售"), ("2", "代售"), ("3", "转售")],
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// How it was done, and what that means.
    pub const fn way(&self, way: Way) -> (&'static str, &'static str) {
        match way {
            Way::Report => (self.report, self.report_hint),
            Way::Mail => (self.mail, self.mail_hint),
            Way::Link => (self.link, self.link_hint),
        }
    }

    /// What is wrong with a field.
    pub fn wrong(&self, wrong: Wrong) -> String {
        let sentence = match wrong {
            Wrong::TooLong(most) => return format!("{} {most}", self.too_long),
            Wrong::Missing => self.missing,
            Wrong::Choice => self.choose,
            Wrong::Day => self.wrong_day,
            Wrong::NoSuchDay => self.no_such_day,
            Wrong::Future => self.future,
            Wrong::TooMany => self.too_many,
        };
        sentence.to_owned()
    }
}
