//! By which methods a rebate can be paid (PAYOUT-07).

/// A method of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// 银行转账付款: to the bank account of the business information.
    Bank,
    /// 返华为云账户: a top-up of the cloud account.
    Topup,
    /// 返华为云账户-记欠票: a top-up without an invoice, which later invoicing is reduced by.
    TopupArrears,
    /// 转代金券额度: voucher quota.
    Voucher,
}

impl Method {
    /// Every method, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Bank, Self::Topup, Self::TopupArrears, Self::Voucher];

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Topup => "topup",
            Self::TopupArrears => "topup_arrears",
            Self::Voucher => "voucher",
        }
    }

    /// Reads [`Method::word`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }

    /// Whether the partner writes an invoice for it (PAYOUT-10).
    #[must_use]
    pub const fn needs_invoice(self) -> bool {
        matches!(self, Self::Bank | Self::Topup)
    }
}

/// The first period of reseller rebates that are booked as arrears.
const ARREARS_SINCE: &str = "2023-10";

/// The first month of a period: of a quarter its first, of a year January.
fn first_month(period: &str) -> String {
    match period.split_once('-') {
        None => format!("{period}-01"),
        Some((year, "Q1")) => format!("{year}-01"),
        Some((year, "Q2")) => format!("{year}-04"),
        Some((year, "Q3")) => format!("{year}-07"),
        Some((year, "Q4")) => format!("{year}-10"),
        Some(_) => period.to_owned(),
    }
}

/// The methods of a statement: site, association type (none: special), period. A special incentive goes as a referral does
/// (decided).
#[must_use]
pub fn methods(site: &str, association: Option<&str>, period: &str) -> &'static [Method] {
    let is_resale = association == Some("resale");
    match site {
        "china" if is_resale && first_month(period).as_str() >= ARREARS_SINCE => {
            &[Method::TopupArrears, Method::Voucher]
        }
        "china" => &[Method::Bank, Method::Topup, Method::Voucher],
        "europe" => &[Method::Voucher],
        _ if is_resale => &[Method::Topup, Method::Voucher],
        _ => &[Method::Bank, Method::Topup, Method::Voucher],
    }
}

#[cfg(test)]
mod tests {
    use super::{Method::*, *};

    /// SCN-28, and the table of PAYOUT-07.
    #[test]
    fn scn_28_the_methods_follow_site_association_and_period() {
        for (site, association, period, want) in [
            ("china", Some("resale"), "2023-10", &[TopupArrears, Voucher][..]),
            ("china", Some("resale"), "2023-09", &[Bank, Topup, Voucher]),
            ("china", Some("resale"), "2023-Q4", &[TopupArrears, Voucher]),
            ("china", Some("resale"), "2023-Q3", &[Bank, Topup, Voucher]),
            ("china", Some("resale"), "2024", &[TopupArrears, Voucher]),
            ("china", Some("referral"), "2026-10", &[Bank, Topup, Voucher]),
            ("china", None, "2026-10", &[Bank, Topup, Voucher]),
            ("international", Some("resale"), "2026-10", &[Topup, Voucher]),
            ("international", Some("referral"), "2026-10", &[Bank, Topup, Voucher]),
            ("europe", Some("referral"), "2026-10", &[Voucher]),
        ] {
            assert_eq!(methods(site, association, period), want, "{site} {association:?} {period}");
        }
        assert!(
            Bank.needs_invoice() && Topup.needs_invoice() && !TopupArrears.needs_invoice() && !Voucher.needs_invoice()
        );
    }
}
