//! Service types, resource types, resources of services, usage types (CAT-1 to CAT-4).

use serde_json::Value;

use super::{NIGHTLY, is_chinese, language, spoken};
use crate::{
    catalog::mirror::{
        resource_types::{self, ResourceTypeRow},
        service_resources::{self, ServiceResourceRow},
        service_types::{self, ServiceTypeRow},
        usage_types::{self, UsageTypeRow},
    },
    cloud::{
        site::Sites,
        wire::{
            Paged,
            catalog::{
                ListResourceTypes, ListServiceResources, ListServiceTypes, ListUsageTypes, ResourceType,
                ServiceResource, ServiceType, UsageType,
            },
        },
    },
    sync::{List, Pass, Resource, SyncError, is_at_end, scope},
};

/// Cloud services (CAT-1).
pub static SERVICE_TYPES: Resource = Resource {
    name: "service_types",
    api: "ListServiceTypes",
    sites: Sites::Both,
    after: &[],
    distributor_only: false,
    cadence: NIGHTLY,
    plan: scope::languages,
    pull: |pass| Box::pin(pull_service_types(pass)),
    finish: None,
};

/// Types of resources (CAT-2).
pub static RESOURCE_TYPES: Resource = Resource {
    name: "resource_types",
    api: "ListResourceTypes",
    pull: |pass| Box::pin(pull_resource_types(pass)),
    ..SERVICE_TYPES
};

/// Resources of every service (CAT-3).
pub static SERVICE_RESOURCES: Resource = Resource {
    name: "service_resources",
    api: "ListServiceResources",
    after: &["service_types"],
    pull: |pass| Box::pin(pull_service_resources(pass)),
    ..SERVICE_TYPES
};

/// Ways use is measured (CAT-4).
pub static USAGE_TYPES: Resource = Resource {
    name: "usage_types",
    api: "ListUsageTypes",
    pull: |pass| Box::pin(pull_usage_types(pass)),
    ..SERVICE_TYPES
};

async fn pull_service_types(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListServiceTypes { language: language(pass), ..ListServiceTypes::default() };
    let row = if is_chinese(pass) { service_type::<true> } else { service_type::<false> };
    let key = |row: &ServiceTypeRow| row.code.clone();
    Ok(pass.read_list(List { request, row, key, merge: service_types::merge, windowed: false }).await?.len())
}

fn service_type<const CHINESE: bool>(service: ServiceType, raw: Value) -> Result<ServiceTypeRow, String> {
    let (name_zh, name_en) = spoken::<CHINESE, _>(service.service_type_name);
    let (abbreviation_zh, abbreviation_en) = spoken::<CHINESE, _>(service.abbreviation);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    let code = service.service_type_code.ok_or("a service type without code")?;
    Ok(ServiceTypeRow { code, name_zh, name_en, abbreviation_zh, abbreviation_en, raw_zh, raw_en })
}

async fn pull_resource_types(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListResourceTypes { language: language(pass), ..ListResourceTypes::default() };
    let row = if is_chinese(pass) { resource_type::<true> } else { resource_type::<false> };
    let key = |row: &ResourceTypeRow| row.code.clone();
    Ok(pass.read_list(List { request, row, key, merge: resource_types::merge, windowed: false }).await?.len())
}

fn resource_type<const CHINESE: bool>(resource: ResourceType, raw: Value) -> Result<ResourceTypeRow, String> {
    let (name_zh, name_en) = spoken::<CHINESE, _>(resource.resource_type_name);
    let (description_zh, description_en) = spoken::<CHINESE, _>(resource.resource_type_desc);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    Ok(ResourceTypeRow {
        code: resource.resource_type_code.ok_or("a resource type without code")?,
        service_type_code: resource.service_type_code,
        name_zh,
        name_en,
        description_zh,
        description_en,
        raw_zh,
        raw_en,
    })
}

async fn pull_usage_types(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let request = ListUsageTypes { language: language(pass), ..ListUsageTypes::default() };
    let row = if is_chinese(pass) { usage_type::<true> } else { usage_type::<false> };
    let key = |row: &UsageTypeRow| format!("{}/{}/{}", row.service_type_code, row.resource_type_code, row.code);
    Ok(pass.read_list(List { request, row, key, merge: usage_types::merge, windowed: false }).await?.len())
}

fn usage_type<const CHINESE: bool>(usage: UsageType, raw: Value) -> Result<UsageTypeRow, String> {
    let (name_zh, name_en) = spoken::<CHINESE, _>(usage.name);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    Ok(UsageTypeRow {
        code: usage.code.ok_or("a usage type without code")?,
        resource_type_code: usage.resource_type_code.unwrap_or_default(),
        service_type_code: usage.service_type_code.unwrap_or_default(),
        name_zh,
        name_en,
        raw_zh,
        raw_en,
    })
}

/// The resources of each service, one after the other; a marketplace service has none and is refused (CAT-3).
async fn pull_service_resources(pass: &mut Pass<'_>) -> Result<usize, SyncError> {
    let mut connection = pass.open().await?;
    let services = service_resources::services(&mut connection, pass.scope().organization_id).await?;
    drop(connection);
    let mut records = 0;
    for service in services {
        match read_service(pass, &service).await {
            Ok(count) => records += count,
            Err(error) if matches!(error.problem(), "refused" | "parameter" | "stale") => {
                tracing::debug!(service, "the vendor lists no resources of this service");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(records)
}

async fn read_service(pass: &Pass<'_>, service: &str) -> Result<usize, SyncError> {
    let request = ListServiceResources {
        service_type_code: service.to_owned(),
        language: language(pass),
        ..ListServiceResources::default()
    };
    let read = if is_chinese(pass) { service_resource::<true> } else { service_resource::<false> };
    let mut records = 0;
    loop {
        let offset = i64::try_from(records).unwrap_or(i64::MAX);
        let page = request.clone().page(offset, ListServiceResources::LARGEST_PAGE);
        let (answer, raws) = pass.call_with_records(&page, ListServiceResources::ROWS).await?;
        let received = answer.infos.len();
        let rows = answer.infos.into_iter().zip(raws).filter_map(|(info, raw)| read(service, info, raw));
        pass.merge(service_resources::merge, &rows.collect::<Vec<_>>()).await?;
        pass.count(received, crate::sync::Merged::default());
        records += received;
        if is_at_end(SERVICE_RESOURCES.api, answer.total_count, records, received)? {
            return Ok(records);
        }
    }
}

/// A record without a code names nothing and is left out.
fn service_resource<const CHINESE: bool>(
    service: &str,
    resource: ServiceResource,
    raw: Value,
) -> Option<ServiceResourceRow> {
    let basics = resource.basic_info?;
    let (name_zh, name_en) = spoken::<CHINESE, _>(basics.name);
    let (description_zh, description_en) = spoken::<CHINESE, _>(basics.description);
    let (raw_zh, raw_en) = spoken::<CHINESE, _>(Some(raw));
    Some(ServiceResourceRow {
        service_type_code: service.to_owned(),
        resource_type_code: basics.resource_type_code?,
        product_owner_service: basics.product_owner_service,
        name_zh,
        name_en,
        description_zh,
        description_en,
        raw_zh,
        raw_en,
    })
}
