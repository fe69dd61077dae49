//! Who may have a connection, how fast it is used, and for what its key is sealed. Pure.

use std::num::NonZeroU32;

use crate::cloud::{CallRate, Site};

/// Partners with credentials of their own: resellers are read over their distributor (API-7), the vendor desk has none.
pub(super) fn has_connections(kind: &str) -> bool {
    matches!(kind, "solution_provider" | "distributor")
}

/// Only distributors have resellers (API-8, CUST-1).
pub(super) fn has_resellers(kind: &str) -> bool {
    kind == "distributor"
}

/// The operator's rate counts on loopback only: the vendor's limits are not ours to raise (API-40).
pub(super) fn rate(is_loopback: bool, chosen: Option<u32>) -> CallRate {
    match chosen.filter(|_| is_loopback) {
        None => CallRate::default(),
        Some(rate) => NonZeroU32::new(rate).map_or(CallRate::Off, CallRate::PerSecond),
    }
}

/// What a secret key is sealed for: it opens in the row it was saved in and in no other.
pub(super) fn purpose(organization_id: i64, site: Site) -> String {
    format!("cloud_accounts.secret_key/{organization_id}/{}", site.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendor_is_never_called_faster_than_it_allows() {
        assert_eq!(rate(false, Some(1000)), CallRate::default());
        assert_eq!(rate(false, Some(0)), CallRate::default());
        assert_eq!(rate(true, None), CallRate::default());
        assert_eq!(rate(true, Some(0)), CallRate::Off);
        assert_eq!(rate(true, Some(40)), CallRate::PerSecond(NonZeroU32::new(40).unwrap()));
    }

    #[test]
    fn resellers_and_the_desk_have_no_connection() {
        let kinds = ["solution_provider", "distributor", "reseller", "vendor_desk"];
        assert_eq!(kinds.map(has_connections), [true, true, false, false]);
        assert_eq!(kinds.map(has_resellers), [false, true, false, false]);
    }
}
