//! The page about service tickets: values ready to show.

use super::text::Text;
use crate::{
    access::{Actor, Code, Kind, permission},
    cloud::Site,
    web::{Cell, DetailPage, Frame, Section},
};

/// Where tickets are filed, and what to have at hand.
pub fn show(actor: &Actor<permission::SupportTicket>) -> DetailPage {
    let text = Text::of(actor.lang());
    let organization = actor.organization();
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), vec![]);
    if organization.kind == Kind::VendorDesk {
        page.sections =
            vec![Section { title: text.desk.to_owned(), facts: vec![(text.who, Cell::text(text.desk_hint))] }];
        return page;
    }
    let known = |site: &Site| organization.sites.iter().any(|word| word == site.as_str());
    let mut sites: Vec<Site> = Site::ALL.into_iter().filter(known).collect();
    if sites.is_empty() {
        sites = Site::ALL.to_vec();
    }
    let file = sites.into_iter().map(|site| (text.site(site), Cell::link(site.ticket_url(), site.ticket_url())));
    page.sections = vec![
        Section { title: text.file.to_owned(), facts: file.chain([(text.who, Cell::text(text.who_hint))]).collect() },
        Section {
            title: text.ready.to_owned(),
            facts: vec![
                (text.company, Cell::text(&organization.name)),
                (text.subject, Cell::text(text.subject_hint)),
                (text.secrets, Cell::text(text.secrets_hint)),
                (text.answer, Cell::text(text.answer_hint)),
            ],
        },
        Section { title: text.here.to_owned(), facts: here(actor, text) },
    ];
    page
}

/// What is answered here faster than by a ticket, as far as the member may open it.
fn here(actor: &Actor<permission::SupportTicket>, text: &Text) -> Vec<(&'static str, Cell)> {
    let pages: [(&'static str, &str, &str, Code); 2] = [
        (text.readings, text.readings_see, "/sync", permission::SyncView::CODE),
        (text.keys, text.keys_see, "/tokens", permission::ApiKeyOwn::CODE),
    ];
    pages
        .into_iter()
        .filter(|(.., code)| actor.may(*code))
        .map(|(label, see, path, _)| (label, Cell::link(see, path)))
        .collect()
}
