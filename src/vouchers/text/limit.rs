//! Names of the known limits (QUOTA-7); unknown keys are shown as sent.

use crate::vouchers::rules::limit::Key;

/// Names of the known limits (QUOTA-7); unknown keys are shown as sent.
pub struct Limit {
    pub service_types: &'static str,
    pub service_types_excluded: &'static str,
    pub products: &'static str,
    pub regions: &'static str,
    pub order_types: &'static str,
    pub first_order: &'static str,
    pub max_deduction_ratio: &'static str,
    pub min_discount: &'static str,
    pub combinable: &'static str,
    pub strict_selected: &'static str,
    pub counts_for_rebate: &'static str,
    pub other: &'static str,
    pub none: &'static str,
    pub order_types_known: [(&'static str, &'static str); 3],
}

/// English.
pub static EN: Limit = Limit {
    service_types: "Cloud services",
    service_types_excluded: "Excluded cloud services",
    products: "Products",
    regions: "Regions",
    order_types: "Order types",
    first_order: "First order of a service only",
    max_deduction_ratio: "Largest share of an order",
    min_discount: "Not combined with discounts below",
    combinable: "May be combined with discounts",
    strict_selected: "Strict-selected goods only",
    counts_for_rebate: "Counts for rebates",
    other: "Other limit",
    none: "Limits",
    order_types_known: [("new", "new purchase"), ("renew", "renewal"), ("change", "change")],
};

/// Chinese.
pub static ZH_CN: Limit = Limit {
    service_types: "适用云服务",
    service_types_excluded: "不适用云服务",
    products: "适用产品",
    regions: "适用区域",
    order_types: "适用订单类型",
    first_order: "仅限服务首单",
    max_deduction_ratio: "订单最高抵扣比例",
    min_discount: "低于该折扣不可叠加",
    combinable: "可与折扣叠加",
    strict_selected: "仅限严选商品",
    counts_for_rebate: "参与返点",
    other: "其他限制",
    none: "限制条件",
    order_types_known: [("new", "新购"), ("renew", "续订"), ("change", "变更")],
};

impl Limit {
    /// Name of a known limit.
    pub const fn name(&self, key: Key) -> &'static str {
        match key {
            Key::ServiceTypes => self.service_types,
            Key::ServiceTypesExcluded => self.service_types_excluded,
            Key::Products => self.products,
            Key::Regions => self.regions,
            Key::OrderTypes => self.order_types,
            Key::FirstOrder => self.first_order,
            Key::MaxDeductionRatio => self.max_deduction_ratio,
            Key::MinDiscount => self.min_discount,
            Key::Combinable => self.combinable,
            Key::StrictSelectedOnly => self.strict_selected,
            Key::CountsForRebate => self.counts_for_rebate,
        }
    }
}
