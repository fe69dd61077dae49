//! The list of differences that nothing explains, and of what the vendor has forgotten.

use chrono::{DateTime, Utc};

use super::money;
use crate::{
    access::{Actor, permission::QuotaView},
    accounts::Unexplained,
    ledgers::{
        rules::Standing,
        store::differences::{Candidate, Difference, Unlisted},
        text::Text,
    },
    vouchers,
    web::{Cell, Column, DetailPage, Face, Frame, FreshnessBadge, Link, Pager, Section, Table, Tone},
};

/// What the page is made of.
pub struct Found<'a> {
    /// Quotas, one page.
    pub quotas: &'a [Difference],
    /// Accounts; none for who may not see them.
    pub accounts: Option<&'a [Unexplained]>,
    /// What vanished from the vendor's lists.
    pub unlisted: &'a [Unlisted],
    /// When records were last read completely.
    pub read_at: Option<DateTime<Utc>>,
}

/// The page. `next` leads to further differences.
pub fn show(actor: &Actor<QuotaView>, found: &Found<'_>, badge: FreshnessBadge, pager: &Pager) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.differences), vec![]);
    page.freshness = Some(badge);
    if found.quotas.is_empty() {
        let said = Cell::badge(Tone::Done, text.no_differences).under(text.no_differences_hint);
        page.sections.push(Section { title: text.quota.to_owned(), facts: vec![(text.difference, said)] });
    } else {
        page.tables.push((text.quota.to_owned(), quotas(found, text, &face)));
    }
    if let Some(accounts) = found.accounts.filter(|accounts| !accounts.is_empty()) {
        page.tables.push((text.account.to_owned(), self::accounts(accounts, text, &face)));
    }
    if !found.unlisted.is_empty() {
        page.tables.push((text.unlisted.to_owned(), unlisted(found.unlisted, text, &face)));
    }
    if let Some(next) = &pager.links.next {
        page.actions.push(Link::new(page.frame.text.next, next));
    }
    page.actions.push(Link::new(text.outside, "/vouchers/outside"));
    page
}

fn quotas(found: &Found<'_>, text: &Text, face: &Face) -> Table {
    let columns = vec![
        Column::new(text.quota),
        Column::number(text.left).wide(),
        Column::number(text.explained).wide(),
        Column::number(text.difference),
        Column::new(text.since).tight(),
        Column::new(text.from),
    ];
    let row = |one: &Difference| {
        let standing = Standing::of(one.since, found.read_at, one.is_older);
        let is_older = standing == Standing::Older;
        let standing = match standing {
            Standing::Unexplained => Cell::badge(Tone::Refused, text.standings[0]),
            Standing::Settling => Cell::badge(Tone::Waiting, text.standings[1]),
            Standing::Unread => Cell::badge(Tone::Idle, text.standings[2]),
            Standing::Older => Cell::badge(Tone::Idle, text.older),
        };
        vec![
            Cell::link(&one.remote_id, format!("/vouchers/quotas/{}", one.id)).under(&one.holder),
            Cell::Amount(money(one.left, &one.currency)),
            Cell::Amount(money(one.explained, &one.currency)),
            if is_older { Cell::None } else { Cell::Amount(money(one.left - one.explained, &one.currency)) },
            Cell::when(Some(one.since), face).over(standing),
            if is_older { Cell::text(text.older_hint) } else { candidates(&one.candidates, &one.currency, text, face) },
        ]
    };
    Table { caption: text.differences.to_owned(), columns, rows: found.quotas.iter().map(row).collect() }
}

/// The records that the sums leave out, each with why it is.
fn candidates(candidates: &[Candidate], currency: &str, text: &Text, face: &Face) -> Cell {
    if candidates.is_empty() {
        return Cell::text(text.no_candidate);
    }
    let one = |candidate: &Candidate| {
        let code = candidate.operation_type.as_deref().unwrap_or_default();
        let operation = vouchers::operation(&candidate.kind, code, face.lang).unwrap_or(code);
        let amount = candidate.amount.as_deref().unwrap_or("–");
        let result = if candidate.result.as_deref() == Some("0") { text.done } else { text.failed };
        let day = face.date(candidate.operated_at);
        let label = format!("{day} {operation} {amount} {currency} ({result})");
        Cell::link(label, format!("/vouchers/records/{}", candidate.id))
    };
    Cell::Several(candidates.iter().map(one).collect())
}

fn accounts(accounts: &[Unexplained], text: &Text, face: &Face) -> Table {
    let row = |one: &Unexplained| {
        vec![
            Cell::link(&one.vendor_account_id, "/accounts"),
            Cell::Amount(money(one.balance, &one.currency)),
            Cell::Amount(money(one.stated, &one.currency)),
            Cell::Amount(money(one.balance - one.stated, &one.currency)),
            Cell::when(Some(one.since), face),
        ]
    };
    let columns = vec![
        Column::new(text.account),
        Column::number(text.balance),
        Column::number(text.stated),
        Column::number(text.difference),
        Column::new(text.since).tight(),
    ];
    Table { caption: text.account.to_owned(), columns, rows: accounts.iter().map(row).collect() }
}

fn unlisted(unlisted: &[Unlisted], text: &Text, face: &Face) -> Table {
    let row = |one: &Unlisted| {
        let (kind, folder) = match one.kind.as_str() {
            "quota" => (text.kinds[0], "quotas"),
            "issued" => (text.kinds[1], "issued"),
            _ => (text.kinds[2], "coupons"),
        };
        vec![
            Cell::link(&one.remote_id, format!("/vouchers/{folder}/{}", one.id)).under(kind),
            one.balance.map_or(Cell::None, |balance| Cell::Amount(money(balance, &one.currency))),
            Cell::when(Some(one.unlisted_at), face),
        ]
    };
    let columns =
        vec![Column::new(text.number), Column::number(text.balance), Column::new(text.unlisted_since).tight()];
    Table { caption: text.unlisted_note.to_owned(), columns, rows: unlisted.iter().map(row).collect() }
}
