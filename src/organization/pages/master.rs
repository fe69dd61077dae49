//! The master login and its hand-over (ORG-5).

use super::{area, form, group, select};
use crate::{
    access::{Actor, permission::RoleAssign},
    organization::{
        rules::{
            fields::REASON,
            master::{Ground, Hindrance},
        },
        store::master::{Case, Offer},
        text::{company::word, settings::Text},
    },
    web::{
        Cell, Section,
        form::{Field, FormPage, Group},
    },
};

/// Where it is.
pub const PATH: &str = "/organization/master";

/// What there is, and what the reader can do about it.
pub fn show(actor: &Actor<RoleAssign>, case: &Case, ground: &Ground<'_>, typed: (&str, &str)) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.master, PATH, (text.back, "/organization"));
    page.hint = text.master_hint.to_owned();
    let names: Vec<&str> = case.admins.iter().map(|admin| admin.username.as_str()).collect();
    let facts = vec![
        (text.master_now, Cell::text(&case.master_name)),
        (text.admins, Cell::text(names.join(actor.lang().pick(", ", "、")))),
    ];
    page.before = vec![Section { title: text.master.to_owned(), facts }];
    let live = ground.live();
    page.before.extend(case.offer.as_ref().map(|offer| offered(actor, offer, live.is_some())));
    match live {
        Some(offer) if offer.to == ground.member => {
            page.groups = vec![Group { hint: text.accept_hint.to_owned(), ..group(vec![]) }];
            page.buttons = vec![("accept", text.accept), ("refuse", text.refuse)];
        }
        Some(_) if ground.member == ground.master => {
            page.groups = vec![Group { hint: text.waiting_hint.to_owned(), ..group(vec![]) }];
            page.buttons = vec![("withdraw", text.withdraw)];
        }
        Some(_) => page.notice = Some(text.others_hint.to_owned()),
        None if ground.member == ground.master && case.admins.is_empty() => {
            page.notice = Some(text.no_admin.to_owned());
        }
        None if ground.member == ground.master => {
            page.groups = vec![group(offering(case, typed, text))];
            page.buttons = vec![("offer", text.offer)];
        }
        None => {}
    }
    if let Some(offer) = case.offer.as_ref().filter(|_| live.is_some()) {
        page.hidden = vec![("offer", offer.id.to_string())];
    }
    page
}

/// An organisation without a master login: the vendor desk may have none.
pub fn none(actor: &Actor<RoleAssign>) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.master, PATH, (text.back, "/organization"));
    page.notice = Some(text.no_master.to_owned());
    page
}

fn offering(case: &Case, (to, reason): (&str, &str), text: &'static Text) -> Vec<Field> {
    let ids: Vec<(String, &str)> =
        case.admins.iter().map(|admin| (admin.id.to_string(), admin.username.as_str())).collect();
    let choices = ids.iter().map(|(id, name)| (id.as_str(), *name));
    vec![
        select("to", text.offer_to, text.choose, choices, to).required(),
        area("reason", text.reason, reason, REASON).help(text.reason_help),
    ]
}

fn offered(actor: &Actor<RoleAssign>, offer: &Offer, live: bool) -> Section {
    let text = Text::of(actor.lang());
    let face = actor.face();
    let state = if offer.state == "offered" && !live { "expired" } else { &offer.state };
    let facts = vec![
        (text.offered_to, Cell::text(&offer.to_name)),
        (text.offer_state, Cell::text(word(&text.offer_states, state))),
        (text.offered_at, Cell::when(Some(offer.offered_at), &face)),
        (text.expires_at, Cell::when(Some(offer.expires_at), &face)),
        (text.reason, Cell::text(&offer.reason)),
    ];
    Section { title: if live { text.open_offer } else { text.last_offer }.to_owned(), facts }
}

/// Why a step is not possible.
pub fn sentence(hindrance: Hindrance, text: &Text) -> &'static str {
    match hindrance {
        Hindrance::NotMaster => text.not_master,
        Hindrance::NotYours => text.not_yours,
        Hindrance::NoOffer => text.no_offer,
        Hindrance::Open => text.already_open,
        Hindrance::NoAdmin => text.not_admin,
        Hindrance::Lately => text.lately,
    }
}
