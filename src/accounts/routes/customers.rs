//! Handlers of customers' balances (ACCT-5).

use super::{chosen, organizations, partners};
use crate::{
    access::{
        Actor,
        permission::{AdjustView, CustomerBalanceView, ResellerCustomerView},
    },
    accounts::{
        forms::customers as forms,
        pages::customers as pages,
        store::{adjustments, customers as store},
        sync::customers::CUSTOMER_BALANCES,
    },
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /accounts/customers`.
pub async fn list(actor: Actor<CustomerBalanceView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let partners = partners(&actor, ResellerCustomerView::CODE);
    let organization = chosen(&typed, &partners);
    let (filters, mut bar) = forms::filters(typed, &partners, &actor.face());
    let paging = bar.paging();
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMER_BALANCES, &actor.face()).await?;
    let managers = actor.scope().managers();
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::list(&mut connection, organization, managers, &filters, paging.after).await?;
    }
    let totals = store::totals(&mut connection, organization, managers).await?;
    let pager = bar.pager(&paging, &mut rows, |row| (row.sort_amount, row.id));
    let mut page = pages::list(&actor, bar, (&rows, &totals), pager);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /accounts/customers/{id}`: one balance and every value it had.
pub async fn show(actor: Actor<CustomerBalanceView>, Id(id): Id) -> Result<DetailPage, Error> {
    let organizations = organizations(&actor, ResellerCustomerView::CODE);
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    let balance = store::find(&mut connection, &organizations, managers, id).await?.ok_or(Error::NotFound)?;
    let mut records = Vec::new();
    if actor.may(AdjustView::CODE) {
        records = adjustments::of_customer(&mut connection, balance.organization_id, &balance.customer_id).await?;
    }
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMER_BALANCES, &actor.face()).await?;
    let mut page = pages::show(&actor, &balance, &balance.changes, &records);
    page.freshness = Some(badge);
    Ok(page)
}
