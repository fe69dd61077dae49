//! What the vendor's codes of a customer mean (CUST-2, CUST-10, RN-8). Pure.

pub mod acts;
pub mod creation;
pub mod identity;

use super::text::COMPANY_ENDINGS;
use crate::{
    access::permission::{Permission, ResellerCustomerView},
    values::Masked,
    web::{Error, Tone, Typed},
};

/// Whose customers a list shows (CUST-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The partner's own.
    Own,
    /// Those of its resellers.
    Resellers,
}

impl Tab {
    /// The tab of an address.
    ///
    /// # Errors
    /// The second one is refused to who may not see it: he would take his own rows for the resellers'.
    pub fn of(typed: &Typed, may_resellers: bool) -> Result<Self, Error> {
        match (typed.get("tab"), may_resellers) {
            ("resellers", true) => Ok(Self::Resellers),
            ("resellers", false) => Err(Error::Forbidden(ResellerCustomerView::CODES)),
            _ => Ok(Self::Own),
        }
    }
}

/// Codes of `association_type` that the connected sites use (CUST-2): 2 only in China, 3 only abroad; all before any is
/// connected.
#[must_use]
pub fn association_codes(sites: &[String]) -> &'static [&'static str] {
    let is_china = sites.iter().any(|site| site == "china");
    let is_abroad = sites.iter().any(|site| site != "china");
    match (is_china, is_abroad) {
        (true, false) => &["1", "2"],
        (false, true) => &["1", "3"],
        _ => &["1", "2", "3"],
    }
}

/// Colour of a `verified_status`.
pub fn verified_tone(code: &str) -> Tone {
    match code {
        "2" => Tone::Done,
        "0" => Tone::Waiting,
        "1" | "3" => Tone::Refused,
        _ => Tone::Idle,
    }
}

/// The real name of an enterprise is public; that of a person is masked (MEM-8). Of who is not known to be either (a customer
/// that is not in the list), only a name that can be no person's is shown.
pub fn shown_name(customer_type: Option<i32>, name: &Masked<String>) -> String {
    const ENTERPRISE: i32 = 1;
    let is_company = || COMPANY_ENDINGS.iter().any(|ending| name.reveal().ends_with(ending));
    match customer_type {
        Some(ENTERPRISE) => name.reveal().clone(),
        None | Some(-1) if is_company() => name.reveal().clone(),
        _ => name.masked(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_enterprises_show_their_name() {
        let name = Masked::new("张伟".to_owned());
        assert_eq!(shown_name(Some(1), &name), "张伟");
        for kind in [None, Some(-1), Some(0), Some(7)] {
            assert_eq!(shown_name(kind, &name), "张**", "{kind:?}");
        }
        let company = Masked::new("上海云帆有限公司".to_owned());
        for (kind, want) in [(None, "上海云帆有限公司"), (Some(-1), "上海云帆有限公司"), (Some(0), "上**")]
        {
            assert_eq!(shown_name(kind, &company), want, "{kind:?}");
        }
    }

    #[test]
    fn each_site_has_its_associations() {
        let codes =
            |sites: &[&str]| association_codes(&sites.iter().map(|site| (*site).to_owned()).collect::<Vec<_>>());
        assert_eq!(codes(&["china"]), ["1", "2"]);
        assert_eq!(codes(&["international"]), ["1", "3"]);
        assert_eq!((codes(&[]).len(), codes(&["china", "international"]).len()), (3, 3));
    }

    #[test]
    fn the_second_tab_needs_its_permission() {
        let typed = Typed::parse(b"tab=resellers").unwrap_or_default();
        assert!(matches!(Tab::of(&typed, true), Ok(Tab::Resellers)));
        assert!(matches!(Tab::of(&typed, false), Err(Error::Forbidden(_))), "own rows are no answer");
        assert!(matches!(Tab::of(&Typed::default(), false), Ok(Tab::Own)));
    }
}
