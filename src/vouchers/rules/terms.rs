//! Terms of coupons: validity and limits must lie inside the quota's (COUPON-7, COUPON-8).

use chrono::{DateTime, Utc};

/// Most service types, and most products, of one coupon (COUPON-8).
pub const MOST_LIMITS: usize = 10;

/// What the quota allows.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    /// From then on.
    pub effective_at: Option<DateTime<Utc>>,
    /// Until then.
    pub expires_at: Option<DateTime<Utc>>,
    /// Only these service types; none: every one.
    pub services: Option<Vec<String>>,
    /// Not these service types.
    pub excluded: Vec<String>,
    /// Only these products; none: every one.
    pub products: Option<Vec<String>>,
}

/// What is wanted; what is not given is inherited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// `valid_time`.
    pub valid_at: Option<DateTime<Utc>>,
    /// `expire_time`.
    pub expires_at: Option<DateTime<Utc>>,
    /// `cloud_service_types`.
    pub services: Vec<String>,
    /// `product_ids`.
    pub products: Vec<String>,
}

/// What is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Valid before the quota is.
    BeforeQuota,
    /// Expires after the quota does.
    AfterQuota,
    /// Expires in the past.
    Past,
    /// Expires before it becomes valid.
    Reversed,
    /// More than [`MOST_LIMITS`] service types.
    ManyServices,
    /// More than [`MOST_LIMITS`] products.
    ManyProducts,
    /// A service type the quota does not allow.
    ServiceOutside(String),
    /// A service type the catalogue does not know.
    ServiceUnknown(String),
    /// A product the quota does not allow.
    ProductOutside(String),
}

impl Fault {
    /// The field of the form it belongs to.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::BeforeQuota => "valid_on",
            Self::AfterQuota | Self::Past | Self::Reversed => "expires_on",
            Self::ManyServices | Self::ServiceOutside(_) | Self::ServiceUnknown(_) => "services",
            Self::ManyProducts | Self::ProductOutside(_) => "products",
        }
    }
}

/// Everything that is wrong with the terms, at most one fault per field. `known` are the codes of the catalogue; without a
/// catalogue every code is taken.
#[must_use]
pub fn faults(terms: &Terms, allowed: &Allowed, known: &[String], now: DateTime<Utc>) -> Vec<Fault> {
    let early = terms.valid_at.zip(allowed.effective_at).is_some_and(|(valid, from)| valid < from);
    let begins = terms.valid_at.or(allowed.effective_at);
    let end = match terms.expires_at {
        None => None,
        Some(end) if end <= now => Some(Fault::Past),
        Some(end) if allowed.expires_at.is_some_and(|until| end > until) => Some(Fault::AfterQuota),
        Some(end) if begins.is_some_and(|begins| end <= begins) => Some(Fault::Reversed),
        Some(_) => None,
    };
    // Valid only after the quota has expired: there is no end then that could be given.
    let inherited = terms.expires_at.is_none() && terms.valid_at.zip(allowed.expires_at).is_some_and(|(a, b)| a >= b);
    let end = end.or(inherited.then_some(Fault::Reversed));
    early
        .then_some(Fault::BeforeQuota)
        .into_iter()
        .chain(end)
        .chain(service(terms, allowed, known))
        .chain(product(terms, allowed))
        .collect()
}

fn service(terms: &Terms, allowed: &Allowed, known: &[String]) -> Option<Fault> {
    if terms.services.len() > MOST_LIMITS {
        return Some(Fault::ManyServices);
    }
    let outside = |code: &&String| {
        allowed.excluded.contains(code) || allowed.services.as_ref().is_some_and(|only| !only.contains(code))
    };
    if let Some(code) = terms.services.iter().find(outside) {
        return Some(Fault::ServiceOutside(code.clone()));
    }
    let inside = |code: &String| allowed.services.as_ref().is_some_and(|only| only.contains(code));
    let unknown = terms.services.iter().find(|code| !known.is_empty() && !known.contains(code) && !inside(code));
    unknown.map(|code| Fault::ServiceUnknown(code.clone()))
}

fn product(terms: &Terms, allowed: &Allowed) -> Option<Fault> {
    if terms.products.len() > MOST_LIMITS {
        return Some(Fault::ManyProducts);
    }
    let only = allowed.products.as_ref()?;
    terms.products.iter().find(|code| !only.contains(code)).map(|code| Fault::ProductOutside(code.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T00:00:00Z").parse().unwrap()
    }

    fn texts(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn validity_lies_inside_the_quotas_and_ends_in_the_future() {
        let allowed = Allowed { effective_at: Some(at(5)), expires_at: Some(at(25)), ..Allowed::default() };
        let now = at(10);
        for (valid, expires, want) in [
            (None, None, vec![]),
            (Some(5), Some(25), vec![]),
            (Some(4), Some(25), vec![Fault::BeforeQuota]),
            (Some(5), Some(26), vec![Fault::AfterQuota]),
            (None, Some(10), vec![Fault::Past]),
            (None, Some(11), vec![]),
            (Some(12), Some(12), vec![Fault::Reversed]),
            (Some(12), Some(11), vec![Fault::Reversed]),
            (Some(25), None, vec![Fault::Reversed]),
            (Some(4), Some(9), vec![Fault::BeforeQuota, Fault::Past]),
        ] {
            let terms = Terms { valid_at: valid.map(at), expires_at: expires.map(at), ..Terms::default() };
            assert_eq!(faults(&terms, &allowed, &[], now), want, "{valid:?} {expires:?}");
        }
        let open = Terms { valid_at: Some(at(1)), expires_at: Some(at(30)), ..Terms::default() };
        assert_eq!(faults(&open, &Allowed::default(), &[], now), [], "a quota without times binds nothing");
    }

    #[test]
    fn limits_lie_inside_the_quotas() {
        let only =
            Allowed { services: Some(texts(&["ec2", "obs"])), products: Some(texts(&["p1"])), ..Allowed::default() };
        let not = Allowed { excluded: texts(&["cdn"]), ..Allowed::default() };
        let known = texts(&["ec2", "cdn"]);
        let many: Vec<String> = (0..11).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (services, products, allowed, want) in [
            (vec!["ec2"], vec!["p1"], &only, vec![]),
            (vec!["obs"], vec![], &only, vec![]),
            (vec!["cdn"], vec![], &only, vec![Fault::ServiceOutside("cdn".into())]),
            (vec!["cdn"], vec![], &not, vec![Fault::ServiceOutside("cdn".into())]),
            (vec!["ec2"], vec!["p2"], &not, vec![]),
            (vec!["nat"], vec![], &not, vec![Fault::ServiceUnknown("nat".into())]),
            (vec![], vec!["p2"], &only, vec![Fault::ProductOutside("p2".into())]),
            (many.clone(), many, &not, vec![Fault::ManyServices, Fault::ManyProducts]),
        ] {
            let terms = Terms { services: texts(&services), products: texts(&products), ..Terms::default() };
            assert_eq!(faults(&terms, allowed, &known, at(1)), want, "{services:?} {products:?}");
        }
        let terms = Terms { services: texts(&["nat"]), ..Terms::default() };
        assert_eq!(faults(&terms, &not, &[], at(1)), [], "without a catalogue nothing can be unknown");
    }
}
