//! Pages of consumption: the list of lines and one line.

use chrono::{Datelike, Timelike};

use super::{Stamp, amount, word};
use crate::{
    access::{
        Actor,
        permission::{BillView, ConsumptionView, ResellerCustomerView},
    },
    app::words::Dictionary,
    bills::{
        forms::{
            consumption::{Asked, PATH, View},
            monthly::CHANGES,
        },
        rules::{Group, group_of, rounded_off_of},
        store::{
            consumption::{Change, Line},
            context::{Context, Standing},
            lines::Listed,
            overview::Sums,
        },
        sync::consumption::CONSUMPTION,
        text::{self, consumption::Text},
    },
    customers,
    lang::Lang,
    values::{Month, decimal},
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table,
        Tile, Tone,
    },
};

/// The list.
pub fn list(
    actor: &Actor<ConsumptionView>,
    asked: &Asked,
    bar: FilterBar,
    (context, rows): (&Context, &[Listed]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let sums = &context.sums;
    let currency = rows.first().map(|row| row.currency.as_str()).or(sums.first().map(|sum| sum.currency.as_str()));
    let table = Table {
        caption: format!("{} {}", text.title, asked.cycle),
        columns: columns(text, currency.unwrap_or_default(), &face),
        rows: rows.iter().map(|row| cells(row, context, (asked.cycle, text), &face)).collect(),
    };
    let tiles = tiles(asked, &bar, context, &face);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty(actor));
    page.freshness =
        (!actor.organization().is_only_abroad()).then(|| context.standing.freshness.badge(CONSUMPTION.api, &face));
    page.tabs = tabs(actor, asked);
    if context.standing.version > 1 && !asked.of_resellers && actor.may(BillView::CODE) {
        let text = text::monthly::Text::of(face.lang);
        page.actions = vec![Link::new(text.changes, format!("{CHANGES}?cycle={}&set=detail", asked.cycle))];
    }
    if !actor.organization().is_only_abroad() {
        page.tiles = tiles;
    }
    page
}

/// Details and overview of the own customers, and of the resellers' for who may see them (BILL-12).
pub fn tabs(actor: &Actor<ConsumptionView>, asked: &Asked) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let mut tabs = Vec::new();
    let sides = if actor.may(ResellerCustomerView::CODE) { &[false, true][..] } else { &[false][..] };
    for &of_resellers in sides {
        for (view, label) in [(View::Lines, text.view_lines), (View::Overview, text.view_overview)] {
            let mut address = format!("{PATH}?cycle={}", asked.cycle);
            address += if view == View::Overview { "&view=overview" } else { "" };
            address += if of_resellers { "&tab=resellers" } else { "" };
            let label = if of_resellers { format!("{} · {label}", text.tab_resellers) } else { label.to_owned() };
            tabs.push(Link::new(label, address).current(asked.of_resellers == of_resellers && asked.view == view));
        }
    }
    tabs
}

/// What an empty list says: which site has no such call, whose customers are shown, or when lines appear.
pub fn empty(actor: &Actor<ConsumptionView>) -> Empty {
    let text = Text::of(actor.lang());
    let (title, hint) = match (actor.organization().is_only_abroad(), actor.scope().managers()) {
        (true, _) => (text.wrong_site, text.wrong_site_hint),
        (false, Some(_)) => (text.empty, text.empty_scope),
        (false, None) => (text.empty, text.empty_hint),
    };
    Empty { title: title.to_owned(), hint: hint.to_owned(), action: None }
}

pub fn stamp<'a>(cycle: Month, standing: &Standing, text: &'a Text) -> Stamp<'a> {
    Stamp {
        data_set: text.data_set,
        cycle,
        finality: standing.finality,
        version: standing.version,
        pulled_at: standing.pulled_at,
    }
}

