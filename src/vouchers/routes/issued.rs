//! Handlers of issued quotas.

use super::{family, quotas::around, standing};
use crate::{
    access::{
        Actor,
        permission::{QuotaIssuedView, QuotaView},
    },
    vouchers::{forms, pages, store, sync::ISSUED_QUOTAS, text::Text},
    web::{DetailPage, Error, Id, Link, ListPage, Query},
};

/// `GET /vouchers/issued`.
pub async fn list(actor: Actor<QuotaIssuedView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let resellers = store::resellers::of(&mut connection, actor.org()).await?;
    let (filters, mut bar) = forms::quotas::issued(typed, &actor.face(), &resellers);
    let paging = bar.paging();
    let (badge, standing) = standing(&mut connection, &actor, &[&ISSUED_QUOTAS], ISSUED_QUOTAS.api).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::quotas::issued(&mut connection, actor.org(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::issued::list(&actor, bar, &rows, pager, standing);
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// `GET /vouchers/issued/{id}`.
pub async fn show(actor: Actor<QuotaIssuedView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let quota = store::quotas::find_issued(&mut connection, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let mut around = around(&mut connection, &actor, &quota).await?;
    if actor.may(QuotaView::CODE) {
        let held = store::quotas::find_number(&mut connection, &family(&actor), &quota.remote_id).await?;
        let label = Text::of(actor.lang()).quota.as_held;
        around.other_side = held.map(|id| Link::new(label, format!("/vouchers/quotas/{id}")));
    }
    let (badge, _) = standing(&mut connection, &actor, &[&ISSUED_QUOTAS], ISSUED_QUOTAS.api).await?;
    let mut page = pages::issued::show(&actor, &quota, around);
    page.freshness = Some(badge);
    Ok(page)
}
