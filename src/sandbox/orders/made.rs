//! An order with its lines and amounts. Bill lines of yearly/monthly resources are these lines again (BILL-48).

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    super::{
        bills::Units,
        estate::Estate,
        options::{Setting, Site},
        stream::Stream,
    },
    heads::{BASE_SLOT, Head, order_type},
};
use crate::values::Month;

/// One line of an order. Amounts are negative where money goes back.
pub(in crate::sandbox) struct Line {
    /// Place in the estate.
    pub(in crate::sandbox) resource: usize,
    /// Bought months; 0 where nothing is bought.
    pub(in crate::sandbox) months: u32,
    pub(in crate::sandbox) official: Units,
    /// Taken off the list price.
    pub(in crate::sandbox) discount: Units,
    /// After the discount, two decimals, coupons not taken off.
    pub(in crate::sandbox) payable: Units,
    /// What coupons covered of it.
    pub(in crate::sandbox) coupon: Units,
    /// Kept back on unsubscription: the fee, and what was used up.
    pub(super) commission: Units,
    pub(super) consumed: Units,
    pub(super) effective_at: DateTime<Utc>,
    pub(super) expire_at: DateTime<Utc>,
}

/// An order with its lines.
pub(in crate::sandbox) struct Order {
    pub(in crate::sandbox) head: Head,
    pub(in crate::sandbox) lines: Vec<Line>,
    /// The order that this one takes back.
    pub(super) base: Option<String>,
}

impl Order {
    /// The order of `head`; `month` holds all orders of the customer and month, the base of a refund among them.
    pub(in crate::sandbox) fn new(
        setting: Setting,
        customer: &str,
        estate: &Estate,
        month: &[Head],
        head: &Head,
    ) -> Self {
        let stream = Stream::of(setting.seed, &["order", customer, &head.id]);
        let base = month.iter().find(|other| other.slot == BASE_SLOT && head.order_type == order_type::UNSUBSCRIBE);
        let lines = match base {
            Some(base) => {
                let bought = Self::new(setting, customer, estate, month, base);
                let place = usize::from(head.returns_the_second());
                bought.lines.iter().skip(place).take(1).map(|line| given_back(line, head, &stream)).collect()
            }
            None => head.resources.iter().map(|place| line(setting, estate, *place, head, &stream)).collect(),
        };
        Self { head: head.clone(), lines, base: base.map(|base| base.id.clone()) }
    }

    /// Whether it is a combined order (组合交易单): then each line is a sub-order (ORD-05).
    pub(super) fn is_combined(&self, setting: Setting) -> bool {
        let mut stream = Stream::of(setting.seed, &["combined", &self.head.id]);
        self.head.slot == BASE_SLOT && self.lines.len() > 1 && stream.chance(30)
    }

    /// A sum over the lines.
    pub(in crate::sandbox) fn sum(&self, of: impl Fn(&Line) -> Units) -> Units {
        self.lines.iter().map(of).sum()
    }
}

fn line(setting: Setting, estate: &Estate, place: usize, head: &Head, stream: &Stream) -> Line {
    let mut stream = stream.with(place as u64);
    let months = match head.order_type {
        order_type::RENEW => 1,
        order_type::OPEN | order_type::TO_PERIOD => *stream.pick(&[1, 1, 3, 6, 12]),
        _ => 0,
    };
    let price = list_price(setting, estate, place);
    let year = if months == 12 { 10 } else { i64::from(months) };
    let official = match head.order_type {
        order_type::CHANGE => price.share(stream.span(-9_000, 14_000)),
        order_type::TO_PAY_PER_USE => -price.share(stream.span(500, 4_000)),
        _ => Units(price.0 * year),
    };
    let exact = official.share(estate.ratio);
    let payable = exact.charged();
    // Coupons are chosen at payment.
    let coupon = head.paid_at.is_some() && payable.0 > 0 && stream.chance(15);
    let coupon = if coupon { payable.share(3_000).charged() } else { Units::ZERO };
    let effective_at = head.paid_at.unwrap_or(head.created_at) + TimeDelta::minutes(1);
    let length = Month::of(effective_at);
    let expire_at = (0..months.max(1)).fold(length, |month, _| month.next()).starts_at() + TimeDelta::hours(16);
    Line {
        resource: place,
        months,
        official,
        discount: official - exact,
        payable,
        coupon,
        commission: Units::ZERO,
        consumed: Units::ZERO,
        effective_at,
        expire_at,
    }
}

/// Consumed = paid × used time, a fee of ten percent of the rest, coupons lost (ORD-09).
fn given_back(bought: &Line, head: &Head, stream: &Stream) -> Line {
    let paid = bought.payable - bought.coupon;
    let consumed = paid.share(stream.with(7).span(200, 2_500)).charged();
    let commission = (paid - consumed).share(1_000).charged();
    let payable = -(paid - consumed - commission);
    Line {
        resource: bought.resource,
        months: 0,
        official: payable,
        discount: Units::ZERO,
        payable,
        coupon: Units::ZERO,
        commission,
        consumed,
        effective_at: head.created_at,
        expire_at: head.created_at,
    }
}

/// List price of a month. The international site's is a seventh, in whole cents.
pub(in crate::sandbox) fn list_price(setting: Setting, estate: &Estate, place: usize) -> Units {
    let yuan = Units(estate.resources[place].product.by_month);
    match setting.site {
        Site::China => yuan,
        Site::International => Units(yuan.0 / 7).charged(),
    }
}
