//! Phrases of quotas, coupons and records, a file per noun. Codes of the vendor stand beside their words.

mod coupon;
mod issue;
mod limit;
mod quota;
pub mod reclaim;
mod record;
mod words;

use crate::lang::Lang;

/// Phrases of the slice.
pub struct Text {
    pub words: &'static words::Words,
    pub quota: &'static quota::Quota,
    pub coupon: &'static coupon::Coupon,
    pub record: &'static record::Record,
    pub limit: &'static limit::Limit,
    pub issue: &'static issue::Issue,
    pub reclaim: &'static reclaim::Reclaim,
}

/// English.
static EN: Text = Text {
    words: &words::EN,
    quota: &quota::EN,
    coupon: &coupon::EN,
    record: &record::EN,
    limit: &limit::EN,
    issue: &issue::EN,
    reclaim: &reclaim::EN,
};

/// Chinese.
static ZH_CN: Text = Text {
    words: &words::ZH_CN,
    quota: &quota::ZH_CN,
    coupon: &coupon::ZH_CN,
    record: &record::ZH_CN,
    limit: &limit::ZH_CN,
    issue: &issue::ZH_CN,
    reclaim: &reclaim::ZH_CN,
};

impl Text {
    /// The phrases in a language.
    pub fn of(lang: Lang) -> &'static Self {
        lang.pick(&EN, &ZH_CN)
    }
}
