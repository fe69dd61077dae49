//! Pages of records: issues, reclaims and returns of quotas and coupons in one list by time.

use super::{Amounts, Source, Standing, amount, coupons::Doors, coupons::customer, number, word};
use crate::{
    access::{Actor, permission::Permission},
    vouchers::{
        rules::record::{Kind, Operation, succeeded},
        store::records::Record,
        sync::{COUPON_RECORDS, QUOTA_RECORDS},
        text::Text,
    },
    web::{Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tone},
};

/// What the list has to say about itself.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// The tab that is open.
    pub kind: Option<Kind>,
    /// Whether quota records exist for the organisation and its reader.
    pub quotas: Quotas,
    /// What is known about the rows.
    pub standing: Standing,
}

/// Whether quota records can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotas {
    /// They can.
    Seen,
    /// The reader lacks the permission.
    Hidden,
    /// The organisation is no distributor.
    NoDistributor,
}

/// The list.
pub fn list<P: Permission>(
    actor: &Actor<P>,
    bar: FilterBar,
    rows: &[Record],
    pager: Pager,
    (doors, about): (Doors, About),
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let table = table(rows, doors, &face);
    let empty = empty(about, text);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.record.title), bar, table, pager, empty);
    if about.quotas == Quotas::Seen {
        let tab = |kind: Option<Kind>, label: &str| {
            let query = kind.map(|kind| format!("?kind={}", kind.word())).unwrap_or_default();
            Link::new(label, format!("/vouchers/records{query}")).current(about.kind == kind)
        };
        page.tabs = vec![
            tab(None, text.record.tab_all),
            tab(Some(Kind::Quota), text.record.tab_quota),
            tab(Some(Kind::Coupon), text.record.tab_coupon),
        ];
    }
    page
}

fn empty(about: About, text: &Text) -> Empty {
    let said = |title: &str, hint: &str| Empty {
        title: title.to_owned(),
        hint: hint.to_owned(),
        action: Some(Link::new(text.record.tab_coupon, "/vouchers/records?kind=coupon")),
    };
    match (about.kind, about.quotas) {
        (Some(Kind::Quota), Quotas::Hidden) => {
            said(&format!("{} quota.issued.view", text.record.quota_hidden), text.record.quota_hidden_hint)
        }
        (Some(Kind::Quota), Quotas::NoDistributor) => {
            said(text.record.distributor_only, text.record.distributor_only_hint)
        }
        _ => about.standing.empty(text.record.empty, text.record.empty_hint, text),
    }
}

/// Records as a table, also on the pages of what they are about.
pub fn table(rows: &[Record], doors: Doors, face: &Face) -> Table {
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_str()));
    let columns = vec![
        Column::new(text.record.time).tight(),
        Column::new(text.record.operation),
        Column::new(text.record.result).tight(),
        amounts.column(text.record.amount),
        Column::new(text.record.object),
        Column::new(text.record.counterparty),
        Column::new(text.record.remark).wide(),
    ];
    let cells = |row: &Record| {
        let time = face.when(row.operated_at);
        let operator = row.operator.as_deref().filter(|name| !name.is_empty());
        vec![
            Cell::link(time.exact.get(..16).unwrap_or(&time.exact), format!("/vouchers/records/{}", row.id))
                .under(&time.relative),
            operator.map_or_else(|| operation(row, text, face), |name| operation(row, text, face).under(name)),
            result(row, text),
            amounts.cell(row.amount, &row.currency),
            object(row, doors, text, face),
            counterparty(row, doors, face),
            Cell::maybe(row.remark.as_deref()),
        ]
    };
    Table { caption: text.record.title.to_owned(), columns, rows: rows.iter().map(cells).collect() }
}

fn operation(row: &Record, text: &Text, face: &Face) -> Cell {
    let Some(code) = row.operation_type.as_deref().filter(|code| !code.is_empty()) else { return Cell::None };
    match Operation::of(row.kind(), code) {
        Some(operation) => Cell::text(text.record.operation_of(operation)),
        None => Cell::unknown(code, face.lang),
    }
}

fn result(row: &Record, text: &Text) -> Cell {
    if succeeded(row.result.as_deref()) {
        Cell::badge(Tone::Done, text.record.done)
    } else {
        Cell::badge(Tone::Refused, text.record.failed)
    }
}

