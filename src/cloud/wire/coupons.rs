//! Vouchers and cash coupons (COUPON): issued to customers, and the caller's own.

use rust_decimal::Decimal;

use super::lines::{ErrorDetail, Line, Nothing};

operation! {
    /// Issues one coupon to each customer; a repeat doubles (COUPON-8).
    CreatePartnerCoupons: Write Post "/v2/promotions/benefits/partner-coupons" on China -> IssuedCoupons {
        quota_id: String,
        customer_ids: Vec<String>,
        face_value: Decimal,
        valid_time: Option<String>,
        expire_time: Option<String>,
        cloud_service_types: Vec<String>,
        product_ids: Vec<String>,
        memo: Option<String>,
        indirect_partner_id: Option<String>,
    } with {
        fn confirmed(&self, answer: &IssuedCoupons) -> bool {
            self.customer_ids.iter().any(|id| answer.line(id) != Line::Unknown)
        }
    }
}

operation! {
    /// Coupons issued to customers (COUPON-9).
    ListIssuedPartnerCoupons: Read Get "/v2/promotions/benefits/partner-coupons" on China -> IssuedCouponPage {
        coupon_id: Option<String>,
        customer_id: Option<String>,
        order_id: Option<String>,
        coupon_type: Option<i64>,
        status: Option<i64>,
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
    /// Takes back what is left of one coupon; answers 204 (COUPON-10).
    ReclaimPartnerCoupons: Write Post "/v2/promotions/benefits/partner-coupons/reclaim" on China -> Nothing {
        coupon_id: String,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Issues and returns of coupons; name no type for all nine (COUPON-11).
    ListPartnerCouponsRecord: Read Get "/v2/promotions/benefits/partner-coupons/records/query" on China -> CouponRecordPage {
        operation_types: Vec<String>,
        quota_id: Option<String>,
        quota_type: Option<i64>,
        coupon_ids: Vec<String>,
        customer_id: Option<String>,
        operation_time_begin: Option<String>,
        operation_time_end: Option<String>,
        result: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        indirect_partner_id: Option<String>,
    }
}

operation! {
    /// Coupons the caller itself holds, or a reseller's (COUPON-12).
    ListSubCustomerCoupons: Read Get "/v2/promotions/benefits/coupons" on Both -> OwnCouponPage {
        coupon_id: Option<String>,
        order_id: Option<String>,
        promotion_plan_id: Option<String>,
        coupon_type: Option<i64>,
        status: Option<i64>,
        active_start_time: Option<String>,
        active_end_time: Option<String>,
        offset: Option<i64>,
        limit: Option<i64>,
        source_id: Option<String>,
        indirect_partner_id: Option<String>,
    }
}

answer! {
    /// What became of each customer named in an issue (COUPON-8).
    IssuedCoupons {
        error_details: Vec<ErrorDetail>,
        coupon_infos: Vec<NewCoupon>,
    }

    /// A customer (`id`) and its new coupon.
    NewCoupon {
        id: Option<String>,
        coupon_id: Option<String>,
    }

    /// A page of issued coupons (COUPON-9).
    IssuedCouponPage {
        total_count: Option<i64>,
        user_coupons: Vec<IssuedCoupon>,
    }

    /// A coupon issued to a customer; its quota is only in the records (COUPON-1).
    IssuedCoupon {
        coupon_id: Option<String>,
        status: Option<i64>,
        customer_id: Option<String>,
        coupon_type: Option<i64>,
        measure_id: Option<i64>,
        face_value: Option<Decimal>,
        effective_time: Option<String>,
        expire_time: Option<String>,
        order_id: Option<String>,
        promotion_plan_id: Option<String>,
        promotion_plan_name: Option<String>,
        promotion_plan_desc: Option<String>,
        media_type: Option<i64>,
        fetch_method: Option<i64>,
        use_limits: Vec<UseLimit>,
        active_time: Option<String>,
        last_used_time: Option<String>,
        promotion_id: Option<String>,
        create_time: Option<String>,
        balance: Option<Decimal>,
        lock_order_id: Option<String>,
        is_frozen: Option<String>,
    }

    /// A limit of a coupon; the keys are an open set (QUOTA-7).
    UseLimit {
        use_limiti_info_id: Option<String>,
        limit_key: Option<String>,
        value1: Option<String>,
        value2: Option<String>,
        value_unit: Option<String>,
        limit_type: Option<String>,
        promotion_plan_id: Option<String>,
    }

    /// A page of coupon records (COUPON-11).
    CouponRecordPage {
        total_count: Option<i64>,
        records: Vec<CouponRecord>,
    }

    /// One issue or return of a coupon; failed attempts are listed too (COUPON-11).
    CouponRecord {
        id: Option<String>,
        operation_type: Option<String>,
        quota_id: Option<String>,
        quota_type: Option<i64>,
        coupon_id: Option<String>,
        customer_id: Option<String>,
        operation_amount: Option<Decimal>,
        operation_time: Option<String>,
        result: Option<String>,
        remark: Option<String>,
    }

    /// A page of the caller's own coupons (COUPON-12).
    OwnCouponPage {
        count: Option<i64>,
        user_coupons: Vec<OwnCoupon>,
    }

    /// A coupon of the caller; names differ from issued ones (COUPON-2).
    OwnCoupon {
        coupon_id: Option<String>,
        coupon_code: Option<String>,
        status: Option<i64>,
        customer_id: Option<String>,
        coupon_type: Option<i64>,
        measure_id: Option<i64>,
        face_value: Option<Decimal>,
        valid_time: Option<String>,
        expire_time: Option<String>,
        order_id: Option<String>,
        promotion_plan_id: Option<String>,
        plan_name: Option<String>,
        plan_desc: Option<String>,
        media_type: Option<i64>,
        fetch_method: Option<i64>,
        use_limits: Vec<UseLimit>,
        active_time: Option<String>,
        reserve_time: Option<String>,
        promotion_id: Option<String>,
        create_time: Option<String>,
        coupon_version: Option<i64>,
        balance: Option<Decimal>,
        lock_order_id: Option<String>,
        coupon_usage: Option<String>,
        is_frozen: Option<String>,
        currency: Option<String>,
        extend_param1: Option<String>,
        source_id: Option<String>,
    }
}

paged! {
    ListIssuedPartnerCoupons: user_coupons of IssuedCoupon, total total_count, 100 a page;
    ListPartnerCouponsRecord: records of CouponRecord, total total_count, 100 a page;
    ListSubCustomerCoupons: user_coupons of OwnCoupon, total count, 100 a page;
}

impl IssuedCoupons {
    /// What became of one customer (CMD-2): done with its new coupon, refused, or unknown.
    #[must_use]
    pub fn line(&self, customer_id: &str) -> Line {
        let done = self.coupon_infos.iter().find(|new| new.id.as_deref() == Some(customer_id));
        Line::of(done.map(|new| new.coupon_id.clone()), &self.error_details, customer_id)
    }
}
