//! SQL of the dictionaries, as pages read them. What synchronisation writes is in `mirror`.
//!
//! Rows belong to the partner whose connection read them; a reseller asks for its distributor's, which row-level security
//! lets it read. `owners` names both.

mod lists;
mod names;
mod policies;
mod resource_types;

pub use lists::{
    Conversion, Measure, Place, ServiceType, UsageType, conversions, measures, places, service_types, usage_types,
};
pub use names::{Names, names, services, usage_name};
pub use policies::{Discount, Policy, discounts, policies};
pub use resource_types::{Listed, Offered, ResourceType, find, list, offered_by, used_by};

use sqlx::PgConnection;

use crate::db::Error;

/// Whose dictionaries an organisation reads: its own and its distributor's.
pub async fn owners(connection: &mut PgConnection, organization_id: i64) -> Result<Vec<i64>, Error> {
    sqlx::query_scalar!(
        r#"select $1::bigint as "id!" union select parent_id from organizations where id = $1 and parent_id is not null"#,
        organization_id,
    )
    .fetch_all(connection)
    .await
}
