//! Pages of resellers: values ready to show.

use super::{store::Reseller, sync::RESELLERS, text::Text};
use crate::{
    access::{
        Actor,
        permission::{
            AmReseller, CouponRecordView, CouponView, CustomerUnmask, QuotaIssuedView, ResellerCustomerView,
            ResellerView, TransferReseller,
        },
    },
    lang::Lang,
    reveals::{self, Subject},
    values::{Currency, Masked, Money, decimal},
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Section, Table, Tone,
    },
};

/// The list. Customers and quotas are counted only for who may see them.
pub fn list(actor: &Actor<ResellerView>, bar: FilterBar, rows: &[Reseller], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let (customers, quotas) = (actor.may(ResellerCustomerView::CODE), actor.may(QuotaIssuedView::CODE));
    let mut columns = vec![
        Column::new(text.account_name),
        Column::new(text.remote_id).wide(),
        Column::new(text.state).tight(),
        Column::new(text.organization_state).tight(),
        Column::new(text.associated_on).wide().tight(),
        Column::new(text.own_manager).wide(),
    ];
    columns.extend(customers.then(|| Column::number(text.customers)));
    columns.extend(quotas.then(|| Column::number(text.quota_balance)));
    let cells = |row: &Reseller| {
        let mut cells = vec![
            Cell::link(label(row), format!("/resellers/{}", row.id)).under(&row.organization),
            Cell::id(&row.remote_id, face.lang),
            presence(row, text),
            organization(row, text, &face),
            Cell::when(row.associated_at, &face),
            Cell::maybe(row.manager.as_deref()),
        ];
        cells.extend(customers.then(|| Cell::Amount(row.customers.to_string())));
        cells.extend(quotas.then(|| amount(row, row.quota_balance)));
        cells
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(cells).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty)
}

fn label(row: &Reseller) -> &str {
    row.account_name.as_deref().filter(|account| !account.is_empty()).unwrap_or(&row.remote_id)
}

fn presence(row: &Reseller, text: &Text) -> Cell {
    if row.left_at.is_some() { Cell::badge(Tone::Idle, text.left) } else { Cell::badge(Tone::Done, text.present) }
}

fn organization(row: &Reseller, text: &Text, face: &Face) -> Cell {
    let state = row.organization_state.as_str();
    let tone = match state {
        "active" => Tone::Done,
        "pending" => Tone::Waiting,
        "frozen" => Tone::Refused,
        _ => Tone::Idle,
    };
    let known = text.organization_states.iter().find(|(known, _)| *known == state);
    known.map_or_else(|| Cell::unknown(state, face.lang), |(_, word)| Cell::badge(tone, *word))
}

/// An amount with its currency; nothing when its quotas are in several currencies.
fn amount(row: &Reseller, amount: Option<rust_decimal::Decimal>) -> Cell {
    match (amount, row.currency.as_deref()) {
        (Some(amount), Some(currency)) => Cell::Amount(Currency::parse(currency).map_or_else(
            || format!("{} {currency}", decimal::grouped(amount, 2)),
            |currency| Money::new(amount, currency).to_string(),
        )),
        _ => Cell::None,
    }
}

/// One reseller; `quotas` for who may see issued quotas.
pub fn show(actor: &Actor<ResellerView>, reseller: &Reseller, quotas: Option<Table>) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let mut sections = vec![identity(actor, reseller, text, &face), held(actor, reseller, text, &face)];
    sections.push(Section {
        title: text.contact.to_owned(),
        facts: vec![
            (text.mobile_phone, masked(actor, reseller, ("mobile_phone", text.mobile_phone), &reseller.mobile_phone)),
            (text.email, masked(actor, reseller, ("email", text.email), &reseller.email)),
        ],
    });
    let mut page = DetailPage::new(Frame::new(actor.visitor(), label(reseller)), sections);
    page.badges = vec![presence(reseller, text)];
    page.actions = actions(actor, reseller, text);
    let shown = quotas.filter(|table| !table.rows.is_empty());
    page.tables.extend(shown.map(|table| (text.quotas.to_owned(), table)));
    page.timeline = timeline(reseller, text, &face);
    page
}

