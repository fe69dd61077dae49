//! Handlers of records.

use super::{around, doors, family, sees_resellers, standing};
use crate::{
    access::{
        Actor, Kind as OrganizationKind,
        permission::{CouponRecordView, Permission, QuotaIssuedView},
    },
    db::Connection,
    sync::Resource,
    vouchers::{
        forms::{self, Whose, records::Filters},
        pages::{
            self,
            records::{About, Quotas},
        },
        rules::record::Kind,
        store::{self, records::Readable},
        sync::{COUPON_RECORDS, QUOTA_RECORDS},
    },
    web::{DetailPage, Error, Id, ListPage, Query, Table, pager},
};

/// Both operations of the vendor, where both kinds stand in one list.
const BOTH: &str = "ListCouponQuotasRecords, ListPartnerCouponsRecord";

/// `GET /vouchers/records?kind=quota|coupon`, both by default.
pub async fn list(actor: Actor<CouponRecordView>, Query(typed): Query) -> Result<ListPage, Error> {
    let kind = Kind::parse(typed.get("kind"));
    let mut connection = actor.open().await?;
    let (read, api) = resources(kind);
    let ((badge, standing), resellers) = around(&mut connection, &actor, (&read, api), sees_resellers(&actor)).await?;
    let (filters, whose, mut bar) = forms::records::filters(typed, kind, &actor.face(), &resellers);
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let (quotas, coupons) = (distributors(&actor, kind), issuers(&actor, kind, whose));
        let seen = Readable { quotas: &quotas, resellers: actor.resellers(), coupons: actor.seen(&coupons) };
        rows = store::records::list(&mut connection, seen, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.operated_at, row.id));
    let about = About { kind, quotas: quotas(&actor), standing };
    let mut page = pages::records::list(&actor, bar, &rows, pager, (doors(&actor), about));
    page.freshness = standing.badge(badge);
    Ok(page)
}

/// What a tab's rows come from.
fn resources(kind: Option<Kind>) -> (Vec<&'static Resource>, &'static str) {
    match kind {
        Some(Kind::Quota) => (vec![&QUOTA_RECORDS], QUOTA_RECORDS.api),
        Some(Kind::Coupon) => (vec![&COUPON_RECORDS], COUPON_RECORDS.api),
        None => (vec![&QUOTA_RECORDS, &COUPON_RECORDS], BOTH),
    }
}

/// Quota records are about issued quotas: they take that permission too.
fn quotas<P: Permission>(actor: &Actor<P>) -> Quotas {
    match actor.organization().kind {
        OrganizationKind::Distributor if actor.may(QuotaIssuedView::CODE) => Quotas::Seen,
        OrganizationKind::Distributor => Quotas::Hidden,
        _ => Quotas::NoDistributor,
    }
}

fn distributors<P: Permission>(actor: &Actor<P>, kind: Option<Kind>) -> Vec<i64> {
    if kind == Some(Kind::Coupon) || quotas(actor) != Quotas::Seen { vec![] } else { vec![actor.org()] }
}

fn issuers<P: Permission>(actor: &Actor<P>, kind: Option<Kind>, whose: Whose<'_>) -> Vec<i64> {
    match whose {
        _ if kind == Some(Kind::Quota) => vec![],
        Whose::Any => family(actor),
        Whose::Own => vec![actor.org()],
        Whose::Reseller(reseller) => vec![reseller.child_id],
    }
}

/// The latest records that name this quota, parent quota or coupon, as a table; none for who may not see records.
pub(super) async fn table_of<P: Permission>(
    connection: &mut Connection,
    actor: &Actor<P>,
    number: &str,
) -> Result<Option<Table>, Error> {
    if !actor.may(CouponRecordView::CODE) {
        return Ok(None);
    }
    let (quotas, coupons) = (distributors(actor, None), issuers(actor, None, Whose::Any));
    let seen = Readable { quotas: &quotas, resellers: actor.resellers(), coupons: actor.seen(&coupons) };
    let filters = Filters { number: Some(number.to_owned()), ..Filters::default() };
    let mut found = store::records::list(connection, seen, &filters, None).await?;
    found.truncate(pager::SIZE);
    Ok((!found.is_empty()).then(|| pages::records::table(&found, doors(actor), &actor.face())))
}

/// `GET /vouchers/records/{id}`, of either kind: their ids come from one sequence.
pub async fn show(actor: Actor<CouponRecordView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let (quotas, coupons) = (distributors(&actor, None), issuers(&actor, None, Whose::Any));
    let seen = Readable { quotas: &quotas, resellers: actor.resellers(), coupons: actor.seen(&coupons) };
    let record = store::records::find(&mut connection, seen, id).await?.ok_or(Error::NotFound)?;
    let (read, api) = resources(Some(record.kind()));
    let (badge, _) = standing(&mut connection, &actor, &read, api).await?;
    let mut page = pages::records::show(&actor, &record, doors(&actor));
    page.freshness = Some(badge);
    Ok(page)
}
