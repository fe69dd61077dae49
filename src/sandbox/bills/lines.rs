//! The bill lines of one customer and month, made on demand: a function of seed, customer, month and how often the month
//! was restated. Kinds of lines as BILL-46 has them; identities as BILL-31 wants them.

use super::{
    super::{
        estate::Estate,
        options::{Setting, Site},
        orders::{self, Order, order_type},
        stream::Stream,
    },
    Units, restate,
};
use crate::values::Month;

/// How a payable amount was met (BILL-30): the parts add up to it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Parts {
    pub(super) cash: Units,
    pub(super) credit: Units,
    pub(super) coupon: Units,
    pub(super) cash_coupon: Units,
    pub(super) stored_value_card: Units,
    pub(super) debt: Units,
    pub(super) writeoff: Units,
}

/// What one line names as its trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trade {
    /// Place among the month's orders.
    Order(usize),
    /// A receivable or bill id.
    Number(u64),
}

/// One bill line. Instants are seconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: u64,
    pub(super) trade: Trade,
    /// `bill_detail_type` of BILL-46.
    pub(super) kind: u8,
    /// 1 yearly/monthly, 3 pay-per-use, 10 reserved instance, 11 savings plan.
    pub(super) mode: u8,
    /// Place in the estate of the resource under whose identity the line is shown.
    pub(super) resource: usize,
    /// Place of the bundled resource that the line is really about (BILL-45).
    pub(super) sub: Option<usize>,
    pub(super) consumed_at: i64,
    pub(super) traded_at: i64,
    pub(super) usage: Units,
    pub(super) free_usage: Units,
    pub(super) reserved_usage: Units,
    pub(super) official: Units,
    pub(super) discount: Units,
    pub(super) payment: Units,
    pub(super) parts: Parts,
    /// 19 year, 20 month, 25 hour, 5 one-off; 0 = not given.
    pub(super) period_type: u8,
    pub(super) period_num: u32,
    /// ORD-02; 0 = not given.
    pub(super) order_type: u8,
}

/// Kinds of lines that give money back (BILL-46).
pub(super) const REFUNDS: [u8; 3] = [4, 20, 24];

/// What the lines of one customer and month are made from.
pub(super) struct Maker<'a> {
    pub(super) setting: Setting,
    pub(super) estate: &'a Estate,
    pub(super) orders: &'a [Order],
    pub(super) month: Month,
    pub(super) stream: Stream,
}

/// All lines of a month in the order of their deduction, exactly as many as the setting asks for (before restating).
pub(super) fn of(maker: &Maker<'_>, restated: u32) -> Vec<Line> {
    let wanted = usize::try_from(maker.setting.lines).unwrap_or(0);
    let mut lines = maker.first_second();
    maker.order_lines(&mut lines);
    maker.specials(&mut lines);
    lines.truncate(wanted);
    maker.usage(wanted - lines.len(), &mut lines);
    maker.make_up_rounding(&mut lines);
    restate::apply(maker, &mut lines, restated);
    lines.sort_unstable_by_key(|line| (line.traded_at, line.id));
    lines
}

