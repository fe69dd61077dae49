//! Units of measure and their conversions (CAT-5, CAT-6). Neither call is paged.

use serde_json::Value;

use super::{NIGHTLY, is_chinese, language, spoken};
use crate::{
    catalog::mirror::{
        conversions::{self, ConversionRow},
        measures::{self, MeasureRow},
    },
    cloud::{
        site::Sites,
        wire::catalog::{Conversion, ListConversions, ListMeasureUnits, MeasureUnit},
    },
    sync::{Merged, Pass, Resource, SyncError, scope},
};

/// Units of measure (CAT-5).
pub static MEASURES: Resource = Resource {
    name: "measures",
    api: "ListMeasureUnits",
    sites: Sites::Both,
    after: &[],
    distributor_only: false,
    cadence: NIGHTLY,
    plan: scope::languages,
    pull: |pass| Box::pin(pull_measures(pass)),
    finish: None,
};

/// Conversions between units; they hold no text, so one language is enough (CAT-6).
pub static CONVERSIONS: Resource = Resource {
    name: "conversions",
    api: "ListConversions",
    plan: scope::partner,
    pull: |pass| Box::pin(pull_conversions(pass)),
    ..MEASURES
};

async fn pull_measures(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListMeasureUnits { language: language(pass) };
    let (answer, raws) = pass.call_with_records(&request, "measure_units").await?;
    let read = if is_chinese(pass) { measure::<true> } else { measure::<false> };
    let rows = answer.measure_units.into_iter().zip(raws).map(|(unit, raw)| read(unit, raw));
    let unreadable = |detail| SyncError::Unreadable { api: MEASURES.api, detail };
    let rows: Vec<MeasureRow> = rows.collect::<Result<_, String>>().map_err(unreadable)?;
    pass.merge(measures::merge, &rows).await?;
    pass.count(rows.len(), Merged::default());
    Ok(rows.len())
}

fn measure<const CHINESE: bool>(unit: MeasureUnit, raw: Value) -> Result<MeasureRow, String> {
    let (name_zh, name_en) = spoken::<CHINESE, _>(unit.measure_name);
    let (abbreviation_zh, abbreviation_en) = spoken::<CHINESE, _>(unit.abbreviation);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    Ok(MeasureRow {
        measure_id: unit.measure_id.ok_or("a unit without measure_id")?,
        measure_type: unit.measure_type,
        name_zh,
        name_en,
        abbreviation_zh,
        abbreviation_en,
        raw_zh,
        raw_en,
    })
}

async fn pull_conversions(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let (answer, raws) = pass.call_with_records(&ListConversions::default(), "conversions").await?;
    let rows = answer.conversions.into_iter().zip(raws).map(|(conversion, raw)| conversion_row(&conversion, raw));
    let unreadable = |detail| SyncError::Unreadable { api: CONVERSIONS.api, detail };
    let rows: Vec<ConversionRow> = rows.collect::<Result<_, String>>().map_err(unreadable)?;
    pass.merge(conversions::merge, &rows).await?;
    pass.count(rows.len(), Merged::default());
    Ok(rows.len())
}

fn conversion_row(conversion: &Conversion, raw: Value) -> Result<ConversionRow, String> {
    Ok(ConversionRow {
        measure_id: conversion.measure_id.ok_or("a conversion without measure_id")?,
        ref_measure_id: conversion.ref_measure_id.ok_or("a conversion without ref_measure_id")?,
        ratio: conversion.conversion_ratio,
        measure_type: conversion.measure_type,
        raw,
    })
}
