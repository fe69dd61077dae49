//! Pages of customers: values ready to show.

mod acts;
pub mod creation;
pub mod personal;

use super::{
    rules::{Tab, shown_name, verified_tone},
    store::{Customer, Listed, Period},
    text::Text,
};
use crate::{
    access::{
        Actor, Kind,
        permission::{
            AmAssign, AmView, BillView, ConsumptionView, CouponView, CustomerBalanceView, CustomerCreate, CustomerView,
            MemberView, OrderView, ResellerCustomerView,
        },
    },
    lang::Lang,
    web::{
        Cell, Column, DetailPage, Empty, Face, FilterBar, Frame, Happening, Link, ListPage, Pager, Pick, Section,
        Selection, Table, Tone, Typed,
    },
};

/// The list.
pub fn list(actor: &Actor<CustomerView>, tab: Tab, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = columns(text, tab);
    let selection = (tab == Tab::Own).then(|| selection(actor, text)).filter(|selection| !selection.buttons.is_empty());
    let picks = selection.as_ref().map(|_| face.lang);
    let rows = rows.iter().map(|row| pickable(row, cells(row, text, tab, &face), picks)).collect();
    let table = Table { caption: text.title.to_owned(), columns, rows };
    let hint = if actor.scope().managers().is_some() { text.empty_scope } else { text.empty_hint };
    let empty = Empty { title: text.empty.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.selection = selection.filter(|_| !page.table.ticks().is_empty());
    if actor.may(CustomerCreate::CODE) {
        let words = super::text::acts::Text::of(face.lang);
        page.actions = vec![
            Link::new(words.created, "/customers/creations"),
            Link::new(words.create, "/customers/creations/new").current(true),
        ];
    }
    if actor.may(ResellerCustomerView::CODE) {
        page.tabs = vec![
            Link::new(text.tab_own, "/customers").current(tab == Tab::Own),
            Link::new(text.tab_resellers, "/customers?tab=resellers").current(tab == Tab::Resellers),
        ];
    }
    page
}

/// A row of a member who may do something with several has a box to pick it; who has left has none, and the reason.
fn pickable(row: &Listed, mut cells: Vec<Cell>, picks: Option<Lang>) -> Vec<Cell> {
    if let (Some(lang), Some(first)) = (picks, cells.first_mut()) {
        let value = std::mem::replace(first, Cell::None);
        *first = match row.left_at {
            None => value.pick("customer", row.id, &row.account_name),
            Some(_) => value.barred(super::text::acts::Text::of(lang).left),
        };
    }
    cells
}

/// What can be done with the picked customers: 批量分配客户经理 (AM-5), also for the whole page, and what moves or holds money
/// (ACCT-15, ACCT-25).
fn selection(actor: &Actor<CustomerView>, text: &Text) -> Selection {
    let assign = |label: &str, whole_page| Pick { label: label.to_owned(), action: REVIEW, whole_page };
    let mut buttons = Vec::new();
    if actor.may(AmAssign::CODE) {
        buttons.extend([assign(text.assign_picked, false), assign(text.assign_page, true)]);
    }
    buttons.extend(acts::picks(actor));
    Selection { hidden: vec![("next", "/customers".to_owned())], buttons }
}

/// Where account managers are assigned.
const REVIEW: &str = "/customers/assignments/review";

fn columns(text: &Text, tab: Tab) -> Vec<Column> {
    let mut columns = vec![
        Column::new(text.account_name),
        Column::new(text.customer_id).wide(),
        Column::new(text.association_type),
        Column::new(text.verified_status),
        Column::new(text.customer_level).wide(),
        Column::new(text.label).wide(),
        Column::new(text.manager).wide(),
        Column::new(text.associated_on).wide(),
        Column::new(text.state),
    ];
    if tab == Tab::Resellers {
        columns.insert(1, Column::new(text.reseller));
    }
    columns
}

fn cells(row: &Listed, text: &Text, tab: Tab, face: &Face) -> Vec<Cell> {
    let name = row.name.as_ref().map(|name| shown_name(row.customer_type, name)).unwrap_or_default();
    let mut cells = vec![
        Cell::link(&row.account_name, format!("/customers/{}", row.id)).under(name),
        Cell::id(&row.remote_id, face.lang),
        association(row.association_type.as_deref(), text, face.lang),
        verified(row.verified_status.as_deref(), text, face.lang),
        Cell::maybe(row.customer_level.as_deref()),
        Cell::maybe(row.label.as_deref()),
        Cell::maybe(row.manager.as_deref()),
        Cell::when(row.associated_at, face),
        state(row.is_frozen, row.left_at.is_some(), text, face.lang),
    ];
    if tab == Tab::Resellers {
        cells.insert(1, Cell::text(&row.organization));
    }
    cells
}

/// One customer.
pub fn show(actor: &Actor<CustomerView>, customer: &Customer, periods: &[Period]) -> DetailPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let sections = vec![
        identity(actor, customer, text, &face),
        associated(actor, customer, periods, text),
        personal::contact(actor, customer),
    ];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), &customer.account_name), sections);
    page.sections.extend(related(actor, customer, text));
    let (links, hindered) = acts::of(actor, customer);
    page.actions = links;
    page.actions.extend(actions(actor, customer, text));
    page.sections.extend(hindered);
    page.badges.push(state(customer.is_frozen, customer.left_at.is_some(), text, face.lang));
    page.timeline = timeline(customer, periods, text, &face);
    page
}

