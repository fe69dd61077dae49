//! 客户联系人 (ORG-13).

use super::{form, group, line, tabs};
use crate::{
    access::{
        Actor, OrganizationState, Permission,
        permission::{CompanyView, ContactManage},
    },
    lang::Lang,
    organization::{
        rules::fields::{CONTACTS, PERSON},
        store::contacts::{Contact, Master},
        text::settings::Text,
    },
    reveals::{self, Subject},
    values::Masked,
    web::{Cell, Column, DetailPage, Frame, Link, Section, Table, form::FormPage},
};

/// Where they are.
pub const PATH: &str = "/organization/contacts";

/// The contacts, or whose data customers see without any.
pub fn list(actor: &Actor<(CompanyView, ContactManage)>, contacts: &[Contact], master: Option<&Master>) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let writes = actor.may(ContactManage::CODE) && actor.organization().state == OrganizationState::Active;
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.contacts), vec![]);
    page.tabs = tabs(actor, PATH);
    if writes && i64::try_from(contacts.len()).is_ok_and(|count| count < CONTACTS) {
        page.actions.push(Link::new(text.add, format!("{PATH}/new")).current(true));
    }
    if contacts.is_empty() {
        let facts = master.map_or_else(Vec::new, |master| {
            vec![
                (text.username, Cell::text(&master.username)),
                (text.name, Cell::masked(Some(&master.name), lang)),
                (text.phone, Cell::masked(master.phone.as_ref(), lang)),
                (text.email, Cell::masked(master.email.as_ref(), lang)),
            ]
        });
        page.sections.push(Section { title: text.no_contacts_hint.to_owned(), facts });
        return page;
    }
    let mut columns = vec![Column::new(text.name), Column::new(text.phone).tight(), Column::new(text.email)];
    columns.extend(writes.then(|| Column::new(text.actions)));
    let row = |contact: &Contact| {
        let address = |what: &str| format!("{PATH}/{}/{what}", contact.id);
        let shown = |(field, label): (&'static str, &'static str)| {
            let value = contact.personal(field).unwrap_or_default();
            let cell = Cell::masked(Some(&Masked::new(value.to_owned())), lang);
            let at = format!("{PATH}/{}", contact.id);
            reveals::cell(cell, &at, (field, label), (actor.may(ContactManage::CODE), lang))
        };
        let mut cells: Vec<Cell> = personal(text).map(shown).into();
        let ways = [Cell::link(text.change, address("edit")), Cell::link(text.remove, address("deletion"))];
        cells.extend(writes.then(|| Cell::Several(ways.into())));
        cells
    };
    let table = Table { caption: text.contacts.to_owned(), columns, rows: contacts.iter().map(row).collect() };
    page.tables.push((text.contacts_hint.to_owned(), table));
    page
}

/// A new contact, or one that is changed.
pub fn edit<P: Permission>(actor: &Actor<P>, contact: &Contact) -> FormPage {
    let text = Text::of(actor.lang());
    let (title, path) = match contact.id {
        0 => (text.add, format!("{PATH}/new")),
        id => (text.change, format!("{PATH}/{id}/edit")),
    };
    let mut page = form(actor, title, path, (text.back, PATH));
    page.groups = vec![group(vec![
        line("name", text.name, &contact.name, PERSON).required(),
        line("phone", text.phone, &contact.phone, 20).help(text.phone_help),
        line("email", text.email, &contact.email, 128),
    ])];
    if contact.id != 0 {
        page.hint = text.edit_hint.to_owned();
    }
    page.hidden = vec![("revision", contact.revision.to_string())];
    page.buttons = vec![("save", text.save)];
    page
}

/// What of a contact is personal, with its label.
const fn personal(text: &'static Text) -> [(&'static str, &'static str); 3] {
    [("name", text.name), ("phone", text.phone), ("email", text.email)]
}

/// A contact's values that are masked (MEM-8).
pub fn subject(contact: &Contact, lang: Lang) -> Subject<'_> {
    let text = Text::of(lang);
    let values = personal(text).map(|(field, label)| (field, label, contact.personal(field)));
    Subject::new(format!("{PATH}/{}", contact.id), Link::new(text.back, PATH), values)
}

/// Whether a contact really goes.
pub fn deletion(actor: &Actor<ContactManage>, contact: &Contact) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, text.remove, format!("{PATH}/{}/deletion", contact.id), (text.back, PATH));
    page.hint = text.remove_hint.to_owned();
    let masked = |(field, label): (&'static str, &'static str)| {
        let value = contact.personal(field).unwrap_or_default();
        (label, Cell::masked(Some(&Masked::new(value.to_owned())), actor.lang()))
    };
    let facts = personal(text).map(masked).into();
    page.before = vec![Section { title: text.contacts.to_owned(), facts }];
    page.buttons = vec![("remove", text.remove)];
    page
}

/// A contact as facts.
pub fn present(contact: &Contact, title: &str, text: &'static Text) -> Section {
    let facts = vec![
        (text.name, Cell::text(&contact.name)),
        (text.phone, Cell::text(&contact.phone)),
        (text.email, Cell::text(&contact.email)),
    ];
    Section { title: title.to_owned(), facts }
}
