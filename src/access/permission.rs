//! What a permission is: a code, its names, where it exists and who holds it (PERM-1 to PERM-5). The list is `catalog.rs`.
//!
//! Handlers name permissions as types (`Actor<CustomerView>`), so that the signature is the check.

use crate::lang::Lang;

pub use super::catalog::*;
use super::roles::Role;

/// A permission, or several of which any one suffices: what `Actor<P>` demands.
pub trait Permission: Send + Sync + 'static {
    /// Any one of these codes opens the door.
    const CODES: &'static [Code];
}

/// Either permission suffices.
impl<A: Permission, B: Permission> Permission for (A, B) {
    const CODES: &'static [Code] = &[A::CODES[0], B::CODES[0]];
}

/// A permission by its place in [`CATALOG`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u8);

impl Code {
    pub(super) const fn numbered(number: u8) -> Self {
        Self(number)
    }

    /// Every permission.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).zip(CATALOG).map(|(number, _)| Self(number))
    }

    /// What the catalogue says about it.
    #[must_use]
    pub fn facts(self) -> &'static Facts {
        &CATALOG[usize::from(self.0)]
    }

    /// Reads the text of a code; one that the catalogue has not is none.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|known| known.as_str() == code)
    }

    /// Whether an organisation of this kind has the permission at all.
    #[must_use]
    pub fn exists_in(self, kind: Kind) -> bool {
        self.facts().kinds & kind.bit() != 0
    }

    /// Whether using it needs a fresh proof of identity (MEM-12).
    #[must_use]
    pub fn needs_step_up(self) -> bool {
        self.facts().step_up == StepUp::StepUp
    }

    /// The code as text, `customer.view`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.facts().code
    }

    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        lang.pick(self.facts().en, self.facts().zh_cn)
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One line of the catalogue.
#[derive(Debug)]
pub struct Facts {
    /// `customer.view`.
    pub code: &'static str,
    /// English name.
    pub en: &'static str,
    /// Chinese name.
    pub zh_cn: &'static str,
    /// The vendor's permission items that mean the same (PERM-1); empty where the vendor has none.
    pub bpc: &'static [&'static str],
    /// Kinds of organisation in which it exists, a sum of [`Kind::bit`]s.
    pub kinds: u8,
    /// Whether using it needs a fresh proof of identity (MEM-12).
    pub step_up: StepUp,
    /// Which presets hold it.
    pub held: Held,
}

/// Whether using a permission needs a fresh proof of identity (MEM-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUp {
    /// The session suffices.
    Plain,
    /// Marked `!` in PERM-4.
    StepUp,
}

/// Who holds a permission (PERM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Everybody (PERM-3).
    Default,
    /// The master login only.
    Master,
    /// Admin (and master) only; never in a custom role.
    Admin,
    /// Admin and these presets; empty: Admin or custom roles.
    By(&'static [Role]),
}

/// Kind of an organisation (ORG-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 解决方案提供商.
    SolutionProvider,
    /// 总经销商.
    Distributor,
    /// 云经销商.
    Reseller,
    /// 厂商工作台.
    VendorDesk,
}

/// Distributors only.
pub const DISTRIBUTOR: u8 = Kind::Distributor.bit();
/// The vendor desk only.
pub const DESK: u8 = Kind::VendorDesk.bit();
/// Solution providers and distributors.
pub const SELLERS: u8 = Kind::SolutionProvider.bit() | Kind::Distributor.bit();
/// These and resellers.
pub const PARTNERS: u8 = SELLERS | Kind::Reseller.bit();
/// Every organisation.
pub const EVERY: u8 = PARTNERS | DESK;

