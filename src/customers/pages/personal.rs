//! What of a customer is personal: masked, with an eye for who may look (SYNC-10).

use crate::{
    access::{
        Actor,
        permission::{CustomerUnmask, CustomerView},
    },
    customers::{rules::shown_name, store::Customer, text::Text},
    lang::Lang,
    reveals::{self, Subject},
    values::Masked,
    web::{Cell, Link, Section},
};

/// Its masked values.
pub fn subject(customer: &Customer, lang: Lang) -> Subject<'_> {
    let text = Text::of(lang);
    let values = [
        ("name", text.name, masked_name(customer).map(|value| value.reveal().as_str())),
        ("telephone", text.telephone, customer.telephone.as_ref().map(|value| value.reveal().as_str())),
        ("email", text.email, customer.email.as_ref().map(|value| value.reveal().as_str())),
    ];
    let path = format!("/customers/{}", customer.id);
    Subject::new(path.clone(), Link::new(&*customer.account_name, path), values)
}

/// A person's name; a company's is shown as it is.
fn masked_name(customer: &Customer) -> Option<&Masked<String>> {
    customer.name.as_ref().filter(|name| shown_name(customer.customer_type, name) != *name.reveal())
}

/// The name, masked if it is a person's.
pub fn name(actor: &Actor<CustomerView>, customer: &Customer) -> Cell {
    let shown = customer.name.as_ref().map(|name| shown_name(customer.customer_type, name));
    let cell = Cell::maybe(shown.as_deref());
    if masked_name(customer).is_none() { cell } else { seen(actor, customer, cell, "name") }
}

/// Phone and mail address.
pub fn contact(actor: &Actor<CustomerView>, customer: &Customer) -> Section {
    let text = Text::of(actor.lang());
    let masked = |value: &Option<Masked<String>>| Cell::masked(value.as_ref(), actor.lang());
    Section {
        title: text.contact.to_owned(),
        facts: vec![
            (text.telephone, seen(actor, customer, masked(&customer.telephone), "telephone")),
            (text.email, seen(actor, customer, masked(&customer.email), "email")),
        ],
    }
}

fn seen(actor: &Actor<CustomerView>, customer: &Customer, cell: Cell, field: &'static str) -> Cell {
    let text = Text::of(actor.lang());
    let label = match field {
        "name" => text.name,
        "telephone" => text.telephone,
        _ => text.email,
    };
    let path = format!("/customers/{}", customer.id);
    reveals::cell(cell, &path, (field, label), (actor.may(CustomerUnmask::CODE), actor.lang()))
}