/// Figures of the cycle by money basis, from the roll-ups.
fn tiles(asked: &Asked, bar: &FilterBar, context: &Context, face: &Face) -> Vec<Tile> {
    let text = Text::of(face.lang);
    let (standing, sums) = (&context.standing, &context.sums);
    let stamp = stamp(asked.cycle, standing, text);
    let mut tiles = Vec::new();
    for sum in sums.iter().filter(|sum| sum.bill_month == asked.cycle.first_day()) {
        let before = sums.iter().find(|other| other.bill_month < sum.bill_month && other.currency == sum.currency);
        let mut payable = stamp.tile(text.payable_amount, sum.payment_amount, &sum.currency, face);
        payable.note = format!("{} · {}", payable.note, text.not_for_settlement);
        if let Some(before) = before {
            let before = decimal::grouped(before.payment_amount, 2);
            payable.note = format!("{} · {} {before}", payable.note, text.previous);
        }
        tiles.push(payable);
        tiles.push(stamp.tile(text.refunds, sum.refund_amount, &sum.currency, face));
        tiles.push(stamp.tile(text.outstanding, sum.debt_amount, &sum.currency, face));
        tiles.push(lines_tile(sum, bar, text));
    }
    if tiles.is_empty() && standing.finality.is_none() && standing.freshness.completed_at.is_none() {
        let (label, note) = (text.payable_amount.to_owned(), text.no_figures.to_owned());
        tiles.push(Tile { label, value: "–".to_owned(), note, href: None });
    }
    tiles.push(stamp.finality_tile(face));
    tiles
}

/// How many lines there are and how many of them the list hides (BILL-11).
fn lines_tile(sum: &Sums, bar: &FilterBar, text: &Text) -> Tile {
    let hides = matches!(bar.typed().get("payable"), "" | "nonzero");
    let note = if hides { text.zero_hidden } else { text.zero_lines };
    let href = hides.then(|| bar.typed().address(PATH, &["payable", "after", "back"], &[("payable", "all")]));
    Tile {
        label: text.lines.to_owned(),
        value: decimal::grouped(sum.lines.into(), 0),
        note: format!("{} {note}", decimal::grouped(sum.zero_lines.into(), 0)),
        href: href.filter(|_| sum.zero_lines > 0),
    }
}

fn columns(text: &Text, currency: &str, face: &Face) -> Vec<Column> {
    let money = |label: &str| format!("{label} ({currency})");
    vec![
        Column::new(face.timed(text.trade_time)),
        Column::new(text.customer),
        Column::new(text.service).wide(),
        Column::new(text.resource).wide(),
        Column::new(text.bill_type).wide(),
        Column::number(money(text.list_price)).wide(),
        Column::number(money(text.discount_and_rounding)).wide(),
        Column::number(money(text.payable_amount)),
    ]
}

fn cells(row: &Listed, context: &Context, (cycle, text): (Month, &Text), face: &Face) -> Vec<Cell> {
    let local = row.trade_time.with_timezone(&face.zone);
    let day = format!("{:02}\u{2011}{:02}", local.month(), local.day());
    let (service, region) = (row.service_type_code.as_deref(), row.region_code.as_deref());
    let region = context.words.of(Dictionary::Region, region, row.region_name.as_deref()).or(region);
    let service = context.words.of(Dictionary::Service, service, row.service_type_name.as_deref()).or(service);
    let (code, sent) = (row.resource_type_code.as_deref(), row.resource_type_name.as_deref());
    let resource_type = context.words.of(Dictionary::ResourceType, code, sent);
    vec![
        Cell::link(day, format!("{PATH}/{}?cycle={cycle}", row.id)).under(format!(
            "{:02}:{:02}",
            local.hour(),
            local.minute()
        )),
        customer(row),
        Cell::maybe(service).under(resource_type.unwrap_or_default()),
        Cell::maybe(row.resource.as_deref()).under(region.unwrap_or_default()),
        bill_type(row.bill_detail_type, text, face.lang).under(mode(row.charging_mode, text)),
        amount(row.official_amount),
        discount(row),
        amount(row.payment_amount),
    ]
}

fn mode(code: Option<i32>, text: &Text) -> String {
    let Some(code) = code.map(|code| code.to_string()) else { return String::new() };
    let known = text.charging_modes.iter().find(|(known, _)| *known == code);
    known.map_or(code, |(_, word)| (*word).to_owned())
}

/// The discount, and under it what was rounded off, if anything (BILL-32).
fn discount(row: &Listed) -> Cell {
    let rounded_off = rounded_off_of(row.official_amount, row.official_discount_amount, row.payment_amount);
    let shown = rounded_off.filter(|rest| !rest.is_zero()).map(|rest| decimal::grouped(rest, 2));
    amount(row.official_discount_amount).under(shown.unwrap_or_default())
}

fn customer(row: &Listed) -> Cell {
    let account = row.account.as_str();
    let name = row.customer_name.as_ref().map(|name| customers::shown_name(row.customer_type, name));
    match row.customer_key {
        Some(key) => Cell::link(account, format!("/customers/{key}")).under(name.unwrap_or_default()),
        None => Cell::text(account),
    }
}

