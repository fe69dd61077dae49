//! `/vouchers/differences` (SYNC-3): what the records do not explain.

use super::family;
use crate::{
    access::{
        Actor, Kind,
        permission::{BalanceView, CouponView, QuotaIssuedView, QuotaView},
    },
    accounts,
    ledgers::{
        pages::differences::{self as pages, Found},
        store::differences as store,
    },
    sync::freshness,
    vouchers::sync::{COUPON_RECORDS, QUOTA_RECORDS},
    web::{DetailPage, Error, FilterBar, Query},
};

/// `GET /vouchers/differences`.
pub async fn list(actor: Actor<QuotaView>, Query(typed): Query) -> Result<DetailPage, Error> {
    let face = actor.face();
    let mut bar = FilterBar::new("/vouchers/differences", typed, face.lang);
    let paging = bar.paging();
    bar.only_known()?;
    if !bar.is_sound() {
        return Err(Error::Unreadable);
    }
    let organizations = family(&actor);
    let only_holder = actor.organization().kind == Kind::Reseller;
    let mut connection = actor.open().await?;
    let names = [COUPON_RECORDS.name, QUOTA_RECORDS.name].map(str::to_owned);
    let sees = (actor.may(QuotaIssuedView::CODE), actor.may(CouponView::CODE));
    let scope = (actor.scope().managers(), actor.resellers());
    let unlisted = store::unlisted(&mut connection, &organizations, sees, scope).await?;
    let mut quotas = store::quotas(&mut connection, &organizations, only_holder, paging.after).await?;
    let (known, accounts) =
        accounts::unexplained(&mut connection, actor.org(), &names, actor.may(BalanceView::CODE)).await?;
    let read_at = known.iter().map(|row| row.completed_at).min().flatten();
    let pager = bar.pager(&paging, &mut quotas, |row| (row.since, row.id));
    let found = Found { quotas: &quotas, accounts: accounts.as_deref(), unlisted: &unlisted, read_at };
    let badge = freshness::badge_of(&known, &COUPON_RECORDS, &face);
    Ok(pages::show(&actor, &found, badge, &pager))
}
