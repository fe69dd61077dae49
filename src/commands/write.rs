//! What the vendor is asked, without recipient and amount, and in which lane it travels (CMD-6). Pure.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::kind::Kind;

/// One write call of the vendor's, without recipients and amount. Codes are kept as the texts that are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Write {
    /// QUOTA-10; recipient: a reseller.
    QuotaIssue {
        /// The distributor's own parent quota.
        quota_id: String,
    },
    /// QUOTA-12; recipient: a child quota; amount: the balance shown.
    QuotaReclaim {
        /// Where the balance returns to.
        parent_quota_id: String,
        /// Who holds the child.
        reseller_id: String,
    },
    /// COUPON-8; recipient: a customer; amount: the face value.
    CouponIssue {
        /// The quota drawn on.
        quota_id: String,
        /// When it becomes valid; none: as the quota.
        valid_time: Option<DateTime<Utc>>,
        /// When it expires; none: as the quota.
        expire_time: Option<DateTime<Utc>>,
        /// Service types (CAT-1); empty: as the quota.
        cloud_service_types: Vec<String>,
        /// Products; empty: as the quota.
        product_ids: Vec<String>,
    },
    /// COUPON-10; recipient: a coupon; amount: the balance shown.
    CouponReclaim {
        /// The quota it came from, when known (COUPON-11).
        quota_id: Option<String>,
        /// Who holds it.
        customer_id: Option<String>,
    },
    /// ACCT-6; recipient: a customer.
    CustomerTransfer,
    /// ACCT-7; recipient: a customer.
    CustomerTakeback,
    /// ACCT-8; recipient: a reseller.
    ResellerTransfer,
    /// ACCT-9; recipient: a reseller.
    ResellerTakeback,
    /// ACCT-20; recipient: a customer; type and operate type are always sent.
    BudgetSet {
        /// `MONTHLY` or `PACKAGE`.
        budget_type: String,
        /// `0` manual, `1` automatic freeze.
        frozen_operate_type: String,
        /// `1`: also unfreeze; `0`: leave.
        cancel_partner_frozen: String,
    },
    /// ACCT-22; recipient: a customer.
    Freeze {
        /// `ACCOUNT` or `ACCOUNT_AND_RESOURCE`.
        freeze_type: String,
        /// At most 256 characters.
        reason: String,
    },
    /// ACCT-22; recipient: a customer.
    Unfreeze {
        /// Equal to the freeze's (ACCT-19).
        unfreeze_type: String,
        /// At most 256 characters.
        reason: String,
    },
    /// CUST-8; recipient: the portal's own key of the customer, sent as `xaccount_id`. Sealed at rest.
    CustomerCreate(Box<Creation>),
    /// RN-3, RN-4; recipient: a customer. Sealed at rest.
    RealnameSubmit(Box<Verification>),
}

/// A customer account to create (CUST-8). Personal: prints nothing of itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creation {
    /// `domain_name`: the account name; always sent (CUST-9).
    pub domain_name: String,
    /// `xaccount_type`, given by the vendor.
    pub xaccount_type: String,
    /// `mobile_phone`, China.
    pub mobile_phone: Option<String>,
    /// `email`, abroad.
    pub email: Option<String>,
    /// `verification_code`, with phone or mail.
    pub verification_code: Option<String>,
    /// `password`; none: single sign-on only.
    pub password: Option<String>,
    /// `domain_area`, ISO 3166; abroad.
    pub domain_area: Option<String>,
    /// `is_close_market_ms`: `true` or `false`.
    pub is_close_market_ms: Option<String>,
    /// `cooperation_type`, China.
    pub cooperation_type: Option<String>,
}

/// A real-name application (RN-3, RN-4). Personal: prints nothing of itself. Codes are texts of whole numbers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verification {
    /// An individual, first time.
    Individual {
        /// `identify_type`: `0` documents, `4` bank card.
        identify_type: String,
        /// `verified_type`.
        verified_type: Option<String>,
        /// File names below `download/` (RN-2).
        files: Vec<String>,
        /// Name.
        name: String,
        /// Number of the document.
        verified_number: String,
        /// `xaccount_type`.
        xaccount_type: String,
        /// Bank account, area code, mobile, code of scene 18.
        bank_card: Option<[String; 4]>,
    },
    /// An enterprise, first time.
    Enterprise(Enterprise),
    /// A verified individual becomes an enterprise.
    Change(Enterprise),
}

/// An enterprise's application (RN-4).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enterprise {
    /// `certificate_type`.
    pub certificate_type: Option<String>,
    /// File names below `download/` (RN-2), unit document first.
    pub files: Vec<String>,
    /// Company name.
    pub corp_name: String,
    /// Number of the unit document.
    pub verified_number: String,
    /// ISO 3166.
    pub reg_country: Option<String>,
    /// Registered address.
    pub reg_address: Option<String>,
    /// `xaccount_type`.
    pub xaccount_type: String,
    /// Legal person: name, id number, `certifier_role`.
    pub person: Option<(String, String, Option<String>)>,
}