fn code(code: Option<i32>, words: &[(&str, &str)], lang: Lang) -> Cell {
    word(code.map(|code| code.to_string()).as_deref(), words, lang)
}

/// A `bill_detail_type` with the colour of its group.
fn bill_type(code: Option<i32>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let raw = code.to_string();
    let Some((_, word)) = text.bill_types.iter().find(|(known, _)| *known == raw) else {
        return Cell::unknown(&raw, lang);
    };
    let tone = match group_of(code) {
        Some(Group::Refund) => Tone::Refused,
        Some(Group::Adjust) => Tone::Waiting,
        Some(Group::Consume) | None => Tone::Idle,
    };
    Cell::badge(tone, *word)
}

/// One line.
pub fn show(actor: &Actor<ConsumptionView>, cycle: Month, line: &Line, standing: &Standing) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let title = line.trade_id.as_deref().or(line.line_id.as_deref()).unwrap_or(text.line);
    let sections = vec![
        amounts(line, text),
        parts(line, text),
        about(line, text, &face),
        product(line, text, &face),
        usage(line, text, face.lang),
        child(line, text, face.lang),
        origin(line, &face),
    ];
    let sections = sections.into_iter().filter(|section| !section.facts.is_empty()).collect();
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.freshness = Some(standing.freshness.badge(CONSUMPTION.api, &face));
    page.badges = vec![stamp(cycle, standing, text).badge(&face), bill_type(line.bill_detail_type, text, face.lang)];
    page.timeline = line.changes.iter().map(|change| happening(change, text, &face)).collect();
    page
}

fn amounts(line: &Line, text: &Text) -> Section {
    let rounded_off = rounded_off_of(line.official_amount, line.official_discount_amount, line.payment_amount);
    Section {
        title: format!("{} ({})", text.amounts, line.currency),
        facts: vec![
            (text.list_price, amount(line.official_amount)),
            (text.discount, amount(line.official_discount_amount)),
            (text.rounded_off, amount(rounded_off)),
            (text.payable_amount, amount(line.payment_amount)),
        ],
    }
}

fn parts(line: &Line, text: &Text) -> Section {
    Section {
        title: format!("{} ({})", text.parts, line.currency),
        facts: vec![
            (text.cash, amount(line.cash_amount)),
            (text.credit, amount(line.credit_amount)),
            (text.coupon, amount(line.coupon_amount)),
            (text.cash_coupon, amount(line.flexipurchase_coupon_amount)),
            (text.card, amount(line.stored_value_card_amount)),
            (text.outstanding, amount(line.debt_amount)),
            (text.writeoff, amount(line.writeoff_amount)),
        ],
    }
}

fn about(line: &Line, text: &Text, face: &Face) -> Section {
    let account = line.account_name.as_deref().unwrap_or(&line.customer_id);
    let customer = match line.customer_key {
        Some(key) => Cell::link(account, format!("/customers/{key}")),
        None => Cell::text(account),
    };
    Section {
        title: text.customer.to_owned(),
        facts: vec![
            (text.account_name, customer),
            (text.customer_id, Cell::id(&line.customer_id, face.lang)),
            (text.partner, Cell::text(&line.organization)),
            (text.association_type, word(line.association_type.as_deref(), text.association_types, face.lang)),
            (text.trade_id, id(line.trade_id.as_deref(), face.lang)),
            (text.trade_time, Cell::when(Some(line.trade_time), face)),
            (text.consume_time, Cell::when(line.consume_time, face)),
            (text.bill_type, bill_type(line.bill_detail_type, text, face.lang)),
            (text.charging_mode, code(line.charging_mode, text.charging_modes, face.lang)),
            (text.period, period(line, text, face.lang)),
            (text.order_type, code(line.order_type, text.order_types, face.lang)),
            (text.payment_type, word(line.payment_type.as_deref(), text.payment_types, face.lang)),
            (text.manager_id, id(line.account_manager_id.as_deref(), face.lang)),
            (text.partner_id, id(line.partner_id.as_deref(), face.lang)),
        ],
    }
}

fn period(line: &Line, text: &Text, lang: Lang) -> Cell {
    let unit = code(line.period_type, text.period_types, lang);
    match (line.period_num, unit) {
        (Some(number), Cell::Text(unit)) => Cell::text(format!("{} {unit}", number.normalize())),
        (_, unit) => unit,
    }
}

