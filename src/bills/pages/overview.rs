//! The cycle at a glance (消费汇总, BILL-10): trend, largest customers and products, means of payment.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::consumption::{empty, stamp, tabs};
use crate::{
    access::{Actor, permission::ConsumptionView},
    bills::{
        forms::consumption::{Asked, PATH},
        store::{
            context::{Context, name_in},
            overview::{Sums, TopCustomer, TopService, Tops},
        },
        sync::consumption::CONSUMPTION,
        text::consumption::Text,
    },
    values::{Month, decimal},
    web::{Bar, Cell, Chart, Column, Empty, FilterBar, Frame, FreshnessBadge, Link, Table, Tile, html},
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "bills/overview.html")]
pub struct OverviewPage {
    frame: Frame,
    freshness: Option<FreshnessBadge>,
    tabs: Vec<Link>,
    tiles: Vec<Tile>,
    filters: FilterBar,
    pairs: Vec<(Option<Chart>, Table)>,
    empty: Empty,
}

impl IntoResponse for OverviewPage {
    fn into_response(self) -> Response {
        let status = if self.filters.is_sound() { 200 } else { 422 };
        html(axum::http::StatusCode::from_u16(status).unwrap_or_default(), &self)
    }
}

/// Fills the page.
pub fn show(
    actor: &Actor<ConsumptionView>,
    asked: &Asked,
    bar: FilterBar,
    (context, tops): (&Context, &Tops),
) -> OverviewPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let (standing, year) = (&context.standing, context.sums.as_slice());
    let stamp = stamp(asked.cycle, standing, text);
    let mut tiles = Vec::new();
    for sum in year.iter().filter(|sum| sum.bill_month == asked.cycle.first_day()) {
        tiles.push(stamp.tile(text.payable_amount, sum.payment_amount, &sum.currency, &face));
        tiles.push(stamp.tile(text.list_price, sum.official_amount, &sum.currency, &face));
        tiles.push(stamp.tile(text.discount, sum.official_discount_amount, &sum.currency, &face));
        tiles.push(stamp.tile(text.refunds, sum.refund_amount, &sum.currency, &face));
    }
    tiles.push(stamp.finality_tile(&face));
    let mut pairs = Vec::new();
    if !year.is_empty() {
        pairs.push(trend(year, &bar, text));
        pairs.extend(means(year, asked.cycle, text));
    }
    if !tops.customers.is_empty() {
        pairs.push(top_customers(tops, text));
    }
    if !tops.services.is_empty() {
        pairs.push(top_services((context, tops), &bar, text));
    }
    let badge = standing.freshness.badge(CONSUMPTION.api, &face);
    let frame = Frame::new(actor.visitor(), text.title);
    let (tabs, empty) = (tabs(actor, asked), empty(actor));
    OverviewPage { frame, freshness: Some(badge), tabs, tiles, filters: bar, pairs, empty }
}

fn trend(year: &[Sums], bar: &FilterBar, text: &Text) -> (Option<Chart>, Table) {
    let currency = year.first().map_or("", |sum| sum.currency.as_str());
    let cycle = |sum: &Sums| Month::containing(sum.bill_month).to_string();
    let address = |sum: &Sums| bar.typed().address(PATH, &["cycle", "after", "back"], &[("cycle", &cycle(sum))]);
    let bars = year.iter().rev().filter(|sum| sum.currency == currency).map(|sum| Bar {
        label: cycle(sum),
        amount: sum.payment_amount,
        shown: format!("{} {currency}", decimal::grouped(sum.payment_amount, 2)),
        href: Some(address(sum)),
    });
    let chart = Chart::columns("trend", format!("{} ({currency})", text.trend), text.trend_text, bars.collect());
    let row = |sum: &Sums| {
        vec![
            Cell::link(cycle(sum), address(sum)),
            Cell::amount(sum.official_amount),
            Cell::amount(sum.refund_amount),
            Cell::amount(sum.payment_amount),
            Cell::text(&sum.currency),
        ]
    };
    let columns = vec![
        Column::new(text.cycle).tight(),
        Column::number(text.list_price),
        Column::number(text.refunds).wide(),
        Column::number(text.payable_amount),
        Column::new(text.currency),
    ];
    (Some(chart), Table { caption: text.trend.to_owned(), columns, rows: year.iter().map(row).collect() })
}

