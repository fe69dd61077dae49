//! What the vendor's codes of a customer mean (CUST-2, CUST-10, RN-8). Pure.

use crate::{
    values::Masked,
    web::{Tone, Typed},
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
    /// The tab of an address; the second one only for who may see it.
    pub fn of(typed: &Typed, may_resellers: bool) -> Self {
        if may_resellers && typed.get("tab") == "resellers" { Self::Resellers } else { Self::Own }
    }
}

/// Codes of `association_type` that the connected sites use (CUST-2): 2 only in China, 3 only abroad; all before any is
/// connected.
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

/// The real name of an enterprise is public; that of a person, or of who is not known to be an enterprise, is masked (MEM-8).
pub fn shown_name(customer_type: Option<i32>, name: &Masked<String>) -> String {
    const ENTERPRISE: i32 = 1;
    if customer_type == Some(ENTERPRISE) { name.reveal().clone() } else { name.masked() }
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
        assert_eq!(Tab::of(&typed, true), Tab::Resellers);
        assert_eq!(Tab::of(&typed, false), Tab::Own);
        assert_eq!(Tab::of(&Typed::default(), true), Tab::Own);
    }
}
