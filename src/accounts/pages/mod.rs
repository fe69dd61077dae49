//! Pages of accounts: values ready to show. Here: their tabs, and the words all of them use.

pub mod adjustments;
pub mod balances;
pub mod budgets;
pub mod customers;
pub mod limits;
pub mod quota;
pub mod statement;
pub mod transfers;

use rust_decimal::Decimal;

use super::text::balances::Text;
use crate::{
    access::{
        Actor,
        permission::{AdjustView, BalanceView, CustomerBalanceView, CustomerBudgetView, Permission, ResellerView},
    },
    lang::Lang,
    web::{Cell, Link},
};

/// Tabs of what the site offers and the member may open (API-6).
fn tabs<P: Permission>(actor: &Actor<P>, current: &str) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let abroad = actor.organization().is_only_abroad();
    let also_abroad = actor.organization().is_abroad();
    let own = if abroad { text.tab_quota } else { text.tab_own };
    let is_distributor = !actor.seat().children.is_empty();
    [
        ("/accounts", own, actor.may(BalanceView::CODE)),
        ("/accounts/customers", text.tab_customers, !abroad && actor.may(CustomerBalanceView::CODE)),
        ("/accounts/resellers", text.tab_resellers, !abroad && is_distributor && actor.may(ResellerView::CODE)),
        ("/accounts/adjustments", text.tab_adjustments, !abroad && actor.may(AdjustView::CODE)),
        ("/bills/statements", text.tab_statement, !abroad && actor.may(AdjustView::CODE)),
        ("/accounts/budgets", text.tab_budgets, also_abroad && actor.may(CustomerBudgetView::CODE)),
    ]
    .into_iter()
    .filter(|(.., shown)| *shown)
    .map(|(href, label, _)| Link::new(label, href).current(href == current))
    .collect()
}

/// The word of a vendor's code, or the code itself where there is none.
fn word(code: Option<&str>, words: &[(&str, &str)], lang: Lang) -> Cell {
    let Some(code) = code else { return Cell::None };
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
}

/// An amount that may be missing.
fn amount(amount: Option<Decimal>) -> Cell {
    amount.map_or(Cell::None, Cell::amount)
}
