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
            consumption as store, context as about,
            lines::{self, Wanted},
            names, overview,
        },
    },
    values::Month,
    web::{DetailPage, Error, Id, Query},
};

/// `GET /bills/consumption`: lines, or with `?view=overview` the cycle at a glance.
pub async fn list(actor: Actor<ConsumptionView>, Query(typed): Query) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let asked = Asked::of(&typed, actor.face().now);
    if asked.of_resellers && !actor.may(ResellerCustomerView::CODE) {
        return Err(Error::Forbidden(ResellerCustomerView::CODES));
    }
    let partners = if asked.of_resellers { actor.seat().child_names.as_slice() } else { &[] };
    let organization_id = asked.organization(actor.org(), partners);
    let (managers, owners) = (actor.managers_in(organization_id), actor.organization().with_distributor());
    let (asking, owners, lang, cycles) = (actor.org(), owners.as_slice(), actor.lang(), asked.cycles());
    let about = about::Wanted { asking, owners, lang, organization_id, cycles, managers };
    let context = about::context(&mut connection, actor.app(), &about).await?;
    let (filters, mut bar) = forms::filters(typed, &asked, &context, partners, &actor.face());
    if asked.view == View::Overview {
        let tops = overview::tops(&mut connection, organization_id, asked.cycle, managers).await?;
        return Ok(overview_pages::show(&actor, &asked, bar, (&context, &tops)).into_response());
    }
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let is_rare = context.is_rare(filters.service.as_deref(), filters.region.as_deref());
        let wanted = Wanted { organization_id, cycle: asked.cycle, managers, filters: &filters, is_rare };
        rows = lines::list(&mut connection, &wanted, paging.after).await?;
    }
    let mut pager = bar.pager(&paging, &mut rows, |row| (row.trade_time, row.id));
    let whole = overview::listed(&context.sums, asked.cycle, filters.payable).filter(|_| !bar.narrows());
    pager.total = whole.map(|lines| bar.total(lines)).or(pager.total);
    Ok(pages::list(&actor, &asked, bar, (&context, &rows), pager).into_response())
}

/// `GET /bills/consumption/{id}?cycle=2026-10`: lines live in one partition a cycle, so the cycle is part of the address.
pub async fn show(actor: Actor<ConsumptionView>, Id(id): Id, Query(typed): Query) -> Result<DetailPage, Error> {
    let cycle: Month = typed.get("cycle").parse().map_err(|_| Error::NotFound)?;
    let mut organizations = vec![actor.org()];
    if actor.may(ResellerCustomerView::CODE) {
        organizations.extend(&actor.seat().children);
    }
    let mut connection = actor.open().await?;
    let owners = actor.organization().with_distributor();
    let words = (owners.as_slice(), actor.lang());
    let line = store::find(&mut connection, actor.seen(&organizations), (cycle, id), words).await?;
    let mut line = line.ok_or(Error::NotFound)?;
    line.usage_type = line.usage_name.take().or(line.usage_type);
    names::name(&mut connection, (actor.org(), actor.lang()), std::slice::from_mut(&mut line)).await?;
    let standing = about::standing(&mut connection, actor.org(), line.organization_id, cycle).await?;
    Ok(pages::show(&actor, cycle, &line, &standing))
}
