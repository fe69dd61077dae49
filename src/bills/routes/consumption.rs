//! Handlers of consumption: lines, the overview of a cycle, one line (BILL-10, BILL-11).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor,
        permission::{ConsumptionView, Permission, ResellerCustomerView},
    },
    bills::{
        forms::consumption::{self as forms, Asked, View},
        pages::{consumption as pages, overview as overview_pages},
        store::{
            consumption as store,
            lines::{self, Wanted},
            names, overview,
        },
    },
    catalog,
    values::Month,
    web::{DetailPage, Error, Id, Query},
};

/// `GET /bills/consumption`: lines, or with `?view=overview` the cycle at a glance.
pub async fn list(actor: Actor<ConsumptionView>, Query(typed): Query) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let asked = Asked::of(&typed, actor.face().now);
    let partners = partners(&actor, &asked, &mut connection).await?;
    let organization = asked.organization(actor.org(), &partners);
    let managers = actor.scope().managers();
    let context = overview::context(&mut connection, actor.org(), organization, asked.cycle, managers).await?;
    let (filters, mut bar) = forms::filters(typed, &asked, &context, &partners, &actor.face());
    if asked.view == View::Overview {
        let year = overview::year(&mut connection, organization, asked.cycle, managers).await?;
        let mut tops = overview::tops(&mut connection, organization, asked.cycle, managers).await?;
        names::name(&mut connection, (actor.org(), actor.lang()), &mut tops.services, std::iter::empty()).await?;
        return Ok(overview_pages::show(&actor, &asked, bar, (&context, &year, &tops)).into_response());
    }
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let is_rare = context.is_rare(filters.service.as_deref(), filters.region.as_deref());
        let wanted = Wanted { organization_id: organization, cycle: asked.cycle, managers, filters: &filters, is_rare };
        rows = lines::list(&mut connection, &wanted, paging.after).await?;
    }
    let options = context.services.iter().chain(&context.regions).map(|choice| choice.code.as_str());
    let names = names::name(&mut connection, (actor.org(), actor.lang()), &mut rows, options).await?;
    for field in ["service", "region"] {
        bar.rename(field, |code| names.known(code).map(str::to_owned));
    }
    let sums = overview::month(&mut connection, organization, asked.cycle, managers).await?;
    let mut pager = bar.pager(&paging, &mut rows, |row| (row.trade_time, row.id));
    let whole = overview::listed(&sums, asked.cycle, filters.payable).filter(|_| !bar.narrows());
    pager.total = whole.map(|lines| bar.total(lines)).or(pager.total);
    Ok(pages::list(&actor, &asked, bar, (&context, &sums, &rows), pager).into_response())
}

/// `GET /bills/consumption/{id}?cycle=2026-10`: lines live in one partition a cycle, so the cycle is part of the address.
pub async fn show(actor: Actor<ConsumptionView>, Id(id): Id, Query(typed): Query) -> Result<DetailPage, Error> {
    let cycle: Month = typed.get("cycle").parse().map_err(|_| Error::NotFound)?;
    let mut organizations = vec![actor.org()];
    if actor.may(ResellerCustomerView::CODE) {
        organizations.extend(&actor.seat().children);
    }
    let mut connection = actor.open().await?;
    let managers = actor.scope().managers();
    let mut line = store::find(&mut connection, &organizations, cycle, managers, id).await?.ok_or(Error::NotFound)?;
    let (org, lang) = (actor.org(), actor.lang());
    names::name(&mut connection, (org, lang), std::slice::from_mut(&mut line), std::iter::empty()).await?;
    if let Some(code) = &line.usage_type {
        let resource = line.resource_type_code.as_deref().unwrap_or_default();
        line.usage_type = catalog::usage_name(&mut connection, org, lang, (resource, code)).await?.or(line.usage_type);
    }
    let context = overview::context(&mut connection, actor.org(), line.organization_id, cycle, managers).await?;
    let changes = store::changes(&mut connection, line.organization_id, cycle, &line.line_key).await?;
    Ok(pages::show(&actor, cycle, &line, &context, &changes))
}

/// Resellers to choose from, where the page is about theirs.
async fn partners(
    actor: &Actor<ConsumptionView>,
    asked: &Asked,
    connection: &mut crate::db::Connection,
) -> Result<Vec<(i64, String)>, Error> {
    if !asked.of_resellers {
        return Ok(Vec::new());
    }
    if !actor.may(ResellerCustomerView::CODE) {
        return Err(Error::Forbidden(ResellerCustomerView::CODES));
    }
    Ok(store::partners(connection, &actor.seat().children).await?)
}
