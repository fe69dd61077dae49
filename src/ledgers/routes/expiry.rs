//! `/vouchers/expiry`: what will be lost, and the same as a file.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::family;
use crate::{
    access::{
        Actor,
        permission::{CouponView, QuotaIssuedView, QuotaView},
    },
    audit::{Change, Deed, Event, Fields},
    ledgers::{
        forms::{self, Forecast},
        pages::expiry as pages,
        store::expiry::{self as store, Seen},
        text::Text,
    },
    sync::freshness,
    vouchers::sync::VOUCHER_QUOTAS,
    web::{Error, ListPage, Query, pager::LIMIT},
};

/// Most rows of a file.
const MOST: i64 = 100_000;

/// `GET /vouchers/expiry?view=each|month|holder&within=7|30|90`.
pub async fn list(actor: Actor<QuotaView>, Query(typed): Query) -> Result<ListPage, Error> {
    let face = actor.face();
    let (forecast, mut bar) = forms::forecast(typed, &face, sees(&actor));
    let paging = bar.paging();
    let (mut rows, mut sums) = (Vec::new(), Vec::new());
    let mut connection = actor.open().await?;
    let badge = freshness::badge(&mut connection, actor.org(), &VOUCHER_QUOTAS, &face).await?;
    if bar.is_sound() {
        let issuers = issuers(&actor);
        let seen = seen(&actor, &issuers, &forecast);
        sums = store::sums(&mut connection, seen).await?;
        if forecast.view == "each" {
            rows = store::list(&mut connection, seen, paging.after, LIMIT).await?;
        }
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.expires_at, row.place, row.id));
    Ok(pages::list(&actor, bar, (&forecast, pages::Shown { rows: &rows, sums: &sums, badge }), pager))
}

/// `GET /vouchers/expiry/export`: the list as a file. That somebody took it is recorded.
pub async fn export(actor: Actor<QuotaView>, Query(typed): Query) -> Result<Response, Error> {
    let face = actor.face();
    let (forecast, mut bar) = forms::forecast(typed, &face, sees(&actor));
    let _: crate::web::pager::Paging<i64> = bar.paging();
    bar.only_known()?;
    if !bar.is_sound() {
        return Err(Error::Unreadable);
    }
    let issuers = issuers(&actor);
    let mut connection = actor.open().await?;
    let rows = store::list(&mut connection, seen(&actor, &issuers, &forecast), None, MOST).await?;
    drop(connection);
    let event = Event::new(Deed::VouchersExported, "expiry").after(Fields::new().set("rows", rows.len()));
    Change::begin(&actor).await?.commit(event).await?;
    let name = format!("attachment; filename=\"expiry-{}.csv\"", face.date(face.now));
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pages::csv(&rows, Text::of(face.lang), &face)).into_response())
}

/// Whether the reader sees children and coupons.
fn sees(actor: &Actor<QuotaView>) -> (bool, bool) {
    (actor.may(QuotaIssuedView::CODE), actor.may(CouponView::CODE))
}

fn issuers(actor: &Actor<QuotaView>) -> Vec<i64> {
    if actor.may(CouponView::CODE) { family(actor) } else { vec![] }
}

fn seen<'a>(actor: &'a Actor<QuotaView>, issuers: &'a [i64], forecast: &'a Forecast) -> Seen<'a> {
    Seen {
        organization_id: actor.org(),
        issuers,
        issued: actor.may(QuotaIssuedView::CODE),
        managers: actor.scope().managers(),
        resellers: actor.resellers(),
        now: actor.face().now,
        until: forecast.until,
        kind: forecast.kind.as_deref(),
    }
}