/// Who looks after the customer and who sees it, and 分配客户经理 (AM-5); not for a reseller's customer, which its own
/// organisation assigns.
fn actions(actor: &Actor<CustomerView>, customer: &Customer, text: &Text) -> Vec<Link> {
    let id = customer.id;
    let own = customer.organization_id == actor.org();
    let mut links = Vec::new();
    if own && (actor.may(AmView::CODE) || actor.may(MemberView::CODE)) {
        links.push(Link::new(text.managers, format!("/customers/{id}/assignments")));
    }
    if own && customer.left_at.is_none() && actor.may(AmAssign::CODE) {
        links.push(Link::new(text.assign, format!("{REVIEW}?customer={id}&next=/customers/{id}")).current(true));
    }
    links
}

/// Lists of what concerns the customer, those the member may open and the site offers; of a reseller's customer none, since
/// those lists are narrowed to a reseller first.
fn related(actor: &Actor<CustomerView>, customer: &Customer, text: &Text) -> Option<Section> {
    let in_china = !actor.organization().is_only_abroad();
    let lists = [
        (text.orders, "/orders", "customer", actor.may(OrderView::CODE)),
        (text.consumption, "/bills/consumption", "customer", in_china && actor.may(ConsumptionView::CODE)),
        (text.bills, "/bills/monthly", "customer", in_china && actor.may(BillView::CODE)),
        (text.balance, "/accounts/customers", "customer", in_china && actor.may(CustomerBalanceView::CODE)),
        (text.coupons, "/vouchers/coupons", "customer", in_china && actor.may(CouponView::CODE)),
    ];
    let open = lists.into_iter().filter(|(.., may)| *may && customer.organization_id == actor.org());
    let link = |(label, path, filter, _): (&'static str, &str, &str, bool)| {
        Cell::link(label, Typed::default().address(path, &[], &[(filter, &customer.remote_id)]))
    };
    let links: Vec<Cell> = open.map(link).collect();
    (!links.is_empty())
        .then(|| Section { title: text.related.to_owned(), facts: vec![(text.see, Cell::Several(links))] })
}

fn identity(actor: &Actor<CustomerView>, customer: &Customer, text: &Text, face: &Face) -> Section {
    let kind = customer.customer_type.map(|code| code.to_string());
    Section {
        title: text.identity.to_owned(),
        facts: vec![
            (text.account_name, Cell::text(&customer.account_name)),
            (text.name, personal::name(actor, customer)),
            (text.customer_id, Cell::id(&customer.remote_id, face.lang)),
            (text.customer_type, word(kind.as_deref(), &text.customer_types, face.lang)),
            (text.verified_status, verified(customer.verified_status.as_deref(), text, face.lang)),
            (text.customer_level, Cell::maybe(customer.customer_level.as_deref())),
            (text.country_code, Cell::maybe(customer.country_code.as_deref())),
        ],
    }
}

