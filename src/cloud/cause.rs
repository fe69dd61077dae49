//! Why a call failed, in words a page or `portal doctor` can translate into what to do (API-15, API-50 to API-52).
//!
//! Meaning comes from the code first, then from the class and the HTTP status. Knows no language.

use super::error::{Class, Failure};

/// A signature older or newer than this is refused (API-15).
const CLOCK_TOLERANCE_MINUTES: i64 = 15;

/// Why a call failed; each has its own next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// AK, SK or token are wrong or expired: enter them again.
    Credentials,
    /// This machine's clock is off by more than 15 minutes: set it.
    Clock,
    /// The key's user lacks a permission item: any of these helps (API-52). Empty when the call needs none by name.
    Rights(&'static [&'static str]),
    /// The account is no partner, or not of the kind that may call this: choose other credentials.
    NotPartner,
    /// The customer belongs to another site.
    OtherSite,
    /// Flow control: wait.
    Throttled,
    /// The vendor errs: wait, nothing to do here.
    VendorDown,
    /// The vendor cannot be reached: network, name, proxy, certificate.
    Unreachable,
    /// The query is too broad: name one member (CBC.18000048).
    Narrow,
    /// The vendor does not accept a parameter: a defect of this portal or a change of the vendor's.
    Parameter,
    /// What this portal shows is out of date: synchronise, then look again.
    Stale,
    /// The balance or quota is too small.
    Insufficient,
    /// The previous allocation of the same quota still runs: again in half a minute (CBC.50000045).
    Busy,
    /// The site has no such operation.
    NotOffered,
    /// This portal's own database could not be asked.
    Database,
    /// The answer does not have the documented form.
    Unreadable,
    /// The outcome of a write is unknown: read the records, do not repeat.
    OutcomeUnknown,
    /// Refused for a reason of its own; show the code.
    Refused,
}

impl Cause {
    /// The word kept in the database (`sync_runs.problem`); pages and the command line translate it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Clock => "clock",
            Self::Rights(_) => "rights",
            Self::NotPartner => "not_partner",
            Self::OtherSite => "other_site",
            Self::Throttled => "throttled",
            Self::VendorDown => "vendor_down",
            Self::Unreachable => "unreachable",
            Self::Narrow => "narrow",
            Self::Parameter => "parameter",
            Self::Stale => "stale",
            Self::Insufficient => "insufficient",
            Self::Busy => "busy",
            Self::NotOffered => "not_offered",
            Self::Database => "database",
            Self::Unreadable => "unreadable",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Refused => "refused",
        }
    }

    /// The cause of a failure.
    #[must_use]
    pub fn of(failure: &Failure) -> Self {
        match failure.class {
            Class::NotOffered => return Self::NotOffered,
            Class::Budget => return Self::Database,
            Class::Invalid => return Self::Parameter,
            Class::NotSent => return Self::Unreachable,
            Class::Throttled => return Self::Throttled,
            Class::Unknown => return Self::OutcomeUnknown,
            Class::Unreadable => return Self::Unreadable,
            Class::Refused | Class::Unavailable => {}
        }
        let code = failure.code.as_deref().unwrap_or_default();
        match (of_code(code), failure.status) {
            (Some(Self::Credentials), _) | (None, Some(401)) if clock_is_off(failure) => Self::Clock,
            (Some(Self::Rights(_)), _) | (None, Some(403)) => Self::Rights(permission_items(failure.operation)),
            (Some(cause), _) => cause,
            (None, Some(401)) => Self::Credentials,
            (None, None) => Self::Unreachable,
            (None, _) if failure.class == Class::Unavailable => Self::VendorDown,
            (None, _) => Self::Refused,
        }
    }
}

/// By how far the vendor said its clock differs, or by what it says of ours.
fn clock_is_off(failure: &Failure) -> bool {
    let message = failure.message.as_deref().unwrap_or_default().to_ascii_lowercase();
    let measured = failure.clock_skew.is_some_and(|skew| skew.num_minutes().abs() >= CLOCK_TOLERANCE_MINUTES - 1);
    measured || ["x-sdk-date", "timestamp", "clock", "time skew"].iter().any(|word| message.contains(word))
}

