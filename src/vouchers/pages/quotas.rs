//! Pages of quotas: the list with its figures, one quota with parent, children, limits and the check of its balance.

use super::{Amounts, Source, Standing, amount, expiry, fill, holdings, limits, money, number, word};
use rust_decimal::Decimal;

use crate::{
    access::{
        Actor,
        permission::{Permission, QuotaView},
    },
    values::decimal,
    vouchers::{
        rules::{
            quota::{Status, may_issue, used_percent},
            record::Kind,
            tally::Tally,
        },
        store::{figures, quotas::Quota},
        sync::VOUCHER_QUOTAS,
        text::Text,
    },
    web::{Cell, Column, DetailPage, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tile, Tone},
};

/// Figures above the list.
pub struct Figures {
    pub held: Vec<figures::Held>,
    /// Only for who may see issued quotas.
    pub issued: Option<Vec<figures::Issued>>,
}

/// The list.
pub fn list(
    actor: &Actor<QuotaView>,
    bar: FilterBar,
    rows: &[Quota],
    pager: Pager,
    (figures, standing): (&Figures, Standing),
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_str()));
    let columns = vec![
        Column::new(text.quota.number),
        Column::new(text.quota.kind).tight(),
        amounts.column(text.quota.value).wide(),
        amounts.column(text.quota.balance),
        Column::new(text.words.status).tight(),
        Column::new(text.quota.expires).tight(),
        Column::new(text.quota.created).wide().tight(),
    ];
    let cells = |row: &Quota| {
        vec![
            Cell::link(&row.remote_id, format!("/vouchers/quotas/{}", row.id)),
            word(row.quota_type, &text.quota.kinds, face.lang),
            amounts.cell(row.quota_value, &row.currency),
            balance(row, &amounts, text, &face),
            status(row, text, &face),
            expiry(row.expires_at, text, &face),
            Cell::when(Some(row.created_at), &face),
        ]
    };
    let table = Table { caption: text.quota.title.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let empty = standing.empty(text.quota.empty, text.quota.empty_hint, text);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.quota.title), bar, table, pager, empty);
    if standing == Standing::Read || !rows.is_empty() {
        page.tiles = tiles(figures, text, &face);
    }
    page
}

fn tiles(figures: &Figures, text: &Text, face: &Face) -> Vec<Tile> {
    let joined = |sums: Vec<String>| if sums.is_empty() { decimal::grouped(0.into(), 2) } else { sums.join(" + ") };
    let issuable: i64 = figures.held.iter().map(|sum| sum.issuable).sum();
    let expiring: i64 = figures.held.iter().map(|sum| sum.expiring_count).sum();
    let first = figures.held.iter().filter_map(|sum| sum.expires_first).min();
    let mut tiles = vec![Tile {
        label: text.quota.available.to_owned(),
        value: joined(figures.held.iter().map(|sum| money(sum.available, &sum.currency)).collect()),
        note: fill(text.quota.available_note, &[&issuable.to_string()]),
        href: Some("/vouchers/quotas?issuable=yes".to_owned()),
    }];
    if let Some(issued) = &figures.issued {
        let (count, resellers) = issued.iter().fold((0, 0), |sum, row| (sum.0 + row.count, sum.1 + row.resellers));
        let left = joined(issued.iter().map(|sum| money(sum.balance, &sum.currency)).collect());
        tiles.push(Tile {
            label: text.quota.issued_total.to_owned(),
            value: joined(issued.iter().map(|sum| money(sum.value, &sum.currency)).collect()),
            note: fill(text.quota.issued_note, &[&count.to_string(), &resellers.to_string(), &left]),
            href: Some("/vouchers/issued".to_owned()),
        });
    }
    tiles.push(Tile {
        label: text.quota.expiring.to_owned(),
        value: joined(
            figures
                .held
                .iter()
                .filter(|sum| sum.expiring_count > 0)
                .map(|sum| money(sum.expiring, &sum.currency))
                .collect(),
        ),
        note: first.map_or_else(
            || text.quota.expiring_none.to_owned(),
            |first| fill(text.quota.expiring_note, &[&expiring.to_string(), &super::remaining(first, text, face)]),
        ),
        href: None,
    });
    tiles
}

/// What is left, over a bar of what has gone.
pub(super) fn balance(row: &Quota, amounts: &Amounts, text: &Text, face: &Face) -> Cell {
    let left = amounts.cell(row.balance, &row.currency);
    match used_percent(row.quota_value, row.balance) {
        Some(percent) => left.over(Cell::share(percent, used(percent, text, face))),
        None => left,
    }
}

fn used(percent: u8, text: &Text, face: &Face) -> String {
    match face.lang {
        crate::lang::Lang::En => format!("{percent} % {}", text.quota.used),
        crate::lang::Lang::ZhCn => format!("{} {percent}%", text.quota.used),
    }
}

