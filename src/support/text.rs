//! Phrases of the page about service tickets.

use crate::{cloud::Site, lang::Lang};

/// Phrases of the slice.
pub struct Text {
    pub title: &'static str,
    pub file: &'static str,
    pub china: &'static str,
    pub international: &'static str,
    pub europe: &'static str,
    pub who: &'static str,
    pub who_hint: &'static str,
    pub ready: &'static str,
    pub company: &'static str,
    pub subject: &'static str,
    pub subject_hint: &'static str,
    pub secrets: &'static str,
    pub secrets_hint: &'static str,
    pub answer: &'static str,
    pub answer_hint: &'static str,
    pub here: &'static str,
    pub readings: &'static str,
    pub readings_see: &'static str,
    pub keys: &'static str,
    pub keys_see: &'static str,
    pub desk: &'static str,
    pub desk_hint: &'static str,
}

/// English.
static EN: Text = Text {
    title: "Service tickets",
    file: "File a ticket",
    china: "China site",
    international: "International site",
    europe: "Europe site",
    who: "Who may",
    who_hint: "Every member. You sign in at Huawei Cloud; tickets and their answers stay there.",
    ready: "Have at hand",
    company: "Partner",
    subject: "What it is about",
    subject_hint: "The number of the customer, quota, coupon, order, bill or application, and the time with its zone",
    secrets: "Never write",
    secrets_hint: "Passwords, access keys, verification codes, customers' personal data",
    answer: "Answer",
    answer_hint: "Within 3 working days for questions about business information and payouts",
    here: "Look here first",
    readings: "Something is missing or old",
    readings_see: "See what was synchronised, and when",
    keys: "A program needs access",
    keys_see: "Manage your API tokens",
    desk: "Vendor desk",
    desk_hint: "Partners file tickets at Huawei Cloud. The desk has none of its own.",
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "工单",
    file: "提交工单",
    china: "中国站",
    international: "国际站",
    europe: "欧洲站",
    who: "适用人员",
    who_hint: "所有成员均可提交。请登录华为云提交，工单及回复均保留在华为云。",
    ready: "提交前请准备",
    company: "伙伴",
    subject: "问题对象",
    subject_hint: "客户、额度、优惠券、订单、账单或申请的编号，以及发生时间（注明时区）",
    secrets: "请勿填写",
    secrets_hint: "密码、访问密钥、验证码以及客户的个人信息",
    answer: "答复时间",
    answer_hint: "商业信息与申付类问题 3 个工作日内答复",
    here: "先在本门户查看",
    readings: "数据缺失或过旧",
    readings_see: "查看同步情况",
    keys: "程序需要访问",
    keys_see: "管理 API 令牌",
    desk: "厂商工作台",
    desk_hint: "伙伴在华为云提交工单，工作台不处理工单。",
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The name of a site.
    pub const fn site(&self, site: Site) -> &'static str {
        match site {
            Site::China => self.china,
            Site::International => self.international,
            Site::Europe => self.europe,
        }
    }
}
