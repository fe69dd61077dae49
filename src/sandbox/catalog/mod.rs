//! The catalogue (CAT-1 to CAT-12): services, resource and usage types, measures, specifications, prices, places,
//! discount policies. The same for every world of a site; other families take names and products from here.

mod discounts;
mod kinds;
mod lists;
mod places;
mod policies;
mod products;
mod provinces;
mod regions;
mod services;
mod specs;

pub(super) use kinds::Kind;
pub(super) use lists::OPERATIONS;
pub(super) use products::Product;
pub(super) use regions::Region;
pub(super) use services::Service;

use super::options::Site;

/// A name in the two languages of `X-Language` (API-24).
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

impl Named {
    /// The name in the language asked for.
    pub(super) const fn said(self, english: bool) -> &'static str {
        if english { self.en } else { self.zh }
    }
}

/// The regions of a site, the most used first.
pub(super) fn regions(site: Site) -> &'static [Region] {
    match site {
        Site::China => &regions::CHINA,
        Site::International => &regions::INTERNATIONAL,
    }
}

/// Everything that can be bought, in a fixed order.
pub(super) fn products() -> &'static [Product] {
    &products::PRODUCTS
}

/// What no customer has at random: support plan, reserved instance, savings plan.
pub(super) const fn special_products() -> [&'static Product; 3] {
    [&products::SUPPORT_PLAN, &products::RESERVED_INSTANCE, &products::SAVINGS_PLAN]
}

/// The service with this code.
pub(super) fn service(code: &str) -> Option<&'static Service> {
    services::SERVICES.iter().find(|service| service.code == code)
}

/// The resource type with this code.
pub(super) fn kind(code: &str) -> Option<&'static Kind> {
    kinds::KINDS.iter().find(|kind| kind.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_leads_to_a_row_of_the_tables() {
        assert!(services::SERVICES.len() >= 12 && kinds::KINDS.len() >= 30);
        let codes: BTreeSet<_> = kinds::KINDS.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), kinds::KINDS.len());
        assert!(kinds::KINDS.iter().all(|kind| service(kind.service).is_some()));
        assert!(kinds::USAGES.iter().all(|usage| codes.contains(usage.kind)));
        let measures: BTreeSet<_> = regions::MEASURES.iter().map(|measure| measure.id).collect();
        for product in products() {
            assert!(codes.contains(product.kind) && measures.contains(&product.measure), "{}", product.id);
            assert!(product.by_use > 0 || product.by_month > 0, "{}", product.id);
        }
        let ids: BTreeSet<_> = products().iter().map(|product| product.id).collect();
        assert_eq!(ids.len(), products().len());
    }

    #[test]
    fn english_names_are_ascii() {
        for service in &services::SERVICES {
            assert!(service.name.en.is_ascii(), "{}", service.code);
        }
        for kind in &kinds::KINDS {
            assert!(kind.name.en.is_ascii(), "{}", kind.code);
        }
    }
}
