//! Handlers of real-name verification.

pub mod application;

use super::{forms, pages, rules::Tab, store, sync::REAL_NAME};
use crate::{
    access::{
        Actor,
        permission::{RealnameView, ResellerCustomerView},
    },
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /customers/real-name`.
pub async fn list(actor: Actor<RealnameView>, Query(typed): Query) -> Result<ListPage, Error> {
    let tab = Tab::of(&typed, actor.may(ResellerCustomerView::CODE))?;
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let badge = freshness::badge(&mut connection, actor.org(), &REAL_NAME, &actor.face()).await?;
    let organizations = organizations(&actor, tab);
    let managers = actor.scope().managers();
    let counts = store::count(&mut connection, &organizations, managers).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, &organizations, managers, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.state_at, row.id));
    let mut page = pages::list(&actor, tab, bar, (&rows, &counts), pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /customers/real-name/{id}`, the key of the customer.
pub async fn show(actor: Actor<RealnameView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut organizations = organizations(&actor, Tab::Own);
    if actor.may(ResellerCustomerView::CODE) {
        organizations.extend(self::organizations(&actor, Tab::Resellers));
    }
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    let standing = store::find(&mut connection, &organizations, managers, id).await?.ok_or(Error::NotFound)?;
    let history = store::history(&mut connection, standing.organization_id, id).await?;
    let badge = freshness::badge(&mut connection, actor.org(), &REAL_NAME, &actor.face()).await?;
    let mut page = pages::show(&actor, (id, &standing), &history, &standing.tags);
    page.freshness = Some(badge);
    Ok(page)
}

/// The organisations whose customers a tab shows.
fn organizations(actor: &Actor<RealnameView>, tab: Tab) -> Vec<i64> {
    match tab {
        Tab::Own => vec![actor.org()],
        Tab::Resellers => actor.seat().children.clone(),
    }
}
