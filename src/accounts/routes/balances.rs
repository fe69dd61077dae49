//! Handlers of the partner's and its resellers' balances (ACCT-4), and of the consumption quota (ACCT-23).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor,
        permission::{BalanceView, ResellerView},
    },
    accounts::{
        forms::balances as forms,
        pages::{balances as pages, quota as quota_pages},
        store::balances as store,
        sync::{partner::PARTNER_BALANCES, quota::CONSUMPTION_QUOTA},
    },
    sync::freshness,
    web::{Error, ListPage, NoFilters, Query},
};

/// `GET /accounts`: balances by type, or on the international site the consumption quota.
pub async fn show(actor: Actor<BalanceView>, _: NoFilters) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    if actor.organization().is_only_abroad() {
        let badge = freshness::badge(&mut connection, actor.org(), &CONSUMPTION_QUOTA, &actor.face()).await?;
        let quotas = store::quotas(&mut connection, actor.org()).await?;
        return Ok(quota_pages::show(&actor, &quotas, badge).into_response());
    }
    let badge = freshness::badge(&mut connection, actor.org(), &PARTNER_BALANCES, &actor.face()).await?;
    let balances = store::balances(&mut connection, actor.org()).await?;
    let changes = store::changes(&mut connection, actor.org()).await?;
    Ok(pages::show(&actor, (&balances, &changes), badge).into_response())
}

/// `GET /accounts/resellers`: balances of the distributor's resellers.
pub async fn resellers(actor: Actor<ResellerView>, Query(typed): Query) -> Result<ListPage, Error> {
    let (name, mut bar) = forms::resellers(typed, &actor.face());
    let paging = bar.paging();
    let mut connection = actor.open().await?;
    let badge = freshness::badge(&mut connection, actor.org(), &PARTNER_BALANCES, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() && !actor.organization().is_only_abroad() {
        rows = store::resellers(&mut connection, &actor.seat().children, name.as_deref(), paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.name.clone(), row.organization_id));
    let mut page = pages::resellers(&actor, bar, &rows, pager);
    page.freshness = (!actor.organization().is_only_abroad()).then_some(badge);
    Ok(page)
}