/// The table of API-50, where a code has a next step of its own.
fn of_code(code: &str) -> Option<Cause> {
    Some(match code {
        "CBC.0105" | "CBC.0154" | "CBC.0155" | "APIG.0301" | "APIGW.0301" => Cause::Credentials,
        "CBC.0151" | "CBC.18000016" => Cause::Rights(&[]),
        "CBC.0150" | "CBC.5001" | "CBC.5004" | "CBC.99005035" => Cause::NotPartner,
        "CBC.0156" => Cause::OtherSite,
        "CBC.0250" | "APIG.0308" | "APIGW.0308" => Cause::Throttled,
        "CBC.0999" => Cause::VendorDown,
        "CBC.18000048" => Cause::Narrow,
        "CBC.0100" | "CBC.0101" => Cause::Parameter,
        "CBC.5002" | "CBC.99000000" | "CBC.99000035" | "CBC.99000037" | "CBC.99000012" | "CBC.99000015"
        | "CBC.99000017" | "CBC.99000047" | "CBC.99000048" | "CBC.50000054" | "CBC.50000055" => Cause::Stale,
        "CBC.5003" | "CBC.99005003" | "CBC.99000013" => Cause::Insufficient,
        "CBC.50000045" => Cause::Busy,
        _ => return None,
    })
}

