//! What a member is told, and where he reads on. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a member is told. Names are user names, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A link or a temporary password was issued for a login (MEM-13): told to its member and to the other Admins.
    CredentialsReset {
        /// Who did it.
        by: String,
        /// Whose login.
        member: String,
        /// Its key.
        member_id: i64,
    },
    /// The reader's roles were changed.
    RolesChanged {
        /// Who did it.
        by: String,
    },
    /// A second person agreed to roles (PERM-8): told to who asked and who gets them.
    RolesApproved {
        /// Who agreed.
        by: String,
        /// Who gets them.
        member: String,
        /// His key.
        member_id: i64,
    },
    /// A second person refused roles (PERM-8): told to who asked.
    RolesRefused {
        /// Who refused.
        by: String,
        /// Who was to get them.
        member: String,
        /// His key.
        member_id: i64,
    },
    /// The master login is offered to the reader (ORG-5).
    MasterOffered {
        /// Who offers it.
        by: String,
        /// Until when it can be accepted.
        until: DateTime<Utc>,
    },
    /// An access review began in which the reader answers (PERM-8).
    ReviewBegan {
        /// The review.
        review_id: i64,
        /// Its last day.
        last_day: NaiveDate,
    },
    /// An access review ends soon and answers of the reader are missing.
    ReviewEnds {
        /// The review.
        review_id: i64,
        /// Its last day.
        last_day: NaiveDate,
        /// Days that are left.
        days: i64,
        /// Answers that are missing.
        open: i64,
    },
    /// The last active Admin would have been disabled by his last day, which was lifted instead (MEM-13).
    LastAdminKept {
        /// Who.
        member: String,
        /// His key.
        member_id: i64,
    },
    /// Vouchers expire soon: told to who can still issue them.
    VouchersExpire {
        /// Coupons of customers, not quotas.
        coupons: bool,
        /// The day, by the vendor's calendar (UTC+8).
        day: NaiveDate,
        /// Days that are left.
        days: i64,
        /// How many.
        count: i64,
        /// Balances that are lost then, ready to show.
        amount: String,
        /// Their currency.
        currency: String,
    },
    /// A higher amount without a second person was decided on (CMD-3): told to who asked.
    ApprovalRuleDecided {
        /// Who decided.
        by: String,
        /// Whether it counts now.
        agreed: bool,
    },
    /// An approval was agreed to by everybody it needed, or returned (CMD-3): told to its maker.
    ApprovalDecided {
        /// Who decided last.
        by: String,
        /// Kind of command.
        kind: String,
        /// The approval.
        approval_id: i64,
        /// Whether it may be sent now.
        agreed: bool,
    },
    /// Somebody approves in another's place (CMD-3): told to both and to the Admins.
    ApprovalsDelegated {
        /// Whose right it is.
        by: String,
        /// Who uses it.
        to: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The vendor desk took a step with the business information (BIZ-11): told to the master account.
    BusinessInformationMoved {
        /// The state now.
        state: String,
        /// Whether it is authenticated.
        approved: bool,
        /// Why, if the desk said so.
        reason: String,
    },
    /// A request must have left its state soon (COM-10): told to who acts on it.
    DeadlineNear {
        /// Kind of request.
        kind: String,
        /// Its state.
        state: String,
        /// The request.
        request_id: i64,
        /// The last day.
        last_day: NaiveDate,
        /// Working days that are left.
        working_days: u16,
        /// Where the reader acts.
        page: String,
    },
    /// The vendor desk decided on the qualification for a scheme of FH (FH-07): told to the master account.
    FhQualificationDecided {
        /// Whether it was approved.
        approved: bool,
        /// Why not.
        reason: String,
    },
    /// The vendor desk decided on an application for the use of MDF (MDF-21): told to the master account.
    MdfApplicationDecided {
        /// The application.
        request_id: i64,
        /// Whether it was approved.
        approved: bool,
        /// Why not.
        reason: String,
    },
    /// The vendor desk decided on a claim of MDF (MDF-22): told to the master account.
    MdfClaimDecided {
        /// The claim.
        request_id: i64,
        /// Whether it was approved.
        approved: bool,
        /// Why not, or why not all.
        reason: String,
    },
    /// A payout came to a state in which the partner acts, or to its end (PAYOUT-02): told to the master account.
    PayoutMoved {
        /// The payout.
        request_id: i64,
        /// Its state.
        state: String,
        /// Why, where it came back.
        reason: String,
    },
    /// The vendor desk decided on a change of the company (ORG-10): told to the master account.
    CompanyDecided {
        /// The name that was asked for.
        name: String,
        /// Whether it counts now.
        approved: bool,
        /// Why not.
        reason: String,
    },
}

impl Notice {
    /// The page where the reader goes on.
    #[must_use]
    pub fn page(&self) -> String {
        match self {
            Self::CredentialsReset { member_id, .. }
            | Self::RolesApproved { member_id, .. }
            | Self::RolesRefused { member_id, .. }
            | Self::LastAdminKept { member_id, .. } => format!("/members/{member_id}"),
            Self::RolesChanged { .. } => "/profile".to_owned(),
            Self::MasterOffered { .. } => "/organization/master".to_owned(),
            Self::ReviewBegan { review_id, .. } | Self::ReviewEnds { review_id, .. } => {
                format!("/roles/reviews/{review_id}")
            }
            Self::ApprovalRuleDecided { .. } => "/roles/approval-rules".to_owned(),
            Self::ApprovalDecided { approval_id, .. } => format!("/approvals/{approval_id}"),
            Self::ApprovalsDelegated { .. } => "/approvals/delegations".to_owned(),
            Self::VouchersExpire { coupons, days, .. } => {
                let span = if *days <= 7 { 7 } else { 30 };
                format!("/vouchers/expiry?within={span}&kind={}", if *coupons { "coupon" } else { "quota" })
            }
            Self::BusinessInformationMoved { .. } => "/business-info".to_owned(),
            Self::FhQualificationDecided { .. } => "/incentives/fh/qualifications".to_owned(),
            Self::MdfApplicationDecided { request_id, .. } => format!("/incentives/mdf/applications/{request_id}"),
            Self::MdfClaimDecided { request_id, .. } => format!("/incentives/mdf/claims/{request_id}"),
            Self::PayoutMoved { request_id, .. } => format!("/payouts/{request_id}"),
            Self::CompanyDecided { .. } => "/organization".to_owned(),
            Self::DeadlineNear { page, .. } => page.clone(),
        }
    }
}
