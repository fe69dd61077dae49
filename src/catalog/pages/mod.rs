//! Pages of the dictionaries: values ready to show. Names stand in the page's language with the other one beneath.

mod lists;
mod policies;
mod resource_types;

pub use lists::{conversions, measures, places, service_types, usage_types};
pub use policies::{discounts, policies};
pub use resource_types::{resource_type, resource_types};

use super::{
    rules::{Offer, both},
    text::Text,
};
use crate::{
    access::{Actor, Permission, permission::PolicyView},
    lang::Lang,
    web::{Cell, Empty, FilterBar, Frame, FreshnessBadge, Link, ListPage, Pager, Table},
};

/// The badge of a page, and whether its dictionary can be had at all.
type Standing = (FreshnessBadge, Offer);

/// A list with the tabs of the dictionaries and what it says without rows.
fn page<P: Permission>(
    actor: &Actor<P>,
    (title, path): (&'static str, &'static str),
    bar: FilterBar,
    (table, pager): (Table, Pager),
    (badge, offer): Standing,
) -> ListPage {
    let text = Text::of(actor.lang());
    let (say, hint) = match offer {
        Offer::Offered => (text.empty, text.empty_hint),
        Offer::NotOffered => (text.not_offered, text.not_offered_hint),
        Offer::NotConnected => (text.empty, text.not_connected_hint),
    };
    let empty = Empty { title: say.to_owned(), hint: hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), title), bar, table, pager, empty);
    page.tabs = tabs(actor, path);
    page.freshness = (offer == Offer::Offered).then_some(badge);
    page
}

fn tabs<P: Permission>(actor: &Actor<P>, current: &str) -> Vec<Link> {
    let text = Text::of(actor.lang());
    let mut tabs = vec![
        (text.resource_types, "/catalog/resource-types"),
        (text.service_types, "/catalog/service-types"),
        (text.usage_types, "/catalog/usage-types"),
        (text.measures, "/catalog/measures"),
        (text.conversions, "/catalog/conversions"),
        (text.places, "/catalog/places"),
    ];
    if actor.may(PolicyView::CODE) {
        tabs.push((text.policies_title, "/catalog/policies"));
        tabs.push((text.discounts, "/catalog/discounts"));
    }
    tabs.into_iter().map(|(label, path)| Link::new(label, path).current(path == current)).collect()
}

/// A name in both languages; the code when the dictionaries have neither.
fn name(lang: Lang, zh: Option<&str>, en: Option<&str>, code: &str) -> Cell {
    let (first, second) = both(lang, zh, en, code);
    match second {
        Some(second) => Cell::text(first).under(second),
        None => Cell::text(first),
    }
}

/// The name of something a row refers to, in the page's language only; its code beneath.
fn referred(lang: Lang, zh: Option<&str>, en: Option<&str>, code: Option<&str>) -> Cell {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return Cell::None };
    let (first, _) = both(lang, zh, en, code);
    if first == code { Cell::text(code) } else { Cell::text(first).under(code) }
}

/// The word of a vendor's code, or the code itself where there is none.
fn word(code: Option<&str>, words: &[(&str, &str)], lang: Lang) -> Cell {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return Cell::None };
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| Cell::unknown(code, lang), |(_, word)| Cell::text(*word))
}