/// Transfers, lists of the reseller's rows that the reader may open, and who looks after it (AM-10).
fn actions(actor: &Actor<ResellerView>, reseller: &Reseller, text: &Text) -> Vec<Link> {
    let lists = [
        (QuotaIssuedView::CODE, text.quotas, format!("/vouchers/issued?reseller={}", reseller.id)),
        (CouponView::CODE, text.coupons, format!("/vouchers/coupons?reseller={}", reseller.id)),
        (CouponRecordView::CODE, text.records, format!("/vouchers/records?reseller={}", reseller.id)),
    ];
    let managers = (AmReseller::CODE, text.managers, format!("/resellers/{}/assignments", reseller.id));
    let review = format!("/resellers/assignments/review?reseller={0}&next=/resellers/{0}", reseller.id);
    let assign = (AmReseller::CODE, text.assign, review);
    let money = |path: &str| format!("/resellers/{path}/new?reseller={}", reseller.id);
    // Only the China site moves money, and only to who is still associated (ACCT-8, ACCT-16).
    let moves = !actor.organization().is_only_abroad() && reseller.left_at.is_none();
    let money = [
        (TransferReseller::CODE, text.transfer, money("transfers")),
        (TransferReseller::CODE, text.takeback, money("takebacks")),
    ];
    let all = money.into_iter().filter(|_| moves).chain(lists).chain([managers, assign]);
    all.filter(|(code, ..)| actor.may(*code)).map(|(_, label, href)| Link::new(label, href)).collect()
}

/// What of a reseller is personal.
pub fn subject(reseller: &Reseller, lang: Lang) -> Subject<'_> {
    let text = Text::of(lang);
    let values = [
        ("mobile_phone", text.mobile_phone, reseller.mobile_phone.as_ref().map(|value| value.reveal().as_str())),
        ("email", text.email, reseller.email.as_ref().map(|value| value.reveal().as_str())),
        ("manager", text.manager, reseller.account_manager_name.as_ref().map(|value| value.reveal().as_str())),
    ];
    let path = format!("/resellers/{}", reseller.id);
    Subject::new(path.clone(), Link::new(label(reseller), path), values)
}

/// Masked, with an eye for who may look (SYNC-10).
fn masked(
    actor: &Actor<ResellerView>,
    reseller: &Reseller,
    what: (&str, &str),
    value: &Option<Masked<String>>,
) -> Cell {
    let lang = actor.lang();
    let path = format!("/resellers/{}", reseller.id);
    reveals::cell(Cell::masked(value.as_ref(), lang), &path, what, (actor.may(CustomerUnmask::CODE), lang))
}

fn identity(actor: &Actor<ResellerView>, reseller: &Reseller, text: &Text, face: &Face) -> Section {
    Section {
        title: text.identity.to_owned(),
        facts: vec![
            (text.account_name, Cell::maybe(reseller.account_name.as_deref())),
            (text.name, Cell::text(&reseller.organization)),
            (text.remote_id, Cell::id(&reseller.remote_id, face.lang)),
            (text.associated_on, Cell::when(reseller.associated_at, face)),
            (text.own_manager, Cell::maybe(reseller.manager.as_deref())),
            (text.manager, masked(actor, reseller, ("manager", text.manager), &reseller.account_manager_name)),
            (text.manager_id, reseller.account_manager_id.as_ref().map_or(Cell::None, |id| Cell::id(id, face.lang))),
        ],
    }
}

fn held(actor: &Actor<ResellerView>, reseller: &Reseller, text: &Text, face: &Face) -> Section {
    let state = organization(reseller, text, face);
    let pending = reseller.organization_state == "pending";
    let mut facts = vec![
        (text.organization_code, Cell::id(&reseller.organization_code, face.lang)),
        (text.organization_state, if pending { state.under(text.pending_note) } else { state }),
    ];
    if actor.may(ResellerCustomerView::CODE) {
        facts.push((text.customers, Cell::text(reseller.customers.to_string())));
    }
    if actor.may(QuotaIssuedView::CODE) {
        facts.push((text.quota_count, Cell::text(reseller.quotas.to_string())));
        facts.push((text.quota_value, amount(reseller, reseller.quota_value)));
        facts.push((text.quota_balance, amount(reseller, reseller.quota_balance)));
    }
    Section { title: text.organization.to_owned(), facts }
}

/// Newest first: association, first sight, last change, departure.
fn timeline(reseller: &Reseller, text: &Text, face: &Face) -> Vec<Happening> {
    let api = RESELLERS.api;
    let mut events = vec![(reseller.first_seen_at, text.first_seen, api.to_owned(), Tone::Idle)];
    if reseller.fetched_at > reseller.first_seen_at {
        let note = format!("{api} · {} {}", text.run, reseller.run_id);
        events.push((reseller.fetched_at, text.changed, note, Tone::Idle));
    }
    events.extend(reseller.associated_at.map(|at| (at, text.present, text.at_vendor.to_owned(), Tone::Done)));
    events.extend(reseller.left_at.map(|at| (at, text.left, text.left_note.to_owned(), Tone::Refused)));
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    let happening =
        |(at, what, note, tone): (_, &str, _, _)| Happening { what: what.to_owned(), when: face.when(at), note, tone };
    events.into_iter().map(happening).collect()
}
