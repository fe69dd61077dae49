//! Pages of coupons issued to customers (COUPON-9).

use super::{Amounts, Source, Standing, amount, expiry, flag, limits, number, offers, word};
use crate::{
    access::{Actor, permission::Permission},
    vouchers::{
        forms::coupons::Tab,
        rules::coupon::State,
        store::coupons::{Coupon, Listed},
        sync::COUPONS,
        text::Text,
    },
    web::{Cell, Column, DetailPage, Face, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tone},
};

/// What the reader may open from these pages.
#[derive(Debug, Clone, Copy)]
pub struct Doors {
    /// The reader's own organisation: its customers have pages for him.
    pub organization_id: i64,
    /// Pages of own customers.
    pub customers: bool,
    /// Pages of resellers' customers.
    pub reseller_customers: bool,
    /// Pages of quotas.
    pub quotas: bool,
    /// Writes for resellers, as their distributor (API-8).
    pub acts: bool,
}

impl Doors {
    /// The page of a customer, where the reader has one.
    pub fn customer(self, organization_id: i64, id: Option<i64>) -> Option<String> {
        let open = if organization_id == self.organization_id { self.customers } else { self.reseller_customers };
        id.filter(|_| open && self.customers).map(|id| format!("/customers/{id}"))
    }
}

/// The two tabs of the list, those the reader may open.
pub fn tabs(text: &Text, open: Tab, may: impl Fn(Tab) -> bool) -> Vec<Link> {
    let tab = |tab: Tab, label: &str| {
        may(tab).then(|| Link::new(label, format!("/vouchers/coupons?tab={}", tab.word())).current(tab == open))
    };
    [tab(Tab::Issued, text.coupon.tab_issued), tab(Tab::Own, text.coupon.tab_own)].into_iter().flatten().collect()
}

/// The list of issued coupons.
pub fn list<P: Permission>(
    actor: &Actor<P>,
    bar: FilterBar,
    rows: &[Listed],
    pager: Pager,
    (doors, standing): (Doors, Standing),
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_str()));
    let columns = vec![
        Column::new(text.coupon.number).tight(),
        Column::new(text.coupon.customer),
        Column::new(text.coupon.kind).wide().tight(),
        amounts.column(text.coupon.face_value).wide(),
        amounts.column(text.coupon.balance),
        Column::new(text.words.status).tight(),
        Column::new(text.quota.expires).tight(),
        Column::new(text.coupon.created).wide().tight(),
    ];
    let cells = rows.iter().map(|row| cells(row, &amounts, doors, &face)).collect();
    let mut table = Table { caption: text.coupon.tab_issued.to_owned(), columns, rows: cells };
    let picks = offers::pick_coupons(&mut table, actor, rows, doors.acts);
    let hint = if actor.scope().managers().is_some() { text.coupon.empty_scope } else { text.coupon.empty_hint };
    let empty = standing.empty(text.coupon.empty, hint, text);
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.coupon.title), bar, table, pager, empty);
    page.pick(picks);
    page
}

fn cells(row: &Listed, amounts: &Amounts, doors: Doors, face: &Face) -> Vec<Cell> {
    let text = Text::of(face.lang);
    let state = State::of(row.status, row.expires_at, face.now);
    let quota = row.quota_remote_id.as_ref().map(|remote_id| format!("{} {remote_id}", text.coupon.quota));
    let href = doors.customer(row.organization_id, row.customer_id);
    let holder = customer(row.customer_account_name.as_deref(), row.customer_remote_id.as_deref(), href, face);
    vec![
        Cell::link(&row.remote_id, format!("/vouchers/coupons/{}", row.id)).under(quota.unwrap_or_default()),
        if row.organization_id == doors.organization_id { holder } else { holder.under(&row.organization) },
        word(row.coupon_type, &text.coupon.kinds, face.lang),
        amounts.cell(row.face_value, &row.currency),
        amounts.cell(row.balance, &row.currency),
        status(state, row.is_frozen.as_deref(), row.unlisted_at.is_some(), face),
        expiry(row.expires_at, text, face),
        Cell::when(Some(row.created_at), face),
    ]
}

/// The customer by account name, or by id while the mirror does not know it.
pub(super) fn customer(account: Option<&str>, remote_id: Option<&str>, href: Option<String>, face: &Face) -> Cell {
    match (account.filter(|account| !account.is_empty()), href) {
        (Some(account), Some(href)) => Cell::link(account, href),
        (Some(account), None) => Cell::text(account),
        (None, href) => number(remote_id, href, face.lang),
    }
}

