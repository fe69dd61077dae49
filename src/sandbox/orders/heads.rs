//! When a customer orders what: the heads of its orders, month by month, cheap enough to list those of all customers.
//! Lines and amounts are made for the few that are shown (`made.rs`).

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{catalog, estate, options::Setting, stream::Stream};
use crate::values::{Month, month::vendor_zone};

/// Order types of ORD-02 that are played.
pub(in crate::sandbox) mod order_type {
    pub(in crate::sandbox) const OPEN: u8 = 1;
    pub(in crate::sandbox) const RENEW: u8 = 2;
    pub(in crate::sandbox) const CHANGE: u8 = 3;
    pub(in crate::sandbox) const UNSUBSCRIBE: u8 = 4;
    pub(in crate::sandbox) const TO_PAY_PER_USE: u8 = 10;
    pub(in crate::sandbox) const TO_PERIOD: u8 = 11;
}

/// Order states of ORD-01 that are played.
pub(in crate::sandbox) mod status {
    pub(in crate::sandbox) const PENDING_APPROVAL: u8 = 1;
    pub(in crate::sandbox) const TO_REFUND: u8 = 2;
    pub(in crate::sandbox) const PROCESSING: u8 = 3;
    pub(in crate::sandbox) const CANCELLED: u8 = 4;
    pub(in crate::sandbox) const COMPLETED: u8 = 5;
    pub(in crate::sandbox) const PENDING_PAYMENT: u8 = 6;
    pub(in crate::sandbox) const TO_CONFIRM: u8 = 9;
    pub(in crate::sandbox) const TO_SHIP: u8 = 10;
    pub(in crate::sandbox) const TO_RECEIVE: u8 = 11;
    pub(in crate::sandbox) const PICK_UP: u8 = 12;
    pub(in crate::sandbox) const EXCHANGING: u8 = 13;
}

/// An unpaid order is cancelled after seven days (ORD-04).
const PAYABLE: TimeDelta = TimeDelta::days(7);
/// A paid order is processed within ten minutes (ORD-04).
const PROCESSED: TimeDelta = TimeDelta::minutes(8);

/// How long the orders take that people have a hand in; half of it for each step (decided).
const TAKES: TimeDelta = TimeDelta::days(5);

/// What an order goes through (ORD-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Payment, processing, done; or never paid.
    Plain,
    /// An unsubscription whose money goes back after days.
    Refund,
    /// A return that is fetched from the customer first.
    PickUp,
    /// Somebody upstream confirms before it is processed.
    Confirm,
    /// Goods that are shipped and received.
    Ship,
    /// Goods that are exchanged.
    Exchange,
}

/// One order without its lines.
#[derive(Clone)]
pub(in crate::sandbox) struct Head {
    pub(in crate::sandbox) id: String,
    /// Place among the orders of the customer and month.
    pub(super) slot: usize,
    pub(in crate::sandbox) order_type: u8,
    pub(super) source: u8,
    pub(super) created_at: DateTime<Utc>,
    /// None = never paid.
    pub(in crate::sandbox) paid_at: Option<DateTime<Utc>>,
    /// Waits for an approval instead of a payment.
    pub(super) under_approval: bool,
    course: Course,
    /// Places of the yearly/monthly resources it is about; never empty.
    pub(in crate::sandbox) resources: Vec<usize>,
}

/// Slot of the order that an unsubscription of the same month takes back.
pub(super) const BASE_SLOT: usize = 1;

/// Orders of a customer in a month, oldest first, whether or not their time has come.
///
/// Slot 0 renews at the first midnight, so that every month has a line from its first second; slot 1 buys; slot 2
/// changes; slot 3 gives back or changes the mode; slots 4 to 9 stay unpaid, one in five days for a quarter of customers;
/// the last ones take days, one in five days for a fifth of customers.
pub(in crate::sandbox) fn of(setting: Setting, customer: &str, month: Month) -> Vec<Head> {
    let owned = estate::stream(setting, customer);
    let count = estate::periodic(&owned);
    let stream = Stream::of(setting.seed, &["orders", customer, &month.to_string()]);
    let mut heads: Vec<Head> = (0..4).map(|slot| settled(&stream, slot, month, count)).collect();
    heads.extend(
        (0..6).filter(|place| stream.with(40 + place).chance(25)).map(|place| unpaid(&stream, place, month, count)),
    );
    heads.extend(slow(&stream, month, count));
    heads
}

/// The code of the service an order is about: that of its first resource.
pub(super) fn service(setting: Setting, customer: &str, head: &Head) -> &'static str {
    let product = estate::periodic_product(&estate::stream(setting, customer), head.resources[0]);
    catalog::kind(product.kind).map_or("", |kind| kind.service)
}

