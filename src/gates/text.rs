//! Sentences of gates: why a step is closed, and what opens it.

use super::rules::{Finding, Gate, Outcome};
use crate::{lang::Lang, values::decimal};

/// Phrases of the slice.
#[derive(Debug)]
pub struct Text {
    /// In the order of GATE-01 to GATE-08.
    failed: [&'static str; 8],
    unknown: &'static str,
    names: [&'static str; 8],
    minimum: (&'static str, &'static str),
    go: &'static str,
    go_information: &'static str,
}

/// English.
pub static EN: Text = Text {
    failed: [
        "The business information is not authenticated. Have it authenticated first.",
        "A bill is overdue. The benefit opens by itself once the bill is paid.",
        "A bill of this period is not paid, or was paid only today. The amount opens once all are paid.",
        "Purchases of customers on credit are not settled: a milestone, a postpaid customer or a cash coupon. The amount opens once they are.",
        "The partner path or plan, or its stage, does not entitle to this benefit.",
        "The benefit's entrance is closed, its quota is used up, or its validity or agreement has ended. Ask the ecosystem manager.",
        "A change of the business information is under review, or the information is locked. Nothing is paid until that is settled.",
        "The pending amount is below the minimum. It adds up until it is reached.",
    ],
    unknown: ": the data is missing or older than 24 hours, so the step waits. Synchronise or enter it first.",
    names: [
        "Business information",
        "Overdue bills",
        "Bills of the period",
        "Customer credit",
        "Path and stage",
        "Entrance and quota",
        "Change of business information",
        "Minimum amount",
    ],
    minimum: (" Minimum: ", "."),
    go: "Go there",
    go_information: "Go to business information",
};

/// Chinese as the Huawei Partner Center writes it.
pub static ZH_CN: Text = Text {
    failed: [
        "商业信息尚未认证，请先前往商业信息认证。",
        "存在逾期账单，账单付清后权益自动恢复。",
        "该账期存在未付清的账单，或账单当日才付清，全部付清后方可申付。",
        "客户信用消费尚未结清（未交付里程碑、后付费欠款客户或未结清现金券），结清后方可申付。",
        "伙伴路径、计划或所处阶段不符合该权益的要求。",
        "权益入口未开放、额度已用完，或有效期、协议已结束，请联系生态经理。",
        "商业信息变更审核中或已锁定，处理完成前不予付款。",
        "待申付金额低于最低金额，将累计至满足要求。",
    ],
    unknown: "：数据缺失或已超过 24 小时，暂不能继续，请先同步或录入数据。",
    names: [
        "商业信息认证",
        "逾期账单",
        "账期账单付清",
        "客户信用还款",
        "路径与阶段",
        "入口与额度",
        "商业信息变更",
        "最低金额",
    ],
    minimum: ("最低金额：", "。"),
    go: "前往处理",
    go_information: "前往商业信息认证",
};

impl Gate {
    fn place(self) -> usize {
        match self {
            Self::Information => 0,
            Self::Overdue => 1,
            Self::Period => 2,
            Self::Credit => 3,
            Self::Path => 4,
            Self::Entrance => 5,
            Self::Change => 6,
            Self::Threshold => 7,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        lang.pick(&EN, &ZH_CN).names[self.place()]
    }
}

impl Finding {
    /// Why the step is closed and what opens it; none when the gate is passed.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> Option<String> {
        let text = lang.pick(&EN, &ZH_CN);
        let gate = self.term.gate;
        match self.outcome {
            Outcome::Passed => None,
            Outcome::Unknown => Some(format!("{}{}", gate.name(lang), text.unknown)),
            Outcome::Failed => {
                let minimum = self.term.minimum.map(|minimum| {
                    let amount = decimal::grouped(minimum.amount, 2);
                    format!("{}{amount} {}{}", text.minimum.0, minimum.currency, text.minimum.1)
                });
                Some(format!("{}{}", text.failed[gate.place()], minimum.unwrap_or_default()))
            }
        }
    }

    /// Words and address of what opens the step; none where nothing on a page does.
    #[must_use]
    pub fn remedy(&self, lang: Lang) -> Option<(&'static str, &'static str)> {
        let text = lang.pick(&EN, &ZH_CN);
        let words = if self.term.gate == Gate::Information { text.go_information } else { text.go };
        self.term.gate.remedy().filter(|_| self.outcome != Outcome::Passed).map(|page| (words, page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{gates::Term, values::Money};

    #[test]
    fn a_closed_gate_says_why_and_where() {
        let minimum = Money::new("1000".parse().unwrap(), crate::values::Currency::CNY);
        let finding = |gate, outcome, minimum| Finding { term: Term { gate, minimum, days_after: 0 }, outcome };
        let failed = finding(Gate::Threshold, Outcome::Failed, Some(minimum));
        assert!(failed.sentence(Lang::ZhCn).unwrap().ends_with("最低金额：1,000.00 CNY。"));
        assert_eq!(failed.remedy(Lang::En), None);
        let missing = finding(Gate::Information, Outcome::Failed, None);
        assert_eq!(missing.remedy(Lang::ZhCn), Some(("前往商业信息认证", "/business-info")));
        for gate in Gate::ALL {
            assert_eq!(finding(gate, Outcome::Passed, None).sentence(Lang::En), None);
            let unknown = finding(gate, Outcome::Unknown, None).sentence(Lang::En).unwrap();
            assert!(unknown.starts_with(gate.name(Lang::En)) && unknown.contains("24 hours"), "{unknown}");
        }
    }
}
