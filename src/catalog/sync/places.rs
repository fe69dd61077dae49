//! Provinces, their cities, their counties (CAT-10). Chinese only.

use serde_json::Value;

use super::NIGHTLY;
use crate::{
    catalog::mirror::places::{self, PlaceRow},
    cloud::{
        site::Sites,
        wire::{
            Paged,
            places::{ListCities, ListCounties, ListProvinces, Place},
        },
    },
    sync::{Merged, Pass, Resource, SyncError, is_at_end, scope},
};

/// Provinces.
pub static PROVINCES: Resource = Resource {
    name: "provinces",
    api: "ListProvinces",
    sites: Sites::China,
    after: &[],
    distributor_only: false,
    cadence: NIGHTLY,
    plan: scope::partner,
    pull: |pass| Box::pin(async move { read(pass, ListProvinces::default(), "province", "").await }),
    finish: None,
};

/// Cities of every province.
pub static CITIES: Resource = Resource {
    name: "cities",
    api: "ListCities",
    after: &["provinces"],
    pull: |pass| Box::pin(pull_cities(pass)),
    ..PROVINCES
};

/// Counties of every city.
pub static COUNTIES: Resource = Resource {
    name: "counties",
    api: "ListCounties",
    after: &["cities"],
    pull: |pass| Box::pin(pull_counties(pass)),
    ..PROVINCES
};

async fn pull_cities(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut records = 0;
    for province in parents(pass, "province").await? {
        let request = ListCities { province_code: province.clone(), ..ListCities::default() };
        records += read(pass, request, "city", &province).await?;
    }
    Ok(records)
}

async fn pull_counties(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut records = 0;
    for city in parents(pass, "city").await? {
        let request = ListCounties { city_code: city.clone(), ..ListCounties::default() };
        records += read(pass, request, "county", &city).await?;
    }
    Ok(records)
}

async fn parents(pass: &Pass<'_>, level: &str) -> Result<Vec<String>, SyncError> {
    let mut connection = pass.open().await?;
    Ok(places::codes(&mut connection, pass.scope().organization_id, level).await?)
}

/// Reads the places under one parent. A thousand fit on a page (API-32), which is all there are.
async fn read<O>(pass: &Pass<'_>, request: O, level: &'static str, parent: &str) -> Result<usize, SyncError>
where
    O: Paged<Row = Place>,
{
    let mut rows = Vec::new();
    loop {
        let offset = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let (answer, raws) = pass.call_with_records(&request.clone().page(offset, O::LARGEST_PAGE), O::ROWS).await?;
        let total = O::total(&answer);
        let received = O::rows(answer);
        let more = received.len();
        for (place, raw) in received.into_iter().zip(raws) {
            let unreadable = |detail| SyncError::Unreadable { api: O::ID, detail };
            rows.push(row(place, raw, level, parent).map_err(unreadable)?);
        }
        if is_at_end(O::ID, total, rows.len(), more)? {
            break;
        }
    }
    pass.merge(places::merge, &rows).await?;
    pass.count(rows.len(), Merged::default());
    Ok(rows.len())
}

fn row(place: Place, raw: Value, level: &'static str, parent: &str) -> Result<PlaceRow, String> {
    let code = place.code.ok_or("a place without code")?;
    Ok(PlaceRow { level, parent_code: parent.to_owned(), code, name: place.name, raw })
}
