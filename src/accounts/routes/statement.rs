//! Handlers of the partner's statement (ACCT-11).

use super::{chosen, organizations, partners};
use crate::{
    access::{
        Actor,
        permission::{AdjustView, ResellerView},
    },
    accounts::{
        forms::statement as forms, pages::statement as pages, store::statement as store,
        sync::statement::PARTNER_STATEMENT,
    },
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /bills/statements`.
pub async fn list(actor: Actor<AdjustView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let partners = partners(&actor, ResellerView::CODE);
    let organization = chosen(&typed, &partners);
    let (filters, mut bar) = forms::filters(typed, &partners, &actor.face());
    let paging = bar.paging();
    let badge = freshness::badge(&mut connection, actor.org(), &PARTNER_STATEMENT, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let managers = actor.scope().managers();
        rows = store::list(&mut connection, organization, managers, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.trade_time, row.id));
    let mut page = pages::list(&actor, bar, &rows, pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /bills/statements/{id}`.
pub async fn show(actor: Actor<AdjustView>, Id(id): Id) -> Result<DetailPage, Error> {
    let organizations = organizations(&actor, ResellerView::CODE);
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    let line = store::find(&mut connection, &organizations, managers, id).await?.ok_or(Error::NotFound)?;
    let badge = freshness::badge(&mut connection, actor.org(), &PARTNER_STATEMENT, &actor.face()).await?;
    let mut page = pages::show(&actor, &line);
    page.freshness = Some(badge);
    Ok(page)
}
