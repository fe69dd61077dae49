//! Pages of monthly sums and of the partner's bill.

use serde_json::Value;

use super::{Stamp, amount, word};
use crate::{
    access::{
        Actor,
        permission::{BillView, ConsumptionView, ResellerCustomerView},
    },
    bills::{
        forms::monthly::{Asked, CHANGES, PATH},
        rules::Finality,
        store::monthly::{Context, Listed, PartnerBill, Row},
        sync::{monthly::MONTHLY_BILLS, postpaid::POSTPAID_BILLS},
        text::{self, monthly::Text},
    },
    customers,
    lang::Lang,
    values::{Month, decimal},
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tile, Tone},
};

/// The list.
pub fn list(
    actor: &Actor<BillView>,
    asked: &Asked,
    bar: FilterBar,
    (context, rows): (&Context, &[Listed]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let currency = rows.first().map(|row| row.currency.as_str());
    let table = Table {
        caption: format!("{} {}", text.title, asked.cycle),
        columns: columns(text, currency.unwrap_or_default()),
        rows: rows.iter().map(|row| cells(row, text, &face)).collect(),
    };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.freshness = Some(context.freshness.badge(MONTHLY_BILLS.api, &face));
    page.tabs = tabs(actor, if asked.of_resellers { "resellers" } else { "own" }, Some(asked.cycle));
    // Sums are of all customers: a member who sees only some gets none.
    let partners = if asked.of_resellers { actor.seat().child_names.as_slice() } else { &[] };
    let narrowed = actor.managers_in(asked.organization(actor.org(), partners)).is_some();
    let whole = if !narrowed { context.sums.as_slice() } else { &[] };
    page.tiles = tiles(asked.cycle, context, whole, &face);
    if !asked.of_resellers {
        page.actions = vec![Link::new(text.changes, format!("{CHANGES}?cycle={}", asked.cycle))];
    }
    page
}

fn tabs(actor: &Actor<BillView>, current: &str, cycle: Option<Month>) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let of_cycle = cycle.map(|cycle| format!("&cycle={cycle}")).unwrap_or_default();
    // The partner's bill lists every cycle.
    let cycle = |tab: &str| if tab == "partner" { "" } else { of_cycle.as_str() };
    let is_china = !actor.organization().is_only_abroad();
    let is_abroad = actor.organization().is_abroad();
    let tabs = [
        ("own", text.tab_own, is_china),
        ("resellers", text.tab_resellers, is_china && actor.may(ResellerCustomerView::CODE)),
        ("partner", text.tab_partner, is_abroad),
    ];
    let tabs = tabs.into_iter().filter(|(.., shown)| *shown);
    tabs.map(|(tab, label, _)| Link::new(label, format!("{PATH}?tab={tab}{}", cycle(tab))).current(tab == current))
        .collect()
}

fn stamp<'a>(cycle: Month, context: &Context, text: &'a Text) -> Stamp<'a> {
    Stamp {
        data_set: text.data_set,
        cycle,
        finality: context.finality,
        version: context.version,
        pulled_at: context.pulled_at,
    }
}

fn tiles(cycle: Month, context: &Context, sums: &[crate::bills::store::monthly::Sums], face: &Face) -> Vec<Tile> {
    let text = Text::of(face.lang);
    let stamp = stamp(cycle, context, text);
    let mut tiles = Vec::new();
    for sum in sums {
        let basis = format!("{} · {}", text.payable, text.before_tax);
        let mut payable = stamp.tile(&basis, sum.payable, &sum.currency, face);
        let lines = decimal::grouped(context.lines.into(), 0);
        payable.note = format!("{} · {lines} {} · {}", payable.note, text.rows, text.holds);
        tiles.push(payable);
        tiles.push(stamp.tile(text.discount, sum.discount, &sum.currency, face));
        tiles.push(stamp.tile(text.outstanding, sum.outstanding, &sum.currency, face));
        tiles.push(stamp.tile(text.writeoff, sum.writeoff, &sum.currency, face));
    }
    tiles.push(stamp.finality_tile(face));
    tiles
}

