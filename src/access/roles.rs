//! The preset roles (ROLE-9, ROLE-10): their codes and names. What each permits stands in `catalog.rs`.

use super::permission::{DESK, PARTNERS};
use crate::lang::Lang;

/// A preset role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// AD 系统管理员: everything but what is master's.
    Admin,
    /// AM 客户经理: alone, sees assigned customers only (AM-1).
    AccountManager,
    /// DI 客户经理主管: alone, sees the team's customers (AM-2).
    AccountDirector,
    /// SA SA专人.
    SaSpecialist,
    /// FI 财务.
    Finance,
    /// OP 运营.
    Operations,
    /// SL 销售.
    Sales,
    /// DV 开发者.
    Developer,
    /// AU 审计: every `.view` and the audit, masked, no writes.
    Auditor,
    /// IN 激励专员.
    IncentiveManager,
    /// VM 券管理员.
    VoucherManager,
    /// VA 厂商管理员.
    DeskAdmin,
    /// VE 生态经理.
    DeskEcosystem,
    /// VD 伙伴发展经理.
    DeskPdm,
    /// VS 伙伴销售经理.
    DeskPsm,
    /// VR 激励评审.
    DeskIncentive,
    /// VF 开票与财经.
    DeskFinance,
}

impl Role {
    /// Every preset, in the order pages list them.
    pub const ALL: [Self; 17] = [
        Self::Admin,
        Self::AccountManager,
        Self::AccountDirector,
        Self::SaSpecialist,
        Self::Finance,
        Self::Operations,
        Self::Sales,
        Self::Developer,
        Self::Auditor,
        Self::IncentiveManager,
        Self::VoucherManager,
        Self::DeskAdmin,
        Self::DeskEcosystem,
        Self::DeskPdm,
        Self::DeskPsm,
        Self::DeskIncentive,
        Self::DeskFinance,
    ];

    /// The code in the database and the fixed interfaces.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.words().0
    }

    /// The name in the reader's language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        lang.pick(self.words().1, self.words().2)
    }

    /// Reads a code of the database.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role holds all permissions but the master's: 系统管理员 (ROLE-2) and 厂商管理员 (ROLE-10).
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::Admin | Self::DeskAdmin)
    }

    /// Whether organisations of any of these kinds have the role.
    #[must_use]
    pub const fn exists_in(self, kinds: u8) -> bool {
        let home = match self {
            Self::Auditor => PARTNERS | DESK,
            Self::DeskAdmin
            | Self::DeskEcosystem
            | Self::DeskPdm
            | Self::DeskPsm
            | Self::DeskIncentive
            | Self::DeskFinance => DESK,
            _ => PARTNERS,
        };
        kinds & home != 0
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Admin => ("admin", "Admin", "系统管理员"),
            Self::AccountManager => ("account_manager", "Account manager", "客户经理"),
            Self::AccountDirector => ("account_director", "Account director", "客户经理主管"),
            Self::SaSpecialist => ("sa_specialist", "SA specialist", "SA专人"),
            Self::Finance => ("finance", "Finance", "财务"),
            Self::Operations => ("operations", "Operations", "运营"),
            Self::Sales => ("sales", "Sales", "销售"),
            Self::Developer => ("developer", "Developer", "开发者"),
            Self::Auditor => ("auditor", "Auditor", "审计"),
            Self::IncentiveManager => ("incentive_manager", "Incentive manager", "激励专员"),
            Self::VoucherManager => ("voucher_manager", "Voucher manager", "券管理员"),
            Self::DeskAdmin => ("desk_admin", "Desk admin", "厂商管理员"),
            Self::DeskEcosystem => ("desk_ecosystem", "Ecosystem manager", "生态经理"),
            Self::DeskPdm => ("desk_pdm", "Partner development manager", "伙伴发展经理"),
            Self::DeskPsm => ("desk_psm", "Partner sales manager", "伙伴销售经理"),
            Self::DeskIncentive => ("desk_incentive", "Incentive reviewer", "激励评审"),
            Self::DeskFinance => ("desk_finance", "Invoicing and finance", "开票与财经"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_unique() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
