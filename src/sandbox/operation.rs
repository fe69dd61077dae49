//! The register of all played operations. A family lists its own in `OPERATIONS`; this file only finds them.

use axum::http::Method;

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    options::Site,
    world::World,
};

/// What a call may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Changes nothing, whatever its method.
    Read,
    /// Changes money, quota, coupons or accounts, for one party.
    Write,
    /// The same for several recipients, with `error_details` (API-42).
    Batch,
}

/// One operation of the contract.
pub(super) struct Operation {
    /// operationId of the contract.
    pub(super) id: &'static str,
    pub(super) method: Method,
    /// Path of the contract, with parts in braces.
    pub(super) path: &'static str,
    pub(super) kind: Kind,
    /// Requests a second that the vendor documents (API-37).
    pub(super) per_second: u32,
    /// Sites whose contract has it.
    pub(super) sites: &'static [Site],
    /// Decides and answers; what it decides is done by the gateway.
    pub(super) run: fn(&World, &Call) -> Result<Outcome, Refusal>,
}

/// The China site alone.
pub(super) const CHINA: &[Site] = &[Site::China];
/// The international site alone.
pub(super) const INTERNATIONAL: &[Site] = &[Site::International];
/// Both sites.
pub(super) const BOTH: &[Site] = &[Site::China, Site::International];

type Run = fn(&World, &Call) -> Result<Outcome, Refusal>;

impl Operation {
    /// A read with the documented ten a second.
    pub(super) const fn read(
        id: &'static str,
        method: Method,
        path: &'static str,
        sites: &'static [Site],
        run: Run,
    ) -> Self {
        Self { id, method, path, kind: Kind::Read, per_second: 10, sites, run }
    }

    /// A write for one party.
    pub(super) const fn write(
        id: &'static str,
        method: Method,
        path: &'static str,
        sites: &'static [Site],
        run: Run,
    ) -> Self {
        Self { id, method, path, kind: Kind::Write, per_second: 10, sites, run }
    }

    /// The same, for several recipients.
    pub(super) const fn batch(mut self) -> Self {
        self.kind = Kind::Batch;
        self
    }

    /// The same with another documented rate.
    pub(super) const fn at(mut self, per_second: u32) -> Self {
        self.per_second = per_second;
        self
    }
}

/// Every family's operations. A new family adds one line here.
const FAMILIES: &[&[Operation]] = &[
    super::domains::OPERATIONS,
    super::customers::OPERATIONS,
    super::resellers::OPERATIONS,
    super::realname::OPERATIONS,
    super::quotas::OPERATIONS,
    super::coupons::OPERATIONS,
    super::accounts::OPERATIONS,
    super::budgets::OPERATIONS,
    super::bills::OPERATIONS,
    super::catalog::OPERATIONS,
    super::invoices::OPERATIONS,
    super::orders::OPERATIONS,
];

/// Parts of a path that stand in braces, with their values.
pub(super) type PathParts = Vec<(&'static str, String)>;

/// Finds the operation of a request on `site`, with the parts of its path.
pub(super) fn find(site: Site, method: &Method, path: &str) -> Option<(&'static Operation, PathParts)> {
    all(site).filter(|operation| operation.method == *method).find_map(|operation| {
        let parts = matched(operation.path, path)?;
        Some((operation, parts))
    })
}

/// Every operation of a site.
pub(super) fn all(site: Site) -> impl Iterator<Item = &'static Operation> {
    every().filter(move |operation| operation.sites.contains(&site))
}

/// Every operation, of whichever site.
pub(super) fn every() -> impl Iterator<Item = &'static Operation> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

fn matched(pattern: &'static str, path: &str) -> Option<PathParts> {
    let (mut parts, mut given) = (Vec::new(), path.split('/'));
    for wanted in pattern.split('/') {
        let given = given.next()?;
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !given.is_empty() => {
                let value = percent_encoding::percent_decode_str(given).decode_utf8_lossy().into_owned();
                parts.push((name, value));
            }
            None if wanted == given => {}
            _ => return None,
        }
    }
    given.next().is_none().then_some(parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn paths_match_part_by_part() {
        let order = "/v2/orders/{order_id}/lines";
        assert_eq!(matched(order, "/v2/orders/CS%2F1/lines").unwrap(), [("order_id", "CS/1".to_owned())]);
        for path in ["/v2/orders//lines", "/v2/orders/1", "/v2/orders/1/lines/", "/v3/orders/1/lines"] {
            assert!(matched(order, path).is_none(), "{path}");
        }
    }

    #[test]
    fn every_operation_stands_in_the_contract_of_its_sites() {
        let contracts = [
            (Site::China, include_str!("../tests/contract/bss-china.openapi.json")),
            (Site::International, include_str!("../tests/contract/bss-international.openapi.json")),
        ];
        for (site, text) in contracts {
            let contract: serde_json::Value = serde_json::from_str(text).unwrap();
            let mut seen = BTreeSet::new();
            for operation in all(site).filter(|operation| operation.path != super::super::domains::PATH) {
                assert!(seen.insert(operation.id), "{} is listed twice on {site:?}", operation.id);
                let method = operation.method.as_str().to_lowercase();
                let found = &contract["paths"][operation.path][method.as_str()]["operationId"];
                assert_eq!(found, operation.id, "{} {} on {site:?}", operation.method, operation.path);
            }
        }
    }
}
