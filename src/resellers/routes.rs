//! Handlers of resellers.

use super::{forms, pages, store, sync::RESELLERS};
use crate::{
    access::{
        Actor,
        permission::{QuotaIssuedView, ResellerView},
    },
    sync::freshness,
    vouchers,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /resellers`.
pub async fn list(actor: Actor<ResellerView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (filters, mut bar) = forms::filters(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let badge = freshness::badge(&mut connection, actor.org(), &RESELLERS, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, actor.org(), actor.resellers(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.sort_at, row.id));
    let mut page = pages::list(&actor, bar, &rows, pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /resellers/{id}`.
pub async fn show(actor: Actor<ResellerView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let reseller = store::find(&mut connection, actor.org(), actor.resellers(), id).await?.ok_or(Error::NotFound)?;
    let quotas = if actor.may(QuotaIssuedView::CODE) {
        Some(vouchers::issued_to(&mut connection, actor.org(), &reseller.remote_id, &actor.face()).await?)
    } else {
        None
    };
    let badge = freshness::badge(&mut connection, actor.org(), &RESELLERS, &actor.face()).await?;
    let mut page = pages::show(&actor, &reseller, quotas);
    page.freshness = Some(badge);
    Ok(page)
}