/// The quota or coupon that was moved; for coupons with the quota behind it.
fn object(row: &Record, doors: Doors, text: &Text, face: &Face) -> Cell {
    let quota = quota_page(row, doors);
    match row.kind() {
        Kind::Quota => match row.quota_remote_id.as_deref().filter(|id| !id.is_empty()) {
            Some(remote_id) => number(Some(remote_id), quota, face.lang),
            None => Cell::maybe(row.parent_remote_id.as_deref()).under(text.quota.parent),
        },
        Kind::Coupon => {
            let coupon = row.coupon_id.map(|id| format!("/vouchers/coupons/{id}"));
            number(row.coupon_remote_id.as_deref(), coupon, face.lang)
        }
    }
}

/// The page of the quota: a child as its distributor issued it, else as its holder has it.
fn quota_page(row: &Record, doors: Doors) -> Option<String> {
    let issued = row.issued_id.map(|id| format!("/vouchers/issued/{id}"));
    issued.or(row.quota_id.filter(|_| doors.quotas).map(|id| format!("/vouchers/quotas/{id}")))
}

fn counterparty(row: &Record, doors: Doors, face: &Face) -> Cell {
    match row.kind() {
        Kind::Quota => {
            let label = row.reseller_account_name.as_deref().or(row.reseller_remote_id.as_deref()).unwrap_or_default();
            let name = row.reseller_organization.as_deref().or(row.reseller_name.as_deref()).unwrap_or_default();
            match row.reseller_id {
                Some(id) => Cell::link(label, format!("/resellers/{id}")).under(name),
                None => Cell::text(label).under(name),
            }
        }
        Kind::Coupon => {
            let href = doors.customer(row.organization_id, row.customer_id);
            let shown = customer(row.customer_account_name.as_deref(), row.customer_remote_id.as_deref(), href, face);
            if row.organization_id == doors.organization_id { shown } else { shown.under(&row.organization) }
        }
    }
}

/// One record.
pub fn show<P: Permission>(actor: &Actor<P>, record: &Record, doors: Doors) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let source = Source {
        api: if record.kind() == Kind::Quota { QUOTA_RECORDS.api } else { COUPON_RECORDS.api },
        run_id: record.run_id,
        fetched_at: record.first_seen_at,
        first_seen_at: record.first_seen_at,
        unlisted_at: None,
    };
    let sections = vec![facts(record, doors, text, &face), source.section(text, &face)];
    let named = record.operation_type.as_deref().and_then(|code| Operation::of(record.kind(), code));
    let title = named.map_or(text.record.facts, |operation| text.record.operation_of(operation));
    let mut page = DetailPage::new(Frame::new(actor.visitor(), title), sections);
    page.badges.push(result(record, text));
    page
}

fn facts(record: &Record, doors: Doors, text: &Text, face: &Face) -> Section {
    let words = text.record;
    let done = succeeded(record.result.as_deref());
    let mut facts = vec![
        (words.record_id, Cell::id(&record.remote_id, face.lang)),
        (words.time, Cell::When(face.when(record.operated_at))),
        (words.operation, operation(record, text, face)),
        (words.result, if done { result(record, text) } else { result(record, text).under(words.failed_note) }),
        (words.amount, amount(record.amount, &record.currency)),
    ];
    let quota = number(record.quota_remote_id.as_deref(), quota_page(record, doors), face.lang);
    match record.kind() {
        Kind::Quota => facts.extend([
            (text.quota.number, if matches!(quota, Cell::None) { Cell::text(words.no_quota) } else { quota }),
            (text.quota.parent, number(record.parent_remote_id.as_deref(), None, face.lang)),
            (text.words.reseller, counterparty(record, doors, face)),
            (words.operator, Cell::maybe(record.operator.as_deref())),
        ]),
        Kind::Coupon => {
            let coupon = object(record, doors, text, face);
            facts.extend([
                (text.coupon.number, if matches!(coupon, Cell::None) { Cell::text(words.no_coupon) } else { coupon }),
                (text.coupon.quota, quota),
                (text.quota.kind, word(record.quota_type, &text.quota.kinds, face.lang)),
                (text.coupon.customer, counterparty(record, doors, face)),
                (text.coupon.issuer, Cell::text(&record.organization)),
            ]);
        }
    }
    facts.push((words.remark, Cell::maybe(record.remark.as_deref())));
    if is_ours(record) {
        facts.push((words.made, Cell::text(words.portal)));
    }
    Section { title: words.facts.to_owned(), facts }
}

/// The portal writes `ptl:` before the remarks of its own commands (COUPON-8, CMD-5).
fn is_ours(record: &Record) -> bool {
    record.remark.as_deref().is_some_and(|remark| remark.starts_with("ptl:"))
}