impl Kind {
    /// The kind's bit in [`Facts::kinds`].
    #[must_use]
    pub const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Reads the word of the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "solution_provider" => Self::SolutionProvider,
            "distributor" => Self::Distributor,
            "reseller" => Self::Reseller,
            "vendor_desk" => Self::VendorDesk,
            _ => return None,
        })
    }

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SolutionProvider => "solution_provider",
            Self::Distributor => "distributor",
            Self::Reseller => "reseller",
            Self::VendorDesk => "vendor_desk",
        }
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u128);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// Whether the set holds `code`.
    #[must_use]
    pub const fn holds(self, code: Code) -> bool {
        self.0 & 1 << code.0 != 0
    }

    /// Whether the set holds any one of `codes`.
    #[must_use]
    pub fn holds_any(self, codes: &[Code]) -> bool {
        codes.iter().any(|code| self.holds(*code))
    }

    /// The set with `code`.
    #[must_use]
    pub const fn with(self, code: Code) -> Self {
        Self(self.0 | 1 << code.0)
    }

    /// What both hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What either set holds.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What this set holds and the other does not: the difference that pages show (ROLE-7).
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the set holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The codes of the set, in the order of the catalogue.
    pub fn iter(self) -> impl Iterator<Item = Code> {
        Code::all().filter(move |code| self.holds(*code))
    }
}

impl FromIterator<Code> for Permissions {
    fn from_iter<T: IntoIterator<Item = Code>>(codes: T) -> Self {
        codes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl<'a> FromIterator<&'a str> for Permissions {
    /// Codes as the database keeps them; those the catalogue has not are left out.
    fn from_iter<T: IntoIterator<Item = &'a str>>(codes: T) -> Self {
        codes.into_iter().filter_map(Code::parse).collect()
    }
}

impl std::fmt::Debug for Permissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(Code::all().filter(|code| self.holds(*code))).finish()
    }
}

/// What a member may do in an organisation of this kind: the one function that requests, previews and simulations call
/// (PERM-2, PERM-7). `custom` are the codes of his custom roles: those of another kind, master's or Admin's permit nothing
/// (ROLE-7). Every role brings the defaults (ROLE-8); without any role only the member's own pages are left.
#[must_use]
pub fn permissions_of(kind: Kind, is_master: bool, presets: &[Role], custom: Permissions) -> Permissions {
    let has_role = is_master || !presets.is_empty() || !custom.is_empty();
    let holds = |code: &Code| match code.facts().held {
        _ if is_master => true,
        Held::Default => has_role || OWN_PAGES.contains(code),
        Held::Master | Held::Admin => held(code.facts(), presets),
        Held::By(_) => custom.holds(*code) || held(code.facts(), presets),
    };
    Code::all().filter(|code| code.exists_in(kind)).filter(holds).collect()
}

/// What a member without any role in force can open: nothing of the organisation's.
const OWN_PAGES: [Code; 4] = [HomeView::CODE, SupportTicket::CODE, ProfileView::CODE, ProfileEdit::CODE];

fn held(facts: &Facts, roles: &[Role]) -> bool {
    let admin = roles.iter().any(|role| role.is_admin());
    let auditor = roles.contains(&Role::Auditor) && facts.code.ends_with(".view");
    match facts.held {
        Held::Default => true,
        Held::Master => false,
        Held::Admin => admin,
        Held::By(presets) => admin || auditor || roles.iter().any(|role| presets.contains(role)),
    }
}

