//! Phrases of FH.

pub mod qualification;
pub mod rate;

use super::rules::Reason;
use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub schemes: [(&'static str, &'static str); 6],
    pub month: &'static str,
    pub person: &'static str,
    pub result: &'static str,
    pub why: &'static str,
    pub fits: &'static str,
    pub fits_not: &'static str,
    pub position: &'static str,
    pub positions: [(&'static str, &'static str); 5],
    pub city: &'static str,
    pub certificates: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub no_scheme: &'static str,
    pub persons: &'static str,
    pub conditions: &'static str,
    pub qualifications: &'static str,
    pub unknown: &'static str,
    pub reasons: [&'static str; 9],
}

/// English.
static EN: Text = Text {
    title: "Funded head (FH)",
    schemes: [
        ("fh_svc", "Service: expert service"),
        ("fh_ccoe", "Service: CCoE"),
        ("fh_si", "SI: pre-sales"),
        ("fh_si_exp", "SI: pre-sales solution expert"),
        ("fh_lp", "Learning partner"),
        ("fh_bdsa", "BD and SA"),
    ],
    month: "Month",
    person: "Person",
    result: "Result",
    why: "Why not",
    fits: "Qualifies",
    fits_not: "Does not qualify",
    position: "Position",
    positions: [("bd", "BD"), ("sa", "SA"), ("delivery", "Delivery"), ("instructor", "Instructor"), ("other", "Other")],
    city: "City of work",
    certificates: "Certificates",
    empty: "No persons yet",
    empty_hint: "Enter the persons who are linked to the partner, with their certificates.",
    no_scheme: "This site has no FH scheme",
    persons: "Specialists",
    conditions: "Conditions of the step",
    qualifications: "Qualifications",
    unknown: "Nobody has confirmed in the last 24 hours that specialists and certificates are entered and right: confirm both before you rely on this list.",
    reasons: [
        "Is not linked as a dedicated person.",
        "Is a specialist of another path.",
        "Position, onboarding date or start on Huawei Cloud is missing.",
        "The scheme is for another position.",
        "The employer is not this company; parents and affiliates do not count.",
        "Came after the month.",
        "Has been on Huawei Cloud for half a year or less.",
        "The certificate that the scheme asks for is missing.",
        "The certificate is not valid through the whole month.",
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "专职人员激励（FH）",
    schemes: [
        ("fh_svc", "服务伙伴-专家服务"),
        ("fh_ccoe", "服务伙伴-CCoE能力构建"),
        ("fh_si", "SI伙伴-售前专职人员"),
        ("fh_si_exp", "SI伙伴-售前解决方案专家"),
        ("fh_lp", "学习与赋能伙伴"),
        ("fh_bdsa", "BD 与 SA 人员"),
    ],
    month: "月份",
    person: "人员",
    result: "结果",
    why: "不符合原因",
    fits: "符合条件",
    fits_not: "不符合条件",
    position: "岗位",
    positions: [
        ("bd", "业务拓展（BD）"),
        ("sa", "解决方案架构师（SA）"),
        ("delivery", "交付"),
        ("instructor", "讲师"),
        ("other", "其他"),
    ],
    city: "工作常驻地",
    certificates: "证书",
    empty: "暂无人员",
    empty_hint: "请录入已绑定伙伴的人员及其证书。",
    no_scheme: "该站点没有 FH 激励方案",
    persons: "项目专员",
    conditions: "办理条件检查",
    qualifications: "资格申请",
    unknown: "近 24 小时内尚无人确认项目专员和证书数据已全部录入且准确，请先确认，再以本列表为准。",
    reasons: [
        "未绑定为项目专员。",
        "属于其他路径的项目专员。",
        "缺少岗位、入职日期或开始从事华为云的时间。",
        "该方案不适用于此岗位。",
        "就职单位不是本公司，母公司及关联公司不计入。",
        "入职时间晚于该月份。",
        "从事华为云工作未满半年。",
        "缺少该方案要求的证书。",
        "证书未覆盖整个月份。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// A scheme's name.
    pub fn scheme<'a>(&self, code: &'a str) -> &'a str {
        self.schemes.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }

    /// The word of a position.
    pub fn position_word<'a>(&self, code: &'a str) -> &'a str {
        self.positions.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
    }

    /// Why a person does not qualify.
    pub const fn reason(&self, reason: Reason) -> &'static str {
        self.reasons[match reason {
            Reason::Link => 0,
            Reason::Path => 1,
            Reason::Incomplete => 2,
            Reason::Position => 3,
            Reason::Employer => 4,
            Reason::Late => 5,
            Reason::New => 6,
            Reason::Certificate => 7,
            Reason::Expired => 8,
        }]
    }
}
