//! What a custom role may hold (ROLE-6, ROLE-7, PERM-8). Pure; knows no table and no page.

use std::ops::RangeInclusive;

use super::{
    permission::{self as p, Code, Held, Kind, Permissions},
    roles::Role,
};
use crate::lang::Lang;

/// ROLE-6: how many custom roles an organisation may have; a setting within these bounds.
pub const LIMIT: RangeInclusive<usize> = 10..=100;
/// ROLE-7: characters of a name.
pub const NAME: RangeInclusive<usize> = 1..=64;
/// ROLE-7: most characters of a description.
pub const DESCRIPTION: usize = 255;

/// Two permissions that one person should not hold together (PERM-8): who makes, and who checks.
pub type Pair = (Code, Code);

/// PERM-8: issue × approve, apply × review, business information × payment, assigning roles × approving.
pub static APART: &[Pair] = &[
    (p::QuotaIssue::CODE, p::QuotaApprove::CODE),
    (p::QuotaReclaim::CODE, p::QuotaApprove::CODE),
    (p::CouponIssue::CODE, p::CouponApprove::CODE),
    (p::CouponReclaim::CODE, p::CouponApprove::CODE),
    (p::TransferCustomer::CODE, p::MoneyApprove::CODE),
    (p::TransferReseller::CODE, p::MoneyApprove::CODE),
    (p::BalanceWithdraw::CODE, p::MoneyApprove::CODE),
    (p::FhApply::CODE, p::IncentiveReview::CODE),
    (p::MdfApply::CODE, p::IncentiveReview::CODE),
    (p::BizinfoEdit::CODE, p::IncentivePay::CODE),
    (p::RoleAssign::CODE, p::QuotaApprove::CODE),
    (p::RoleAssign::CODE, p::CouponApprove::CODE),
    (p::RoleAssign::CODE, p::MoneyApprove::CODE),
];

/// ROLE-7: a code that writes, and the code that shows what it writes.
static SHOWN_BY: &[Pair] = &[
    (p::ProfileEdit::CODE, p::ProfileView::CODE),
    (p::CompanyEdit::CODE, p::CompanyView::CODE),
    (p::ResellerManage::CODE, p::ResellerView::CODE),
    (p::MemberManage::CODE, p::MemberView::CODE),
    (p::MemberPassword::CODE, p::MemberView::CODE),
    (p::MemberExport::CODE, p::MemberView::CODE),
    (p::RoleManage::CODE, p::RoleView::CODE),
    (p::RoleAssign::CODE, p::RoleView::CODE),
    (p::SpecialistInvite::CODE, p::SpecialistView::CODE),
    (p::SpecialistApply::CODE, p::SpecialistView::CODE),
    (p::SpecialistUnlink::CODE, p::SpecialistView::CODE),
    (p::CustomerUnmask::CODE, p::CustomerView::CODE),
    (p::CustomerCreate::CODE, p::CustomerView::CODE),
    (p::CustomerInvite::CODE, p::CustomerView::CODE),
    (p::CustomerFreeze::CODE, p::CustomerView::CODE),
    (p::CustomerAssociation::CODE, p::CustomerView::CODE),
    (p::CustomerBudgetSet::CODE, p::CustomerBudgetView::CODE),
    (p::RealnameSubmit::CODE, p::RealnameView::CODE),
    (p::ResellerCustomerFreeze::CODE, p::ResellerCustomerView::CODE),
    (p::AmAssign::CODE, p::AmView::CODE),
    (p::AmReseller::CODE, p::ResellerView::CODE),
    (p::QuotaIssue::CODE, p::QuotaView::CODE),
    (p::QuotaReclaim::CODE, p::QuotaIssuedView::CODE),
    (p::QuotaApprove::CODE, p::QuotaView::CODE),
    (p::CouponIssue::CODE, p::CouponView::CODE),
    (p::CouponReclaim::CODE, p::CouponView::CODE),
    (p::CouponApprove::CODE, p::CouponView::CODE),
    (p::MoneyApprove::CODE, p::AdjustView::CODE),
    (p::BalanceAlert::CODE, p::BalanceView::CODE),
    (p::BalanceTopup::CODE, p::BalanceView::CODE),
    (p::BalanceWithdraw::CODE, p::BalanceView::CODE),
    (p::OrderPay::CODE, p::OrderView::CODE),
    (p::TransferCustomer::CODE, p::CustomerBalanceView::CODE),
    (p::TransferReseller::CODE, p::ResellerView::CODE),
    (p::IncentiveConfirm::CODE, p::IncentiveView::CODE),
    (p::FhApply::CODE, p::IncentiveView::CODE),
    (p::MdfApply::CODE, p::IncentiveView::CODE),
    (p::IncentiveReview::CODE, p::IncentiveView::CODE),
    (p::IncentiveSubmit::CODE, p::IncentiveView::CODE),
    (p::IncentivePay::CODE, p::IncentiveView::CODE),
    (p::BizinfoEdit::CODE, p::BizinfoView::CODE),
    (p::InvoiceApply::CODE, p::InvoiceView::CODE),
    (p::InvoiceTitle::CODE, p::InvoiceView::CODE),
    (p::InvoiceRegister::CODE, p::InvoiceView::CODE),
    (p::OpportunityEdit::CODE, p::OpportunityView::CODE),
    (p::OpportunityShare::CODE, p::OpportunityView::CODE),
    (p::OpportunityRespond::CODE, p::OpportunityView::CODE),
    (p::PlanApply::CODE, p::PlanView::CODE),
    (p::PathManage::CODE, p::PlanView::CODE),
    (p::SyncRun::CODE, p::SyncView::CODE),
    (p::AuditExport::CODE, p::AuditView::CODE),
];