fn columns(text: &Text, currency: &str) -> Vec<Column> {
    let money = |label: &str| format!("{label} ({currency})");
    vec![
        Column::new(text.customer),
        Column::new(text.service),
        Column::new(text.charge_mode).wide(),
        Column::new(text.bill_type).wide(),
        Column::number(money(text.discount)).wide(),
        Column::number(money(text.outstanding)).wide(),
        Column::number(money(text.payable)),
    ]
}

fn cells(row: &Listed, text: &Text, face: &Face) -> Vec<Cell> {
    let account = row.account_name.as_deref().or(row.customer_id.as_deref()).unwrap_or("–");
    let name = row.customer_name.as_ref().map(|name| customers::shown_name(row.customer_type, name));
    let service = row.cloud_service_type_name.as_deref().or(row.cloud_service_type.as_deref());
    let resource = row.resource_type_name.as_deref().or(row.resource_type_code.as_deref());
    vec![
        Cell::link(account, format!("{PATH}/{}", row.id)).under(name.unwrap_or_default()),
        Cell::maybe(service).under(resource.unwrap_or_default()),
        word(Some(&row.charge_mode), text.charge_modes, face.lang),
        bill_type(row.bill_type.as_deref(), text, face.lang),
        amount(row.discount_amount),
        amount(row.debt_amount),
        amount(row.amount),
    ]
}

fn bill_type(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let Some((_, word)) = text.bill_types.iter().find(|(known, _)| *known == code) else {
        return Cell::unknown(code, lang);
    };
    Cell::badge(if code == "0" { Tone::Idle } else { Tone::Refused }, *word)
}

/// One monthly sum.
pub fn show(actor: &Actor<BillView>, cycle: Month, row: &Row, context: &Context) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let account = row.account_name.as_deref().or(row.customer_id.as_deref()).unwrap_or(text.row);
    let sections = vec![amounts(row, text), about(row, text, &face), origin(row, text, &face)];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), account), sections);
    page.freshness = Some(context.freshness.badge(MONTHLY_BILLS.api, &face));
    page.badges = vec![stamp(cycle, context, text).badge(&face), bill_type(row.bill_type.as_deref(), text, face.lang)];
    if let Some(version) = row.removed_in {
        page.badges.push(Cell::badge(Tone::Refused, format!("{} {version}", text.removed)));
    }
    page.tables = vec![(text.parts.to_owned(), parts(row, text, face.lang))];
    if let (Some(customer), true) = (&row.customer_id, actor.may(ConsumptionView::CODE)) {
        let address = format!("/bills/consumption?cycle={cycle}&customer={customer}");
        page.actions = vec![Link::new(text.see_lines, address)];
    }
    page
}

fn amounts(row: &Row, text: &Text) -> Section {
    Section {
        title: format!("{} ({}, {})", text.amounts, row.currency, text.before_tax),
        facts: vec![
            (text.payable, amount(row.amount)),
            (text.discount, amount(row.discount_amount)),
            (text.outstanding, amount(row.debt_amount)),
            (text.writeoff, amount(row.adjustment_amount)),
        ],
    }
}

fn about(row: &Row, text: &Text, face: &Face) -> Section {
    let id = row.customer_id.as_deref().map_or(Cell::None, |id| Cell::id(id, face.lang));
    let account = row.account_name.as_deref().unwrap_or("–");
    let account =
        row.customer_key.map_or_else(|| Cell::text(account), |key| Cell::link(account, format!("/customers/{key}")));
    Section {
        title: text.about.to_owned(),
        facts: vec![
            (text.account_name, account),
            (text.customer_id, id),
            (text.partner, Cell::text(&row.organization)),
            (text.service, Cell::maybe(row.cloud_service_type_name.as_deref())),
            (text.service_code, Cell::maybe(row.cloud_service_type.as_deref())),
            (text.resource_type, Cell::maybe(row.resource_type_name.as_deref())),
            (text.resource_type_code, Cell::maybe(row.resource_type_code.as_deref())),
            (text.charge_mode, word(Some(&row.charge_mode), text.charge_modes, face.lang)),
            (text.bill_type, bill_type(row.bill_type.as_deref(), text, face.lang)),
        ],
    }
}

