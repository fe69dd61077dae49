//! Handlers of customers.

pub mod creation;
pub mod identity;
pub mod reveal;

use super::{forms, pages, rules::Tab, store, sync::CUSTOMERS};
use crate::{
    access::{
        Actor, Permission,
        permission::{CustomerView, ResellerCustomerView},
    },
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /customers`.
pub async fn list(actor: Actor<CustomerView>, Query(typed): Query) -> Result<ListPage, Error> {
    let tab = Tab::of(&typed, actor.may(ResellerCustomerView::CODE))?;
    let mut connection = actor.open().await?;
    let (filters, mut bar) = forms::filters(typed, &actor.organization().sites, &actor.face());
    let paging = bar.paging();
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMERS, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let organizations = organizations(&actor, tab);
        rows = store::list(&mut connection, actor.seen(&organizations), &filters, paging.after).await?;
    }
    let mut pager = bar.pager(&paging, &mut rows, |row| (row.sort_at, row.id));
    pager.total = rows.first().map(|row| bar.total(row.total));
    let mut page = pages::list(&actor, tab, bar, &rows, pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /customers/{id}`: also a reseller's customer, for who may see those.
pub async fn show(actor: Actor<CustomerView>, Id(id): Id) -> Result<DetailPage, Error> {
    let organizations = openable(&actor);
    let mut connection = actor.open().await?;
    let found = store::find(&mut connection, actor.seen(&organizations), id).await?;
    let customer = found.ok_or(Error::NotFound)?;
    let periods = store::assignments(&mut connection, customer.organization_id, id).await?;
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMERS, &actor.face()).await?;
    let mut page = pages::show(&actor, &customer, &periods);
    page.freshness = Some(badge);
    Ok(page)
}

/// The organisations whose customers the member may open.
fn openable<P: Permission>(actor: &Actor<P>) -> Vec<i64> {
    let mut organizations = organizations(actor, Tab::Own);
    if actor.may(ResellerCustomerView::CODE) {
        organizations.extend(self::organizations(actor, Tab::Resellers));
    }
    organizations
}

/// The organisations whose customers a tab shows.
fn organizations<P: Permission>(actor: &Actor<P>, tab: Tab) -> Vec<i64> {
    match tab {
        Tab::Own => vec![actor.org()],
        Tab::Resellers => actor.seat().children.clone(),
    }
}
