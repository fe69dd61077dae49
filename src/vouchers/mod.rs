//! Voucher and cash-coupon quotas, issued quotas, coupons and their records (QUOTA, COUPON).
//!
//! Quota is not money: it is only passed on (QUOTA-2). Rows are the vendor's; nothing here is ever corrected (SYNC-3).

pub mod sync;

mod mirror;