/// Codes that write and have no page of their own to be seen on: what they write is shown by a default or to the desk.
#[cfg(test)]
static SHOWN_ANYWHERE: &[&str] = &[
    "support.ticket",
    "org.settings",
    "approval.rule",
    "contact.manage",
    "data.export",
    "upstream.credential",
    "api.key.manage",
    "api.key.own",
    "settings.manage",
];

/// The code that shows what `code` writes, if it writes and one does (ROLE-7).
#[must_use]
pub fn view_of(code: Code) -> Option<Code> {
    SHOWN_BY.iter().find(|(write, _)| *write == code).map(|(_, view)| *view)
}

/// The ticked codes with the views that their writing codes bring (ROLE-7).
#[must_use]
pub fn with_views(ticked: Permissions) -> Permissions {
    ticked.iter().filter_map(view_of).fold(ticked, Permissions::with)
}

/// The pairs of PERM-8 that a set holds whole: refused in custom roles, a warning elsewhere.
#[must_use]
pub fn pairs_in(held: Permissions) -> Vec<Pair> {
    APART.iter().copied().filter(|(one, other)| held.holds(*one) && held.holds(*other)).collect()
}

/// Whether a custom role of this kind of organisation may hold the code at all: what its form offers (ROLE-7).
#[must_use]
pub fn may_hold(kind: Kind, code: Code) -> bool {
    code.exists_in(kind) && !matches!(code.facts().held, Held::Master | Held::Admin)
}

/// Why a custom role cannot be saved so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// ROLE-7: at least one permission.
    Empty,
    /// ROLE-7: this kind of organisation has no such permission.
    NotInKind(Code),
    /// ROLE-7: master's or Admin's alone.
    Reserved(Code),
    /// PERM-8: these two belong to two persons.
    Apart(Pair),
}

/// The content of a custom role that the rules allow: what a store writes. The views are ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content(Permissions);

impl Content {
    /// The permissions.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        self.0
    }

    /// Codes as the database keeps them.
    #[must_use]
    pub fn codes(self) -> Vec<String> {
        self.0.iter().map(|code| code.as_str().to_owned()).collect()
    }
}

/// Whether a custom role may hold what was ticked; ticks the views.
///
/// # Errors
/// The first rule that is broken (ROLE-7, PERM-8).
pub fn may_save(kind: Kind, ticked: Permissions) -> Result<Content, Refusal> {
    let content = with_views(ticked);
    if content.is_empty() {
        return Err(Refusal::Empty);
    }
    for code in content.iter() {
        if !code.exists_in(kind) {
            return Err(Refusal::NotInKind(code));
        }
        if !may_hold(kind, code) {
            return Err(Refusal::Reserved(code));
        }
    }
    match pairs_in(content).first() {
        Some(pair) => Err(Refusal::Apart(*pair)),
        None => Ok(Content(content)),
    }
}

/// Whether one more custom role fits (ROLE-6). `limit` is the organisation's setting, brought within [`LIMIT`].
#[must_use]
pub fn may_add(existing: usize, limit: usize) -> bool {
    existing < limit.clamp(*LIMIT.start(), *LIMIT.end())
}

