//! Phrases of taking quotas and coupons back.

use crate::{commands::dry_run::Said, vouchers::rules::reclaim::NotReclaimable};

/// Phrases of taking quotas and coupons back.
pub struct Reclaim {
    pub quota: &'static str,
    pub coupon: &'static str,
    pub picked: &'static str,
    pub whole_page: &'static str,
    pub title_quotas: &'static str,
    pub title_coupons: &'static str,
    pub hint_quotas: &'static str,
    pub hint_coupons: &'static str,
    pub back_quotas: &'static str,
    pub back_coupons: &'static str,
    pub row: &'static str,
}

/// English.
pub static EN: Reclaim = Reclaim {
    quota: "Reclaim",
    coupon: "Reclaim",
    picked: "Reclaim picked",
    whole_page: "Reclaim this page",
    title_quotas: "Reclaim quotas",
    title_coupons: "Reclaim coupons",
    hint_quotas: "Huawei Cloud takes the whole balance of each quota back, as it is at that moment. Coupons already issued from it stay.",
    hint_coupons: "Huawei Cloud takes all that is left of each coupon back, as it is at that moment. A part cannot be taken.",
    back_quotas: "Back to issued quotas",
    back_coupons: "Back to coupons",
    row: "Pick {}",
};

/// Chinese.
pub static ZH_CN: Reclaim = Reclaim {
    quota: "回收",
    coupon: "回收",
    picked: "回收所选",
    whole_page: "回收本页",
    title_quotas: "回收额度",
    title_coupons: "回收券",
    hint_quotas: "华为云将按执行时的余额全额收回，已从中发放的券不受影响。",
    hint_coupons: "华为云将按执行时的余额全额收回，不能部分回收。",
    back_quotas: "返回已发放额度",
    back_coupons: "返回优惠券",
    row: "选择 {}",
};

static STATE: Said = Said { en: "Its state forbids taking it back.", zh_cn: "当前状态不能回收。" };
static UNLISTED: Said =
    Said { en: "Huawei Cloud no longer lists it.", zh_cn: "华为云侧已不再返回该数据。" };
static EMPTY: Said = Said { en: "Nothing is left to take back.", zh_cn: "没有可回收的余额。" };
static OF_RESELLER: Said = Said {
    en: "A cloud reseller issued it: its own members take it back, or members of yours who see its customers.",
    zh_cn: "由云经销商发放：由其成员自行回收，或由贵公司有权查看其客户的成员代为回收。",
};
static ADVISOR: Said = Said {
    en: "Coupons of customers in the advisor model cannot be taken back.",
    zh_cn: "顾问销售客户的券不能回收。",
};
static ROOTLESS: Said = Said {
    en: "Parent quota or holder are not known yet. Synchronise first.",
    zh_cn: "父额度或持有方未知，请先同步。",
};
/// An order holds the coupon.
pub static LOCKED: Said = Said {
    en: "An order holds the coupon; Huawei Cloud may refuse.",
    zh_cn: "该券已被订单占用，华为云可能拒绝回收。",
};
/// The coupon is frozen.
pub static FROZEN: Said = Said { en: "The coupon is frozen.", zh_cn: "该券已冻结。" };
/// Rows of several currencies.
pub static CURRENCIES: Said = Said {
    en: "The rows are in several currencies. Reclaim them one currency at a time.",
    zh_cn: "所选数据包含多种币种，请分币种回收。",
};

/// Why something cannot be taken back.
pub const fn why_not(why: NotReclaimable) -> &'static Said {
    match why {
        NotReclaimable::State => &STATE,
        NotReclaimable::Unlisted => &UNLISTED,
        NotReclaimable::Empty => &EMPTY,
        NotReclaimable::OfReseller => &OF_RESELLER,
        NotReclaimable::Advisor => &ADVISOR,
        NotReclaimable::Rootless => &ROOTLESS,
    }
}
