//! Handlers of issued quotas.

use super::{around, family, quotas::explained, records};
use crate::{
    access::{
        Actor,
        permission::{CouponView, QuotaIssuedView, QuotaView},
    },
    vouchers::{
        forms,
        pages::{self, quotas::Around},
        store,
        sync::ISSUED_QUOTAS,
        text::Text,
    },
    web::{DetailPage, Error, Id, Link, ListPage, Query},
};

/// `GET /vouchers/issued`.
pub async fn list(actor: Actor<QuotaIssuedView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let read = (&[&ISSUED_QUOTAS][..], ISSUED_QUOTAS.api);
    let ((badge, standing), resellers) = around(&mut connection, &actor, read, true).await?;
    let (filters, mut bar) = forms::quotas::issued(typed, &actor.face(), &resellers);
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::quotas::issued(&mut connection, actor.org(), actor.resellers(), &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::issued::list(&actor, bar, &rows, pager, standing);
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// `GET /vouchers/issued/{id}`.
pub async fn show(actor: Actor<QuotaIssuedView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let (holders, sees) = (family(&actor), (actor.may(QuotaView::CODE), actor.resellers()));
    let found = store::quotas::find_issued(&mut connection, actor.org(), &holders, sees, id).await?;
    let store::quotas::Family { quota, parent, children } = found.ok_or(Error::NotFound)?;
    let (tally, badge, _) = explained(&mut connection, &actor, &quota, &ISSUED_QUOTAS).await?;
    let records = records::table_of(&mut connection, &actor, &quota.remote_id).await?;
    let label = Text::of(actor.lang()).quota.as_held;
    let other_side = quota.other_side.map(|id| Link::new(label, format!("/vouchers/quotas/{id}")));
    let coupons = actor.may(CouponView::CODE);
    let around = Around { parent, children, tally, records, other_side, coupons, open: None };
    let mut page = pages::issued::show(&actor, &quota, around);
    pages::offers::reclaim_quota(&mut page, &actor, &quota);
    page.freshness = Some(badge);
    Ok(page)
}