/// Whether a name is a preset's, in either language and whatever its case: taken for custom roles (ROLE-7).
#[must_use]
pub fn is_preset_name(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let taken = |role: Role| {
        [role.code(), role.name(Lang::En), role.name(Lang::ZhCn)].iter().any(|known| known.to_lowercase() == name)
    };
    Role::ALL.into_iter().any(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permission::permissions_of;

    fn ticked(codes: &str) -> Permissions {
        let read = |code| Code::parse(code).unwrap_or_else(|| panic!("{code} is no code"));
        codes.split_whitespace().map(read).collect()
    }

    #[test]
    fn contents_are_held_to_the_rules() {
        let cases: &[(Kind, &str, Result<&str, Refusal>)] = &[
            (Kind::Distributor, "", Err(Refusal::Empty)),
            (Kind::Distributor, "balance.view", Ok("balance.view")),
            (Kind::Distributor, "quota.issue", Ok("quota.view quota.issue")),
            (Kind::Distributor, "quota.reclaim", Ok("quota.issued.view quota.reclaim")),
            (Kind::Reseller, "quota.issue", Err(Refusal::NotInKind(p::QuotaIssue::CODE))),
            (Kind::Reseller, "bill.view", Err(Refusal::NotInKind(p::BillView::CODE))),
            (Kind::VendorDesk, "customer.view", Err(Refusal::NotInKind(p::CustomerView::CODE))),
            (Kind::VendorDesk, "desk.po.review", Ok("desk.po.review")),
            (Kind::Distributor, "role.assign", Err(Refusal::Reserved(p::RoleAssign::CODE))),
            (Kind::Distributor, "company.edit", Err(Refusal::Reserved(p::CompanyEdit::CODE))),
            (Kind::Distributor, "settings.manage", Err(Refusal::Reserved(p::SettingsManage::CODE))),
            (
                Kind::Distributor,
                "quota.issue quota.approve",
                Err(Refusal::Apart((p::QuotaIssue::CODE, p::QuotaApprove::CODE))),
            ),
            (
                Kind::Distributor,
                "mdf.apply incentive.review",
                Err(Refusal::Apart((p::MdfApply::CODE, p::IncentiveReview::CODE))),
            ),
            (
                Kind::SolutionProvider,
                "bizinfo.edit incentive.pay",
                Err(Refusal::Apart((p::BizinfoEdit::CODE, p::IncentivePay::CODE))),
            ),
            (Kind::Distributor, "coupon.issue quota.approve", Ok("quota.view coupon.view coupon.issue quota.approve")),
        ];
        for (kind, codes, want) in cases {
            let want = want.map(|codes| Content(ticked(codes)));
            assert_eq!(may_save(*kind, ticked(codes)), want, "{kind:?} {codes}");
        }
    }

    #[test]
    fn every_writing_code_brings_a_view_or_is_named() {
        for code in Code::all().filter(|code| !code.as_str().starts_with("desk.")) {
            let text = code.as_str();
            let reads = text.ends_with(".view");
            let said = view_of(code).is_some() || SHOWN_ANYWHERE.contains(&text);
            assert_ne!(reads, said, "{text} either views, or brings a view, or is named as shown anywhere");
        }
        for (write, view) in SHOWN_BY {
            assert!(view.as_str().ends_with(".view"), "{view:?} shows {write:?}");
            assert_eq!(write.facts().kinds & !view.facts().kinds, 0, "{view:?} exists wherever {write:?} does");
        }
    }

    #[test]
    fn pairs_are_found_in_the_presets_that_are_warned_about() {
        let pairs = |role: Role| {
            let kind = if role.exists_in(p::PARTNERS) { Kind::Distributor } else { Kind::VendorDesk };
            pairs_in(permissions_of(kind, false, &[role], Permissions::NONE)).len()
        };
        let warned: Vec<Role> = Role::ALL.into_iter().filter(|role| pairs(*role) > 0).collect();
        assert_eq!(warned, [Role::Admin, Role::Finance], "PERM-8 names Admin and finance");
        assert_eq!(pairs(Role::Admin), APART.len());
    }

    #[test]
    fn ten_custom_roles_or_as_many_as_the_setting_says() {
        for (existing, limit, want) in
            [(9, 10, true), (10, 10, false), (9, 1, true), (10, 1, false), (99, 100, true), (100, 1_000, false)]
        {
            assert_eq!(may_add(existing, limit), want, "{existing} of {limit}");
        }
    }

    #[test]
    fn names_of_presets_are_taken() {
        for name in ["Finance", "finance", " 财务 ", "sa专人", "voucher_manager", "Account Manager"] {
            assert!(is_preset_name(name), "{name}");
        }
        assert!(!is_preset_name("运维工程师"));
    }
}
