//! The past of a world's quotas: what Huawei granted, what the distributor cut and took back. Made of the same deeds
//! that calls make. Amounts that depend on a balance are taken from the world as it stands at that step.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::book::{Deed, Limit, Quota, Record, Status};
use crate::sandbox::{stream::Stream, world::World};

/// Values of a limit: value1, value2.
type Values = &'static [(&'static str, Option<&'static str>)];
/// Limits of a quota: key and values.
type Limits = &'static [(&'static str, Values)];

/// A quota that Huawei granted; days are counted from the world's first day.
struct Grant {
    kind: i64,
    value: i64,
    created: i64,
    effective: i64,
    expires: i64,
    status: Status,
    limits: Limits,
}

impl Grant {
    const fn voucher(value: i64, created: i64, expires: i64) -> Self {
        Self { kind: 0, value, created, effective: created, expires, status: Status::Normal, limits: &[] }
    }

    const fn cash(value: i64, created: i64, expires: i64) -> Self {
        Self { kind: 1, ..Self::voucher(value, created, expires) }
    }

    const fn set(self, status: Status) -> Self {
        Self { status, ..self }
    }

    const fn limited(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }
}

/// The first four are what children and coupons are mostly cut from. `industryScenario` is a key no document names.
const GRANTS: [Grant; 14] = [
    Grant::voucher(500_000, -300, 200),
    Grant::voucher(200_000, -180, 185).limited(&[("subscribeType", &[("new", None), ("renew", None)])]),
    Grant::voucher(120_000, -90, 275).limited(&[
        ("cloudServiceType", &[("hws.service.type.ec2", None), ("hws.service.type.obs", None)]),
        ("industryScenario", &[("smart-manufacturing", Some("智能制造"))]),
    ]),
    Grant::voucher(80_000, -30, 335),
    Grant::voucher(60_000, -200, 20),
    Grant::voucher(100_000, -500, -30),
    Grant::voucher(50_000, -120, 245).set(Status::Frozen),
    Grant::voucher(40_000, -60, 305).set(Status::Adjusting),
    Grant::voucher(30_000, -240, 125).set(Status::Invalid),
    Grant { effective: 10, ..Grant::voucher(150_000, -400, 375) },
    Grant::voucher(5_000, -150, 60),
    Grant::cash(100_000, -150, 215).limited(&[
        ("maxDeductionRatio", &[("0.5", None)]),
        ("isRebate", &[("1", None)]),
        ("isOnlyForStrictSelected", &[("0", None)]),
    ]),
    Grant::cash(50_000, -420, -55),
    Grant::cash(80_000, -45, 320).limited(&[("serviceTypeBlackList", &[("hws.service.type.marketplace", None)])]),
];

/// What stays in a parent whatever is cut from it: a world must always have something to issue.
const KEPT: i64 = 25_000;

/// The grants, then what was cut from them. Coupons come next, then [`take_back`].
pub(in crate::sandbox) fn live_through(world: &mut World) {
    grant(world);
    cut(world);
}

fn grant(world: &mut World) {
    let people = i64::try_from(world.setting.resellers * 25 + world.setting.customers).unwrap_or(0);
    for (place, grant) in GRANTS.iter().enumerate() {
        let mut stream = world.stream(&["grant"]).with(place as u64);
        // The first grows with the world, so that a large one does not run out of quota.
        let value = grant.value + if place == 0 { people * 1_000 } else { 0 };
        let created_at = day(world, grant.created) + stream.minutes(9 * 60, 18 * 60);
        let quota = Quota {
            id: format!("{}{}", created_at.format("%y%m%d"), stream.digits(12)),
            kind: grant.kind,
            reseller_id: None,
            parent_id: None,
            value: Decimal::from(value),
            balance: Decimal::from(value),
            status: Status::Normal,
            created_at,
            updated_at: created_at,
            effective_at: day(world, grant.effective),
            expires_at: day(world, grant.expires) - TimeDelta::seconds(1),
            limits: grant.limits.iter().map(|(key, values)| limit(key, values)).collect(),
        };
        let id = quota.id.clone();
        world.quotas.apply(created_at, &Deed::Granted(quota));
        if grant.status != Status::Normal {
            let at = day(world, -stream.span(3, 12)) + TimeDelta::hours(2);
            world.quotas.apply(at, &Deed::Set { quota_id: id, status: grant.status });
        }
    }
}

fn limit(key: &str, values: &[(&str, Option<&str>)]) -> Limit {
    let values = values.iter().map(|(first, second)| ((*first).to_owned(), second.map(str::to_owned))).collect();
    Limit { key: key.to_owned(), values }
}