/// What the coupon is now; under it that it is frozen or no longer listed.
pub(super) fn status(state: State, frozen: Option<&str>, unlisted: bool, face: &Face) -> Cell {
    let text = Text::of(face.lang);
    let badge = match state {
        State::None => return Cell::None,
        State::Unknown(code) => Cell::unknown(&code.to_string(), face.lang),
        State::Usable => Cell::badge(Tone::Done, text.coupon.usable),
        State::NotActivated => Cell::badge(Tone::Waiting, text.coupon.not_activated),
        State::Lapsed => Cell::badge(Tone::Waiting, text.coupon.lapsed),
        State::Used | State::Expired | State::Reclaimed => Cell::badge(Tone::Idle, text.coupon.state(state)),
    };
    match frozen {
        Some("1") => badge.over(Cell::badge(Tone::Refused, text.coupon.frozen_badge)),
        _ if unlisted => badge.under(text.words.unlisted),
        _ => badge,
    }
}

/// One issued coupon.
pub fn show<P: Permission>(actor: &Actor<P>, coupon: &Coupon, doors: Doors, records: Option<Table>) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let source = Source {
        api: COUPONS.api,
        run_id: coupon.run_id,
        fetched_at: coupon.fetched_at,
        first_seen_at: coupon.first_seen_at,
        unlisted_at: coupon.unlisted_at,
    };
    let sections = vec![
        facts(coupon, doors, text, &face),
        origin(coupon, doors, text, &face),
        limits(&coupon.limits, text.coupon.limits, text.coupon.no_limits, text),
        source.section(text, &face),
    ];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &coupon.remote_id), sections);
    let state = State::of(coupon.status, coupon.expires_at, face.now);
    page.badges.push(status(state, coupon.is_frozen.as_deref(), coupon.unlisted_at.is_some(), &face));
    page.tables.extend(records.map(|table| (text.coupon.records.to_owned(), table)));
    page
}

fn facts(coupon: &Coupon, doors: Doors, text: &Text, face: &Face) -> Section {
    let words = text.coupon;
    let href = doors.customer(coupon.organization_id, coupon.customer_id);
    let state = State::of(coupon.status, coupon.expires_at, face.now);
    let shown = status(state, None, false, face);
    let shown = match state {
        State::Lapsed => shown.under(words.lapsed_note),
        State::Used => shown.under(words.used_note),
        _ => shown,
    };
    Section {
        title: words.facts.to_owned(),
        facts: vec![
            (words.number, Cell::id(&coupon.remote_id, face.lang)),
            (words.kind, word(coupon.coupon_type, &words.kinds, face.lang)),
            (
                words.customer,
                customer(coupon.customer_account_name.as_deref(), coupon.customer_remote_id.as_deref(), href, face),
            ),
            (text.words.status, shown),
            (words.face_value, amount(coupon.face_value, &coupon.currency)),
            (words.balance, amount(coupon.balance, &coupon.currency)),
            (words.effective, Cell::when(coupon.effective_at, face)),
            (text.quota.expires, expiry(coupon.expires_at, text, face)),
            (words.activated, Cell::when(coupon.activated_at, face)),
            (words.last_used, Cell::when(coupon.last_used_at, face)),
            (words.order, number(coupon.order_id.as_deref(), None, face.lang)),
            (words.lock_order, number(coupon.lock_order_id.as_deref(), None, face.lang)),
            (words.frozen, flag(coupon.is_frozen.as_deref(), text, face.lang)),
        ],
    }
}

fn origin(coupon: &Coupon, doors: Doors, text: &Text, face: &Face) -> Section {
    let words = text.coupon;
    let href = coupon.quota_id.filter(|_| doors.quotas).map(|id| format!("/vouchers/quotas/{id}"));
    let quota = match &coupon.quota_remote_id {
        Some(remote_id) => number(Some(remote_id), href, face.lang),
        None => Cell::text(words.quota_unknown),
    };
    Section {
        title: words.origin.to_owned(),
        facts: vec![
            (words.issuer, Cell::text(&coupon.organization)),
            (words.quota, quota),
            (words.created, Cell::when(Some(coupon.created_at), face)),
            (words.plan, Cell::maybe(coupon.plan_name.as_deref())),
            (words.plan_id, number(coupon.plan_id.as_deref(), None, face.lang)),
            (words.plan_description, Cell::maybe(coupon.plan_description.as_deref())),
            (words.promotion, number(coupon.promotion_id.as_deref(), None, face.lang)),
            (words.media_type, word(coupon.media_type, &words.media, face.lang)),
            (words.fetch_method, word(coupon.fetch_method, &words.fetch, face.lang)),
        ],
    }
}
