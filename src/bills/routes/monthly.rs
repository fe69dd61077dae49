//! Handlers of monthly sums (BILL-52) and of the partner's bill (BILL-53).

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor,
        permission::{BillView, Permission, ResellerCustomerView},
    },
    bills::{
        forms::monthly::{self as forms, Asked},
        pages::monthly as pages,
        rules::DataSet,
        store::{monthly as store, names},
    },
    db::Connection,
    values::Month,
    web::{DetailPage, Error, Id, ListPage, Query, Typed},
};

/// `GET /bills/monthly`: sums of a cycle; on a site without them the partner's bills.
pub async fn list(actor: Actor<BillView>, Query(typed): Query) -> Result<Response, Error> {
    let mut connection = actor.open().await?;
    let asked = Asked::of(&typed, actor.face().now);
    if asked.of_resellers && !actor.may(ResellerCustomerView::CODE) {
        return Err(Error::Forbidden(ResellerCustomerView::CODES));
    }
    let partners = if asked.of_resellers { actor.seat().child_names.as_slice() } else { &[] };
    let organization = asked.organization(actor.org(), partners);
    let context = store::context(&mut connection, actor.org(), organization, asked.cycle, DataSet::Monthly).await?;
    if asked.partner_bill || actor.organization().is_only_abroad() {
        return Ok(partner_bills(&actor, &mut connection, typed, &asked).await?.into_response());
    }
    let (filters, mut bar) = forms::filters(typed, partners, &actor.face());
    let paging = bar.paging();
    let mut rows = Vec::new();
    if bar.is_sound() {
        let managers = actor.managers_in(organization);
        rows = store::list(&mut connection, organization, asked.cycle, managers, (&filters, paging.after)).await?;
    }
    names::name(&mut connection, (actor.org(), actor.lang()), &mut rows).await?;
    let mut pager = bar.pager(&paging, &mut rows, |row| (row.sort_amount, row.id));
    if !bar.narrows() && actor.managers_in(organization).is_none() && context.lines > 0 {
        pager.total = Some(bar.total(context.lines));
    }
    Ok(pages::list(&actor, &asked, bar, (&context, &rows), pager).into_response())
}

async fn partner_bills(
    actor: &Actor<BillView>,
    connection: &mut Connection,
    typed: Typed,
    asked: &Asked,
) -> Result<ListPage, Error> {
    let mut bar = forms::partner_bar(typed, &actor.face());
    let paging = bar.paging();
    let set = DataSet::PartnerBill;
    let context = store::context(connection, actor.org(), actor.org(), asked.cycle, set).await?;
    let mut rows = store::partner_bills(connection, actor.org(), paging.after).await?;
    let pager = bar.pager(&paging, &mut rows, |row| row.bill_month);
    Ok(pages::partner(actor, bar, (&context, &rows), pager))
}

/// `GET /bills/monthly/{id}`.
pub async fn show(actor: Actor<BillView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut organizations = vec![actor.org()];
    if actor.may(ResellerCustomerView::CODE) {
        organizations.extend(&actor.seat().children);
    }
    let mut connection = actor.open().await?;
    let mut row = store::find(&mut connection, actor.seen(&organizations), id).await?.ok_or(Error::NotFound)?;
    let reader = (actor.org(), actor.lang());
    names::name(&mut connection, reader, std::slice::from_mut(&mut row)).await?;
    let cycle = Month::containing(row.bill_month);
    let context = store::context(&mut connection, actor.org(), row.organization_id, cycle, DataSet::Monthly).await?;
    Ok(pages::show(&actor, cycle, &row, &context))
}
