//! Handlers of quotas.

use chrono::TimeDelta;

use super::{acts_for_resellers, around, family, names, records, records_were_read, standing_of};
use crate::{
    access::{
        Actor,
        permission::{CouponView, Permission, QuotaIssuedView, QuotaView},
    },
    db::Connection,
    sync::Resource,
    vouchers::{
        forms::{self, Whose},
        pages::{
            self,
            quotas::{Around, Figures},
        },
        rules::tally::Tally,
        store::{self, quotas::Quota, tally::Beside},
        sync::{COUPON_RECORDS, QUOTA_RECORDS, VOUCHER_QUOTAS},
        text::Text,
    },
    web::{DetailPage, Error, FreshnessBadge, Id, Link, ListPage, Query},
};

/// What counts as expiring soon.
const SOON: TimeDelta = TimeDelta::days(30);

/// `GET /vouchers/quotas`: the organisation's own, or one reseller's.
pub async fn list(actor: Actor<QuotaView>, Query(typed): Query) -> Result<ListPage, Error> {
    let face = actor.face();
    let mut connection = actor.open().await?;
    let sees_issued = actor.may(QuotaIssuedView::CODE);
    let read = (&[&VOUCHER_QUOTAS][..], VOUCHER_QUOTAS.api);
    let ((badge, standing), resellers) = around(&mut connection, &actor, read, sees_issued).await?;
    let (filters, whose, mut bar) = forms::quotas::held(typed, &face, &resellers);
    let holder = if let Whose::Reseller(reseller) = whose { reseller.child_id } else { actor.org() };
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::quotas::held(&mut connection, holder, &filters, paging.after, face.now).await?;
    }
    // What was issued to resellers stands only beside the distributor's own.
    let (range, with_issued) = ((face.now, face.now + SOON), sees_issued && holder == actor.org());
    let sees = (with_issued, actor.resellers());
    let (held, issued) = store::figures::of(&mut connection, holder, range, sees).await?;
    let pager = bar.pager(&paging, &mut rows, |row| (row.created_at, row.id));
    let mut page = pages::quotas::list(&actor, bar, &rows, pager, (&Figures { held, issued }, standing));
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// `GET /vouchers/quotas/{id}`: also a reseller's, for who may see issued quotas.
pub async fn show(actor: Actor<QuotaView>, Id(id): Id) -> Result<DetailPage, Error> {
    let sees_issued = actor.may(QuotaIssuedView::CODE);
    let organizations = if sees_issued { family(&actor) } else { vec![actor.org()] };
    let mut connection = actor.open().await?;
    let sees = (sees_issued, actor.resellers());
    let found = store::quotas::find_held(&mut connection, actor.org(), &organizations, sees, id).await?;
    let store::quotas::Family { quota, parent, children } = found.ok_or(Error::NotFound)?;
    let (tally, badge, beside) = explained(&mut connection, &actor, &quota, &VOUCHER_QUOTAS).await?;
    let records = records::table_of(&mut connection, &actor, &quota.remote_id).await?;
    let label = Text::of(actor.lang()).quota.as_issued;
    let other_side = quota.other_side.map(|id| Link::new(label, format!("/vouchers/issued/{id}")));
    let coupons = actor.may(CouponView::CODE);
    let around =
        Around { parent, children, tally, records, other_side, coupons, open: Some((beside.open, beside.open_count)) };
    let mut page = pages::quotas::show(&actor, &quota, around);
    pages::offers::issues(&mut page, &actor, &quota, (beside.uses_coupons, acts_for_resellers(&actor)));
    page.freshness = Some(badge);
    Ok(page)
}

/// What the records of a quota add up to, once they were read; the badge of its page, and what stands beside its balance.
pub(super) async fn explained<P: Permission>(
    connection: &mut Connection,
    actor: &Actor<P>,
    quota: &Quota,
    resource: &'static Resource,
) -> Result<(Option<Tally>, FreshnessBadge, Beside), Error> {
    let organizations = family(actor);
    let asked = names(&[resource, &COUPON_RECORDS, &QUOTA_RECORDS]);
    let (asking, now) = ((actor.org(), asked.as_slice()), actor.app().clock.now());
    let (tally, known, beside) = store::tally::of(connection, &organizations, &quota.remote_id, asking, now).await?;
    let (badge, _) = standing_of(&known, actor, &[resource], resource.api);
    Ok((records_were_read(&known).then_some(tally), badge, beside))
}