/// Preset roles of such an organisation that hold `code`: what a page that refuses offers as the way in.
#[must_use]
pub fn holders_of(code: Code, kind: Kind) -> Vec<Role> {
    let facts = code.facts();
    let holds = |role: &Role| role.exists_in(facts.kinds & kind.bit()) && held(facts, &[*role]);
    Role::ALL.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_fits_the_set_and_has_no_code_twice() {
        assert!(CATALOG.len() <= 128, "Permissions is a set of 128");
        for (index, facts) in CATALOG.iter().enumerate() {
            assert!(CATALOG[..index].iter().all(|other| other.code != facts.code), "{} stands twice", facts.code);
        }
    }

    #[test]
    fn presets_hold_what_the_matrix_says() {
        use Kind::{Distributor, Reseller, SolutionProvider, VendorDesk};
        let cases: &[(Kind, bool, &[Role], Code, bool)] = &[
            (Distributor, false, &[Role::AccountManager], CustomerView::CODE, true),
            (Distributor, false, &[Role::AccountManager], QuotaView::CODE, false),
            (Distributor, false, &[Role::AccountManager], HomeView::CODE, true),
            (Distributor, false, &[Role::VoucherManager], QuotaIssue::CODE, true),
            (SolutionProvider, false, &[Role::VoucherManager], QuotaIssue::CODE, false),
            (Reseller, false, &[Role::VoucherManager], CouponIssue::CODE, true),
            (Reseller, false, &[Role::Admin], ResellerView::CODE, false),
            (Distributor, false, &[Role::Admin], CompanyEdit::CODE, false),
            (Distributor, true, &[], CompanyEdit::CODE, true),
            (Distributor, false, &[Role::Admin], SettingsManage::CODE, true),
            (Distributor, false, &[Role::Auditor], BillView::CODE, true),
            (Distributor, false, &[Role::Auditor], AuditExport::CODE, true),
            (Distributor, false, &[Role::Auditor], CustomerUnmask::CODE, false),
            (Distributor, false, &[Role::Auditor], QuotaIssue::CODE, false),
            (VendorDesk, false, &[Role::DeskAdmin], DeskOrgFreeze::CODE, true),
            (VendorDesk, false, &[Role::DeskPdm], DeskPoReview::CODE, true),
            (VendorDesk, false, &[Role::DeskPdm], DeskPoHandle::CODE, false),
            (VendorDesk, true, &[], CustomerView::CODE, false),
        ];
        for (kind, is_master, roles, code, want) in cases {
            let got = permissions_of(*kind, *is_master, roles, Permissions::NONE).holds(*code);
            assert_eq!(got, *want, "{kind:?} {is_master} {roles:?} {code:?}");
        }
    }

    #[test]
    fn custom_roles_add_their_codes_and_nothing_that_is_not_theirs_to_give() {
        let custom = |codes: &[&str]| codes.iter().copied().collect::<Permissions>();
        type Case<'a> = (Kind, &'a [Role], &'a [&'a str], Code, bool);
        let cases: &[Case<'_>] = &[
            (Kind::Distributor, &[], &["bill.view"], BillView::CODE, true),
            (Kind::Distributor, &[], &["bill.view"], BalanceView::CODE, true),
            (Kind::Distributor, &[], &["bill.view"], CustomerView::CODE, false),
            (Kind::Reseller, &[], &["bill.view"], BillView::CODE, false),
            (Kind::Distributor, &[], &["role.assign"], RoleAssign::CODE, false),
            (Kind::Distributor, &[], &["company.edit"], CompanyEdit::CODE, false),
            (Kind::Distributor, &[], &["no.such.code"], HomeView::CODE, true),
            (Kind::Distributor, &[], &[], BalanceView::CODE, false),
            (Kind::Distributor, &[], &[], ProfileView::CODE, true),
            (Kind::Distributor, &[Role::AccountManager], &["bill.view"], CustomerUnmask::CODE, true),
            (Kind::VendorDesk, &[], &["desk.po.review"], DeskPoReview::CODE, true),
            (Kind::Distributor, &[], &["desk.po.review"], DeskPoReview::CODE, false),
        ];
        for (kind, presets, codes, code, want) in cases {
            let got = permissions_of(*kind, false, presets, custom(codes)).holds(*code);
            assert_eq!(got, *want, "{kind:?} {presets:?} {codes:?} {code:?}");
        }
    }

    #[test]
    fn a_refusal_can_name_who_holds_the_permission() {
        assert_eq!(holders_of(QuotaIssue::CODE, Kind::Distributor), [Role::Admin, Role::VoucherManager]);
        assert_eq!(holders_of(QuotaIssue::CODE, Kind::Reseller), []);
        assert_eq!(holders_of(CompanyEdit::CODE, Kind::Distributor), []);
    }
}
