//! What may be done with a customer: buttons, and in place of a missing one the reason.

use crate::{
    access::{
        Actor, Kind,
        permission::{CustomerView, ResellerCustomerView},
    },
    customers::{
        rules::acts::{Act, Facts, hindrance},
        store::Customer,
        text::acts::Text,
    },
    web::{Cell, Link, Pick, Section},
};

/// What the connected sites offer at all (API-6).
fn offered(actor: &Actor<CustomerView>) -> Vec<Act> {
    let organization = actor.organization();
    let in_china = organization.sites.iter().any(|site| site == "china");
    let mut acts = Vec::new();
    acts.extend(Act::CHINA.into_iter().filter(|_| in_china));
    acts.extend(Act::ABROAD.into_iter().filter(|_| organization.is_abroad()));
    acts
}

/// Buttons of a customer's page, and a section with why the others are missing.
pub fn of(actor: &Actor<CustomerView>, customer: &Customer) -> (Vec<Link>, Option<Section>) {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let (mut links, mut facts) = (Vec::new(), Vec::new());
    for act in offered(actor) {
        let known = Facts {
            is_own: customer.organization_id == actor.org(),
            is_acted_for: actor.organization().kind == Kind::Distributor && actor.may(ResellerCustomerView::CODE),
            is_left: customer.left_at.is_some(),
            association: customer.association_type.as_deref(),
            is_frozen: customer.is_frozen.unwrap_or_default() != 0,
            may: actor.may(act.code()),
        };
        match hindrance(act, known) {
            None => links.push(Link::new(text.name(act), format!("{}?customer={}", act.path(), customer.id))),
            Some(by) => facts.push((text.name(act), Cell::text(text.hindered(by, lang)))),
        }
    }
    (links, (!facts.is_empty()).then(|| Section { title: text.title.to_owned(), facts }))
}

/// Buttons for rows that are ticked in the list.
pub fn picks(actor: &Actor<CustomerView>) -> Vec<Pick> {
    let text = Text::of(actor.lang());
    let may = offered(actor).into_iter().filter(|act| actor.may(act.code()));
    may.map(|act| Pick { label: text.name(act).to_owned(), action: act.path(), whole_page: false }).collect()
}