impl Head {
    /// The state at `now` (ORD-04).
    pub(super) fn status(&self, now: DateTime<Utc>) -> u8 {
        if now < self.created_at + TAKES {
            let begun = now < self.created_at + TAKES / 2;
            match self.course {
                Course::Plain => {}
                Course::Refund => return status::TO_REFUND,
                Course::PickUp => return if begun { status::PICK_UP } else { status::TO_REFUND },
                Course::Confirm => return status::TO_CONFIRM,
                Course::Ship => return if begun { status::TO_SHIP } else { status::TO_RECEIVE },
                Course::Exchange => return status::EXCHANGING,
            }
        }
        match self.paid_at {
            Some(paid) if now < paid => status::PENDING_PAYMENT,
            Some(paid) if now < paid + PROCESSED => status::PROCESSING,
            Some(_) => status::COMPLETED,
            None if now >= self.created_at + PAYABLE => status::CANCELLED,
            None if self.under_approval => status::PENDING_APPROVAL,
            None => status::PENDING_PAYMENT,
        }
    }

    /// When it was paid, if it was by `now`.
    pub(super) fn paid_by(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.paid_at.filter(|paid| *paid <= now)
    }

    /// Whether the bill of its month has lines of it. Goods and what waits for others are no cloud service: they are paid
    /// outside the bills (decided).
    pub(in crate::sandbox) fn is_billed(&self) -> bool {
        self.paid_at.is_some() && matches!(self.course, Course::Plain | Course::Refund | Course::PickUp)
    }

    /// Whether it takes back the second line of the month's purchase, not the first.
    pub(super) const fn returns_the_second(&self) -> bool {
        matches!(self.course, Course::Refund | Course::PickUp)
    }

    /// Until when it can be paid.
    pub(super) fn payable_until(&self) -> DateTime<Utc> {
        self.created_at + PAYABLE
    }
}

fn settled(stream: &Stream, slot: usize, month: Month, count: usize) -> Head {
    let mut stream = stream.with(slot as u64);
    let day = |first: i64, last: i64, stream: &mut Stream| {
        month.starts_at()
            + TimeDelta::days(stream.span(first - 1, last - 1))
            + TimeDelta::seconds(stream.span(30_000, 64_000))
    };
    let (order_type, source, created_at, many) = match slot {
        0 => (order_type::RENEW, 8, month.starts_at(), 1),
        BASE_SLOT => (order_type::OPEN, 1, day(2, 4, &mut stream), 2),
        2 => (order_type::CHANGE, 1, day(6, 8, &mut stream), 1),
        _ => {
            let kinds =
                [order_type::UNSUBSCRIBE, order_type::UNSUBSCRIBE, order_type::TO_PAY_PER_USE, order_type::TO_PERIOD];
            (*stream.pick(&kinds), 1, day(9, 12, &mut stream), 1)
        }
    };
    let wait = if slot == 0 { 0 } else { stream.span(20, 900) };
    let first = stream.index(count);
    Head {
        id: id(created_at, &mut stream),
        slot,
        order_type,
        source,
        created_at,
        paid_at: Some(created_at + TimeDelta::seconds(wait)),
        under_approval: false,
        course: Course::Plain,
        resources: (0..many).map(|place| (first + place) % count).collect(),
    }
}

fn unpaid(stream: &Stream, place: u64, month: Month, count: usize) -> Head {
    let mut stream = stream.with(60 + place);
    let created_at = month.starts_at() + TimeDelta::days(i64::try_from(place).unwrap_or(0) * 5);
    Head {
        id: id(created_at, &mut stream),
        slot: 4 + usize::try_from(place).unwrap_or(0),
        order_type: order_type::OPEN,
        source: if stream.chance(20) { 4 } else { 1 },
        created_at,
        paid_at: None,
        under_approval: stream.chance(20),
        course: Course::Plain,
        resources: vec![stream.index(count)],
    }
}

/// Orders that take days. At most one of a month takes something back, after the purchase and before the month ends.
fn slow(stream: &Stream, month: Month, count: usize) -> Vec<Head> {
    let (mut heads, mut returned) = (Vec::new(), false);
    for place in 0..6_u64 {
        let mut stream = stream.with(80 + place);
        if !stream.chance(20) {
            continue;
        }
        let returns = (1..=3).contains(&place) && !returned && stream.chance(50);
        returned |= returns;
        let course = if returns {
            *stream.pick(&[Course::Refund, Course::PickUp])
        } else {
            *stream.pick(&[Course::Confirm, Course::Ship, Course::Ship, Course::Exchange])
        };
        let created_at =
            month.starts_at() + TimeDelta::days(i64::try_from(place).unwrap_or(0) * 5) + stream.minutes(0, 900);
        let order_type = match course {
            Course::Refund | Course::PickUp => order_type::UNSUBSCRIBE,
            Course::Exchange => order_type::CHANGE,
            _ => order_type::OPEN,
        };
        heads.push(Head {
            id: id(created_at, &mut stream),
            slot: 10 + usize::try_from(place).unwrap_or(0),
            order_type,
            source: 1,
            created_at,
            paid_at: Some(if returns { created_at + TAKES } else { created_at }),
            under_approval: false,
            course,
            resources: vec![stream.index(count)],
        });
    }
    heads
}

/// `CS`, the minute in UTC+8, eight characters.
fn id(at: DateTime<Utc>, stream: &mut Stream) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKLMNPQRSTUVWX";
    let mut id = at.with_timezone(&vendor_zone()).format("CS%y%m%d%H%M").to_string();
    id.extend((0..8).map(|_| char::from(*stream.pick(LETTERS))));
    id
}