macro_rules! silent {
    ($($name:ident)*) => {$(
        /// Personal data is not printed.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )*};
}

silent!(Creation Verification Enterprise);

impl Write {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::QuotaIssue { .. } => Kind::QuotaIssue,
            Self::QuotaReclaim { .. } => Kind::QuotaReclaim,
            Self::CouponIssue { .. } => Kind::CouponIssue,
            Self::CouponReclaim { .. } => Kind::CouponReclaim,
            Self::CustomerTransfer => Kind::CustomerTransfer,
            Self::CustomerTakeback => Kind::CustomerTakeback,
            Self::ResellerTransfer => Kind::ResellerTransfer,
            Self::ResellerTakeback => Kind::ResellerTakeback,
            Self::BudgetSet { .. } => Kind::BudgetSet,
            Self::Freeze { .. } => Kind::Freeze,
            Self::Unfreeze { .. } => Kind::Unfreeze,
            Self::CustomerCreate(_) => Kind::CustomerCreate,
            Self::RealnameSubmit(_) => Kind::RealnameSubmit,
        }
    }

    /// The quota it draws on or returns to.
    #[must_use]
    pub fn quota(&self) -> Option<&str> {
        match self {
            Self::QuotaIssue { quota_id } | Self::CouponIssue { quota_id, .. } => Some(quota_id),
            Self::QuotaReclaim { parent_quota_id, .. } => Some(parent_quota_id),
            Self::CouponReclaim { quota_id, .. } => quota_id.as_deref(),
            _ => None,
        }
    }

    /// Commands that may share a call (CMD-6): coupons only.
    #[must_use]
    pub const fn most_lines(&self) -> usize {
        match self {
            Self::CouponIssue { .. } => 100,
            _ => 1,
        }
    }

    /// Whether it holds personal data, so that it is sealed at rest.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        matches!(self, Self::CustomerCreate(_) | Self::RealnameSubmit(_))
    }

    /// The lanes it takes (CMD-6), for one of its recipients.
    #[must_use]
    pub fn lanes(&self, on_behalf_of: Option<&str>, recipient: &str) -> Vec<String> {
        match self {
            Self::QuotaIssue { quota_id } | Self::CouponIssue { quota_id, .. } => vec![format!("quota:{quota_id}")],
            Self::QuotaReclaim { parent_quota_id, .. } => {
                vec![format!("quota:{parent_quota_id}"), format!("quota:{recipient}")]
            }
            Self::CouponReclaim { .. } => vec![format!("coupon:{recipient}")],
            Self::CustomerTransfer | Self::CustomerTakeback | Self::ResellerTransfer | Self::ResellerTakeback => {
                vec![format!("money:{}:{recipient}", on_behalf_of.unwrap_or_default())]
            }
            _ => vec![format!("customer:{recipient}")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_amounts_cannot_meet_in_a_lane() {
        let issue = Write::QuotaIssue { quota_id: "Q".into() };
        let reclaim = Write::QuotaReclaim { parent_quota_id: "Q".into(), reseller_id: "r".into() };
        for (write, behalf, recipient, want) in [
            (&issue, None, "r", vec!["quota:Q"]),
            (&reclaim, None, "C", vec!["quota:Q", "quota:C"]),
            (&Write::CouponReclaim { quota_id: None, customer_id: None }, Some("r"), "cp", vec!["coupon:cp"]),
            (&Write::CustomerTransfer, None, "c", vec!["money::c"]),
            (&Write::CustomerTakeback, None, "c", vec!["money::c"]),
            (&Write::CustomerTakeback, Some("r"), "c", vec!["money:r:c"]),
            (&Write::CustomerCreate(Box::default()), None, "x", vec!["customer:x"]),
        ] {
            assert_eq!(write.lanes(behalf, recipient), want, "{write:?}");
        }
    }

    #[test]
    fn what_is_kept_is_read_back_and_prints_nothing_personal() {
        let creation =
            Creation { domain_name: "li_company".into(), mobile_phone: Some("1380".into()), ..Creation::default() };
        let bank_card = Some([const { String::new() }; 4]);
        let individual = Verification::Individual {
            identify_type: "4".into(),
            verified_type: None,
            files: vec!["a.jpg".into()],
            name: "li".into(),
            verified_number: "32".into(),
            xaccount_type: "T".into(),
            bank_card,
        };
        for write in [
            Write::CustomerCreate(Box::new(creation)),
            Write::RealnameSubmit(Box::new(individual)),
            Write::RealnameSubmit(Box::new(Verification::Change(Enterprise::default()))),
            Write::Freeze { freeze_type: "ACCOUNT".into(), reason: "r".into() },
            Write::CustomerTransfer,
        ] {
            let kept = serde_json::to_value(&write).unwrap();
            assert_eq!(serde_json::from_value::<Write>(kept).unwrap(), write);
            assert!(!write.is_personal() || format!("{write:?}").contains("***"));
        }
    }
}
