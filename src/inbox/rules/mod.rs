//! What can be told, what can wait, and whom it concerns. Pure.

mod notice;

use chrono::{DateTime, Utc};

pub use notice::Notice;

use crate::{
    access::{
        Permission, Permissions, Seat,
        permission::{AmAssign, ApprovalRule, DeskCompanyReview, IncentiveReview, MemberManage, RoleAssign},
    },
    commands, requests,
};

/// What a member may attend to: decides what can wait for him.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eyes {
    /// Key.
    pub member_id: i64,
    /// Another Admin or the master: agrees to roles and answers where there is no director (PERM-8).
    pub agrees: bool,
    /// Assigns roles: managers without director, roles that end.
    pub assigns: bool,
    /// Manages members: logins that end.
    pub manages: bool,
    /// Assigns customers: those of his scope whose manager cannot work, and without a scope those that have none (AM-12).
    pub assigns_customers: bool,
    /// Agrees to approval rules (CMD-3).
    pub agrees_to_rules: bool,
    /// What he may do: decides which approvals and commands wait for him.
    pub held: Permissions,
    /// Decides at the vendor desk on changes of companies (ORG-10).
    pub reviews_companies: bool,
}

impl Eyes {
    /// Those of a signed-in member.
    #[must_use]
    pub fn of(seat: &Seat) -> Self {
        let held: Permissions = seat.permissions;
        Self {
            member_id: seat.member_id,
            agrees: seat.is_master || seat.roles.iter().any(|role| role.is_admin()),
            assigns: held.holds_any(RoleAssign::CODES),
            manages: held.holds_any(MemberManage::CODES),
            assigns_customers: held.holds_any(AmAssign::CODES),
            agrees_to_rules: held.holds_any(ApprovalRule::CODES),
            held,
            reviews_companies: held.holds_any(DeskCompanyReview::CODES),
        }
    }

    /// Codes of what he may agree to in his own right.
    #[must_use]
    pub fn approves(&self) -> Vec<String> {
        let codes = commands::Kind::ALL.into_iter().filter_map(commands::Kind::approval);
        let mut codes: Vec<String> =
            codes.filter(|code| self.held.holds(*code)).map(|code| code.as_str().to_owned()).collect();
        codes.dedup();
        codes
    }

    /// Whether he reviews his colleagues' requests to the vendor (COM-08).
    #[must_use]
    pub fn reviews_requests(&self) -> bool {
        self.held.holds_any(IncentiveReview::CODES)
    }

    /// States of submitted requests in which he of the vendor desk has something to do, as `kind/state` (LST-11).
    #[must_use]
    pub fn works_on(&self) -> Vec<String> {
        let mine = requests::Kind::ALL.into_iter().filter(|kind| self.held.holds_any(kind.desk));
        mine.flat_map(|kind| kind.waiting.iter().map(|state| format!("{}/{state}", kind.code))).collect()
    }

    /// Kinds of command that he makes or agrees to.
    #[must_use]
    pub fn attends(&self) -> Vec<String> {
        let may = |kind: &commands::Kind| {
            self.held.holds(kind.code()) || kind.approval().is_some_and(|code| self.held.holds(code))
        };
        commands::Kind::ALL.into_iter().filter(may).map(|kind| kind.as_str().to_owned()).collect()
    }
}

/// Something that waits for a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub what: What,
    /// Whom or what it concerns: a user name, a number.
    pub whom: String,
    /// Key for the page.
    pub id: i64,
    /// Since when it waits, or when it ends.
    pub at: Option<DateTime<Utc>>,
}

impl Waiting {
    /// What a row says; none for a word of a newer version.
    #[must_use]
    pub fn of(what: &str, whom: String, id: i64, at: Option<DateTime<Utc>>) -> Option<Self> {
        Some(Self { what: What::parse(what)?, whom, id, at })
    }
}

