//! The first page. A slice that has a figure adds a line to `tiles`.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use rust_decimal::Decimal;

use super::{store::Figures, text::Text};
use crate::{
    access::{
        Actor,
        permission::{
            BalanceView, Code, ConsumptionView, CouponView, CustomerBudgetView, CustomerView, HomeView, MemberView,
            OrderView, QuotaView, ResellerView, SyncView,
        },
    },
    inbox::{Waiting, What},
    values::{Month, decimal},
    web::{Face, Frame, Tile, html},
};

/// The first page.
#[derive(Template)]
#[template(path = "home/show.html")]
pub struct HomePage {
    frame: Frame,
    text: &'static Text,
    tiles: Vec<Tile>,
}

impl IntoResponse for HomePage {
    fn into_response(self) -> Response {
        html(StatusCode::OK, &self)
    }
}

/// Fills the page with the figures the member may see; `cycle` is the open one, `waiting` the number of things in the inbox.
pub fn home(actor: &Actor<HomeView>, figures: &Figures, waiting: &[Waiting], cycle: Month) -> HomePage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let counts = counts(actor, figures, text);
    let money = money(figures, text, cycle);
    let loose = loose_ends(waiting, text);
    let inbox = attended(waiting, loose.len(), text);
    let tiles = money
        .into_iter()
        .chain(counts)
        .chain(inbox)
        .chain(loose)
        .filter(|(code, _)| actor.may(*code))
        .map(|(_, tile)| dated(tile, figures, text, &face))
        .collect();
    HomePage { frame: Frame::new(actor.visitor(), text.title), text, tiles }
}

/// Pages the figures lead to, and the resource (a name of `sync`) each is read by.
const SOURCES: [(&str, &str); 8] = [
    ("/bills/consumption", "consumption"),
    ("/accounts", "partner_balances"),
    ("/vouchers/quotas", "voucher_quotas"),
    ("/customers", "customers"),
    ("/vouchers/coupons", "coupons"),
    ("/accounts/budgets", "customer_budgets"),
    ("/orders", "orders"),
    ("/resellers", "resellers"),
];

/// Names of the resources that figures come from.
pub fn sources() -> Vec<String> {
    SOURCES.iter().map(|(_, resource)| (*resource).to_owned()).collect()
}

/// Adds to a figure when what it counts was read from the vendor; the portal's own rows are always as they are.
fn dated(mut tile: Tile, figures: &Figures, text: &Text, face: &Face) -> Tile {
    let source = SOURCES.iter().find(|(href, _)| tile.href.as_deref() == Some(*href));
    let read_at = source.zip(figures.read_at.as_ref()).and_then(|((_, resource), read)| read.0.get(*resource));
    if let Some(at) = read_at {
        let age = [text.read.0, &face.when(*at).relative, text.read.1].concat();
        tile.note = if tile.note.is_empty() { age } else { format!("{} · {age}", tile.note) };
    }
    tile
}

/// What waits for the reader: approvals and outcomes by themselves, and everything in the inbox together but what has a tile of
/// its own beside these.
fn attended(waiting: &[Waiting], loose: usize, text: &'static Text) -> Vec<(Code, Tile)> {
    let approvals = waiting.iter().filter(|one| one.what == What::Approval).count();
    let outcomes = waiting.iter().filter(|one| one.what == What::Unresolved);
    let outcomes = outcomes.map(|one| one.whom.parse().unwrap_or(1)).sum::<usize>();
    let tiles = [
        (approvals, text.approvals, text.approvals_note, "/approvals"),
        (outcomes, text.outcomes, text.outcomes_note, "/commands?state=person"),
        (waiting.len() - loose, text.waiting, text.waiting_note, "/inbox"),
    ];
    let some = tiles.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, label, note, href)| (HomeView::CODE, tile(label, count.to_string(), note.to_owned(), href)))
        .collect()
}

fn tile(label: &str, value: String, note: String, href: &str) -> Tile {
    Tile { label: label.to_owned(), value, note, href: Some(href.to_owned()) }
}

/// What waits for somebody who may mend it (TRAP-2), with the way there: the counts of the inbox, which lists them too.
fn loose_ends(waiting: &[Waiting], text: &'static Text) -> Vec<(Code, Tile)> {
    let told = |waiting: &Waiting| {
        let (label, note) = match waiting.what {
            What::Unassigned => (text.unassigned, text.unassigned_note),
            What::Stranded => (text.stranded, text.stranded_note),
            What::Undirected => (text.undirected, text.undirected_note),
            _ => return None,
        };
        Some((HomeView::CODE, tile(label, waiting.whom.clone(), note.to_owned(), &waiting.page())))
    };
    waiting.iter().filter_map(told).collect()
}

/// Amounts; one that was never read is left out.
fn money(figures: &Figures, text: &'static Text, cycle: Month) -> Vec<(Code, Tile)> {
    let currency = figures.currency.as_deref().unwrap_or_default();
    let shown = |amount: Decimal| format!("{} {currency}", decimal::grouped(amount, 2));
    let mut tiles = Vec::new();
    if let Some(amount) = figures.consumption {
        let before = figures.consumption_before.map_or_else(|| "–".to_owned(), shown);
        let note = format!("{cycle} · {} {before}", text.cycle_before);
        tiles.push((ConsumptionView::CODE, tile(text.consumption, shown(amount), note, "/bills/consumption")));
    }
    if let Some(amount) = figures.transferable {
        tiles.push((BalanceView::CODE, tile(text.transferable, shown(amount), text.snapshot.to_owned(), "/accounts")));
    }
    if let Some(amount) = figures.quota_balance {
        let note = format!("{} {} · {} {}", text.issuable, figures.quotas, text.ending, figures.quotas_ending);
        tiles.push((QuotaView::CODE, tile(text.quotas, shown(amount), note, "/vouchers/quotas")));
    }
    tiles
}

fn counts(actor: &Actor<HomeView>, figures: &Figures, text: &'static Text) -> Vec<(Code, Tile)> {
    let count = |label: &str, value: i64, note: String, href: &str| tile(label, value.to_string(), note, href);
    let customers = if actor.scope().managers().is_some() { text.my_customers } else { text.customers };
    let verified = format!("{} {}", text.verified, figures.verified);
    let ending = format!("{} {}", text.ending, figures.coupons_ending);
    let budgets = format!("{} {}", text.budgets_note, figures.budgets);
    let mut tiles = vec![
        (CustomerView::CODE, count(customers, figures.customers, verified, "/customers")),
        match actor.organization().is_only_abroad() {
            // No site abroad tells of coupons of customers, and only they tell of budgets.
            true => {
                (CustomerBudgetView::CODE, count(text.budgets, figures.budgets_short, budgets, "/accounts/budgets"))
            }
            false => (CouponView::CODE, count(text.coupons, figures.coupons, ending, "/vouchers/coupons")),
        },
        (OrderView::CODE, count(text.orders, figures.orders_waiting, text.orders_note.to_owned(), "/orders")),
        (ResellerView::CODE, count(text.resellers, figures.resellers, text.associated.to_owned(), "/resellers")),
        (MemberView::CODE, count(text.members, figures.members, String::new(), "/members")),
    ];
    if figures.sync_problems > 0 {
        let note = text.sync_problems_note.to_owned();
        tiles.insert(0, (SyncView::CODE, count(text.sync_problems, figures.sync_problems, note, "/sync")));
    }
    tiles
}
