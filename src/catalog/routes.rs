//! Handlers of the dictionaries.

use super::{
    forms, pages,
    rules::Offer,
    store,
    sync::{
        BUSINESS_DISCOUNTS, CONVERSIONS, INCENTIVE_POLICIES, MEASURES, PROVINCES, RESOURCE_TYPES, SERVICE_TYPES,
        USAGE_TYPES,
    },
    text::Text,
};
use crate::{
    access::{
        Actor, Permission,
        permission::{CatalogView, PolicyView},
    },
    db::Connection,
    sync::{Resource, freshness},
    web::{DetailPage, Error, FreshnessBadge, Id, ListPage, Query},
};

/// The badge of a page, and whether its dictionary can be had at all.
async fn standing<P: Permission>(
    actor: &Actor<P>,
    connection: &mut Connection,
    resource: &'static Resource,
) -> Result<(FreshnessBadge, Offer), Error> {
    let asked = [resource.name.to_owned(), SERVICE_TYPES.name.to_owned()];
    let known = freshness::freshness(connection, actor.org(), &asked).await?;
    let badge = freshness::badge_of(&known, resource, &actor.face());
    let known: Vec<String> = known.into_iter().map(|row| row.resource).collect();
    Ok((badge, Offer::of(&known, resource.name, SERVICE_TYPES.name)))
}

/// `GET /catalog/resource-types`.
pub async fn resource_types(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let services = store::services(&mut connection, actor.org(), actor.lang()).await?;
    let (filters, mut bar) = forms::by_service("/catalog/resource-types", typed, services, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &RESOURCE_TYPES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::list(&mut connection, &owners, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.code.clone(), row.id));
    Ok(pages::resource_types(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/resource-types/{id}`.
pub async fn resource_type(actor: Actor<CatalogView>, Id(id): Id) -> Result<DetailPage, Error> {
    let mut connection = actor.open().await?;
    let owners = actor.organization().with_distributor();
    let found = store::find(&mut connection, &owners, id).await?.ok_or(Error::NotFound)?;
    let used = store::used_by(&mut connection, &owners, &found.code).await?;
    let (badge, _) = standing(&actor, &mut connection, &RESOURCE_TYPES).await?;
    let mut page = pages::resource_type(&actor, &found, &found.offered, &used);
    page.freshness = Some(badge);
    Ok(page)
}

/// `GET /catalog/service-types`.
pub async fn service_types(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let (filters, mut bar) = forms::by_text("/catalog/service-types", typed, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &SERVICE_TYPES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::service_types(&mut connection, &owners, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.code.clone(), row.id));
    Ok(pages::service_types(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/usage-types`.
pub async fn usage_types(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let services = store::services(&mut connection, actor.org(), actor.lang()).await?;
    let (filters, mut bar) = forms::by_service("/catalog/usage-types", typed, services, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &USAGE_TYPES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::usage_types(&mut connection, &owners, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.code.clone(), row.id));
    Ok(pages::usage_types(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/measures`.
pub async fn measures(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let text = Text::of(actor.lang());
    let kinds = (text.measure_type, &text.measure_types[..]);
    let (filters, mut bar) = forms::by_kind("/catalog/measures", typed, kinds, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &MEASURES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::measures(&mut connection, &owners, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.measure_id, row.id));
    Ok(pages::measures(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/conversions`.
pub async fn conversions(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let text = Text::of(actor.lang());
    let kinds = (text.measure_type, &text.measure_types[..]);
    let (filters, mut bar) = forms::by_kind("/catalog/conversions", typed, kinds, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &CONVERSIONS).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::conversions(&mut connection, &owners, &filters, paging.after).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.measure_id, row.id));
    Ok(pages::conversions(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/places`.
pub async fn places(actor: Actor<CatalogView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let text = Text::of(actor.lang());
    let levels = (text.level, &text.levels[..]);
    let (filters, mut bar) = forms::by_kind("/catalog/places", typed, levels, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &PROVINCES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        let owners = actor.organization().with_distributor();
        rows = store::places(&mut connection, &owners, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.code.clone(), row.id));
    Ok(pages::places(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/policies`.
pub async fn policies(actor: Actor<PolicyView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let (month, filters, mut bar) = forms::policies(typed, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &INCENTIVE_POLICIES).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::policies(&mut connection, actor.org(), month, &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.service_type_code.clone(), row.id));
    Ok(pages::policies(&actor, bar, &rows, pager, standing))
}

/// `GET /catalog/discounts`.
pub async fn discounts(actor: Actor<PolicyView>, Query(typed): Query) -> Result<ListPage, Error> {
    let mut connection = actor.open().await?;
    let services = store::services(&mut connection, actor.org(), actor.lang()).await?;
    let (filters, mut bar) = forms::by_service("/catalog/discounts", typed, services, &actor.face());
    let paging = bar.paging();
    let standing = standing(&actor, &mut connection, &BUSINESS_DISCOUNTS).await?;
    let mut rows = Vec::new();
    if bar.is_sound() {
        rows = store::discounts(&mut connection, actor.org(), &filters, paging.after.clone()).await?;
    }
    let pager = bar.pager(&paging, &mut rows, |row| (row.item_key.clone(), row.id));
    Ok(pages::discounts(&actor, bar, &rows, pager, standing))
}
