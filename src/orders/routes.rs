//! Handlers of orders.

use super::{forms, pages, rules::Tab, store, sync::ORDERS};
use crate::{
    access::{
        Actor,
        permission::{OrderView, ResellerOrderView},
    },
    catalog,
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /orders`.
pub async fn list(actor: Actor<OrderView>, Query(typed): Query) -> Result<ListPage, Error> {
    let tab = Tab::of(&typed, actor.may(ResellerOrderView::CODE))?;
    let mut connection = actor.open().await?;
    let services = catalog::services(&mut connection, actor.org(), actor.lang()).await?;
    let names = catalog::Names::of_services(&services);
    let (filters, mut bar) = forms::filters(typed, services, &actor.face());
    let paging = bar.paging();
    let badge = freshness::badge(&mut connection, actor.org(), &ORDERS, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let organizations = organizations(&actor, tab);
        rows = store::list(&mut connection, actor.seen(&organizations), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.sort_at, row.id));
    let mut page = pages::list(&actor, tab, bar, (&rows, &names), pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /orders/{id}`: also an order of a reseller's customer, for who may see those.
pub async fn show(actor: Actor<OrderView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut organizations = organizations(&actor, Tab::Own);
    if actor.may(ResellerOrderView::CODE) {
        organizations.extend(self::organizations(&actor, Tab::Resellers));
    }
    let mut connection = actor.open().await?;
    let order = store::find(&mut connection, actor.seen(&organizations), id).await?.ok_or(Error::NotFound)?;
    let names = catalog::names(&mut connection, actor.org(), actor.lang(), &pages::codes(&order)).await?;
    let badge = freshness::badge(&mut connection, actor.org(), &ORDERS, &actor.face()).await?;
    let mut page = pages::show(&actor, &order, &names);
    page.freshness = Some(badge);
    Ok(page)
}

/// The organisations whose orders a tab shows.
fn organizations(actor: &Actor<OrderView>, tab: Tab) -> Vec<i64> {
    match tab {
        Tab::Own => vec![actor.org()],
        Tab::Resellers => actor.seat().children.clone(),
    }
}
