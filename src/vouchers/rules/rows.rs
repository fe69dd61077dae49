//! Rows that are to be taken back as lines of a dry run, and what the vendor would be asked (QUOTA-12, COUPON-10). Pure.

use chrono::{DateTime, Utc};

use super::reclaim::{self, may_reclaim_coupon, may_reclaim_quota};
use crate::{
    cloud::site::Site,
    commands::{
        Write,
        dry_run::{DryLine, Problem, Warning},
    },
    vouchers::{
        store::reclaims::{Child, Coupon},
        text::reclaim::{FROZEN, LOCKED, why_not},
    },
};

/// A row with what would be asked of the vendor.
#[derive(Debug, Clone)]
pub struct Row {
    /// As the preview shows it.
    pub line: DryLine,
    /// What is asked.
    pub write: Write,
    /// ISO 4217.
    pub currency: String,
    /// The reseller that issued it, where the member's organisation did not (API-8).
    pub on_behalf_of: Option<String>,
}

/// A child quota.
#[must_use]
pub fn child(row: &Child) -> Row {
    let facts = reclaim::Child {
        status: row.status,
        balance: row.balance,
        listed: row.listed,
        rooted: row.parent_remote_id.is_some() && row.reseller_remote_id.is_some(),
    };
    let holder = row.reseller_account_name.as_deref().or(row.reseller_remote_id.as_deref()).unwrap_or_default();
    let mut line = DryLine::new(&row.remote_id, named(&row.remote_id, holder), row.balance);
    line.problems.extend(may_reclaim_quota(facts).err().map(|why| Problem::Said(why_not(why))));
    let write = Write::QuotaReclaim {
        parent_quota_id: row.parent_remote_id.clone().unwrap_or_default(),
        reseller_id: row.reseller_remote_id.clone().unwrap_or_default(),
    };
    Row { line, write, currency: row.currency.clone(), on_behalf_of: None }
}

/// A coupon, of the organisation `own` or, for who acts for them, of one of its resellers (COUPON-10).
#[must_use]
pub fn coupon(row: &Coupon, (own, acts): (i64, bool), now: DateTime<Utc>) -> Row {
    let facts = reclaim::Coupon {
        status: row.status,
        expires_at: row.expires_at,
        balance: row.balance,
        listed: row.listed,
        acts: row.organization_id == own || acts && row.on_behalf_of.is_some(),
        association: row.association_type.as_deref().and_then(|code| Site::China.association(code)),
    };
    let holder = row.customer_account_name.as_deref().or(row.customer_remote_id.as_deref()).unwrap_or_default();
    let name = named(&row.remote_id, holder);
    let name = row.reseller.as_deref().map_or_else(|| name.clone(), |reseller| named(&name, reseller));
    let mut line = DryLine::new(&row.remote_id, name, row.balance);
    line.problems.extend(may_reclaim_coupon(facts, now).err().map(|why| Problem::Said(why_not(why))));
    if row.is_frozen.as_deref() == Some("1") {
        line.warnings.push(Warning::Said(&FROZEN));
    }
    if row.lock_order_id.as_deref().is_some_and(|order| !order.is_empty()) {
        line.warnings.push(Warning::Said(&LOCKED));
    }
    let write =
        Write::CouponReclaim { quota_id: row.quota_remote_id.clone(), customer_id: row.customer_remote_id.clone() };
    let on_behalf_of = row.on_behalf_of.clone().filter(|_| row.organization_id != own);
    Row { line, write, currency: row.currency.clone(), on_behalf_of }
}

/// The number with its holder: both are needed to recognise it.
fn named(number: &str, holder: &str) -> String {
    if holder.is_empty() { number.to_owned() } else { format!("{holder} · {number}") }
}

/// A row that is not there, or not for this member to see.
#[must_use]
pub fn missing(id: i64) -> DryLine {
    DryLine { problems: vec![Problem::Unknown], ..DryLine::new(id.to_string(), "", None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_its_holder_and_says_what_stands_against_it() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let normal = Child {
            id: 1,
            remote_id: "C1".to_owned(),
            parent_remote_id: Some("P1".to_owned()),
            reseller_remote_id: Some("rs-1".to_owned()),
            reseller_account_name: None,
            status: Some(0),
            balance: "12.50".parse().ok(),
            currency: "CNY".to_owned(),
            listed: true,
        };
        let row = child(&normal);
        assert_eq!((row.line.name.as_str(), row.line.problems.len()), ("rs-1 · C1", 0));
        assert_eq!(row.write, Write::QuotaReclaim { parent_quota_id: "P1".into(), reseller_id: "rs-1".into() });
        assert_eq!(child(&Child { status: Some(5), ..normal }).line.problems.len(), 1);
        let usable = Coupon {
            id: 1,
            organization_id: 7,
            reseller: None,
            on_behalf_of: None,
            remote_id: "V1".to_owned(),
            quota_remote_id: None,
            customer_remote_id: Some("c-1".to_owned()),
            customer_account_name: Some("yunfan".to_owned()),
            association_type: Some("2".to_owned()),
            status: Some(2),
            expires_at: None,
            balance: "1".parse().ok(),
            currency: "CNY".to_owned(),
            is_frozen: Some("1".to_owned()),
            lock_order_id: Some("CS1".to_owned()),
            listed: true,
        };
        let row = coupon(&usable, (7, false), now);
        assert_eq!((row.line.problems.len(), row.line.warnings.len(), row.on_behalf_of), (0, 2, None));
        let advised = Coupon { association_type: Some("1".to_owned()), ..usable.clone() };
        assert_eq!(coupon(&advised, (7, false), now).line.problems.len(), 1);
        let issued =
            Coupon { reseller: Some("Qinglan".to_owned()), on_behalf_of: Some("rs-1".to_owned()), ..usable.clone() };
        for (row, acts, problems, behalf) in [
            (&issued, true, 0, Some("rs-1")),
            (&issued, false, 1, Some("rs-1")),
            (&usable, true, 1, None),
            (&usable, false, 1, None),
        ] {
            let row = coupon(row, (8, acts), now);
            assert_eq!((row.line.problems.len(), row.on_behalf_of.as_deref()), (problems, behalf), "{}", row.line.name);
        }
        assert_eq!(coupon(&issued, (8, true), now).line.name, "Qinglan · yunfan · V1");
    }
}