impl Maker<'_> {
    /// Seconds since 1970 at which the month begins, and how many it has.
    fn span(&self) -> (i64, i64) {
        let (start, end) = (self.month.starts_at(), self.month.next().starts_at());
        (start.timestamp(), (end - start).num_seconds())
    }

    /// Lines that exist from the first second of the month on, so that no open month is ever empty: by the renewal of
    /// `order_lines`, a savings plan's hour and an hour of use.
    fn first_second(&self) -> Vec<Line> {
        let (start, _) = self.span();
        let mut stream = self.stream.with(1);
        let mut plan = self.metered(&mut stream, self.estate.savings_plan(), (start, start));
        (plan.kind, plan.mode, plan.period_type) = (23, 11, 25);
        let first = self.estate.by_use().start;
        vec![plan, self.metered(&mut stream, first, (start, start))]
    }

    /// Every line of every order that is billed (types 1, 2, 3, 4, 8, 20, 24; on the China site 103 for some that are paid by
    /// the year).
    fn order_lines(&self, lines: &mut Vec<Line>) {
        let china = self.setting.site == Site::China;
        for (place, order) in self.orders.iter().enumerate() {
            let Some(paid) = order.head.paid_at else { continue };
            for (number, line) in order.lines.iter().enumerate() {
                let mut stream = self.stream.with(10_000 + (place * 16 + number) as u64);
                let kind = match order.head.order_type {
                    order_type::RENEW => 8 - 6 * u8::from(stream.chance(50)),
                    order_type::CHANGE => {
                        if line.payable.0 < 0 {
                            20
                        } else {
                            3
                        }
                    }
                    order_type::UNSUBSCRIBE => 4,
                    order_type::TO_PAY_PER_USE => 24,
                    _ if china && line.months == 12 && stream.with(103).chance(50) => 103,
                    _ => 1,
                };
                let by_order = matches!(kind, 1 | 2 | 3 | 4 | 8 | 103);
                let at = paid.timestamp();
                let mut parts = paid_by(line.payable - line.coupon, &mut stream);
                parts.coupon += line.coupon;
                lines.push(Line {
                    id: stream.bits(),
                    trade: if by_order { Trade::Order(place) } else { Trade::Number(stream.bits()) },
                    kind,
                    mode: 1,
                    official: line.official,
                    discount: line.discount,
                    payment: line.payable,
                    parts,
                    period_type: if line.months == 12 { 19 } else { 20 * u8::from(line.months > 0) },
                    period_num: if line.months == 12 { 1 } else { line.months },
                    order_type: order.head.order_type,
                    ..self.blank(line.resource, (at, at))
                });
            }
        }
    }

    /// What comes once a month: reserved instance, adjustments, rounding make-up, support plan, what is paid by the month.
    fn specials(&self, lines: &mut Vec<Line>) {
        let (start, length) = self.span();
        let at = |day: i64| (start + day * 86_400, start + day * 86_400 + 1_800);
        let mut stream = self.stream.with(2);
        let reserved = self.estate.reserved_instance();
        let mut bought = self.charged(&mut stream, reserved, at(4), Units::cents(9_800));
        (bought.kind, bought.mode, bought.period_type, bought.period_num) = (1, 10, 19, 1);
        let mut hour = self.metered(&mut stream, reserved, at(14));
        (hour.mode, hour.reserved_usage, hour.period_type) = (10, hour.usage, 25);
        lines.extend([bought, hour]);
        let first = self.estate.by_use().start;
        if stream.chance(50) {
            let amount = -Units::cents(stream.span(100, 9_999));
            let mut compensation = self.charged(&mut stream, first, at(15), amount);
            compensation.kind = 9;
            lines.push(compensation);
        }
        if stream.chance(50) {
            let amount = Units::cents(stream.span(100, 4_999));
            let mut charge = self.charged(&mut stream, first, at(18), amount);
            charge.kind = 16;
            lines.push(charge);
        }
        let last = start + length - 1;
        let mut rounding = self.charged(&mut stream, first, (last, start + length + 600), Units::cents(1));
        rounding.kind = 25;
        let fee = orders::list_price(self.setting, self.estate, self.estate.support_plan());
        let mut support = self.charged(&mut stream, self.estate.support_plan(), (last, start + length + 5_400), fee);
        (support.kind, support.period_type) = (14, 20);
        lines.extend([rounding, support]);
        let mut stream = self.stream.with(18);
        if stream.chance(50) {
            let place = stream.index(first);
            let fee = orders::list_price(self.setting, self.estate, place).share(self.estate.ratio).charged();
            let mut monthly = self.charged(&mut stream, place, (last, start + length + 4_200), fee);
            (monthly.kind, monthly.mode, monthly.period_type, monthly.period_num) = (18, 1, 20, 1);
            lines.push(monthly);
        }
    }

    /// Hours of use, spread evenly over the month and the pay-per-use resources. Deducted about an hour later, so the
    /// last ones of a month only in the next (BILL-41).
    fn usage(&self, count: usize, lines: &mut Vec<Line>) {
        let (start, length) = self.span();
        let (places, hours) = (self.estate.by_use(), length / 3_600);
        let (first, width) = (places.start, places.len());
        let total = i64::try_from(count).unwrap_or(1).max(1);
        lines.reserve(count);
        for number in 0..count {
            let mut stream = self.stream.with(1_000_000 + number as u64);
            let consumed = start + i64::try_from(number).unwrap_or(0) * hours / total * 3_600;
            let traded = consumed + 3_600 + stream.span(0, 2_400);
            lines.push(self.metered(&mut stream, first + number % width, (consumed, traded)));
        }
    }

    /// The month's dropped fractions of a cent are charged together (type 25, BILL-32).
    fn make_up_rounding(&self, lines: &mut [Line]) {
        let dropped: Units = lines.iter().filter(|line| line.kind == 5).map(Line::rounded_off).sum();
        if let Some(line) = lines.iter_mut().find(|line| line.kind == 25) {
            line.charge(dropped.charged());
        }
    }

    /// A line of metered use: list price × usage, the customer's discount, rounded off.
    pub(super) fn metered(&self, stream: &mut Stream, place: usize, times: (i64, i64)) -> Line {
        let owned = &self.estate.resources[place];
        let sub = owned.child.filter(|_| stream.chance(25));
        let product = sub.map_or(owned.product, |child| self.estate.resources[child].product);
        let usage = match product.measure {
            4 => Units(if stream.chance(85) { 100_000_000 } else { stream.span(10_000_000, 99_999_999) }),
            14 | 45 => Units::whole(stream.span(1, 40_000)),
            _ => Units(stream.span(1_000_000, 30_000_000_000)),
        };
        let free = if product.measure != 4 && stream.chance(10) { usage } else { Units::ZERO };
        let price = match self.setting.site {
            Site::China => Units(product.by_use),
            Site::International => Units(product.by_use / 7),
        };
        let official = price.times(usage - free);
        let exact = official.share(self.estate.ratio);
        let payment = exact.charged();
        Line {
            id: stream.bits(),
            trade: Trade::Number(stream.bits()),
            sub,
            usage,
            free_usage: free,
            official,
            discount: official - exact,
            payment,
            parts: paid_by(payment, stream),
            ..self.blank(place, times)
        }
    }

    /// A line of one amount without discount.
    fn charged(&self, stream: &mut Stream, place: usize, times: (i64, i64), amount: Units) -> Line {
        let (id, trade) = (stream.bits(), Trade::Number(stream.bits()));
        let mut line = Line { id, trade, period_type: 5, ..self.blank(place, times) };
        line.charge(amount);
        line
    }

    fn blank(&self, resource: usize, (consumed_at, traded_at): (i64, i64)) -> Line {
        Line {
            id: 0,
            trade: Trade::Number(0),
            kind: 5,
            mode: 3,
            resource,
            sub: None,
            consumed_at,
            traded_at,
            usage: Units::ZERO,
            free_usage: Units::ZERO,
            reserved_usage: Units::ZERO,
            official: Units::ZERO,
            discount: Units::ZERO,
            payment: Units::ZERO,
            parts: Parts::default(),
            period_type: 0,
            period_num: 0,
            order_type: 0,
        }
    }
}

