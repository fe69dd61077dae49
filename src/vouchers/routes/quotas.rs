//! Handlers of quotas.

use chrono::TimeDelta;

use super::{family, records, records_were_read, standing};
use crate::{
    access::{
        Actor,
        permission::{CouponView, Permission, QuotaIssuedView, QuotaView},
    },
    db::Connection,
    vouchers::{
        forms::{self, Whose},
        pages::{
            self,
            quotas::{Around, Figures},
        },
        store::{self, quotas::Quota},
        sync::VOUCHER_QUOTAS,
        text::Text,
    },
    web::{DetailPage, Error, Id, Link, ListPage, Query},
};

/// What counts as expiring soon.
const SOON: TimeDelta = TimeDelta::days(30);

/// `GET /vouchers/quotas`: the organisation's own, or one reseller's.
pub async fn list(actor: Actor<QuotaView>, Query(typed): Query) -> Result<ListPage, Error> {
    let face = actor.face();
    let mut connection = actor.open().await?;
    let resellers = if actor.may(QuotaIssuedView::CODE) {
        store::resellers::of(&mut connection, actor.org()).await?
    } else {
        vec![]
    };
    let (filters, whose, mut bar) = forms::quotas::held(typed, &face, &resellers);
    let holder = if let Whose::Reseller(reseller) = whose { reseller.child_id } else { actor.org() };
    let paging = bar.paging();
    let (badge, standing) = standing(&mut connection, &actor, &[&VOUCHER_QUOTAS], VOUCHER_QUOTAS.api).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::quotas::held(&mut connection, holder, &filters, paging.after, face.now).await?;
    }
    let figures = figures(&mut connection, &actor, holder).await?;
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::quotas::list(&actor, bar, &rows, pager, (&figures, standing));
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// Sums of the holder; what was issued to resellers only beside the distributor's own.
async fn figures(connection: &mut Connection, actor: &Actor<QuotaView>, holder: i64) -> Result<Figures, Error> {
    let now = actor.face().now;
    let held = store::figures::held(connection, holder, now, now + SOON).await?;
    let issued = if actor.may(QuotaIssuedView::CODE) && holder == actor.org() {
        Some(store::figures::issued(connection, actor.org()).await?)
    } else {
        None
    };
    Ok(Figures { held, issued })
}

/// `GET /vouchers/quotas/{id}`: also a reseller's, for who may see issued quotas.
pub async fn show(actor: Actor<QuotaView>, Id(id): Id) -> Result<DetailPage, Error> {
    let organizations = if actor.may(QuotaIssuedView::CODE) { family(&actor) } else { vec![actor.org()] };
    let mut connection = actor.open().await?;
    let quota = store::quotas::find_held(&mut connection, &organizations, id).await?.ok_or(Error::NotFound)?;
    let mut around = around(&mut connection, &actor, &quota).await?;
    if actor.may(QuotaIssuedView::CODE) {
        around.children = store::quotas::children(&mut connection, actor.org(), &quota.remote_id).await?;
        let issued = store::quotas::find_issued_number(&mut connection, actor.org(), &quota.remote_id).await?;
        let label = Text::of(actor.lang()).quota.as_issued;
        around.other_side = issued.map(|id| Link::new(label, format!("/vouchers/issued/{id}")));
    }
    let (badge, _) = standing(&mut connection, &actor, &[&VOUCHER_QUOTAS], VOUCHER_QUOTAS.api).await?;
    let mut page = pages::quotas::show(&actor, &quota, around);
    page.freshness = Some(badge);
    Ok(page)
}

/// Parent, records and sums of a quota, as far as the member may see them.
pub(super) async fn around<P: Permission>(
    connection: &mut Connection,
    actor: &Actor<P>,
    quota: &Quota,
) -> Result<Around, Error> {
    let organizations = family(actor);
    let parent_id = match &quota.parent_remote_id {
        Some(parent) => store::quotas::find_number(connection, &[actor.org()], parent).await?,
        None => None,
    };
    let parent = match parent_id.filter(|_| actor.may(QuotaView::CODE)) {
        Some(id) => store::quotas::find_held(connection, &[actor.org()], id).await?,
        None => None,
    };
    let tally = if records_were_read(connection, actor).await? {
        Some(store::tally::of(connection, &organizations, &quota.remote_id).await?)
    } else {
        None
    };
    let records = records::table_of(connection, actor, &quota.remote_id).await?;
    let coupons = actor.may(CouponView::CODE);
    Ok(Around {
        parent_id: parent.as_ref().map(|parent| parent.id),
        parent,
        children: vec![],
        tally,
        records,
        other_side: None,
        coupons,
    })
}
