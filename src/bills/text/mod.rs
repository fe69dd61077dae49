//! Phrases of bills. Codes of the vendor stand beside their words.

pub mod changes;
pub mod consumption;
pub mod monthly;

use crate::{bills::rules::Finality, lang::Lang};

/// Phrases that every page of bills shares.
pub struct Text {
    /// Bill cycle.
    pub cycle: &'static str,
    pub version: &'static str,
    pub never_read: &'static str,
    pub open: &'static str,
    pub provisional: &'static str,
    pub closed: &'static str,
    pub restated: &'static str,
    pub open_hint: &'static str,
    pub provisional_hint: &'static str,
    pub closed_hint: &'static str,
    pub restated_hint: &'static str,
    pub as_of: &'static str,
    pub run: &'static str,
    pub fetched: &'static str,
    pub source: &'static str,
    pub synchronisation: &'static str,
}

/// English.
pub static EN: Text = Text {
    cycle: "Bill cycle",
    version: "version",
    never_read: "Not read yet",
    open: "Running",
    provisional: "Closing",
    closed: "Final",
    restated: "Restated",
    open_hint: "The month is running; figures grow every day.",
    provisional_hint: "The month is over and lines still arrive until the 5th, 12:00 (UTC+8).",
    closed_hint: "Final since the 5th, 12:00 (UTC+8); checked again on the 6th, 10th, 20th and at the end of the month.",
    restated_hint: "The vendor changed the cycle after it was final; every version is kept.",
    as_of: "As of",
    run: "run",
    fetched: "Last changed",
    source: "Source",
    synchronisation: "Synchronisation",
};

/// Chinese.
pub static ZH_CN: Text = Text {
    cycle: "账期",
    version: "版本",
    never_read: "尚未同步",
    open: "未出账",
    provisional: "出账中",
    closed: "已出账",
    restated: "已重述",
    open_hint: "账期进行中，金额每日变化。",
    provisional_hint: "账期已结束，次月 5 日 12:00（UTC+8）前仍有明细到达。",
    closed_hint: "次月 5 日 12:00（UTC+8）后已定稿；6 日、10 日、20 日及月末会再次核对。",
    restated_hint: "定稿后华为云修改了该账期；各版本均已保留。",
    as_of: "数据截至",
    run: "批次",
    fetched: "最近变更",
    source: "数据来源",
    synchronisation: "同步信息",
};

impl Text {
    /// The phrases of a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }

    /// The word of a finality (BILL-40).
    pub const fn finality_word(&self, finality: Option<Finality>) -> &'static str {
        match finality {
            None => self.never_read,
            Some(Finality::Open) => self.open,
            Some(Finality::Provisional) => self.provisional,
            Some(Finality::Final) => self.closed,
            Some(Finality::Restated) => self.restated,
        }
    }

    /// What it means, by the vendor's clock (BILL-41).
    pub const fn finality_hint(&self, finality: Option<Finality>) -> &'static str {
        match finality {
            None => "",
            Some(Finality::Open) => self.open_hint,
            Some(Finality::Provisional) => self.provisional_hint,
            Some(Finality::Final) => self.closed_hint,
            Some(Finality::Restated) => self.restated_hint,
        }
    }
}