/// Means of payment of the cycle, one table a currency (BILL-10).
fn means(year: &[Sums], cycle: Month, text: &Text) -> Vec<(Option<Chart>, Table)> {
    let table = |sum: &Sums| {
        let means = [
            (text.cash, sum.cash_amount),
            (text.credit, sum.credit_amount),
            (text.coupon, sum.coupon_amount),
            (text.cash_coupon, sum.flexipurchase_coupon_amount),
            (text.card, sum.stored_value_card_amount),
            (text.outstanding, sum.debt_amount),
            (text.writeoff, sum.writeoff_amount),
        ];
        let bars = means.map(|(label, amount)| Bar {
            label: label.to_owned(),
            amount,
            shown: format!("{} {}", decimal::grouped(amount, 2), sum.currency),
            href: None,
        });
        let title = format!("{} ({})", text.by_means, sum.currency);
        let chart = Chart::rows(&format!("means-{}", sum.currency), title, text.by_means, bars.to_vec());
        let rows = means.map(|(label, amount)| vec![Cell::text(label), Cell::amount(amount)]).into();
        let columns = vec![Column::new(text.means), Column::number(format!("{} ({})", text.amount, sum.currency))];
        (Some(chart), Table { caption: text.by_means.to_owned(), columns, rows })
    };
    year.iter().filter(|sum| sum.bill_month == cycle.first_day()).map(table).collect()
}

fn top_customers(tops: &Tops, text: &Text) -> (Option<Chart>, Table) {
    let name = |top: &TopCustomer| top.account_name.clone().unwrap_or_else(|| top.customer_id.clone());
    let bars = tops.customers.iter().map(|top| Bar {
        label: name(top),
        amount: top.payment_amount,
        shown: format!("{} {} {}", name(top), decimal::grouped(top.payment_amount, 2), top.currency),
        href: top.customer_key.map(|key| format!("/customers/{key}")),
    });
    let chart = Chart::rows("customers", text.top_customers, text.top_text, bars.collect());
    let row = |top: &TopCustomer| {
        vec![
            top.customer_key
                .map_or_else(|| Cell::text(name(top)), |key| Cell::link(name(top), format!("/customers/{key}"))),
            Cell::text(decimal::grouped(top.lines.into(), 0)),
            Cell::amount(top.refund_amount),
            Cell::amount(top.payment_amount),
            Cell::text(&top.currency),
        ]
    };
    let columns = vec![
        Column::new(text.customer),
        Column::number(text.lines).wide(),
        Column::number(text.refunds).wide(),
        Column::number(text.payable_amount),
        Column::new(text.currency),
    ];
    let rows = tops.customers.iter().map(row).collect();
    (Some(chart), Table { caption: text.top_customers.to_owned(), columns, rows })
}

fn top_services((context, tops): (&Context, &Tops), bar: &FilterBar, text: &Text) -> (Option<Chart>, Table) {
    let known = |top: &TopService| name_in(&context.services, Some(&top.code)).map(str::to_owned);
    let name = |top: &TopService| known(top).or_else(|| top.name.clone()).unwrap_or_else(|| top.code.clone());
    let address = |code: &str| bar.typed().address(PATH, &["view", "after", "back"], &[("service", code)]);
    let bars = tops.services.iter().map(|top| Bar {
        label: name(top),
        amount: top.payment_amount,
        shown: format!("{} {} {}", name(top), decimal::grouped(top.payment_amount, 2), top.currency),
        href: Some(address(&top.code)),
    });
    let chart = Chart::rows("services", text.top_services, text.top_text, bars.collect());
    let row = |top: &TopService| {
        vec![
            Cell::link(name(top), address(&top.code)),
            Cell::text(decimal::grouped(top.lines.into(), 0)),
            Cell::amount(top.payment_amount),
            Cell::text(&top.currency),
        ]
    };
    let columns = vec![
        Column::new(text.service),
        Column::number(text.lines).wide(),
        Column::number(text.payable_amount),
        Column::new(text.currency),
    ];
    let rows = tops.services.iter().map(row).collect();
    (Some(chart), Table { caption: text.top_services.to_owned(), columns, rows })
}
