//! ListSubCustomerBillDetail (BILL-50): which lines are on the page. How they are written is `rows.rs`.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::{
    super::{
        answer::{Outcome, Refusal},
        call::{Call, is},
        world::World,
    },
    book::{Book, book},
    lines::Line,
    rows::{Rows, service_code, trade_id},
};
use crate::values::{Month, month::vendor_zone};

/// Filters over the lines of a book.
struct Filter<'a> {
    service: Option<&'a str>,
    region: Option<&'a str>,
    resource_id: Option<&'a str>,
    resource_name: Option<&'a str>,
    trade: Option<&'a str>,
    mode: Option<i64>,
    kind: Option<i64>,
    /// Seconds since 1970 that the consumption lies in.
    dates: Option<std::ops::Range<i64>>,
}

impl<'a> Filter<'a> {
    /// Empty service and region codes filter, other empty texts are refused (BILL-50).
    fn of(call: &'a Call, month: Month) -> Result<Self, Refusal> {
        Ok(Self {
            service: call.text("service_type_code")?,
            region: call.text("region_code")?,
            resource_id: call.optional("resource_id", 128)?,
            resource_name: call.optional("resource_name", 256)?,
            trade: call.optional("trade_id", 128)?,
            mode: call.integer("charging_mode")?,
            kind: call.integer("bill_detail_type")?,
            dates: dates(call, month)?,
        })
    }

    fn is_open(&self) -> bool {
        self.service.is_none()
            && self.region.is_none()
            && self.resource_id.is_none()
            && self.resource_name.is_none()
            && self.trade.is_none()
            && self.mode.is_none()
            && self.kind.is_none()
            && self.dates.is_none()
    }

    fn lets(&self, book: &Book, line: &Line) -> bool {
        let owned = &book.estate.resources[line.resource];
        self.mode.is_none_or(|mode| mode == i64::from(line.mode))
            && self.kind.is_none_or(|kind| kind == i64::from(line.kind))
            && self.dates.as_ref().is_none_or(|dates| dates.contains(&line.consumed_at))
            && is(self.service, service_code(owned))
            && is(self.region, owned.region.code)
            && is(self.resource_id, &owned.id)
            && is(self.resource_name, &owned.name)
            && self.trade.is_none_or(|trade| trade_id(book, line) == trade)
    }
}

/// `bill_date_begin` and `bill_date_end`: both or neither, in order, inside the month; days of UTC+8.
fn dates(call: &Call, month: Month) -> Result<Option<std::ops::Range<i64>>, Refusal> {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_local_timezone(vendor_zone()).single();
    match (call.date("bill_date_begin")?, call.date("bill_date_end")?) {
        (None, None) => Ok(None),
        (Some(begin), Some(end)) if begin <= end && begin >= month.first_day() && end <= month.last_day() => {
            let range = midnight(begin).zip(midnight(end));
            Ok(range.map(|(begin, end)| begin.timestamp()..(end + TimeDelta::days(1)).timestamp()))
        }
        (None, _) => Err(Refusal::parameter("bill_date_begin")),
        _ => Err(Refusal::parameter("bill_date_end")),
    }
}

/// BILL-50. A customer of a reseller is seen only with the reseller named; one that is nobody's is refused.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (month, page) = (call.required_month("bill_cycle")?, call.page(1000)?);
    let (id, owner) = (call.required("customer_id", 64)?, call.owner(world)?);
    let association = call.optional("association_type", 1)?;
    let manager = call.optional("account_manager_id", 64)?;
    let filter = Filter::of(call, month)?;
    let customer = world.known(id).ok_or_else(super::not_ours)?;
    let code = customer.association.code(world.setting.site);
    let seen = customer.owner == owner
        && world.spends(customer, month)
        && association.is_none_or(|wanted| wanted == code)
        && manager.is_none_or(|wanted| customer.manager.as_deref() == Some(wanted))
        && world.months(call.now).contains(&month);
    let rows = Rows { world, english: call.english, customer };
    if !seen {
        return Ok(rows.answer(0, std::iter::empty(), None));
    }
    let book = book(world, id, month);
    let lines = book.until(call.now.timestamp());
    if filter.is_open() {
        let (total, range) = page.range(lines.len() as u64);
        let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
        return Ok(rows.answer(total, lines[place(range.start)..place(range.end)].iter(), Some(&book)));
    }
    let (total, found) = page.cut(lines.iter().filter(|line| filter.lets(&book, line)));
    Ok(rows.answer(total, found.into_iter(), Some(&book)))
}