fn product(line: &Line, text: &Text, face: &Face) -> Section {
    Section {
        title: text.product.to_owned(),
        facts: vec![
            (text.service, Cell::sent(line.service_type_name.as_deref(), face.lang)),
            (text.service_code, Cell::maybe(line.service_type_code.as_deref())),
            (text.resource_type, Cell::sent(line.resource_type_name.as_deref(), face.lang)),
            (text.resource_type_code, Cell::maybe(line.resource_type_code.as_deref())),
            (text.resource_id, id(line.resource_id.as_deref(), face.lang)),
            (text.resource_name, Cell::maybe(line.resource_name.as_deref())),
            (text.resource_tag, Cell::maybe(line.resource_tag.as_deref())),
            (text.product_id, id(line.product_id.as_deref(), face.lang)),
            (text.product_name, Cell::sent(line.product_name.as_deref(), face.lang)),
            (text.spec, Cell::sent(line.spec(face.lang), face.lang)),
            (text.region, Cell::sent(line.region_name.as_deref().or(line.region_code.as_deref()), face.lang)),
            (text.enterprise_project, id(line.enterprise_project_id.as_deref(), face.lang)),
        ],
    }
}

fn usage(line: &Line, text: &Text, lang: Lang) -> Section {
    let measured = |usage: Option<rust_decimal::Decimal>, measure: Option<i32>| {
        let Some(usage) = usage else { return Cell::None };
        let usage = usage.normalize().to_string();
        match measure.map(|measure| (measure, line.unit(measure, lang))) {
            Some((_, Some(unit))) => Cell::text(format!("{usage} {unit}")),
            Some((measure, None)) => Cell::text(usage).under(format!("{} {measure}", text.measure)),
            None => Cell::text(usage),
        }
    };
    Section {
        title: text.usage.to_owned(),
        facts: vec![
            (text.usage_type, Cell::maybe(line.usage_type.as_deref())),
            (text.usage_amount, measured(line.usage_amount, line.usage_measure_id)),
            (text.free_usage, measured(line.free_resource_usage, line.free_resource_measure_id)),
            (text.ri_usage, measured(line.ri_usage, line.ri_usage_measure_id)),
            (text.line_id, id(line.line_id.as_deref(), lang)),
        ],
    }
}

/// Bundled disks and addresses stand under their parent's identity; their own is here (BILL-45).
fn child(line: &Line, text: &Text, lang: Lang) -> Section {
    let mut facts = Vec::new();
    if line.sub_resource_id.is_some() || line.sub_resource_type_code.is_some() {
        let named = |name: &Option<String>, code: &Option<String>| Cell::maybe(name.as_deref().or(code.as_deref()));
        facts = vec![
            (text.sub_service, named(&line.sub_service_type_name, &line.sub_service_type_code)),
            (text.sub_resource_type, named(&line.sub_resource_type_name, &line.sub_resource_type_code)),
            (text.resource_id, id(line.sub_resource_id.as_deref(), lang)),
            (text.resource_name, Cell::maybe(line.sub_resource_name.as_deref())),
        ];
    }
    Section { title: text.child.to_owned(), facts }
}

fn origin(line: &Line, face: &Face) -> Section {
    let text = text::Text::of(face.lang);
    Section {
        title: text.synchronisation.to_owned(),
        facts: vec![
            (text.source, Cell::text(CONSUMPTION.api)),
            (text.run, Cell::text(line.run_id.to_string())),
            (text.fetched, Cell::when(Some(line.fetched_at), face)),
        ],
    }
}

fn id(value: Option<&str>, lang: Lang) -> Cell {
    value.map_or(Cell::None, |value| Cell::id(value, lang))
}

fn happening(change: &Change, text: &Text, face: &Face) -> Happening {
    let what = match change.kind.as_str() {
        "added" => text.changed_added,
        "removed" => text.changed_removed,
        _ => text.changed_changed,
    };
    let before = change.before.as_ref().and_then(|line| line.get("payment_amount")).map(ToString::to_string);
    let note = before.map(|amount| format!("{} {amount}", text.was)).unwrap_or_default();
    let version = format!("{} {}", text::Text::of(face.lang).version, change.version);
    let note = [version, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Happening { what: what.to_owned(), when: face.when(change.found_at), note, tone: Tone::Waiting }
}
