//! Handlers of resellers.

use super::{
    forms, pages,
    store::{self, Reseller},
    sync::RESELLERS,
};
use crate::{
    access::{
        Actor,
        permission::{CustomerUnmask, QuotaIssuedView, ResellerView},
    },
    audit::{Change, Deed, Event},
    db::PgConnection,
    reveals,
    sync::freshness,
    vouchers,
    web::{DetailPage, Error, Form, Id, ListPage, Query, form::FormPage},
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

/// `GET /resellers/{id}/reveal?field=`.
pub async fn ask(actor: Actor<CustomerUnmask>, Id(id): Id, Query(typed): Query) -> Result<FormPage, Error> {
    let reseller = look(&actor, &mut *actor.open().await?, id).await?;
    Ok(reveals::ask(&actor, &pages::subject(&reseller, actor.lang()), &typed))
}

/// `POST /resellers/{id}/reveal` (`field`, `reason`): one masked value, for a reason, in the record (SYNC-10).
pub async fn reveal(actor: Actor<CustomerUnmask>, Id(id): Id, Form(typed): Form) -> Result<FormPage, Error> {
    let mut change = Change::begin(&actor).await?;
    let reseller = look(&actor, &mut change, id).await?;
    let event = Event::new(Deed::PersonalDataRevealed, format!("resellers/{id}"));
    reveals::show(change, &actor, &pages::subject(&reseller, actor.lang()), &typed, event).await
}

/// The reseller, for who sees it (AM-10).
async fn look(actor: &Actor<CustomerUnmask>, connection: &mut PgConnection, id: i64) -> Result<Reseller, Error> {
    if !actor.may(ResellerView::CODE) {
        return Err(Error::NotFound);
    }
    store::find(connection, actor.org(), actor.resellers(), id).await?.ok_or(Error::NotFound)
}