fn associated(actor: &Actor<CustomerView>, customer: &Customer, periods: &[Period], text: &Text) -> Section {
    let face = &actor.face();
    let manager = periods.iter().find(|period| period.ended_at.is_none()).map(|period| period.manager.as_str());
    let mut section = Section {
        title: text.association.to_owned(),
        facts: vec![
            (text.partner, Cell::text(&customer.organization)),
            (text.association_type, explained(customer.association_type.as_deref(), text, face.lang)),
            (text.associated_on, Cell::when(customer.associated_at, face)),
            (text.label, Cell::maybe(customer.label.as_deref())),
            (text.manager, Cell::maybe(manager)),
            (text.vendor_manager, Cell::maybe(customer.account_manager.as_deref())),
            (text.xaccount_id, Cell::maybe(customer.xaccount_id.as_deref())),
            (text.xaccount_type, Cell::maybe(customer.xaccount_type.as_deref())),
        ],
    };
    section.facts.extend(preferred(actor, customer, text));
    section
}

/// What its organisation chose for its own customers on the international site (ORG-12).
fn preferred(actor: &Actor<CustomerView>, customer: &Customer, text: &Text) -> Vec<(&'static str, Cell)> {
    if !actor.organization().is_abroad()
        || actor.organization().kind == Kind::Reseller
        || customer.organization_id != actor.org()
    {
        return vec![];
    }
    let messages = text.vendor_message_words[usize::from(customer.messages_taken_over)];
    let bills = text.vendor_bill_words[usize::from(!customer.sees_bills)];
    vec![(text.vendor_messages, Cell::text(messages)), (text.vendor_bills, Cell::text(bills))]
}

/// Newest first: association, first sight, last change, departure, and who looked after the customer.
fn timeline(customer: &Customer, periods: &[Period], text: &Text, face: &Face) -> Vec<Happening> {
    let run = format!("{} · {} {}", super::sync::CUSTOMERS.api, text.run, customer.run_id);
    let mut events =
        vec![(customer.first_seen_at, text.first_seen.to_owned(), super::sync::CUSTOMERS.api.to_owned(), Tone::Idle)];
    if customer.fetched_at > customer.first_seen_at {
        events.push((customer.fetched_at, text.changed.to_owned(), run, Tone::Idle));
    }
    events.extend(
        customer.associated_at.map(|at| (at, text.associated.to_owned(), text.at_vendor.to_owned(), Tone::Done)),
    );
    events.extend(customer.left_at.map(|at| (at, text.left.to_owned(), text.left_note.to_owned(), Tone::Refused)));
    for period in periods {
        events.push((period.assigned_at, format!("{} {}", text.assigned, period.manager), String::new(), Tone::Done));
        events.extend(
            period
                .ended_at
                .map(|at| (at, format!("{} {}", text.unassigned, period.manager), String::new(), Tone::Waiting)),
        );
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    let happening = |(at, what, note, tone)| Happening { what, when: face.when(at), note, tone };
    events.into_iter().map(happening).collect()
}

fn association(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    word(code, &text.association_types, lang)
}

/// The association with what it means for the partner (CUST-2).
fn explained(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    association(code, text, lang).under(super::text::acts::Text::of(lang).association(code.unwrap_or_default()))
}

fn verified(code: Option<&str>, text: &Text, lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = text.verified_statuses.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::badge(verified_tone(code), *word))
}

fn state(is_frozen: Option<i32>, left: bool, text: &Text, lang: Lang) -> Cell {
    match is_frozen {
        _ if left => Cell::badge(Tone::Idle, text.left),
        None | Some(0) => Cell::badge(Tone::Done, text.frozen_no),
        Some(1) => Cell::badge(Tone::Refused, text.frozen_account),
        Some(2) => Cell::badge(Tone::Refused, text.frozen_resources),
        Some(other) => Cell::unknown(&other.to_string(), lang),
    }
}

/// The word of a vendor's code, or the code itself where there is none.
fn word(code: Option<&str>, words: &[(&str, &str)], lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    words
        .iter()
        .find(|(known, _)| *known == code)
        .map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
}
