//! Handlers of customers' budgets (ACCT-21): international site.

use super::{chosen, organizations, partners};
use crate::{
    access::{
        Actor,
        permission::{CustomerBudgetView, ResellerCustomerView},
    },
    accounts::{
        forms::budgets as forms, pages::budgets as pages, store::budgets as store, sync::budgets::CUSTOMER_BUDGETS,
    },
    sync::freshness,
    web::{DetailPage, Error, Id, ListPage, Query},
};

/// `GET /accounts/budgets`.
pub async fn list(actor: Actor<CustomerBudgetView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let partners = partners(&actor, ResellerCustomerView::CODE);
    let organization = chosen(&typed, &partners);
    let (filters, mut bar) = forms::filters(typed, &partners, &actor.face());
    let paging = bar.paging();
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMER_BUDGETS, &actor.face()).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let managers = actor.scope().managers();
        rows = store::list(&mut connection, organization, managers, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.usage, row.id));
    let mut page = pages::list(&actor, bar, &rows, pager);
    page.freshness = (!pages::is_only_china(&actor)).then_some(badge);
    Ok(page)
}

/// `GET /accounts/budgets/{id}`: one budget and its history.
pub async fn show(actor: Actor<CustomerBudgetView>, Id(id): Id) -> Result<DetailPage, Error> {
    let organizations = organizations(&actor, ResellerCustomerView::CODE);
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    let budget = store::find(&mut connection, &organizations, managers, id).await?.ok_or(Error::NotFound)?;
    let records = store::records(&mut connection, budget.organization_id, &budget.customer_id).await?;
    let badge = freshness::badge(&mut connection, actor.org(), &CUSTOMER_BUDGETS, &actor.face()).await?;
    let mut page = pages::show(&actor, &budget, &records);
    page.freshness = Some(badge);
    Ok(page)
}