/// Kinds of things that wait, in the order of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Something that another one wants done at the vendor, to be agreed to (CMD-3).
    Approval,
    /// His own that nobody has decided and that expires within 12 hours.
    ApprovalEnds,
    /// Commands whose outcome a person must decide (CMD-9).
    Unresolved,
    /// Commands that the vendor confirmed a day ago without listing a record (CMD-11).
    Late,
    /// A proposed outcome that another one must agree to (CMD-10).
    Proposed,
    /// His own commands that failed within three days.
    Failed,
    /// Roles that a second person must agree to (PERM-8).
    RoleRequest,
    /// A higher amount without a second person, to be agreed to (CMD-3).
    ApprovalRules,
    /// Answers in an access review (PERM-8).
    Review,
    /// Account managers without a director (TRAP-2).
    Undirected,
    /// Customers without an account manager (AM-8).
    Unassigned,
    /// Customers whose account manager cannot work as one: disabled, or without the role (TRAP-2).
    Stranded,
    /// A login that ends within 14 days (MEM-2).
    LoginEnds,
    /// A role that ends within 14 days (PERM-8).
    RoleEnds,
    /// A change of a partner's company, to be decided by the vendor desk (ORG-10).
    CompanyRequest,
    /// The master login, offered to the reader (ORG-5).
    MasterOffer,
    /// Requests of colleagues that need a second person before they go to the vendor (LST-12).
    InternalReview,
    /// Requests that partners submitted to the vendor desk (LST-11).
    Worklist,
}

impl What {
    /// Every kind.
    const ALL: [(Self, &'static str); 18] = [
        (Self::Approval, "approval"),
        (Self::ApprovalEnds, "approval_ends"),
        (Self::Unresolved, "unresolved"),
        (Self::Late, "late"),
        (Self::Proposed, "proposed"),
        (Self::Failed, "failed"),
        (Self::RoleRequest, "role_request"),
        (Self::ApprovalRules, "approval_rules"),
        (Self::Review, "review"),
        (Self::Undirected, "undirected"),
        (Self::Unassigned, "unassigned"),
        (Self::Stranded, "stranded"),
        (Self::LoginEnds, "login_ends"),
        (Self::RoleEnds, "role_ends"),
        (Self::CompanyRequest, "company_request"),
        (Self::MasterOffer, "master_offer"),
        (Self::InternalReview, "internal_review"),
        (Self::Worklist, "worklist"),
    ];

    /// Reads the word of the query.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(what, _)| *what)
    }
}

impl Waiting {
    /// The page where it is attended to.
    #[must_use]
    pub fn page(&self) -> String {
        let id = self.id;
        match self.what {
            What::Approval | What::ApprovalEnds => format!("/approvals/{id}"),
            What::Unresolved => "/commands?state=person".to_owned(),
            What::Late if id == 0 => "/commands?view=unresolved&state=confirmed".to_owned(),
            What::Late | What::Proposed => format!("/commands/{id}"),
            What::Failed => "/commands?state=failed".to_owned(),
            What::RoleRequest => format!("/members/{id}/role-request"),
            What::ApprovalRules => "/roles/approval-rules".to_owned(),
            What::Review => format!("/roles/reviews/{id}"),
            What::Undirected => "/members?director=-".to_owned(),
            What::Unassigned => "/customers/assignments/new".to_owned(),
            What::Stranded => "/customers/assignments?works=no".to_owned(),
            What::LoginEnds => format!("/members/{id}/edit"),
            What::RoleEnds => format!("/members/{id}/roles"),
            What::CompanyRequest => format!("/desk/companies/{id}"),
            What::MasterOffer => "/organization/master".to_owned(),
            What::InternalReview => "/reviews".to_owned(),
            What::Worklist => "/desk".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_notice_is_read_back_as_it_was_told() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
        let until = "2026-11-29T04:00:00Z".parse().unwrap();
        for notice in [
            Notice::CredentialsReset { by: "admin".into(), member: "manager".into(), member_id: 7 },
            Notice::RolesChanged { by: "admin".into() },
            Notice::MasterOffered { by: "master".into(), until },
            Notice::ReviewEnds { review_id: 3, last_day: day, days: 7, open: 12 },
            Notice::ApprovalRuleDecided { by: "master".into(), agreed: true },
            Notice::ApprovalDecided { by: "finance".into(), kind: "quota_issue".into(), approval_id: 4, agreed: false },
            Notice::ApprovalsDelegated { by: "finance".into(), to: "voucher2".into(), until },
            Notice::CompanyDecided { name: "Yunhe".into(), approved: false, reason: "no".into() },
            Notice::FhQualificationDecided { approved: false, reason: "no".into() },
            Notice::MdfClaimDecided { request_id: 6, approved: false, reason: "no".into() },
            Notice::PayoutMoved { request_id: 8, state: "awaiting_invoice".into(), reason: String::new() },
            Notice::MdfApplicationDecided { request_id: 5, approved: false, reason: "no".into() },
            Notice::BusinessInformationMoved { state: "rejected".into(), approved: false, reason: "no".into() },
        ] {
            let stored = serde_json::to_value(&notice).unwrap();
            assert!(stored.is_object(), "{stored}");
            assert_eq!(serde_json::from_value::<Notice>(stored).unwrap(), notice);
        }
    }
}
