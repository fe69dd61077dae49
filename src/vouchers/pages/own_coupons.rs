//! Pages of the partner's own coupons (COUPON-12).

use super::{Amounts, Source, Standing, amount, coupons::status, expiry, flag, limits, number, word};
use crate::{
    access::{Actor, permission::Permission},
    vouchers::{
        rules::coupon::{State, balance_of},
        store::own_coupons::OwnCoupon,
        sync::OWN_COUPONS,
        text::Text,
    },
    web::{Cell, Column, DetailPage, Face, FilterBar, Frame, ListPage, Pager, Section, Table},
};

/// The list.
pub fn list<P: Permission>(
    actor: &Actor<P>,
    bar: FilterBar,
    rows: &[OwnCoupon],
    pager: Pager,
    standing: Standing,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let amounts = Amounts::of(rows.iter().map(|row| row.currency.as_deref().unwrap_or_default()));
    let columns = vec![
        Column::new(text.coupon.number).tight(),
        Column::new(text.coupon.kind).tight(),
        Column::new(text.coupon.plan).wide(),
        amounts.column(text.coupon.face_value),
        amounts.column(text.coupon.balance),
        Column::new(text.words.status).tight(),
        Column::new(text.quota.expires).tight(),
        Column::new(text.coupon.created).wide().tight(),
    ];
    let rows = rows.iter().map(|row| cells(row, &amounts, text, &face)).collect();
    let table = Table { caption: text.coupon.tab_own.to_owned(), columns, rows };
    let empty = standing.empty(text.coupon.own_empty, text.coupon.own_empty_hint, text);
    ListPage::new(Frame::new(actor.visitor(), text.coupon.title), bar, table, pager, empty)
}

fn cells(row: &OwnCoupon, amounts: &Amounts, text: &Text, face: &Face) -> Vec<Cell> {
    let state = State::of(row.status, row.expires_at, face.now);
    let currency = row.currency.as_deref().unwrap_or_default();
    let balance = balance_of(row.coupon_version, row.balance, row.face_value, state);
    vec![
        Cell::link(&row.remote_id, format!("/vouchers/coupons/{}", row.id)),
        word(row.coupon_type, &text.coupon.kinds, face.lang),
        Cell::maybe(row.plan_name.as_deref()),
        amounts.cell(row.face_value, currency),
        amounts.cell(balance, currency),
        status(state, row.is_frozen.as_deref(), row.unlisted_at.is_some(), face),
        expiry(row.expires_at, text, face),
        Cell::when(Some(row.created_at), face),
    ]
}

/// One own coupon.
pub fn show<P: Permission>(actor: &Actor<P>, coupon: &OwnCoupon) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let source = Source {
        api: OWN_COUPONS.api,
        run_id: coupon.run_id,
        fetched_at: coupon.fetched_at,
        first_seen_at: coupon.first_seen_at,
        unlisted_at: coupon.unlisted_at,
    };
    let sections = vec![
        facts(coupon, text, &face),
        origin(coupon, text, &face),
        limits(&coupon.limits, text.coupon.limits, text.coupon.no_limits, text),
        source.section(text, &face),
    ];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &coupon.remote_id), sections);
    let state = State::of(coupon.status, coupon.expires_at, face.now);
    page.badges.push(status(state, coupon.is_frozen.as_deref(), coupon.unlisted_at.is_some(), &face));
    page
}

fn facts(coupon: &OwnCoupon, text: &Text, face: &Face) -> Section {
    let words = text.coupon;
    let state = State::of(coupon.status, coupon.expires_at, face.now);
    let currency = coupon.currency.as_deref().unwrap_or_default();
    let balance = amount(balance_of(coupon.coupon_version, coupon.balance, coupon.face_value, state), currency);
    let shown = status(state, None, false, face);
    Section {
        title: words.facts.to_owned(),
        facts: vec![
            (words.number, Cell::id(&coupon.remote_id, face.lang)),
            (words.code, Cell::maybe(coupon.coupon_code.as_deref())),
            (words.kind, word(coupon.coupon_type, &words.kinds, face.lang)),
            (words.version, word(coupon.coupon_version, &words.versions, face.lang)),
            (text.words.status, if state == State::Lapsed { shown.under(words.lapsed_note) } else { shown }),
            (words.face_value, amount(coupon.face_value, currency)),
            (words.balance, if coupon.balance.is_none() { balance.under(words.made_up) } else { balance }),
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

fn origin(coupon: &OwnCoupon, text: &Text, face: &Face) -> Section {
    let words = text.coupon;
    Section {
        title: words.origin.to_owned(),
        facts: vec![
            (words.holder, number(coupon.holder_remote_id.as_deref(), None, face.lang)),
            (words.issued_by, number(coupon.source_id.as_deref(), None, face.lang)),
            (words.created, Cell::when(Some(coupon.created_at), face)),
            (words.plan, Cell::maybe(coupon.plan_name.as_deref())),
            (words.plan_id, number(coupon.plan_id.as_deref(), None, face.lang)),
            (words.plan_description, Cell::maybe(coupon.plan_description.as_deref())),
            (words.promotion, number(coupon.promotion_id.as_deref(), None, face.lang)),
            (words.media_type, word(coupon.media_type, &words.media, face.lang)),
            (words.fetch_method, word(coupon.fetch_method, &words.fetch, face.lang)),
            (words.usage, Cell::maybe(coupon.coupon_usage.as_deref())),
            (words.extension, Cell::maybe(coupon.extension.as_deref())),
        ],
    }
}
