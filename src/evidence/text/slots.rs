//! Words of document slots in both languages: name, and what it must show (FH-18, MDF-21, MDF-22).

use crate::{evidence::rules::slots::Slot, lang::Lang};

/// English and Chinese.
type Words = (&'static str, &'static str);

/// Kind, code, name, what it must show.
const SLOTS: &[(&str, &str, Words, Words)] = &[
    (
        "fh_month",
        "employment",
        ("Employment proof", "人员在职证明"),
        (
            "Stamped by the company; shows that the person is employed by it.",
            "须加盖公司公章，并体现人员与公司的雇佣关系。",
        ),
    ),
    (
        "fh_month",
        "social_insurance",
        ("Social insurance proof of a third party", "第三方社保证明"),
        (
            "Only name, city, employer, print date and months paid may be visible. Shanghai: the payment state of the last month; Hangzhou: the insured month; Xi'an: the date of the stamp. Pay slips are taken too.",
            "仅需露出姓名、城市、单位、打印日期和缴纳月份，其余信息请遮盖。上海需体现最近一个月的缴纳状态，杭州需体现参保月份，西安需体现盖章日期；也可提供工资流水。",
        ),
    ),
    (
        "fh_month",
        "acceptance",
        ("Acceptance material", "验收材料"),
        ("Certificate, service case and monthly evaluation.", "证书、服务案例及月度评价。"),
    ),
    (
        "fh_month",
        "project",
        ("Project material", "项目材料"),
        ("In the form of the vendor's template.", "请按华为提供的模板填写。"),
    ),
    (
        "mdf_application",
        "plan",
        ("Activity plan", "活动方案"),
        (
            "One to five files: purpose, schedule, audience, budget.",
            "1 至 5 个文件，包含活动目的、日程、目标受众和预算。",
        ),
    ),
    (
        "mdf_claim",
        "photos",
        ("Photos of the event", "现场照片"),
        (
            "Theme, speakers, attendance, the vendor's logo, and what was paid for. Without an event: contracts, screenshots, hotel bills.",
            "须体现活动主题、演讲嘉宾、参会情况、华为标识及所支付的项目；无现场的活动请提供合同、截图或酒店账单。",
        ),
    ),
    (
        "mdf_claim",
        "statement",
        ("Stamped statement of the payee", "盖章水单"),
        (
            "Items as they happened. Where it differs from the expenses, explain it and add the vendor's e-mail.",
            "费用项目须与实际一致；如不一致，请说明原因并附华为方邮件。",
        ),
    ),
    (
        "mdf_claim",
        "invoices",
        ("Invoices of third parties", "第三方发票"),
        (
            "Made out to your company; together at least the amount claimed.",
            "抬头须为本公司，发票合计金额不低于申报金额。",
        ),
    ),
    (
        "mdf_claim",
        "summary",
        ("Work summary", "工作总结"),
        ("Time, place, course, results and lessons of the activity.", "包含活动时间、地点、过程、成果及经验总结。"),
    ),
    (
        "mdf_claim",
        "media",
        ("Media summary", "媒体总结"),
        ("For media activities: contract and screenshots of the pages.", "媒体类活动须提供合同及页面截图。"),
    ),
    (
        "mdf_claim",
        "attendees",
        ("Attendee list", "参会人员名单"),
        ("Needed unless the activity was run in the event tool.", "未通过举办活动工具举办的活动须提供。"),
    ),
    (
        "mdf_claim",
        "sessions",
        ("Proofs of each session", "各场次证明"),
        ("For a series: dates and proofs of every session.", "系列活动须提供每一场次的日期及证明。"),
    ),
    (
        "mdf_claim",
        "late_approval",
        ("Approval of the late claim", "逾期申报审批邮件"),
        (
            "From day 91 after the event: the approval by e-mail, obtained through the ecosystem manager.",
            "活动结束 90 天后申报的，须通过生态经理取得审批邮件。",
        ),
    ),
    (
        "mdf_claim",
        "explanation",
        ("E-mail about a difference", "差异说明邮件"),
        (
            "Where statement and expenses differ: the vendor's e-mail that agrees.",
            "水单与费用不一致时，请提供华为方的确认邮件。",
        ),
    ),
];

/// The name of a slot of a kind; one that the table does not have any more is shown as it is.
#[must_use]
pub fn name<'a>(kind: &str, code: &'a str, lang: Lang) -> &'a str {
    let found = SLOTS.iter().find(|(known, slot, ..)| (*known, *slot) == (kind, code));
    found.map_or(code, |(_, _, (en, zh), _)| lang.pick(*en, *zh))
}

impl Slot {
    fn words(&self) -> Option<&'static (&'static str, &'static str, Words, Words)> {
        SLOTS.iter().find(|(kind, code, ..)| (*kind, *code) == (self.kind, self.code))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &'static str {
        self.words().map_or(self.code, |(_, _, (en, zh), _)| lang.pick(en, zh))
    }

    /// What it must show.
    #[must_use]
    pub fn help(&self, lang: Lang) -> &'static str {
        self.words().map_or("", |(.., (en, zh))| lang.pick(en, zh))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::rules::slots;

    #[test]
    fn every_slot_has_words_and_every_word_a_slot() {
        let known: Vec<(&str, &str)> = slots::tests::all().collect();
        assert_eq!(SLOTS.iter().map(|(kind, code, ..)| (*kind, *code)).collect::<Vec<_>>(), known, "in one order");
    }
}
