//! Handlers of coupons: issued to customers, and own ones.

use super::{acts_for_resellers, around, doors, family, records, sees_resellers, standing};
use crate::{
    access::{
        Actor,
        permission::{CouponOwnView, CouponView, Permission},
    },
    vouchers::{
        forms::{self, Whose, coupons::Tab},
        pages, store,
        sync::{COUPONS, OWN_COUPONS},
        text::Text,
    },
    web::{DetailPage, Error, Id, ListPage, Query, Typed},
};

/// Either kind of coupons; which one is checked again for the tab or the row.
type Either = Actor<(CouponView, CouponOwnView)>;

/// `GET /vouchers/coupons?tab=issued|own`.
pub async fn list(actor: Either, Query(typed): Query) -> Result<ListPage, Error> {
    let first = if actor.may(CouponView::CODE) { Tab::Issued } else { Tab::Own };
    let tab = Tab::of(&typed).unwrap_or(first);
    if !may(&actor, tab) {
        return Err(Error::Forbidden(match tab {
            Tab::Issued => CouponView::CODES,
            Tab::Own => CouponOwnView::CODES,
        }));
    }
    let mut page = match tab {
        Tab::Issued => issued(&actor, typed).await?,
        Tab::Own => own(&actor, typed).await?,
    };
    page.tabs = pages::coupons::tabs(Text::of(actor.lang()), tab, |tab| may(&actor, tab));
    Ok(page)
}

fn may(actor: &Either, tab: Tab) -> bool {
    actor.may(match tab {
        Tab::Issued => CouponView::CODE,
        Tab::Own => CouponOwnView::CODE,
    })
}

async fn issued(actor: &Either, typed: Typed) -> Result<ListPage, Error> {
    let face = actor.face();
    let mut connection = actor.open().await?;
    let read = (&[&COUPONS][..], COUPONS.api);
    let ((badge, standing), resellers) = around(&mut connection, actor, read, sees_resellers(actor)).await?;
    let (filters, whose, mut bar) = forms::coupons::filters(typed, Tab::Issued, &face, &resellers);
    let organizations = match whose {
        Whose::Any => family(actor),
        Whose::Own => vec![actor.org()],
        Whose::Reseller(reseller) => vec![reseller.child_id],
    };
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows =
            store::coupons::list(&mut connection, actor.seen(&organizations), &filters, paging.after, face.now).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::coupons::list(actor, bar, &rows, pager, (doors(actor), standing));
    page.freshness = standing.badge(badge);
    Ok(page)
}

async fn own(actor: &Either, typed: Typed) -> Result<ListPage, Error> {
    let face = actor.face();
    let mut connection = actor.open().await?;
    let (filters, _, mut bar) = forms::coupons::filters(typed, Tab::Own, &face, &[]);
    let paging = bar.paging();
    let (badge, standing) = standing(&mut connection, actor, &[&OWN_COUPONS], OWN_COUPONS.api).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::own_coupons::list(&mut connection, actor.org(), &filters, paging.after, face.now).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::own_coupons::list(actor, bar, &rows, pager, standing);
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// `GET /vouchers/coupons/{id}`, of either kind: their ids come from one sequence.
pub async fn show(actor: Either, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    if actor.may(CouponView::CODE) {
        let organizations = family(&actor);
        if let Some(coupon) = store::coupons::find(&mut connection, actor.seen(&organizations), id).await? {
            let records = records::table_of(&mut connection, &actor, &coupon.remote_id).await?;
            let (badge, _) = standing(&mut connection, &actor, &[&COUPONS], COUPONS.api).await?;
            let mut page = pages::coupons::show(&actor, &coupon, doors(&actor), records);
            pages::offers::reclaim_coupon(&mut page, &actor, (id, &coupon), acts_for_resellers(&actor));
            page.freshness = Some(badge);
            return Ok(page);
        }
    }
    if !actor.may(CouponOwnView::CODE) {
        return Err(Error::NotFound);
    }
    let coupon = store::own_coupons::find(&mut connection, actor.org(), id).await?.ok_or(Error::NotFound)?;
    let (badge, _) = standing(&mut connection, &actor, &[&OWN_COUPONS], OWN_COUPONS.api).await?;
    let mut page = pages::own_coupons::show(&actor, &coupon);
    page.freshness = Some(badge);
    Ok(page)
}
