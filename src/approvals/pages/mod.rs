//! Pages of approvals: values ready to show.

pub mod delegations;
pub mod list;
pub mod show;

use rust_decimal::Decimal;

use super::text::Text;
use crate::{
    lang::Lang,
    values::decimal,
    web::{Cell, Link},
};

/// The tabs of approvals, with the one at `open`.
fn tabs(lang: Lang, open: &str) -> Vec<Link> {
    let text = Text::of(lang);
    let tabs = [
        (text.to_decide, "/approvals"),
        (text.outcomes, "/commands?state=proposed"),
        (text.mine, "/approvals?view=mine"),
        (text.all, "/approvals?view=all"),
        (text.delegations, "/approvals/delegations"),
    ];
    tabs.into_iter().map(|(label, href)| Link::new(label, href).current(href == open)).collect()
}

/// An amount with its currency; nothing where nothing is counted.
fn money(amount: Option<Decimal>, currency: Option<&str>) -> Cell {
    amount.map_or(Cell::None, |amount| Cell::Amount(shown(amount, currency)))
}

fn shown(amount: Decimal, currency: Option<&str>) -> String {
    format!("{} {}", decimal::grouped(amount, 2), currency.unwrap_or_default()).trim().to_owned()
}
