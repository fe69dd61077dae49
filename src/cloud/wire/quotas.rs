//! Voucher and cash-coupon quotas (QUOTA). Coupons issued from them are in `coupons`.

use rust_decimal::Decimal;

use super::lines::{ErrorDetail, Line};
use crate::values::Masked;

operation! {
    /// Quotas of the caller, or of one reseller; cash-coupon quotas only by `quota_type` 1 (QUOTA-8).
    ListQuotaCoupons: Read Post "/v2/partners/coupon-quotas/query" on China -> QuotaPage {
        quota_ids: Vec<String>,
        quota_status_list: Vec<i64>,
        quota_type: Option<i64>,
        create_time_begin: Option<String>,
        create_time_end: Option<String>,
        effective_time_begin: Option<String>,
        effective_time_end: Option<String>,
        expire_time_begin: Option<String>,
        expire_time_end: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Child quotas the distributor has issued (QUOTA-9).
    ListIssuedCouponQuotas: Read Get "/v2/partners/issued-coupon-quotas" on China -> IssuedQuotaPage {
        quota_id: Option<String>,
        indirect_partner_id: Option<String>,
        parent_quota_id: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

operation! {
    /// Issues quota to resellers; every call makes new children (QUOTA-10, QUOTA-11).
    UpdateCouponQuotas: Write Post "/v2/partners/coupon-quotas/indirect-partner-adjust" on China -> IssuedQuotas {
        quota_id: String,
        indirect_partner_ids: Vec<String>,
        quota_amount: Decimal,
    } with {
        fn confirmed(&self, answer: &IssuedQuotas) -> bool {
            self.indirect_partner_ids.iter().any(|id| answer.line(id) != Line::Unknown)
        }
    }
}

operation! {
    /// Takes back the whole balance of child quotas (QUOTA-12).
    ReclaimCouponQuotas: Write Post "/v2/partners/coupon-quotas/indirect-partner-reclaim" on China -> ReclaimedQuotas {
        quota_ids: Vec<String>,
        remark: Option<String>,
    } with {
        fn confirmed(&self, answer: &ReclaimedQuotas) -> bool {
            self.quota_ids.iter().any(|id| answer.line(id) != Line::Unknown)
        }
    }
}

operation! {
    /// Issues and reclaims of child quotas, of all resellers unless one is named (QUOTA-13).
    ListCouponQuotasRecords: Read Get "/v2/partners/coupon-quotas/records" on China -> QuotaRecordPage {
        indirect_partner_id: Option<String>,
        quota_id: Option<String>,
        operation_time_begin: Option<String>,
        operation_time_end: Option<String>,
        parent_quota_id: Option<String>,
        operation_type: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
    }
}

answer! {
    /// A page of quotas (QUOTA-8).
    QuotaPage {
        total_count: Option<i64>,
        quotas: Vec<Quota>,
    }

    /// A voucher or cash-coupon quota; amounts in whole currency units (QUOTA-5).
    Quota {
        quota_id: Option<String>,
        quota_type: Option<i64>,
        create_time: Option<String>,
        last_update_time: Option<String>,
        quota_value: Option<Decimal>,
        quota_status: Option<i64>,
        balance: Option<Decimal>,
        measure_id: Option<i64>,
        currency: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        limit_infos: Vec<Limit>,
    }

    /// A limit that coupons inherit; the keys are an open set (QUOTA-7).
    Limit {
        limit_key: Option<String>,
        limit_values: Vec<LimitValue>,
    }

    /// One value of a limit; `value2` is its name, if any.
    LimitValue {
        value1: Option<String>,
        value2: Option<String>,
    }

    /// A page of child quotas (QUOTA-9).
    IssuedQuotaPage {
        total_count: Option<i64>,
        quotas: Vec<IssuedQuota>,
    }

    /// A child quota in the hands of a reseller (QUOTA-9).
    IssuedQuota {
        quota_id: Option<String>,
        quota_type: Option<i64>,
        create_time: Option<String>,
        last_update_time: Option<String>,
        quota_value: Option<Decimal>,
        quota_status: Option<i64>,
        balance: Option<Decimal>,
        measure_id: Option<i64>,
        currency: Option<String>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        limit_infos: Vec<Limit>,
        indirect_partner_id: Option<String>,
        indirect_partner_account_name: Option<String>,
        indirect_partner_name: Option<Masked<String>>,
        parent_quota_id: Option<String>,
    }

    /// What became of each reseller named in an issue (QUOTA-10).
    IssuedQuotas {
        error_details: Vec<ErrorDetail>,
        simple_quota_infos: Vec<NewQuota>,
    }

    /// A reseller (`id`) and its new child quota.
    NewQuota {
        id: Option<String>,
        quota_id: Option<String>,
    }

    /// What became of each quota named in a reclaim (QUOTA-12).
    ReclaimedQuotas {
        error_details: Vec<ErrorDetail>,
        simple_quota_infos: Vec<ReclaimedQuota>,
    }

    /// A reclaimed quota with its balance afterwards, not the amount taken (CMD-14).
    ReclaimedQuota {
        quota_id: Option<String>,
        quota_balance: Option<Decimal>,
    }

    /// A page of quota records (QUOTA-13).
    QuotaRecordPage {
        total_count: Option<i64>,
        records: Vec<QuotaRecord>,
    }

    /// One issue or reclaim of a child quota; failed attempts are listed too (QUOTA-13).
    QuotaRecord {
        id: Option<String>,
        operator: Option<String>,
        operation_type: Option<String>,
        quota_id: Option<String>,
        parent_quota_id: Option<String>,
        amount: Option<Decimal>,
        operation_time: Option<String>,
        result: Option<String>,
        indirect_partner_account_name: Option<String>,
        indirect_partner_id: Option<String>,
        indirect_partner_name: Option<Masked<String>>,
        remark: Option<String>,
    }
}

paged! {
    ListQuotaCoupons: quotas of Quota, total total_count, 100 a page;
    ListIssuedCouponQuotas: quotas of IssuedQuota, total total_count, 100 a page;
    ListCouponQuotasRecords: records of QuotaRecord, total total_count, 100 a page;
}

impl IssuedQuotas {
    /// What became of one reseller (CMD-2): done with its new child quota, refused, or unknown.
    #[must_use]
    pub fn line(&self, reseller_id: &str) -> Line {
        let done = self.simple_quota_infos.iter().find(|new| new.id.as_deref() == Some(reseller_id));
        Line::of(done.map(|new| new.quota_id.clone()), &self.error_details, reseller_id)
    }
}

impl ReclaimedQuotas {
    /// What became of one child quota (CMD-2).
    #[must_use]
    pub fn line(&self, quota_id: &str) -> Line {
        let done = self.simple_quota_infos.iter().find(|taken| taken.quota_id.as_deref() == Some(quota_id));
        Line::of(done.map(|taken| taken.quota_id.clone()), &self.error_details, quota_id)
    }
}
