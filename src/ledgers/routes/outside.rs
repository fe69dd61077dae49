//! `/vouchers/outside` (SYNC-1): records that no command claims.

use chrono::TimeDelta;

use super::family;
use crate::{
    access::{
        Actor,
        permission::{AdjustView, CouponRecordView, QuotaIssuedView},
    },
    ledgers::{
        forms, pages,
        store::outside::{self as store, Seen},
    },
    sync::freshness,
    vouchers::sync::COUPON_RECORDS,
    web::{Error, ListPage, Query},
};

/// So far back figures go.
const YEAR: TimeDelta = TimeDelta::days(366);

/// `GET /vouchers/outside?view=each|month`.
pub async fn list(actor: Actor<CouponRecordView>, Query(typed): Query) -> Result<ListPage, Error> {
    let face = actor.face();
    let (filters, view, mut bar) = forms::outside(typed, &face);
    let paging = bar.paging();
    let (family, own, claimants) = (family(&actor), [actor.org()], actor.visible());
    let seen = Seen {
        quotas: if actor.may(QuotaIssuedView::CODE) { &own } else { &[] },
        resellers: actor.resellers(),
        coupons: &family,
        transfers: if actor.may(AdjustView::CODE) { &own } else { &[] },
        managers: actor.scope().managers(),
        claimants: &claimants,
    };
    let mut connection = actor.open().await?;
    let badge = freshness::badge(&mut connection, actor.org(), &COUPON_RECORDS, &face).await?;
    let (mut rows, mut figures) = (Vec::new(), Vec::new());
    if bar.is_sound() && view == "month" {
        figures = store::figures(&mut connection, seen, face.now - YEAR).await?;
    } else if bar.is_sound() {
        rows = store::list(&mut connection, seen, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.operated_at, row.place, row.id));
    Ok(pages::outside::list(&actor, bar, (view, &rows, &figures), pager, badge))
}
