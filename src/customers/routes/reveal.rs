//! `/customers/{id}/reveal`: one masked value, for a reason, in the record (PERM-4 `customer.unmask`, SYNC-10).

use super::openable;
use crate::{
    access::{Actor, permission::CustomerUnmask},
    audit::{Change, Deed, Event},
    customers::{
        pages::personal::subject,
        store::{self, Customer},
    },
    db::PgConnection,
    reveals,
    web::{Error, Form, Id, Query, form::FormPage},
};

/// `GET /customers/{id}/reveal?field=`.
pub async fn ask(actor: Actor<CustomerUnmask>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let customer = look(&actor, &mut *actor.open().await?, id).await?;
    Ok(reveals::ask(&actor, &subject(&customer, actor.lang()), &typed))
}

/// `POST /customers/{id}/reveal` (`field`, `reason`).
pub async fn reveal(actor: Actor<CustomerUnmask>, Id(id): Id, Form(typed): Form) -> Result<FormPage, Error> {
    let mut change = Change::begin(&actor).await?;
    let customer = look(&actor, &mut change, id).await?;
    let event = Event::new(Deed::PersonalDataRevealed, format!("customers/{id}"));
    reveals::show(change, &actor, &subject(&customer, actor.lang()), &typed, event).await
}

/// The customer, if it is within the member's scope (AM-10, AM-13).
async fn look(actor: &Actor<CustomerUnmask>, connection: &mut PgConnection, id: i64) -> Result<Customer, Error> {
    let organizations = openable(actor);
    store::find(connection, actor.seen(&organizations), id).await?.ok_or(Error::NotFound)
}
