//! What the state of a resource means, which permission items a call needs, and what is known by name. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{cloud::cause::permission_items, web::Tone};

/// Every resource: its name in the database and its list call, in the order of the page. A test holds it to the engine's.
pub const KNOWN: [(&str, &str); 37] = [
    ("resellers", "ListIndirectPartners"),
    ("customers", "ListSubCustomers"),
    ("real_name", "ShowRealnameAuthenticationReviewResult"),
    ("new_customer_tags", "ListSubCustomerNewTag"),
    ("voucher_quotas", "ListQuotaCoupons"),
    ("issued_quotas", "ListIssuedCouponQuotas"),
    ("quota_records", "ListCouponQuotasRecords"),
    ("coupons", "ListIssuedPartnerCoupons"),
    ("touched_coupons", "ListIssuedPartnerCoupons"),
    ("own_coupons", "ListSubCustomerCoupons"),
    ("coupon_records", "ListPartnerCouponsRecord"),
    ("partner_balances", "ListPartnerBalances"),
    ("customer_balances", "ListCustomersBalancesDetail"),
    ("partner_statement", "ListPartnerAccountChangeRecords"),
    ("adjust_records", "ListPartnerAdjustRecords"),
    ("customer_budgets", "ListSubCustomerBudget"),
    ("budget_records", "ListSubCustomerBudgetRecords"),
    ("consumption_quota", "ShowPartnerConsumptionQuota"),
    ("consuming_customers", "ListConsumeSubCustomers"),
    ("consumption", "ListSubCustomerBillDetail"),
    ("monthly_bills", "ListSubcustomerMonthlyBills"),
    ("postpaid_bills", "ListPostpaidBillSum"),
    ("vendor_invoices", "ListInvoices"),
    ("orders", "ListCustomerOrders"),
    ("order_lines", "ShowCustomerOrderDetails"),
    ("order_refunds", "ShowRefundOrderDetails"),
    ("service_types", "ListServiceTypes"),
    ("resource_types", "ListResourceTypes"),
    ("service_resources", "ListServiceResources"),
    ("usage_types", "ListUsageTypes"),
    ("measures", "ListMeasureUnits"),
    ("conversions", "ListConversions"),
    ("provinces", "ListProvinces"),
    ("cities", "ListCities"),
    ("counties", "ListCounties"),
    ("incentive_policies", "ListIncentiveDiscountPolicies"),
    ("business_discounts", "ListBusinessDiscountInfo"),
];

/// The list call of a resource; empty for one this version does not know.
#[must_use]
pub fn api_of(resource: &str) -> &'static str {
    KNOWN.iter().find(|(name, _)| *name == resource).map_or("", |(_, api)| *api)
}

/// Where a resource stands in the list; unknown ones last.
#[must_use]
pub fn place_of(resource: &str) -> usize {
    KNOWN.iter().position(|(name, _)| *name == resource).unwrap_or(KNOWN.len())
}

/// Permission items of which the key's user needs at least one for a resource (API-52); none is documented for some.
#[must_use]
pub fn items_of(resource: &str) -> &'static [&'static str] {
    permission_items(api_of(resource))
}

/// What a resource is doing, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is being read.
    Running,
    /// Somebody asked for it, it has not begun.
    Requested,
    /// The latest run completed.
    Done,
    /// Some parts of the latest run failed.
    Partly,
    /// The latest run failed.
    Failed,
    /// The process of the latest run died.
    Abandoned,
    /// It never ran.
    Never,
}

impl Standing {
    /// All, in the order in which [`super::text::Text`] has their words.
    pub const ALL: [Self; 7] =
        [Self::Running, Self::Requested, Self::Done, Self::Partly, Self::Failed, Self::Abandoned, Self::Never];

    /// Of the state of the latest run, if there was one, and whether somebody asked for another.
    #[must_use]
    pub fn of(latest: Option<&str>, asked: bool) -> Self {
        match latest {
            Some("running") => Self::Running,
            _ if asked => Self::Requested,
            Some("done") => Self::Done,
            Some("partly") => Self::Partly,
            Some("abandoned") => Self::Abandoned,
            Some(_) => Self::Failed,
            None => Self::Never,
        }
    }

    /// Colour.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Done => Tone::Done,
            Self::Running | Self::Requested | Self::Partly => Tone::Waiting,
            Self::Failed | Self::Abandoned => Tone::Refused,
            Self::Never => Tone::Idle,
        }
    }

    /// Whether it will change by itself within seconds: then the page keeps watching.
    #[must_use]
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Running | Self::Requested)
    }
}

/// How far a run is, in whole percent: by records where a total was announced, else by parts. `None`: nothing to tell.
#[must_use]
pub fn percent(rows: (i64, i64), parts: (i32, i32)) -> Option<i64> {
    let share = |done: i64, total: i64| (total > 0).then(|| (done.clamp(0, total) * 100) / total);
    match share(i64::from(parts.0), i64::from(parts.1)) {
        Some(by_parts) if parts.1 > 1 => Some(by_parts),
        by_parts => share(rows.0, rows.1).or(by_parts),
    }
}

/// How old a complete reading may be before its badge warns: it is overdue by an hour, or the latest run failed.
#[must_use]
pub fn fresh_tone(completed: Option<DateTime<Utc>>, next_at: DateTime<Utc>, failed: bool, now: DateTime<Utc>) -> Tone {
    match completed {
        None if failed => Tone::Refused,
        None => Tone::Idle,
        Some(_) if failed || next_at + TimeDelta::hours(1) < now => Tone::Waiting,
        Some(_) => Tone::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standing_follows_the_latest_run() {
        for (latest, asked, want) in [
            (None, false, Standing::Never),
            (None, true, Standing::Requested),
            (Some("running"), true, Standing::Running),
            (Some("done"), true, Standing::Requested),
            (Some("done"), false, Standing::Done),
            (Some("partly"), false, Standing::Partly),
            (Some("failed"), false, Standing::Failed),
            (Some("abandoned"), false, Standing::Abandoned),
        ] {
            assert_eq!(Standing::of(latest, asked), want, "{latest:?} {asked}");
        }
    }

    #[test]
    fn progress_is_told_by_parts_where_there_are_several() {
        for (rows, parts, want) in [
            ((50, 200), (0, 1), Some(25)),
            ((50, 200), (3, 4), Some(75)),
            ((300, 200), (0, 1), Some(100)),
            ((0, 0), (0, 1), Some(0)),
            ((0, 0), (0, 0), None),
        ] {
            assert_eq!(percent(rows, parts), want, "{rows:?} {parts:?}");
        }
    }

    #[test]
    fn what_is_overdue_does_not_look_fresh() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let read = Some(now - TimeDelta::minutes(9));
        assert_eq!(fresh_tone(read, now, false, now), Tone::Done);
        assert_eq!(fresh_tone(read, now - TimeDelta::hours(2), false, now), Tone::Waiting);
        assert_eq!(fresh_tone(read, now, true, now), Tone::Waiting);
        assert_eq!(fresh_tone(None, now, true, now), Tone::Refused);
    }
}
