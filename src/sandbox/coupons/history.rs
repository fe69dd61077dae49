//! The past of a world's coupons: to whom they were issued, and every way a coupon can go (COUPON-3, COUPON-4). Which
//! way is a fixed turn, so that a small world shows all of them.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::{
    book::{Coupon, Deed, EXPIRY, ISSUE, RECLAIM, Record, Status},
    writes::record_of,
};
use crate::sandbox::{
    customers::Association,
    deeds,
    quotas::Quota,
    stream::Stream,
    world::{Owner, World},
};

/// How a coupon goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Whole,
    PartUsed,
    UsedUp,
    Expired,
    NotYet,
    Frozen,
    /// One of the operation types that take a coupon back.
    Back(u8),
    /// Issued after an attempt that failed.
    SecondTry,
}

const WAYS: [Way; 20] = [
    Way::Whole,
    Way::PartUsed,
    Way::UsedUp,
    Way::Expired,
    Way::Back(RECLAIM),
    Way::Whole,
    Way::NotYet,
    Way::SecondTry,
    Way::Back(5),
    Way::PartUsed,
    Way::Back(8),
    Way::Whole,
    Way::Back(6),
    Way::UsedUp,
    Way::Back(9),
    Way::Frozen,
    Way::Expired,
    Way::Back(7),
    Way::Whole,
    Way::Back(RECLAIM),
];

/// What a partner's own quotas keep, whatever coupons are drawn from them.
const KEPT: i64 = 22_000;

/// Issues coupons to the resale customers of each owner, and lets them go their ways.
pub(in crate::sandbox) fn live_through(world: &mut World) {
    let mut turn = 0;
    for (customer_id, owner) in recipients(world) {
        let count = world.stream(&["coupons", &customer_id]).between(1, 3);
        for place in 0..count {
            let stream = world.stream(&["coupon", &customer_id]).with(place);
            if one(world, stream, (&customer_id, &owner), WAYS[turn % WAYS.len()]) {
                turn += 1;
            }
        }
    }
    // Those who left lost theirs on unbinding (type 3).
    let former: Vec<(String, Owner)> =
        world.customers.former.iter().map(|one| (one.id.clone(), one.owner.clone())).collect();
    for (customer_id, owner) in former {
        let stream = world.stream(&["coupon", &customer_id]);
        one(world, stream, (&customer_id, &owner), Way::Back(3));
    }
    world.coupons.settle();
}

fn recipients(world: &World) -> Vec<(String, Owner)> {
    let resale = world.customers.all().iter().filter(|one| one.association == Association::Resale);
    resale.map(|one| (one.id.clone(), one.owner.clone())).collect()
}

/// One coupon and its way; false when no quota of the owner has enough.
fn one(world: &mut World, mut stream: Stream, (customer_id, owner): (&str, &Owner), way: Way) -> bool {
    let face_value = stream.round_amount(50, 1_000, 50);
    let Some(quota) = source(world, &mut stream, owner, face_value) else { return false };
    let latest = world.dawn - TimeDelta::days(17);
    let room = (latest - quota.created_at).num_minutes().max(1);
    let created_at = quota.created_at + stream.minutes(1, room);
    let last_second = TimeDelta::days(stream.span(30, 180)) - TimeDelta::seconds(1);
    let (effective_at, expires_at) = match way {
        Way::Expired => (
            created_at,
            (world.dawn - TimeDelta::days(stream.span(2, 12)) - TimeDelta::seconds(1)).min(quota.expires_at),
        ),
        Way::NotYet => (world.dawn + TimeDelta::days(10), quota.expires_at),
        _ => (created_at, (world.dawn + last_second).min(quota.expires_at)),
    };
    let coupon = Coupon {
        id: format!("{}{}", created_at.format("%y%m%d"), stream.digits(12)),
        kind: if quota.kind == 1 { 4 } else { 1 },
        version: if stream.chance(12) { 1 } else { 2 },
        quota_id: quota.id.clone(),
        customer_id: customer_id.to_owned(),
        owner: owner.clone(),
        face_value,
        balance: face_value,
        status: Status::Usable,
        frozen: way == Way::Frozen,
        created_at,
        effective_at,
        expires_at,
        last_used_at: None,
        order_id: None,
        limits: quota.limits.clone(),
    };
    issue(world, &mut stream, &coupon, (&quota, way));
    go(world, &mut stream, &coupon, (&quota, way));
    true
}

