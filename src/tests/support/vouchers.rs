//! Rows of quotas, coupons, records and resellers for stories, as synchronisation would have written them.

use super::story::Story;

/// Columns that every mirrored row has, and where they come from.
const STAMP: &str = "account_id, run_id, raw, fetched_at, first_seen_at";
const STAMPED: &str = "a.id, r.id, '{}', timestamptz '2026-11-22 03:00+00', timestamptz '2026-11-01 03:00+00'";

impl Story {
    async fn rows(&self, table: &str, columns: &str, values: &str, (organization, count): (&str, u32)) {
        self.sql(&format!(
            "insert into {table} (organization_id, {STAMP}, {columns})
             select o.id, {STAMPED}, {values}
             from generate_series(1, {count}) i, organizations o,
               (select id from cloud_accounts order by id limit 1) a, (select id from sync_runs order by id limit 1) r
             where o.code = '{organization}'"
        ))
        .await;
    }

    /// Makes `qinglan` the reseller `reseller-1` of `yunhe`, as the vendor lists it.
    pub async fn reseller(&self) {
        self.reseller_of("yunhe").await;
    }

    async fn reseller_of(&self, organization: &str) {
        let columns = "child_id, remote_id, account_name, name, mobile_phone, email, associated_at";
        let values = "(select id from organizations where code = 'qinglan'), 'reseller-1', 'qinglan-acct', '青蓝网络',
            '0086-13912345678', 'boss@qinglan.example', timestamptz '2026-03-01 00:00+00'";
        self.rows("resellers", columns, values, (organization, 1)).await;
    }

    /// Adds `count` normal voucher quotas `<prefix>1…` of 1000 each with 400 left, the first one created last.
    pub async fn quotas(&self, organization: &str, prefix: &str, count: u32) {
        let columns = "remote_id, quota_type, quota_value, balance, currency, status, created_at, effective_at, expires_at, limits";
        let values = format!(
            "'{prefix}' || i, 0, 1000, 400, 'CNY', 0, timestamptz '2026-11-01 00:00+00' - i * interval '1 hour',
             timestamptz '2026-01-01 00:00+00', timestamptz '2026-12-31 15:59:59+00', '[]'"
        );
        self.rows("voucher_quotas", columns, &values, (organization, count)).await;
    }

    /// Adds `count` children `<prefix>1…` of 300 each with 100 left, cut from `parent` for `reseller-1`.
    pub async fn issued(&self, organization: &str, prefix: &str, parent: &str, count: u32) {
        let columns =
            "remote_id, parent_remote_id, reseller_remote_id, reseller_account_name, reseller_name, quota_type,
            quota_value, balance, currency, status, created_at, effective_at, expires_at, limits";
        let values = format!(
            "'{prefix}' || i, '{parent}', 'reseller-1', 'qinglan-acct', '青蓝网络', 0, 300, 100, 'CNY', 0,
             timestamptz '2026-11-02 00:00+00' - i * interval '1 hour', timestamptz '2026-01-01 00:00+00',
             timestamptz '2026-12-31 15:59:59+00', '[]'"
        );
        self.rows("issued_quotas", columns, &values, (organization, count)).await;
    }

    /// Adds `count` usable vouchers `<prefix>1…` of 100 with 60 left, issued to the customer `customer`.
    pub async fn coupons(&self, organization: &str, prefix: &str, customer: &str, count: u32) {
        let columns = "remote_id, customer_remote_id, coupon_type, status, face_value, balance, currency, created_at,
            effective_at, expires_at, limits";
        let values = format!(
            "'{prefix}' || i, '{customer}', 1, 2, 100, 60, 'CNY', timestamptz '2026-11-03 00:00+00' - i * interval '1 hour',
             timestamptz '2026-01-01 00:00+00', timestamptz '2026-12-31 15:59:59+00', '[]'"
        );
        self.rows("coupons", columns, &values, (organization, count)).await;
    }

    /// Adds `count` own vouchers `<prefix>1…` of version 1, which has no balance.
    pub async fn own_coupons(&self, organization: &str, prefix: &str, count: u32) {
        let columns =
            "remote_id, coupon_type, coupon_version, status, face_value, currency, plan_name, created_at, effective_at,
            expires_at, limits";
        let values = format!(
            "'{prefix}' || i, 1, 1, 2, 50, 'CNY', 'Gift {prefix}' || i, timestamptz '2026-11-04 00:00+00' - i * interval '1 hour',
             timestamptz '2026-01-01 00:00+00', timestamptz '2026-12-31 15:59:59+00', '[]'"
        );
        self.rows("own_coupons", columns, &values, (organization, count)).await;
    }

    /// Adds `count` records of issued quota `<quota>`, one every two hours back from 1 November.
    pub async fn quota_records(&self, organization: &str, prefix: &str, quota: &str, count: u32) {
        let columns =
            "remote_id, operator, operation_type, quota_remote_id, parent_remote_id, amount, currency, operated_at,
            result, reseller_remote_id, reseller_account_name, reseller_name, remark";
        let values = format!(
            "'{prefix}' || i, 'op-zhang', '10', '{quota}', 'P1', 300, 'CNY',
             timestamptz '2026-11-01 00:00+00' - i * interval '2 hours', '0', 'reseller-1', 'qinglan-acct', '青蓝网络', null"
        );
        self.rows("quota_records", columns, &values, (organization, count)).await;
    }

    /// Adds `count` records of coupons `<coupon>1…` issued from `<quota>`, one every two hours back, between quota records.
    pub async fn coupon_records(&self, organization: &str, coupon: &str, (quota, customer): (&str, &str), count: u32) {
        let columns =
            "remote_id, operation_type, quota_remote_id, quota_type, coupon_remote_id, customer_remote_id, amount,
            currency, operated_at, result, remark";
        let values = format!(
            "'rec-{coupon}' || i, '1', '{quota}', 0, '{coupon}' || i, '{customer}', 100, 'CNY',
             timestamptz '2026-10-31 23:00+00' - i * interval '2 hours', '0', 'ptl:call-' || i"
        );
        self.rows("coupon_records", columns, &values, (organization, count)).await;
    }
}