fn origin(row: &Row, own: &Text, face: &Face) -> Section {
    let text = text::Text::of(face.lang);
    Section {
        title: text.synchronisation.to_owned(),
        facts: vec![
            (text.source, Cell::text(MONTHLY_BILLS.api)),
            (text.run, Cell::text(row.run_id.to_string())),
            (own.first_seen, Cell::when(Some(row.first_seen_at), face)),
            (text.fetched, Cell::when(Some(row.fetched_at), face)),
        ],
    }
}

/// What each kind of balance paid (BILL-52), as received.
fn parts(row: &Row, text: &Text, lang: Lang) -> Table {
    let text_of = |part: &Value, field: &str| match part.get(field) {
        Some(Value::String(value)) => Some(value.clone()),
        Some(Value::Number(value)) => Some(value.to_string()),
        _ => None,
    };
    let cells = |part: &Value| {
        let paid = text_of(part, "amount");
        let exact = paid.as_deref().and_then(|paid| decimal::parse(paid).ok());
        vec![
            word(text_of(part, "balance_type").as_deref(), text.balance_types, lang),
            bill_type(text_of(part, "bill_type").as_deref(), text, lang),
            exact.map_or_else(|| Cell::maybe(paid.as_deref()), Cell::amount),
        ]
    };
    let rows = row.account_details.as_array().map(|parts| parts.iter().map(cells).collect()).unwrap_or_default();
    let columns = vec![
        Column::new(text.balance_type),
        Column::new(text.bill_type),
        Column::number(format!("{} ({})", text.amount, row.currency)),
    ];
    Table { caption: text.parts.to_owned(), columns, rows }
}

/// The partner's bills of the international site.
pub fn partner(
    actor: &Actor<BillView>,
    bar: FilterBar,
    (context, rows): (&Context, &[PartnerBill]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.cycle),
        Column::number(text.due),
        Column::number(text.consumption).wide(),
        Column::number(text.refunds).wide(),
        Column::number(text.adjustments).wide(),
        Column::number(text.tax).wide(),
        Column::new(text.currency),
        Column::new(text.finality),
    ];
    let rows = rows.iter().map(|bill| partner_cells(bill, &face)).collect();
    let table = Table { caption: format!("{}. {}", text.tab_partner, text.tax_note), columns, rows };
    let empty = Empty { title: text.partner_empty.to_owned(), hint: text.partner_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.freshness = Some(context.freshness.badge(POSTPAID_BILLS.api, &face));
    page.tabs = tabs(actor, "partner", None);
    page
}

fn partner_cells(bill: &PartnerBill, face: &Face) -> Vec<Cell> {
    let finality = bill.finality.as_deref().and_then(Finality::parse);
    let text = Text::of(face.lang);
    let stamp = Stamp {
        data_set: text.partner_set,
        cycle: Month::containing(bill.bill_month),
        finality,
        version: bill.version.unwrap_or(0),
        pulled_at: bill.pulled_at,
    };
    let time = bill.pulled_at.map(|at| face.when(at).relative).unwrap_or_default();
    vec![
        Cell::text(stamp.cycle.to_string()),
        amount(bill.initial_amount_due),
        amount(bill.consume_amount),
        amount(bill.refunds),
        amount(bill.adjustments),
        amount(bill.tax_amount),
        Cell::text(&bill.currency),
        stamp.badge(face).under(time),
    ]
}
