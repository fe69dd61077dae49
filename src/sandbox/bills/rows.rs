//! The bytes of bill lines. They are written straight into the answer, and what lines of one resource have in common is
//! written once: this is what makes pages of a thousand rows cheap.

use chrono::{DateTime, Datelike, Timelike, Utc};

use super::{
    super::{answer::Outcome, catalog, customers::Customer, estate::Resource, world::World},
    book::Book,
    lines::{Line, Trade},
    units::write_number,
};

/// How the rows of one answer are written.
pub(super) struct Rows<'a> {
    pub(super) world: &'a World,
    pub(super) english: bool,
    pub(super) customer: &'a Customer,
}

impl Rows<'_> {
    /// The whole answer: total, currency, and the lines of a book.
    pub(super) fn answer<'l>(&self, total: u64, rows: impl Iterator<Item = &'l Line>, book: Option<&Book>) -> Outcome {
        let mut out = Vec::with_capacity(64 + rows.size_hint().0 * 1_600);
        out.extend_from_slice(b"{\"total_count\":");
        write_number(total, &mut out);
        out.extend_from_slice(b",\"currency\":\"");
        out.extend_from_slice(self.world.currency().as_bytes());
        out.extend_from_slice(b"\",\"fee_records\":[");
        if let Some(book) = book {
            let common = self.common(book);
            let mut fragments: Vec<[Option<Vec<u8>>; 2]> = Vec::new();
            fragments.resize_with(book.estate.resources.len(), Default::default);
            let mut first = true;
            for line in rows {
                out.extend_from_slice(if first { b"{" } else { b",{" });
                first = false;
                out.extend_from_slice(&common);
                let fragment = fragments[line.resource][usize::from(line.sub.is_some())]
                    .get_or_insert_with(|| self.fragment(book, line));
                out.extend_from_slice(fragment);
                write_line(book, line, &mut out);
                out.push(b'}');
            }
        }
        out.extend_from_slice(b"]}");
        Outcome::written(out)
    }

    /// What all rows of a book have in common.
    fn common(&self, book: &Book) -> Vec<u8> {
        let mut out = Vec::new();
        let month = book.month.to_string();
        pair("bill_cycle", &month, &mut out);
        for (name, value) in [
            ("customer_id", book.customer.as_str()),
            ("association_type", self.customer.association.code(self.world.setting.site)),
            ("partner_id", self.customer.owner.reseller().unwrap_or(&self.world.partner.id)),
            ("account_manager_id", self.customer.manager.as_deref().unwrap_or_default()),
        ] {
            out.push(b',');
            pair(name, value, &mut out);
        }
        out
    }

    /// What all rows of a resource have in common.
    fn fragment(&self, book: &Book, line: &Line) -> Vec<u8> {
        let owned = &book.estate.resources[line.resource];
        let sub = line.sub.map(|place| &book.estate.resources[place]);
        let product = sub.map_or(owned.product, |sub| sub.product);
        let spec = if self.english { product.spec_en } else { product.spec_zh };
        let project = &book.estate.projects[owned.project];
        let mut out = Vec::new();
        let mut put = |name: &str, value: &str| {
            out.push(b',');
            pair(name, value, &mut out);
        };
        put("service_type_code", service_code(owned));
        put("service_type_name", self.service_name(owned));
        put("resource_type_code", owned.product.kind);
        put("resource_type_name", self.kind_name(owned));
        put("resource_id", &owned.id);
        put("resource_name", &owned.name);
        put("product_spec_desc", spec);
        put("product_id", product.id);
        put("product_name", spec.split('|').next().unwrap_or(spec));
        put("region_code", owned.region.code);
        put("region_name", owned.region.name.said(self.english));
        put("enterprise_project_id", &project.id);
        if let Some(tag) = owned.tag {
            put("resource_tag", tag);
        }
        if let Some(sub) = sub {
            put("sub_service_type_code", service_code(sub));
            put("sub_service_type_name", self.service_name(sub));
            put("sub_resource_type_code", sub.product.kind);
            put("sub_resource_type_name", self.kind_name(sub));
            put("sub_resource_id", &sub.id);
            put("sub_resource_name", &sub.name);
        }
        out
    }

    fn service_name(&self, owned: &Resource) -> &'static str {
        catalog::service(service_code(owned)).map_or("", |service| service.name.said(self.english))
    }

    fn kind_name(&self, owned: &Resource) -> &'static str {
        catalog::kind(owned.product.kind).map_or("", |kind| kind.name.said(self.english))
    }
}

/// The code of the service a resource belongs to.
pub(super) fn service_code(owned: &Resource) -> &'static str {
    catalog::kind(owned.product.kind).map_or("", |kind| kind.service)
}

