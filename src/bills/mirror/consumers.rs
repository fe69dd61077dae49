//! Customers that spent in a cycle, and whose they are.

use futures::future::BoxFuture;
use sqlx::PgConnection;

use crate::{
    sync::{Merged, Stamp},
    values::Month,
};

/// A customer that spent in a cycle.
#[derive(Debug)]
pub struct ConsumerRow {
    pub month: Month,
    pub customer_id: String,
}

/// Adds consuming customers; one that spent in a cycle stays one that spent in it.
pub fn merge<'a>(
    connection: &'a mut PgConnection,
    stamp: &'a Stamp,
    rows: &'a [ConsumerRow],
) -> BoxFuture<'a, Result<Merged, sqlx::Error>> {
    Box::pin(async move {
        let months: Vec<_> = rows.iter().map(|row| row.month.first_day()).collect();
        let customers: Vec<_> = rows.iter().map(|row| row.customer_id.clone()).collect();
        let done = sqlx::query!(
            "insert into consuming_customers (organization_id, bill_month, customer_id, run_id)
             select $1, month, customer, $2 from unnest($3::date[], $4::text[]) as r (month, customer)
             on conflict do nothing",
            stamp.organization_id,
            stamp.run_id,
            &months,
            &customers,
        )
        .execute(connection)
        .await?;
        Ok(Merged { inserted: i64::try_from(done.rows_affected()).unwrap_or(i64::MAX), ..Merged::default() })
    })
}

/// A consuming customer with the organisation whose rows its lines are.
#[derive(Debug)]
pub struct Consumer {
    pub customer_id: String,
    pub organization_id: i64,
    /// The reseller to ask about; `None` = the partner itself.
    pub indirect_partner_id: Option<String>,
}

/// Consuming customers of a cycle: those the mirror knows under the partner or a reseller there, once for each; unknown
/// ones (left before the first reading) under the partner; and every customer of a reseller, should the vendor's list
/// name only the partner's own.
pub async fn consumers(
    connection: &mut PgConnection,
    organization_id: i64,
    month: Month,
) -> Result<Vec<Consumer>, sqlx::Error> {
    sqlx::query_as!(
        Consumer,
        r#"with family as (
             select id, case when parent_id = $1 then remote_id end as indirect_partner_id
             from organizations where id = $1 or parent_id = $1
           ),
           spent as (
             select customer_id from consuming_customers where organization_id = $1 and bill_month = $2
           ),
           named as (
             select s.customer_id, f.id as organization_id, f.indirect_partner_id
             from spent s join customers c on c.remote_id = s.customer_id join family f on f.id = c.organization_id
           ),
           unnamed as (
             select c.remote_id, f.id, f.indirect_partner_id
             from family f join customers c on c.organization_id = f.id
             where f.id <> $1 and not exists (select 1 from named n where n.organization_id = f.id)
           )
           select customer_id as "customer_id!", organization_id as "organization_id!", indirect_partner_id from named
           union select remote_id, id, indirect_partner_id from unnamed
           union select s.customer_id, $1, null from spent s where not exists (select 1 from named n where n.customer_id = s.customer_id)
           order by 2, 1"#,
        organization_id,
        month.first_day(),
    )
    .fetch_all(connection)
    .await
}