/// Midnight (UTC+8) of a day counted from the world's first.
fn day(world: &World, days: i64) -> DateTime<Utc> {
    world.dawn + TimeDelta::days(days)
}

/// Parents of a reseller's children, by their place among the grants: the sixth has expired since, and they with it.
const PARENTS: [usize; 5] = [0, 1, 5, 0, 2];

fn cut(world: &mut World) {
    let resellers: Vec<String> = world.resellers.all().iter().map(|one| one.id.clone()).collect();
    let parents: Vec<String> =
        world.quotas.all().iter().filter(|quota| quota.reseller_id.is_none()).map(|quota| quota.id.clone()).collect();
    for (turn, reseller_id) in resellers.iter().enumerate() {
        let count = if turn == 0 { 4 } else { world.stream(&["children", reseller_id]).between(2, 4) };
        for place in 0..count {
            let stream = world.stream(&["child", reseller_id]).with(place);
            let chosen = PARENTS[usize::try_from(place).unwrap_or(0) + usize::from(turn % 3 == 2)];
            cut_one(world, stream, reseller_id, [&parents[chosen], &parents[0]]);
        }
    }
}

/// Cuts a child from the first of `parents` that has enough; now and then after an attempt that failed.
fn cut_one(world: &mut World, mut stream: Stream, reseller_id: &str, parents: [&String; 2]) {
    let amount = stream.round_amount(2_000, 12_000, 500);
    let enough = |quota: &&Quota| quota.balance - amount >= Decimal::from(KEPT);
    let Some(parent) = parents.iter().filter_map(|id| world.quotas.find(id)).find(enough).cloned() else { return };
    let last = (world.dawn - TimeDelta::days(25)).min(parent.expires_at - TimeDelta::days(40));
    let room = (last - parent.created_at).num_minutes().max(1);
    let at = parent.created_at + stream.minutes(1, room);
    let operator = stream.pick(&world.partner.operators).clone();
    let child = Quota {
        id: format!("{}{}", at.format("%y%m%d"), stream.digits(12)),
        reseller_id: Some(reseller_id.to_owned()),
        parent_id: Some(parent.id.clone()),
        value: amount,
        balance: amount,
        status: Status::Normal,
        created_at: at,
        updated_at: at,
        ..parent
    };
    let record = Record {
        id: stream.hex32(),
        operator,
        issue: true,
        quota_id: child.id.clone(),
        parent_id: child.parent_id.clone().unwrap_or_default(),
        reseller_id: reseller_id.to_owned(),
        amount,
        ok: true,
        remark: None,
        listed_at: at,
    };
    if stream.chance(15) {
        let (id, before) = (stream.hex32(), at - TimeDelta::minutes(3));
        let failed = Record { id, quota_id: String::new(), ok: false, listed_at: before, ..record.clone() };
        world.quotas.apply(before, &Deed::Failed { record: failed });
    }
    world.quotas.apply(at, &Deed::Issued { child, record });
}

/// Takes some children back, after coupons were drawn from them, and puts the records into the order of time.
pub(in crate::sandbox) fn take_back(world: &mut World) {
    let candidates: Vec<Quota> = world
        .quotas
        .all()
        .iter()
        .filter(|quota| quota.reseller_id.is_some() && quota.status_at(world.dawn) == 0 && !quota.balance.is_zero())
        .cloned()
        .collect();
    for (place, child) in candidates.iter().enumerate() {
        let mut stream = world.stream(&["take back", &child.id]);
        let at = world.dawn - stream.minutes(1440, 15 * 1440);
        // A fixed turn, not a chance: the smallest world with resellers shows each state.
        match place % 6 {
            2 => world.quotas.apply(at, &Deed::Reclaimed { record: taken(world, &mut stream, child, at) }),
            4 => {
                let failed = Record { ok: false, ..taken(world, &mut stream, child, at) };
                world.quotas.apply(at, &Deed::Failed { record: failed });
                world.quotas.apply(at, &Deed::Set { quota_id: child.id.clone(), status: Status::Frozen });
            }
            _ => {}
        }
    }
    world.quotas.settle();
}

fn taken(world: &World, stream: &mut Stream, child: &Quota, at: DateTime<Utc>) -> Record {
    let remarks = [Some("额度调整，收回未用部分"), None, Some("季度结束回收"), None];
    Record {
        id: stream.hex32(),
        operator: stream.pick(&world.partner.operators).clone(),
        issue: false,
        quota_id: child.id.clone(),
        parent_id: child.parent_id.clone().unwrap_or_default(),
        reseller_id: child.reseller_id.clone().unwrap_or_default(),
        amount: child.balance,
        ok: true,
        remark: stream.pick(&remarks).map(str::to_owned),
        listed_at: at,
    }
}