/// A quota of the owner that coupons may be drawn from: any of the last years, a reseller's also to its last.
fn source(world: &World, stream: &mut Stream, owner: &Owner, face_value: Decimal) -> Option<Quota> {
    let kept = if *owner == Owner::Partner { Decimal::from(KEPT) } else { Decimal::ZERO };
    let settled = world.dawn - TimeDelta::days(20);
    let found: Vec<&Quota> = world
        .quotas
        .all()
        .iter()
        .take(limit_of_search(owner, world))
        .filter(|quota| {
            quota.owner() == *owner
                && quota.status_at(world.dawn) == 0
                && quota.effective_at <= quota.created_at
                && quota.created_at < settled
                && quota.balance - face_value >= kept
        })
        .collect();
    (!found.is_empty()).then(|| (*stream.pick(&found)).clone())
}

/// The partner's own quotas stand at the head of the list: no need to look through everybody's.
fn limit_of_search(owner: &Owner, world: &World) -> usize {
    match owner {
        Owner::Partner => 14,
        Owner::Reseller(_) => world.quotas.all().len(),
    }
}

fn issue(world: &mut World, stream: &mut Stream, coupon: &Coupon, (quota, way): (&Quota, Way)) {
    let remark = stream.pick(&[Some("新客上云扶持"), None, Some("续费优惠"), None, Some("618活动")]).map(str::to_owned);
    let record =
        Record { id: stream.hex32(), operation: ISSUE, remark, ..record_of(coupon, quota.kind, coupon.face_value) };
    let at = coupon.created_at;
    if way == Way::SecondTry {
        let before = at - TimeDelta::minutes(2);
        let failed =
            Record { id: stream.hex32(), coupon_id: String::new(), ok: false, listed_at: before, ..record.clone() };
        world.coupons.apply(before, &Deed::Failed { record: failed });
    }
    let (quota_id, amount) = (quota.id.clone(), coupon.face_value);
    world.apply(at, &deeds::Deed::Quota(crate::sandbox::quotas::Deed::Drawn { quota_id, amount }));
    world.coupons.apply(at, &Deed::Issued { coupon: Box::new(coupon.clone()), record });
}

fn go(world: &mut World, stream: &mut Stream, coupon: &Coupon, (quota, way): (&Quota, Way)) {
    let during = coupon.created_at + stream.minutes(60, 14 * 1440);
    let later = during + stream.minutes(60, 2 * 1440);
    let half = (coupon.face_value / Decimal::from(stream.between(2, 4))).round_dp(2);
    match way {
        Way::Whole | Way::NotYet | Way::Frozen | Way::SecondTry => {}
        // An old coupon is used at one go.
        Way::PartUsed if coupon.version == 1 => spend(world, stream, coupon, (during, coupon.face_value)),
        Way::PartUsed => spend(world, stream, coupon, (during, half)),
        Way::UsedUp => spend(world, stream, coupon, (during, coupon.face_value)),
        Way::Expired => take_back(world, stream, coupon, (quota, EXPIRY, coupon.expires_at)),
        Way::Back(5) => {
            // Paid with, then the order was unsubscribed: what came back was taken at once.
            spend(world, stream, coupon, (during, half));
            take_back(world, stream, coupon, (quota, 5, later));
        }
        Way::Back(operation) => take_back(world, stream, coupon, (quota, operation, later)),
    }
}

fn spend(world: &mut World, stream: &mut Stream, coupon: &Coupon, (at, amount): (DateTime<Utc>, Decimal)) {
    let order_id = format!("CS{}{}", at.format("%y%m%d%H"), stream.digits(5));
    world.coupons.apply(at, &Deed::Spent { coupon_id: coupon.id.clone(), amount, order_id });
}

fn take_back(
    world: &mut World,
    stream: &mut Stream,
    coupon: &Coupon,
    (quota, operation, at): (&Quota, u8, DateTime<Utc>),
) {
    let amount = world.coupons.find(&coupon.id).map_or(Decimal::ZERO, |coupon| coupon.balance);
    let record = Record { id: stream.hex32(), operation, listed_at: at, ..record_of(coupon, quota.kind, amount) };
    let quota_id = quota.id.clone();
    world.apply(at, &deeds::Deed::Quota(crate::sandbox::quotas::Deed::Returned { quota_id, amount }));
    world.coupons.apply(at, &Deed::TakenBack { record });
}
