//! Ledgers: the mirrored records added up and held against the vendor's snapshots, what expires, and what was not done here
//! (QUOTA-5, COUPON-4, SYNC-1, SYNC-3, SYNC-7). Nothing here corrects a row: a difference is shown until the vendor explains it.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use rules::{Horizon, works};

use crate::{
    access::{
        Kind,
        permission::{CouponIssue, QuotaIssue},
    },
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    inbox::{self, Notice},
    web::Routes,
};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/vouchers/differences", routes::differences::list)
        .get("/vouchers/expiry", routes::expiry::list)
        .get("/vouchers/expiry/export", routes::expiry::export)
        .get("/vouchers/outside", routes::outside::list)
}

/// Tells who issues vouchers what expires, 30, 7 and 1 days before, each day of expiry once per horizon and in the working hours
/// of the organisation. Answers how many notices were written.
///
/// # Errors
/// When the database refuses.
pub async fn remind(db: &Db, key: &Key, clock: &Clock) -> Result<u64, db::Error> {
    let now = clock.now();
    let places = store::notices::places(&mut *db.open_every().await?).await?;
    let mut told = 0;
    for place in places.iter().filter(|place| works(now, &place.time_zone, (place.working_from, place.working_to))) {
        let mut change = Change::system(db, key, clock, place.id, Author::job("voucher_expiry")).await?;
        let count = tell(&mut change, place).await?;
        if count > 0 {
            let after = Fields::new().set("notices", count);
            change.commit(Event::new(Deed::VouchersExpiring, place.id).after(after)).await?;
        }
        told += count;
    }
    Ok(told)
}

async fn tell(change: &mut Change, place: &store::notices::Place) -> Result<u64, db::Error> {
    let (org, now) = (change.org(), change.now());
    let ending = store::notices::ending(change, org, (now, now + rules::FARTHEST)).await?;
    if ending.is_empty() {
        return Ok(0);
    }
    let kind = Kind::parse(&place.kind).unwrap_or(Kind::Reseller);
    let members = inbox::holders(change, (org, kind), &[QuotaIssue::CODE, CouponIssue::CODE], now).await?;
    let mut told = 0;
    for sum in ending {
        let days = rules::days_until(sum.day, now);
        let Some(horizon) = Horizon::reached(days) else { continue };
        let once = format!("expiry-{}-{}-{}-{}", sum.kind, sum.day, sum.currency, horizon.days());
        let (coupons, amount) = (sum.kind == "coupon", crate::values::decimal::grouped(sum.amount, 2));
        let notice =
            Notice::VouchersExpire { coupons, day: sum.day, days, count: sum.count, amount, currency: sum.currency };
        told += inbox::tell_once(change, &members, &notice, &once).await?;
    }
    Ok(told)
}
