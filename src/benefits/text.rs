//! Phrases of benefits.

use super::rules::Fault;
use crate::lang::Lang;

/// Phrases.
#[derive(Debug)]
pub struct Text {
    pub title: &'static str,
    pub eligibility: &'static str,
    pub eligibility_hint: &'static str,
    pub authenticate: &'static str,
    pub benefit: &'static str,
    pub benefits: [(&'static str, &'static str); 9],
    pub result: &'static str,
    pub standing: &'static str,
    pub checks: [&'static str; 5],
    pub conditions: &'static str,
    pub condition: &'static str,
    pub step: &'static str,
    pub steps: [(&'static str, &'static str); 13],
    pub month: &'static str,
    pub reason: &'static str,
    pub remedy: &'static str,
    pub unknown: &'static str,
    pub none: &'static str,
    pub all_met: &'static str,
    pub some_unmet: &'static str,
    pub open: &'static str,
    pub closed: &'static str,
    pub met: &'static str,
    pub unmet: &'static str,
    pub site: &'static str,
    pub sites: [(&'static str, &'static str); 3],
    pub entrance: &'static str,
    pub validity: &'static str,
    pub unbounded: &'static str,
    pub valid_from: &'static str,
    pub valid_to: &'static str,
    pub methods: &'static str,
    pub method_words: [(&'static str, &'static str); 4],
    pub agreement: &'static str,
    pub agreement_help: &'static str,
    pub inactive: &'static str,
    pub edit_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub back: &'static str,
    pub conflict: &'static str,
    pub wrong: [&'static str; 5],
}

/// English.
static EN: Text = Text {
    title: "Benefits",
    eligibility: "Benefits and conditions",
    eligibility_hint: "Entrance, validity and agreement decide whether a request can be made; business information is needed for the money.",
    authenticate: "Go to business information",
    benefit: "Benefit",
    benefits: [
        ("rebate", "Rebates and special incentives"),
        ("pce", "Opportunity incentive (PCE)"),
        ("fh", "Funding Head (FH)"),
        ("mdf", "Market Development Fund (MDF)"),
        ("spif", "Sales person incentive (SPIF)"),
        ("cii", "Competency incentive (CII)"),
        ("nre", "Non-recurring engineering (NRE)"),
        ("delivery", "Delivery support"),
        ("migration_all", "MIGRATION ALL"),
    ],
    result: "Requests",
    standing: "State",
    checks: ["Entrance", "Validity", "Agreement", "Business information", "No change under way"],
    conditions: "Conditions of a step",
    condition: "Condition",
    step: "Step",
    steps: [
        ("fh_month", "FH: monthly record"),
        ("fh_quarter", "FH: quarterly payment"),
        ("fh_lp", "FH: learning partner"),
        ("fh_si_exp", "FH: SI pre-sales expert"),
        ("mdf_application", "MDF: application"),
        ("mdf_claim", "MDF: claim"),
        ("rebate_payout", "Rebate: payout"),
        ("pce_payout", "Opportunity incentive: payout"),
        ("spif_fund", "SPIF: fund"),
        ("cii_payment", "CII: payment"),
        ("nre_payment", "NRE: payment"),
        ("delivery_payment", "Delivery support: payment"),
        ("migration_all", "MIGRATION ALL: request"),
    ],
    month: "Month of the bills",
    reason: "Why",
    remedy: "Remedy",
    unknown: "Not known",
    none: "No condition stands before this step",
    all_met: "All conditions of this step are met.",
    some_unmet: "This step is closed. Everything that is in its way stands below.",
    open: "Open",
    closed: "Closed",
    met: "Met",
    unmet: "Not met",
    site: "Site",
    sites: [("china", "China"), ("international", "International"), ("europe", "Europe")],
    entrance: "Entrance",
    validity: "Validity",
    unbounded: "No bound",
    valid_from: "Valid from",
    valid_to: "Valid to",
    methods: "Payout methods",
    method_words: [
        ("bank", "Bank transfer"),
        ("topup", "Top-up of the cloud account"),
        ("topup_arrears", "Top-up, booked as arrears"),
        ("voucher", "Voucher quota"),
    ],
    agreement: "Required agreement",
    agreement_help: "Code of an agreement; empty: none is needed",
    inactive: "Not active",
    edit_hint: "A benefit is open when its entrance is open, today lies in its validity and its required agreement is active.",
    save: "Save",
    saved: "Saved.",
    back: "Back",
    conflict: "Somebody changed it meanwhile. Check it, then save again.",
    wrong: [
        "Write a day: 2026-12-31.",
        "The last day is before the first.",
        "Choose at least one payout method.",
        "Enter 2 to 32 capitals, digits and hyphens.",
        "There is no such day: check month and day.",
    ],
};

/// Chinese.
static ZH_CN: Text = Text {
    title: "权益设置",
    eligibility: "权益与申请条件",
    eligibility_hint: "入口、有效期和协议决定能否提交申请；付款前须完成商业信息认证。",
    authenticate: "前往商业信息认证",
    benefit: "权益",
    benefits: [
        ("rebate", "基础返点与专项激励"),
        ("pce", "机会点激励"),
        ("fh", "专职人员激励（FH）"),
        ("mdf", "市场发展基金（MDF）"),
        ("spif", "销售人员奖励（SPIF）"),
        ("cii", "能力提升激励"),
        ("nre", "一次性工程费用（NRE）"),
        ("delivery", "交付能力提升支持"),
        ("migration_all", "迁移激励（MIGRATION ALL）"),
    ],
    result: "申请状态",
    standing: "状态",
    checks: ["入口", "有效期", "协议", "商业信息认证", "无变更认证"],
    conditions: "办理条件检查",
    condition: "条件",
    step: "步骤",
    steps: [
        ("fh_month", "FH：月度激励申请"),
        ("fh_quarter", "FH：季度付款申请"),
        ("fh_lp", "FH：学习与赋能伙伴"),
        ("fh_si_exp", "FH：SI 售前专家"),
        ("mdf_application", "MDF：使用申请"),
        ("mdf_claim", "MDF：兑现申报"),
        ("rebate_payout", "返点：申付"),
        ("pce_payout", "机会点激励：申付"),
        ("spif_fund", "SPIF：资金申请"),
        ("cii_payment", "能力提升激励：付款"),
        ("nre_payment", "一次性工程费用：付款"),
        ("delivery_payment", "交付能力提升支持：付款"),
        ("migration_all", "迁移激励：申请"),
    ],
    month: "账单月份",
    reason: "原因",
    remedy: "处理方式",
    unknown: "未知",
    none: "该步骤无前置条件",
    all_met: "该步骤的条件已全部满足。",
    some_unmet: "该步骤暂不能办理，未满足的条件如下。",
    open: "开放",
    closed: "关闭",
    met: "满足",
    unmet: "未满足",
    site: "站点",
    sites: [("china", "中国站"), ("international", "国际站"), ("europe", "欧洲站")],
    entrance: "入口",
    validity: "有效期",
    unbounded: "不限",
    valid_from: "生效日期",
    valid_to: "失效日期",
    methods: "申付方式",
    method_words: [
        ("bank", "银行转账付款"),
        ("topup", "返华为云账户"),
        ("topup_arrears", "返华为云账户-记欠票"),
        ("voucher", "转代金券额度"),
    ],
    agreement: "必需协议",
    agreement_help: "协议编码，留空表示不需要",
    inactive: "未生效",
    edit_hint: "入口开放、在有效期内且必需协议有效时，伙伴才能提交申请。",
    save: "保存",
    saved: "已保存。",
    back: "返回",
    conflict: "其他人已修改该内容，请核对后再保存。",
    wrong: [
        "请按 2026-12-31 的格式填写日期。",
        "失效日期早于生效日期。",
        "请至少选择一种申付方式。",
        "请填写 2–32 位大写字母、数字或连字符。",
        "该日期不存在，请检查月份和日期。",
    ],
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a benefit.
    pub fn benefit_word<'a>(&self, code: &'a str) -> &'a str {
        word(&self.benefits, code)
    }

    /// The word of a step.
    pub fn step_word<'a>(&self, code: &'a str) -> &'a str {
        word(&self.steps, code)
    }

    /// The word of a site.
    pub fn site_word<'a>(&self, code: &'a str) -> &'a str {
        word(&self.sites, code)
    }

    /// The word of a payout method.
    pub fn method_word<'a>(&self, code: &'a str) -> &'a str {
        word(&self.method_words, code)
    }

    /// The sentence at a field.
    pub const fn sentence(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::Day => self.wrong[0],
            Fault::Order => self.wrong[1],
            Fault::Methods => self.wrong[2],
            Fault::Code => self.wrong[3],
            Fault::NoSuchDay => self.wrong[4],
        }
    }
}

fn word<'a>(words: &[(&'static str, &'static str)], code: &'a str) -> &'a str {
    words.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word)
}