/// The items of which an operator's key needs at least one (API-52; BILL-50 to BILL-53, ORD-20 to ORD-24, INV-51).
/// Empty: none is documented.
#[must_use]
pub fn permission_items(operation: &str) -> &'static [&'static str] {
    match operation {
        "ListQuotaCoupons" => &["BPC_ITEM_SUBCUSTSERV_030100"],
        "CreatePartnerCoupons" => &["BPC_ITEM_SUBCUSTSERV_030102", "BPC_ITEM_SUBCUSTSERV_030103"],
        "ListIssuedPartnerCoupons" => &["BPC_ITEM_SUBCUSTSERV_030200"],
        "ReclaimPartnerCoupons" => &["BPC_ITEM_SUBCUSTSERV_030201"],
        "ListPartnerCouponsRecord" | "ListCouponQuotasRecords" => &["BPC_ITEM_SUBCUSTSERV_030102"],
        "ListIssuedCouponQuotas" => &["BPC_ITEM_SUBCUSTSERV_030600"],
        "UpdateCouponQuotas" => &["BPC_ITEM_SALES_020106", "BPC_ITEM_SUBCUSTSERV_030104"],
        "ReclaimCouponQuotas" => &["BPC_ITEM_SUBCUSTSERV_030601", "BPC_ITEM_SUBCUSTSERV_030602"],
        "ListSubCustomerCoupons" => &["BPC_MENU_FINANCE_100100", "BPC_ITEM_SUBCUSTSERV_050101"],
        "UpdateCustomerAccountAmount" => &["BPC_ITEM_SUBCUSTSERV_010103"],
        "ReclaimToPartnerAccount" => &["BPC_ITEM_SUBCUSTSERV_010104"],
        "UpdateIndirectPartnerAccount" => &["BPC_ITEM_SALES_020104"],
        "ReclaimIndirectPartnerAccount" => &["BPC_ITEM_SALES_020105"],
        "ListPartnerBalances" => &[
            "BPC_ITEM_VIEW_010100",
            "BPC_ITEM_SUBCUSTSERV_010103",
            "BPC_ITEM_SUBCUSTSERV_010104",
            "BPC_ITEM_SALES_020104",
            "BPC_ITEM_SALES_020105",
        ],
        "ListPartnerAccountChangeRecords" => &["BPC_ITEM_FINANCE_030100"],
        "ListCustomersBalancesDetail" => {
            &["BPC_ITEM_SUBCUSTSERV_010103", "BPC_ITEM_SUBCUSTSERV_010104", "BPC_ITEM_SUBCUSTSERV_010100"]
        }
        "ListPartnerAdjustRecords" => &["BPC_ITEM_FINANCE_040100"],
        "ListConsumeSubCustomers" => &["BPC_ITEM_FINANCE_020101"],
        "ListSubCustomerBillDetail" => &["BPC_ITEM_FINANCE_020100"],
        "ListSubcustomerMonthlyBills" | "ListPostpaidBillSum" => &["BPC_ITEM_FINANCE_090100"],
        "ListInvoices" => &["BPC_ITEM_FINANCE_060100"],
        "ListCustomerOrders" | "ShowCustomerOrderDetails" | "ShowRefundOrderDetails" => {
            &["BPC_ITEM_SUBCUSTSERV_060100", "BPC_ITEM_SUBCUSTSERV_060200"]
        }
        "ListPayPerUseCustomerResources" | "ListCustomerOnDemandResources" => &["BPC_ITEM_SUBCUSTSERV_010105"],
        "ListSubCustomers" => &["BPC_ITEM_SUBCUSTSERV_010100", "BPC_ITEM_SUBCUSTSERV_010500"],
        "ListSubCustomerNewTag" => &["BPC_ITEM_SUBCUSTSERV_010100"],
        "ListIndirectPartners" => &["BPC_ITEM_SALES_020100"],
        "CheckUserIdentity" | "SendVerificationMessageCode" | "CreateSubCustomer" => &["BPC_ITEM_SUBCUSTSERV_010118"],
        "CreatePersonalRealnameAuth"
        | "CreateEnterpriseRealnameAuthentication"
        | "ChangeEnterpriseRealnameAuthentication"
        | "ShowRealnameAuthenticationReviewResult" => &["BPC_ITEM_SUBCUSTSERV_010119"],
        "ShowSubCustomerBudget" | "UpdateSubCustomerBudget" => {
            &["BPC_ITEM_SUBCUSTSERV_010111", "BPC_ITEM_SUBCUSTSERV_010503"]
        }
        "ListSubCustomerBudget" | "ShowPartnerConsumptionQuota" => &["BPC_ITEM_ACCOUNT_010500"],
        "FreezeSubCustomers" | "UnfreezeSubCustomers" => {
            &["BPC_ITEM_SUBCUSTSERV_010115", "BPC_ITEM_SUBCUSTSERV_010501"]
        }
        "ListIncentiveDiscountPolicies" => &["BPC_ITEM_SALES_040100"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn refused(operation: &'static str, status: u16, code: &str) -> Failure {
        Failure { status: Some(status), code: Some(code.into()), ..Failure::local(operation, Class::Refused) }
    }

    #[test]
    fn each_code_leads_to_its_own_next_step() {
        let items: &[&str] = &["BPC_ITEM_SUBCUSTSERV_030100"];
        for (status, code, want) in [
            (401, "CBC.0154", Cause::Credentials),
            (401, "APIG.0301", Cause::Credentials),
            (401, "401", Cause::Credentials),
            (403, "CBC.0151", Cause::Rights(items)),
            (403, "403", Cause::Rights(items)),
            (403, "CBC.0156", Cause::OtherSite),
            (200, "CBC.5001", Cause::NotPartner),
            (400, "CBC.18000048", Cause::Narrow),
            (400, "CBC.0100", Cause::Parameter),
            (400, "CBC.99000037", Cause::Stale),
            (400, "CBC.99005003", Cause::Insufficient),
            (400, "CBC.50000045", Cause::Busy),
            (400, "CBC.77777777", Cause::Refused),
        ] {
            assert_eq!(Cause::of(&refused("ListQuotaCoupons", status, code)), want, "{status} {code}");
        }
    }

    #[test]
    fn a_wrong_clock_is_told_from_wrong_keys() {
        let mut failure = refused("ListQuotaCoupons", 401, "APIG.0301");
        for (minutes, want) in
            [(0, Cause::Credentials), (-5, Cause::Credentials), (16, Cause::Clock), (-16, Cause::Clock)]
        {
            failure.clock_skew = Some(TimeDelta::minutes(minutes));
            assert_eq!(Cause::of(&failure), want, "{minutes} minutes");
        }
        failure.clock_skew = None;
        failure.message = Some("verify x-sdk-date failed: signature expired".into());
        assert_eq!(Cause::of(&failure), Cause::Clock);
    }

    #[test]
    fn failures_without_a_code_are_told_by_their_class() {
        let of = |class| Cause::of(&Failure::local("ListQuotaCoupons", class));
        assert_eq!(of(Class::NotSent), Cause::Unreachable);
        assert_eq!(of(Class::Unavailable), Cause::Unreachable, "cut connections without any answer");
        assert_eq!(of(Class::Unknown), Cause::OutcomeUnknown);
        assert_eq!(of(Class::Budget), Cause::Database);
        let down = Failure { status: Some(503), code: Some("503".into()), ..Failure::local("X", Class::Unavailable) };
        assert_eq!(Cause::of(&down), Cause::VendorDown);
    }
}