/// What `trade_id` says (BILL-48).
pub(super) fn trade_id(book: &Book, line: &Line) -> String {
    match line.trade {
        Trade::Order(place) => book.orders[place].head.id.clone(),
        Trade::Number(number) => number.to_string(),
    }
}

/// What differs from row to row.
fn write_line(book: &Book, line: &Line, out: &mut Vec<u8>) {
    out.extend_from_slice(b",\"id\":\"");
    write_number(line.id, out);
    out.extend_from_slice(b"\",\"trade_id\":\"");
    match line.trade {
        Trade::Order(place) => out.extend_from_slice(book.orders[place].head.id.as_bytes()),
        Trade::Number(number) => write_number(number, out),
    }
    out.extend_from_slice(b"\",\"trade_time\":\"");
    write_instant(line.traded_at, out);
    out.extend_from_slice(b"\",\"consume_time\":\"");
    write_instant(line.consumed_at, out);
    out.push(b'"');
    number(",\"bill_detail_type\":", u64::from(line.kind), out);
    number(",\"charging_mode\":", u64::from(line.mode), out);
    write_amounts(line, out);
    write_usage(book, line, out);
    for (name, value) in [
        (",\"period_type\":", u64::from(line.period_type)),
        (",\"period_num\":", u64::from(line.period_num)),
        (",\"order_type\":", u64::from(line.order_type)),
    ] {
        if value > 0 {
            number(name, value, out);
        }
    }
    match line.mode {
        10 => out.extend_from_slice(b",\"payment_type\":\"PARTIAL_UPFRONT\""),
        11 => out.extend_from_slice(b",\"payment_type\":\"NO_UPFRONT\""),
        _ => {}
    }
}

/// Amounts are always given, those of a part that did not pay are null or 0, as the vendor mixes them (API-36).
fn write_amounts(line: &Line, out: &mut Vec<u8>) {
    for (name, amount) in [
        (",\"official_amount\":", line.official),
        (",\"official_discount_amount\":", line.discount),
        (",\"payment_amount\":", line.payment),
        (",\"cash_amount\":", line.parts.cash),
        (",\"credit_amount\":", line.parts.credit),
        (",\"coupon_amount\":", line.parts.coupon),
        (",\"debt_amount\":", line.parts.debt),
    ] {
        out.extend_from_slice(name.as_bytes());
        amount.write(out);
    }
    for (name, amount) in [
        (",\"flexipurchase_coupon_amount\":", line.parts.cash_coupon),
        (",\"stored_value_card_amount\":", line.parts.stored_value_card),
        (",\"writeoff_amount\":", line.parts.writeoff),
    ] {
        out.extend_from_slice(name.as_bytes());
        if amount.is_zero() { out.extend_from_slice(b"null") } else { amount.write(out) }
    }
}

/// Only metered lines have a usage.
fn write_usage(book: &Book, line: &Line, out: &mut Vec<u8>) {
    if line.usage.is_zero() {
        return;
    }
    let product = book.estate.resources[line.sub.unwrap_or(line.resource)].product;
    out.push(b',');
    pair("usage_type", product.usage, out);
    let measure = u64::from(product.measure.unsigned_abs());
    for (amount, name, unit) in [
        (line.usage, ",\"usage_amount\":", ",\"usage_measure_id\":"),
        (line.free_usage, ",\"free_resource_usage\":", ",\"free_resource_measure_id\":"),
        (line.reserved_usage, ",\"ri_usage\":", ",\"ri_usage_measure_id\":"),
    ] {
        if !amount.is_zero() {
            out.extend_from_slice(name.as_bytes());
            amount.write(out);
            number(unit, measure, out);
        }
    }
}

fn number(name: &str, value: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    write_number(value, out);
}

/// Writes a name and a text that needs no escapes beside those of quotes and backslashes.
fn pair(name: &str, value: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":\"");
    for byte in value.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Writes seconds since 1970 as API-26 says.
fn write_instant(seconds: i64, out: &mut Vec<u8>) {
    let at = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
    let mut two = |before: u8, value: u32| {
        let digits =
            [before, b'0' + u8::try_from(value / 10 % 10).unwrap_or(0), b'0' + u8::try_from(value % 10).unwrap_or(0)];
        out.extend_from_slice(if before == 0 { &digits[1..] } else { &digits });
    };
    let year = at.year().unsigned_abs();
    two(0, year / 100);
    two(0, year % 100);
    two(b'-', at.month());
    two(b'-', at.day());
    two(b'T', at.hour());
    two(b':', at.minute());
    two(b':', at.second());
    out.push(b'Z');
}