impl Line {
    /// 抹零: what neither discount nor payment explains; less than a cent, with the sign of the amount (BILL-32).
    pub(super) fn rounded_off(&self) -> Units {
        self.official - self.discount - self.payment
    }

    /// Who pays what it uses owes nothing; who is in arrears owes a fifth of the lines that cash would have paid.
    pub(super) fn owe(&mut self, in_arrears: bool) {
        let parts = &mut self.parts;
        if !in_arrears {
            (parts.cash, parts.debt) = (parts.cash + parts.debt, Units::ZERO);
        } else if self.payment.0 > 0 && self.id.is_multiple_of(5) {
            (parts.cash, parts.debt) = (Units::ZERO, parts.debt + parts.cash);
        }
    }

    /// Makes the line one amount in cash, without discount.
    pub(super) fn charge(&mut self, amount: Units) {
        (self.official, self.discount, self.payment) = (amount, Units::ZERO, amount);
        self.parts = Parts { cash: amount, ..Parts::default() };
    }
}

/// By what an amount is met. Money goes back only the ways it can come back: cash and credit.
pub(super) fn paid_by(amount: Units, stream: &mut Stream) -> Parts {
    let (draw, part) = (stream.below(100), amount.share(2_500).charged());
    let rest = amount - part;
    match draw {
        0..62 => Parts { cash: amount, ..Parts::default() },
        62..74 => Parts { credit: amount, ..Parts::default() },
        _ if amount.0 <= 0 => Parts { cash: amount, ..Parts::default() },
        74..82 => Parts { coupon: part, cash: rest, ..Parts::default() },
        82..86 => Parts { cash_coupon: part, cash: rest, ..Parts::default() },
        86..90 => Parts { stored_value_card: amount, ..Parts::default() },
        90..95 => Parts { credit: part, cash: rest, ..Parts::default() },
        95..98 => Parts { debt: part, cash: rest, ..Parts::default() },
        _ => Parts { writeoff: part, cash: rest, ..Parts::default() },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        super::{super::options::Options, book::Book},
        *,
    };

    fn book(site: Site, lines: u32, customer: &str, restated: u32) -> Book {
        let setting = Options { site, lines, ..Options::default() }.setting();
        Book::new(setting, customer, "2026-10".parse().unwrap(), restated)
    }

    fn total(parts: Parts) -> Units {
        [parts.cash, parts.credit, parts.coupon, parts.cash_coupon, parts.stored_value_card, parts.debt, parts.writeoff]
            .into_iter()
            .sum()
    }

    #[test]
    fn every_line_adds_up() {
        for site in [Site::China, Site::International] {
            for (customer, restated) in (0..60).map(|number| (number.to_string(), number % 3)) {
                for line in book(site, 60, &customer, restated).lines {
                    assert_eq!(total(line.parts), line.payment, "{line:?}");
                    assert_eq!(line.payment, line.payment.charged(), "{line:?}");
                    let rounded = line.rounded_off();
                    assert!(rounded.0.abs() < Units::cents(1).0, "{line:?}");
                    assert!(rounded.is_zero() || (rounded.0 > 0) == (line.official.0 > 0), "{line:?}");
                    assert!(!REFUNDS.contains(&line.kind) || line.payment.0 <= 0, "{line:?}");
                }
            }
        }
    }

    #[test]
    fn a_month_has_as_many_lines_as_asked_for_and_every_kind_somewhere() {
        let mut kinds = BTreeSet::new();
        for customer in 0..40 {
            let book = book(Site::China, 20, &customer.to_string(), 0);
            assert_eq!(book.lines.len(), 20);
            let ids: BTreeSet<_> = book.lines.iter().map(|line| line.id).collect();
            assert_eq!(ids.len(), 20);
            kinds.extend(book.lines.iter().map(|line| (line.mode, line.kind)));
        }
        for kind in
            [(1, 1), (1, 2), (1, 3), (1, 4), (1, 8), (1, 20), (1, 24), (3, 5), (3, 9), (3, 14), (3, 16), (3, 25)]
        {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        assert!(kinds.contains(&(1, 18)) && kinds.contains(&(1, 103)), "paid by the month and by the year");
        assert!(kinds.contains(&(10, 1)) && kinds.contains(&(10, 5)) && kinds.contains(&(11, 23)));
        assert_eq!(book(Site::China, 0, "a", 0).lines.len(), 0);
        assert_eq!(book(Site::China, 2, "a", 0).lines.len(), 2);
    }

    #[test]
    fn a_month_is_not_empty_in_its_first_second_and_holds_only_its_own_consumption() {
        let month: Month = "2026-10".parse().unwrap();
        let (first, end) = (month.starts_at().timestamp(), month.next().starts_at().timestamp());
        let book = book(Site::China, 20, "a", 0);
        let modes: BTreeSet<_> = book.until(first).iter().map(|line| line.mode).collect();
        assert_eq!(modes, [1, 3, 11].into());
        assert!(book.lines.iter().all(|line| (first..end).contains(&line.consumed_at)));
        assert!(book.until(end - 1).len() < book.lines.len(), "some are deducted only in the next month");
        assert_eq!(book.until(end + 86_400).len(), book.lines.len());
    }

    #[test]
    fn rounding_is_made_up_once_a_month() {
        let lines = book(Site::China, 900, "a", 0).lines;
        let dropped: Units = lines.iter().filter(|line| line.kind == 5).map(Line::rounded_off).sum();
        let made_up: Vec<_> = lines.iter().filter(|line| line.kind == 25).map(|line| line.payment).collect();
        assert_eq!(made_up, [dropped.charged()]);
        assert!(dropped > Units::cents(1));
    }
}
