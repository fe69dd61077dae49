//! The past of a world's money: fourteen months of recharges, transfers and charges, done in the order of time, so that
//! every statement line has the balance after it. Whoever would run short is recharged just before.

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::book::{Balance, Deed, Kind, Line, Party, Transfer};
use crate::sandbox::{
    bills,
    customers::Association,
    deeds,
    stream::Stream,
    world::{Owner, World},
};

/// What happened at a time, before its amounts are known to be there.
enum Event {
    Transfer { owner: Owner, party: Party, kind: Kind, amount: Decimal },
    Posting { owner: Owner, posting: &'static Posting, amount: Decimal },
}

/// A kind of statement line that no transfer makes: trade type, detail, income, balance, bounds.
struct Posting {
    trade_type: &'static str,
    detail: &'static str,
    income: bool,
    balance: Balance,
    low: i64,
    high: i64,
}

const fn cash(trade_type: &'static str, detail: &'static str, income: bool, low: i64, high: i64) -> Posting {
    Posting { trade_type, detail, income, balance: Balance::Cash, low, high }
}

const fn credit(trade_type: &'static str, detail: &'static str, income: bool, low: i64, high: i64) -> Posting {
    Posting { trade_type, detail, income, balance: Balance::Credit, low, high }
}

const RECHARGE: Posting = cash("RECHARGE", "SOURCE_OPERAIION_RECHARGE", true, 0, 0);
const CREDIT_LINE: Posting = credit("ADJUST", "SOURCE_OPERAIION_ADJUST_CREDIT", true, 0, 0);

/// What a month may hold beside transfers, spelt as the vendor spells it (ACCT-12). Each credit charge is followed by
/// its repayment, so that credit never runs out.
const POSTINGS: [Posting; 18] = [
    cash("DEDEUCT", "SOURCE_OPERAIION_DEDEUCT", false, 200, 6_000),
    cash("DEDEUCT", "SOURCE_OPERAIION_USAGE", false, 20, 900),
    credit("DEDEUCT", "SOURCE_OPERAIION_USAGE", false, 100, 2_000),
    credit("REFUND", "SOURCE_OPERAIION_WRITEOFF", true, 100, 2_000),
    cash("REFUND", "SOURCE_OPERAIION_UNSUBSCRIBE", true, 50, 1_500),
    cash("RFROZEN", "SOURCE_OPERAIION_RFROZEN", false, 300, 300),
    cash("RFROZEN", "SOURCE_OPERAIION_UNFROZEN", true, 300, 300),
    cash("RECHARGE", "SOURCE_OPERAIION_RECHARGE_REBATE", true, 1_000, 20_000),
    cash("ADJUST", "SOURCE_OPERAIION_ADJUST", true, 10, 400),
    cash("REFUND", "SOURCE_OPERAIION_BILLREFUND", true, 1, 300),
    cash("DEDEUCT", "SOURCE_OPERAIION_PRECISIONCOMP", false, 1, 2),
    cash("DEDEUCT", "SOURCE_OPERATIION_RIDEDUCT", false, 100, 2_500),
    cash("ADJUST", "SOURCE_OPERATION_SYSTEM_FROZEN", false, 500, 500),
    cash("ADJUST", "SOURCE_OPERATION_SYSTEM_UNFROZEN", true, 500, 500),
    cash("ADJUST", "SOURCE_OPERATION_COUPON_QUOTA_TRANSFER", false, 1_000, 8_000),
    cash("ADJUST", "SOURCE_OPERATION_COUPON_QUOTA_RECLAIM", true, 100, 900),
    cash("BONUSCONVERT", "SOURCE_OPERAIION_CONVERT_BONUS", true, 50, 500),
    cash("TRADE_MODE_TRANSFER", "SOURCE_OPERATION_TRADEMODE_TRANSFER", true, 10, 800),
];

const MONTHS: i64 = 14;

/// Lives through the months before the first day.
pub(in crate::sandbox) fn live_through(world: &mut World) {
    let mut events = plan(world);
    events.sort_by_key(|(at, _)| *at);
    open(world);
    for (place, (at, event)) in events.into_iter().enumerate() {
        let stream = world.stream(&["money"]).with(place as u64);
        happen(world, stream, at, event);
    }
    customers_spend(world);
    let earmarked = Deed::Designated { owner: Owner::Partner, amount: Decimal::from(5_000) };
    world.apply(world.dawn, &deeds::Deed::Account(earmarked));
}

/// First recharges and credit lines.
fn open(world: &mut World) {
    let begin = world.dawn - TimeDelta::days(MONTHS * 30 + 5);
    let size = i64::try_from(world.customers.all().len()).unwrap_or(0);
    let mut owners = vec![(Owner::Partner, 800_000 + size * 2_000, 300_000)];
    owners.extend(world.resellers.all().iter().map(|one| (Owner::Reseller(one.id.clone()), 0, 20_000)));
    for (owner, recharge, line) in owners {
        let mut stream = world.stream(&["open", owner.reseller().unwrap_or_default()]);
        if recharge > 0 {
            post(world, &mut stream, begin, (owner.clone(), &RECHARGE, Decimal::from(recharge)));
        }
        post(world, &mut stream, begin + TimeDelta::hours(1), (owner, &CREDIT_LINE, Decimal::from(line)));
    }
}

/// All events, in no order.
fn plan(world: &World) -> Vec<(DateTime<Utc>, Event)> {
    let mut events = Vec::new();
    for one in world.customers.all().iter().filter(|one| one.association == Association::Resale) {
        let mut stream = world.stream(&["transfers", &one.id]);
        for _ in 0..stream.between(1, 3) {
            let amount = stream.round_amount(500, 12_000, 100);
            let (owner, party) = (one.owner.clone(), Party::Customer(one.id.clone()));
            let at = some_time(world, &mut stream, 2);
            events.push((at, Event::Transfer { owner, party, kind: Kind::Transfer, amount }));
        }
    }
    for one in world.resellers.all() {
        let mut stream = world.stream(&["transfers", &one.id]);
        for _ in 0..stream.between(2, 5) {
            let (amount, party) = (stream.round_amount(5_000, 40_000, 1_000), Party::Reseller(one.id.clone()));
            let at = some_time(world, &mut stream, 1);
            events.push((at, Event::Transfer { owner: Owner::Partner, party, kind: Kind::Transfer, amount }));
        }
        let (amount, party) = (stream.round_amount(500, 1_500, 100), Party::Reseller(one.id.clone()));
        let at = world.dawn - stream.minutes(600, 20 * 1440);
        events.push((at, Event::Transfer { owner: Owner::Partner, party, kind: Kind::TakeBack, amount }));
    }
    postings(world, &mut events);
    for one in &world.customers.former {
        let mut stream = world.stream(&["transfers", &one.id]);
        let (owner, amount) = (one.owner.clone(), stream.round_amount(1_000, 4_000, 100));
        for (days, kind) in [(120, Kind::Transfer), (40, Kind::Unbinding)] {
            let at = world.dawn - TimeDelta::days(days) + stream.minutes(540, 1080);
            let party = Party::Customer(one.id.clone());
            events.push((at, Event::Transfer { owner: owner.clone(), party, kind, amount }));
        }
    }
    events
}

fn some_time(world: &World, stream: &mut Stream, from_days: i64) -> DateTime<Utc> {
    world.dawn - stream.minutes(from_days * 1440, MONTHS * 30 * 1440)
}

/// Six lines a month for the partner and two for each reseller, going round the table in order.
fn postings(world: &World, events: &mut Vec<(DateTime<Utc>, Event)>) {
    let mut owners = vec![(Owner::Partner, 6)];
    owners.extend(world.resellers.all().iter().map(|one| (Owner::Reseller(one.id.clone()), 2)));
    for (owner, monthly) in owners {
        let mut stream = world.stream(&["postings", owner.reseller().unwrap_or_default()]);
        let mut turn = 0;
        for month in (0..MONTHS).rev() {
            let begin = world.dawn - TimeDelta::days((month + 1) * 30);
            for place in 0..monthly {
                let posting = &POSTINGS[turn % POSTINGS.len()];
                turn += 1;
                // In the order of the table: what repays comes after what it repays.
                let day = place * 30 / monthly;
                let at = begin + TimeDelta::days(day) + stream.minutes(0, (30 / monthly - 1) * 1440);
                let amount = stream.amount(posting.low, posting.high);
                events.push((at, Event::Posting { owner: owner.clone(), posting, amount }));
            }
        }
    }
}

/// Does one event, if its amount is there; else recharges first.
fn happen(world: &mut World, mut stream: Stream, at: DateTime<Utc>, event: Event) {
    match event {
        Event::Transfer { owner, party, kind, amount } => {
            let amount = match (kind, &party) {
                (Kind::Transfer, _) => amount,
                (_, Party::Customer(id)) => amount.min(world.accounts.purse(id).amount),
                (_, Party::Reseller(id)) => amount.min(world.accounts.funds(&Owner::Reseller(id.clone())).cash),
            };
            if amount <= Decimal::ZERO {
                return;
            }
            if kind == Kind::Transfer {
                ensure(world, &mut stream, (&owner, at), amount);
            }
            transfer(world, &mut stream, at, (owner, party, kind, amount));
        }
        Event::Posting { owner, posting, amount } => {
            let funds = world.accounts.funds(&owner);
            match (posting.income, posting.balance) {
                (false, Balance::Cash) => ensure(world, &mut stream, (&owner, at), amount),
                // Credit is repaid up to its line and drawn down to nothing, never beyond.
                (true, Balance::Credit) if funds.credit + amount > funds.credit_line => return,
                (false, Balance::Credit) if amount > funds.credit => return,
                _ => {}
            }
            post(world, &mut stream, at, (owner, posting, amount));
        }
    }
}

/// Recharges the partner, or has the partner transfer to a reseller, when there is too little cash.
fn ensure(world: &mut World, stream: &mut Stream, (owner, at): (&Owner, DateTime<Utc>), amount: Decimal) {
    if world.accounts.funds(owner).cash >= amount + Decimal::from(6_000) {
        return;
    }
    let before = at - TimeDelta::seconds(1);
    match owner {
        Owner::Partner => {
            let recharge = amount + stream.round_amount(200_000, 500_000, 10_000);
            post(world, stream, before, (Owner::Partner, &RECHARGE, recharge.ceil()));
        }
        Owner::Reseller(id) => {
            let amount = amount + stream.round_amount(20_000, 60_000, 1_000);
            ensure(world, stream, (&Owner::Partner, before), amount);
            let party = Party::Reseller(id.clone());
            transfer(world, stream, before, (Owner::Partner, party, Kind::Transfer, amount));
        }
    }
}

fn transfer(
    world: &mut World,
    stream: &mut Stream,
    at: DateTime<Utc>,
    (owner, party, kind, amount): (Owner, Party, Kind, Decimal),
) {
    let start = if kind == Kind::Transfer { "AD" } else { "RE" };
    let transfer = Transfer {
        owner,
        party,
        kind,
        // In the past nobody needed credit for a transfer.
        cash: amount,
        credit: Decimal::ZERO,
        trans_id: format!("{start}{}{}", at.format("%y%m%d"), stream.digits(12)),
        change_id: stream.digits(18),
        memo: stream.pick(&[None, None, Some("月度拨款"), Some("项目预算"), Some("余额回收")]).map(str::to_owned),
        listed_at: at,
    };
    world.apply(at, &deeds::Deed::Account(Deed::Transferred(transfer)));
}

fn post(
    world: &mut World,
    stream: &mut Stream,
    at: DateTime<Utc>,
    (owner, posting, amount): (Owner, &Posting, Decimal),
) {
    let line = Line {
        id: stream.digits(19),
        owner,
        balance: posting.balance,
        trade_type: posting.trade_type.to_owned(),
        detail: posting.detail.to_owned(),
        trade_id: format!("{}{}", at.format("%y%m%d"), stream.digits(12)),
        amount,
        income: posting.income,
        party: None,
        listed_at: at,
    };
    let moves_line = posting.detail == CREDIT_LINE.detail;
    world.apply(at, &deeds::Deed::Account(Deed::Posted { line, moves_line }));
}

/// What customers have used up of what they got; who is in arrears has nothing left.
fn customers_spend(world: &mut World) {
    let ids: Vec<String> = world.customers.all().iter().map(|one| one.id.clone()).collect();
    for id in ids {
        let mut stream = world.stream(&["spent", &id]);
        let had = world.accounts.purse(&id).amount;
        let arrears = bills::in_arrears(world.setting, &id);
        let share = if arrears { Decimal::ONE } else { Decimal::new(stream.span(10, 95), 2) };
        let amount = (had * share).round_dp(2);
        world.apply(world.dawn, &deeds::Deed::Account(Deed::Spent { customer_id: id, amount }));
    }
}