/// The vendor's state; under it what makes a normal one not issuable after all.
pub(super) fn status(row: &Quota, text: &Text, face: &Face) -> Cell {
    let Some(code) = row.status else { return Cell::None };
    let Some(status) = Status::of(code) else { return Cell::unknown(&code.to_string(), face.lang) };
    let tone = match status {
        Status::Normal => Tone::Done,
        Status::Adjusting => Tone::Waiting,
        Status::Frozen => Tone::Refused,
        Status::Invalid | Status::Reclaimed => Tone::Idle,
    };
    let badge = Cell::badge(tone, text.quota.status(status));
    if row.unlisted_at.is_some() {
        return badge.under(text.words.unlisted);
    }
    match may_issue(row.facts(), face.now) {
        Err(why) if status == Status::Normal => badge.under(text.quota.refusal(why, text.words.unlisted)),
        Ok(()) if row.balance.is_some_and(|balance| balance.is_zero()) => badge.under(text.quota.used_up),
        _ => badge,
    }
}

/// The holding reseller by its account, over the name of its organisation; masked while only the vendor's list names it.
pub(super) fn reseller(row: &Quota) -> Cell {
    let account = row.reseller_account_name.as_deref().filter(|account| !account.is_empty());
    let label = account.or(row.reseller_remote_id.as_deref()).unwrap_or_default();
    let name = row.holder.as_deref().or(row.reseller_name.as_deref()).unwrap_or_default();
    match row.reseller_id {
        Some(id) => Cell::link(label, format!("/resellers/{id}")).under(name),
        None => Cell::text(label).under(name),
    }
}

/// Everything around one quota.
pub struct Around {
    /// The quota it was cut from, for the tree.
    pub parent: Option<Quota>,
    /// What was cut from it.
    pub children: Vec<Quota>,
    /// Sums of its records; `None` while they were never read.
    pub tally: Option<Tally>,
    /// Its records, ready to show; `None` for who may not see them.
    pub records: Option<Table>,
    /// Page of the same quota on the other side: as issued, or as held.
    pub other_side: Option<Link>,
    /// Whether the reader may see coupons.
    pub coupons: bool,
    /// Sum and number of open commands that draw on it (CMD-13).
    pub open: Option<(Decimal, i64)>,
}

/// One quota as its holder has it.
pub fn show<P: Permission>(actor: &Actor<P>, quota: &Quota, around: Around) -> DetailPage {
    page(actor, quota, around, VOUCHER_QUOTAS.api)
}

/// One quota, from `api`.
pub(super) fn page<P: Permission>(actor: &Actor<P>, quota: &Quota, around: Around, api: &'static str) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let source = Source {
        api,
        run_id: quota.run_id,
        fetched_at: quota.fetched_at,
        first_seen_at: quota.first_seen_at,
        unlisted_at: quota.unlisted_at,
    };
    let sections = vec![
        facts(quota, &around, text, &face),
        limits(&quota.limits, text.quota.limits, text.quota.no_limits, text),
        check(quota, around.tally, text),
        source.section(text, &face),
    ];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &quota.remote_id), sections);
    page.badges.push(status(quota, text, &face));
    page.tables.extend(tree(quota, &around, text, &face).map(|table| (text.quota.tree.to_owned(), table)));
    page.tables.extend(holdings::table(&around.children, text).map(|table| (text.quota.holdings.to_owned(), table)));
    if let Some(records) = around.records {
        page.tables.push((text.quota.records.to_owned(), records));
        let kind = if around.coupons { String::new() } else { format!("&kind={}", Kind::Quota.word()) };
        page.actions.push(Link::new(text.record.title, format!("/vouchers/records?number={}{kind}", quota.remote_id)));
    }
    if around.coupons {
        page.actions.push(Link::new(text.coupon.title, format!("/vouchers/coupons?quota={}", quota.remote_id)));
    }
    page.actions.extend(around.other_side);
    page
}

fn facts(quota: &Quota, around: &Around, text: &Text, face: &Face) -> Section {
    let words = text.quota;
    let share = used_percent(quota.quota_value, quota.balance);
    let left = amount(quota.balance, &quota.currency);
    let left = match share {
        Some(percent) => left.over(Cell::share(percent, used(percent, text, face))),
        None => left,
    };
    let issuable = match may_issue(quota.facts(), face.now) {
        Ok(()) => Cell::badge(Tone::Done, text.words.yes),
        Err(why) => Cell::badge(Tone::Idle, text.words.no).under(words.refusal(why, text.words.unlisted)),
    };
    let parent = around.parent.as_ref().map(|parent| format!("/vouchers/quotas/{}", parent.id));
    let holder =
        if quota.reseller_remote_id.is_some() { reseller(quota) } else { Cell::maybe(quota.holder.as_deref()) };
    let open = around.open.filter(|(_, count)| *count > 0).map(|(sum, count)| {
        let told = fill(text.issue.open_count, &[&count.to_string(), &money(sum, &quota.currency)]);
        (text.issue.open, Cell::link(told, "/commands"))
    });
    let mut section = Section {
        title: words.facts.to_owned(),
        facts: vec![
            (words.number, Cell::id(&quota.remote_id, face.lang)),
            (words.kind, word(quota.quota_type, &words.kinds, face.lang)),
            (text.words.holder, holder),
            (words.parent, number(quota.parent_remote_id.as_deref(), parent, face.lang)),
            (words.value, amount(quota.quota_value, &quota.currency)),
            (words.balance, left),
            (words.issuable, issuable),
            (words.effective, Cell::when(quota.effective_at, face)),
            (words.expires, expiry(quota.expires_at, text, face)),
            (words.created, Cell::when(Some(quota.created_at), face)),
            (text.words.updated, Cell::when(quota.updated_at, face)),
        ],
    };
    // After the balance, beside which it stands.
    let place = section.facts.iter().position(|(label, _)| *label == words.balance).map_or(0, |place| place + 1);
    if let Some(open) = open {
        section.facts.insert(place, open);
    }
    section
}

/// What the records say against what the balance says (QUOTA-5, SYNC-3).
fn check(quota: &Quota, tally: Option<Tally>, text: &Text) -> Section {
    let words = text.quota;
    let left = quota.quota_value.zip(quota.balance).map(|(value, balance)| value - balance);
    let mut facts = vec![(words.left, amount(left, &quota.currency))];
    let sums = tally.map(|tally| {
        [
            (words.children_sum, tally.children, '+'),
            (words.taken_back, tally.taken_back, '−'),
            (words.coupons_issued, tally.coupons_issued, '+'),
            (words.coupons_returned, tally.coupons_returned, '−'),
            (words.reclaimed_sum, tally.reclaimed, '+'),
        ]
    });
    for (label, sum, sign) in sums.into_iter().flatten().filter(|(_, sum, _)| !sum.is_zero()) {
        facts.push((label, Cell::Amount(format!("{sign} {}", money(sum, &quota.currency)))));
    }
    facts.extend(tally.map(|tally| (words.explained, amount(Some(tally.left()), &quota.currency))));
    let difference = match tally.and_then(|tally| tally.unexplained(quota.quota_value, quota.balance)) {
        None => Cell::badge(Tone::Idle, words.not_checkable),
        Some(difference) if difference.is_zero() => Cell::badge(Tone::Done, words.no_difference),
        Some(difference) => {
            Cell::badge(Tone::Waiting, money(difference, &quota.currency)).under(words.unexplained_note)
        }
    };
    facts.push((words.unexplained, difference));
    Section { title: words.check.to_owned(), facts }
}

/// Parent, the quota itself, its children; nothing when it stands alone.
fn tree(quota: &Quota, around: &Around, text: &Text, face: &Face) -> Option<Table> {
    if around.parent.is_none() && around.children.is_empty() {
        return None;
    }
    let amounts =
        Amounts::of(around.parent.iter().chain([quota]).chain(&around.children).map(|row| row.currency.as_str()));
    let columns = vec![
        Column::new(text.quota.number).tight(),
        Column::new(text.words.holder),
        amounts.column(text.quota.value).wide(),
        amounts.column(text.quota.balance),
        Column::new(text.words.status).tight(),
        Column::new(text.quota.expires).wide().tight(),
    ];
    let line = |depth: usize, row: &Quota, link: Cell| {
        let own = depth == 0 && row.reseller_remote_id.is_none();
        vec![
            link,
            if own { Cell::text(text.quota.of_partner) } else { reseller(row) },
            amounts.cell(row.quota_value, &row.currency),
            balance(row, &amounts, text, face),
            status(row, text, face),
            expiry(row.expires_at, text, face),
        ]
    };
    let branch =
        |depth: usize, row: &Quota| if depth == 0 { row.remote_id.clone() } else { format!("└ {}", row.remote_id) };
    let mut rows = Vec::new();
    if let Some(parent) = &around.parent {
        rows.push(line(0, parent, Cell::link(branch(0, parent), format!("/vouchers/quotas/{}", parent.id))));
    }
    let depth = rows.len();
    rows.push(line(depth, quota, Cell::text(branch(depth, quota)).under(text.quota.own_row)));
    for child in &around.children {
        rows.push(line(
            depth + 1,
            child,
            Cell::link(branch(depth + 1, child), format!("/vouchers/issued/{}", child.id)),
        ));
    }
    Some(Table { caption: text.quota.tree.to_owned(), columns, rows })
}
