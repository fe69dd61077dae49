//! The list of consumption lines: the busiest query of the portal, and one over millions of rows. It is put together from the
//! filters that are set, so that each combination is planned for itself:
//! - without a rare filter it walks the index in the order of the page and stops after a page;
//! - of up to [`FEW`] customers it takes the first page of each by the index on customers, and merges those;
//! - what is rare in the cycle is gathered first and sorted then, since a walk might pass every line.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Row, postgres::PgRow};

use crate::{
    bills::forms::consumption::{Filters, Payable},
    db::Error,
    values::{Masked, Month},
    web::pager::LIMIT,
};

/// So many customers are looked at one by one.
const FEW: usize = 200;

/// A line of the list.
#[derive(Debug)]
pub struct Listed {
    pub id: i64,
    pub trade_time: DateTime<Utc>,
    pub service_type_code: Option<String>,
    pub service_type_name: Option<String>,
    pub resource_type_code: Option<String>,
    pub resource_type_name: Option<String>,
    /// Name of the resource, else its id.
    pub resource: Option<String>,
    pub region_code: Option<String>,
    pub region_name: Option<String>,
    pub charging_mode: Option<i32>,
    pub bill_detail_type: Option<i32>,
    pub official_amount: Option<Decimal>,
    pub official_discount_amount: Option<Decimal>,
    pub payment_amount: Option<Decimal>,
    pub currency: String,
    pub customer_key: Option<i64>,
    /// Account name, or the vendor's id of a customer that is not known.
    pub account: String,
    pub customer_name: Option<Masked<String>>,
    pub customer_type: Option<i32>,
}

/// What [`Listed`] is made of, in its order: it is read by place and its types are not asked for again, since a thousand
/// look-ups cost as much as a query.
const LISTED: &str =
    "l.id, l.trade_time, l.service_type_code, l.service_type_name, l.resource_type_code, l.resource_type_name,
    coalesce(l.resource_name, l.resource_id), l.region_code, l.region_name, l.charging_mode, l.bill_detail_type,
    l.official_amount, l.official_discount_amount, l.payment_amount, l.currency,
    c.id, coalesce(c.account_name, l.customer_id), c.name, c.customer_type";

impl FromRow<'_, PgRow> for Listed {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get_unchecked(0)?,
            trade_time: row.try_get_unchecked(1)?,
            service_type_code: row.try_get_unchecked(2)?,
            service_type_name: row.try_get_unchecked(3)?,
            resource_type_code: row.try_get_unchecked(4)?,
            resource_type_name: row.try_get_unchecked(5)?,
            resource: row.try_get_unchecked(6)?,
            region_code: row.try_get_unchecked(7)?,
            region_name: row.try_get_unchecked(8)?,
            charging_mode: row.try_get_unchecked(9)?,
            bill_detail_type: row.try_get_unchecked(10)?,
            official_amount: row.try_get_unchecked(11)?,
            official_discount_amount: row.try_get_unchecked(12)?,
            payment_amount: row.try_get_unchecked(13)?,
            currency: row.try_get_unchecked(14)?,
            customer_key: row.try_get_unchecked(15)?,
            account: row.try_get_unchecked(16)?,
            customer_name: row.try_get_unchecked(17)?,
            customer_type: row.try_get_unchecked(18)?,
        })
    }
}

/// A sort key: trade time and id.
pub type Key = (DateTime<Utc>, i64);

/// Whose lines of which cycle are listed, and how.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The partner, or one reseller.
    pub organization_id: i64,
    /// Bill cycle.
    pub cycle: Month,
    /// Only what these account managers see, if given (AM-13).
    pub managers: Option<&'a [i64]>,
    /// Filters.
    pub filters: &'a Filters,
    /// Whether the roll-ups say that few lines pass the filters.
    pub is_rare: bool,
}

/// Customers that a list is narrowed to.
#[derive(Debug)]
struct Customers {
    ids: Vec<String>,
    /// Customers assigned in the middle of the cycle, and since when they count (AM-9, BILL-12).
    partly: Vec<(String, DateTime<Utc>)>,
}

/// One page of lines, latest first, and one row more.
pub async fn list(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    after: Option<Key>,
) -> Result<Vec<Listed>, Error> {
    let customers = customers(connection, wanted).await?;
    if customers.as_ref().is_some_and(|customers| customers.ids.is_empty()) {
        return Ok(Vec::new());
    }
    let by_id = match &wanted.filters.resource {
        Some(resource) => is_resource_id(connection, wanted, resource).await?,
        None => false,
    };
    let mut query = QueryBuilder::<Postgres>::new("select ");
    query.push(LISTED).push(" from (");
    let after = after.unwrap_or((DateTime::<Utc>::MAX_UTC, i64::MAX));
    let few = customers.as_ref().filter(|customers| customers.ids.len() <= FEW);
    if let Some(few) = few {
        query.push("select l.* from unnest(").push_bind(few.ids.clone()).push(") k cross join lateral (");
    }
    page(&mut query, wanted, after, (customers.as_ref(), by_id));
    if few.is_some() {
        query.push(") l order by l.trade_time desc, l.id desc limit ").push(LIMIT);
    }
    query.push(") l left join customers c on c.organization_id = ").push_bind(wanted.organization_id);
    query.push(" and c.remote_id = l.customer_id order by l.trade_time desc, l.id desc");
    query.build_query_as().fetch_all(connection).await
}

/// The lines themselves: of one customer `k`, of any of many, or of all.
fn page(
    query: &mut QueryBuilder<Postgres>,
    wanted: &Wanted<'_>,
    (trade_time, id): Key,
    (customers, by_id): (Option<&Customers>, bool),
) {
    query.push(
        "select id, trade_time, customer_id, service_type_code, service_type_name, resource_type_code,
           resource_type_name, resource_id, resource_name, region_code, region_name, charging_mode, bill_detail_type, official_amount,
           official_discount_amount, payment_amount, currency
         from consumption_lines l where l.organization_id = ",
    );
    query.push_bind(wanted.organization_id).push(" and l.bill_month = ").push_bind(wanted.cycle.first_day());
    query.push(" and (l.trade_time, l.id) < (").push_bind(trade_time).push(", ").push_bind(id).push(")");
    narrow(query, wanted.filters, by_id);
    if let Some(customers) = customers {
        narrow_customers(query, customers);
    }
    let is_few = customers.is_some_and(|customers| customers.ids.len() <= FEW);
    let gathers = !is_few && (wanted.is_rare || (wanted.filters.resource.is_some() && !by_id));
    // An expression that no index is in the order of: Postgres then gathers and sorts.
    query.push(if gathers { " order by (l.trade_time + interval '0 s') desc" } else { " order by l.trade_time desc" });
    query.push(", l.id desc limit ").push(LIMIT);
}

fn narrow(query: &mut QueryBuilder<Postgres>, filters: &Filters, by_id: bool) {
    match filters.payable {
        Some(Payable::NonZero) => _ = query.push(" and l.payment_amount <> 0"),
        Some(Payable::Zero) => _ = query.push(" and coalesce(l.payment_amount, 0) = 0"),
        None => {}
    }
    let texts = [
        (" and l.service_type_code = ", &filters.service),
        (" and l.region_code = ", &filters.region),
        (" and l.association_type = ", &filters.association_type),
        (" and l.trade_id = ", &filters.trade_id),
    ];
    for (clause, value) in texts {
        if let Some(value) = value {
            query.push(clause).push_bind(value.clone());
        }
    }
    // As constants: Postgres knows from its statistics how rare each is.
    let numbers =
        [(" and l.charging_mode = ", filters.charging_mode), (" and l.bill_detail_type = ", filters.bill_detail_type)];
    for (clause, value) in numbers {
        if let Some(value) = value {
            query.push(clause).push(value);
        }
    }
    match (&filters.resource, by_id) {
        (Some(resource), true) => _ = query.push(" and l.resource_id = ").push_bind(resource.clone()),
        (Some(resource), false) => {
            query.push(" and strpos(lower(l.resource_name), lower(").push_bind(resource.clone()).push(")) > 0");
        }
        (None, _) => {}
    }
}

fn narrow_customers(query: &mut QueryBuilder<Postgres>, customers: &Customers) {
    if customers.ids.len() <= FEW {
        query.push(" and l.customer_id = k");
    } else {
        query.push(" and l.customer_id = any(").push_bind(customers.ids.clone()).push(")");
    }
    if !customers.partly.is_empty() {
        let (ids, since): (Vec<String>, Vec<DateTime<Utc>>) = customers.partly.iter().cloned().unzip();
        query.push(" and not exists (select from unnest(").push_bind(ids).push(", ").push_bind(since);
        query.push(") p (customer_id, since) where p.customer_id = l.customer_id");
        query.push(" and p.since > coalesce(l.consume_time, l.trade_time))");
    }
}

/// Whether the text is the id of a resource that has lines in the cycle; else it is looked for in names.
async fn is_resource_id(connection: &mut PgConnection, wanted: &Wanted<'_>, text: &str) -> Result<bool, Error> {
    sqlx::query_scalar!(
        r#"select exists (select from consumption_lines
             where organization_id = $1 and bill_month = $2 and resource_id = $3) as "found!""#,
        wanted.organization_id,
        wanted.cycle.first_day(),
        text,
    )
    .fetch_one(connection)
    .await
}

/// The customers that filters and scope leave; `None` when neither speaks of customers.
async fn customers(connection: &mut PgConnection, wanted: &Wanted<'_>) -> Result<Option<Customers>, Error> {
    let filters = wanted.filters;
    if filters.customer.is_none() && filters.manager.is_none() && wanted.managers.is_none() {
        return Ok(None);
    }
    let rows = sqlx::query!(
        r#"select c.remote_id, case when $2::bigint[] is not null then
             (date_trunc('day', a.assigned_at at time zone 'Asia/Shanghai') + interval '1 day') at time zone 'Asia/Shanghai'
             end as since
           from customers c
           left join customer_assignments a on a.customer_id = c.id and a.ended_at is null
           left join members m on m.id = a.member_id
           where c.organization_id = $1
             and ($2::bigint[] is null or a.member_id = any($2))
             and ($3::text is null or c.remote_id = $3 or strpos(lower(c.account_name), lower($3)) > 0
               or customer_name_found(c.customer_type, c.name, $3))
             and ($4::text is null or m.username = $4)"#,
        wanted.organization_id,
        wanted.managers,
        filters.customer,
        filters.manager,
    )
    .fetch_all(connection)
    .await?;
    let (begin, end) = (wanted.cycle.starts_at(), wanted.cycle.next().starts_at());
    let mut customers = Customers { ids: Vec::new(), partly: Vec::new() };
    for row in rows {
        match row.since {
            Some(since) if since >= end => continue,
            Some(since) if since > begin => customers.partly.push((row.remote_id.clone(), since)),
            _ => {}
        }
        customers.ids.push(row.remote_id);
    }
    // A customer that left before the first reading has lines and no row of its own.
    if let (Some(id), None, None) = (&filters.customer, &filters.manager, wanted.managers)
        && !customers.ids.contains(id)
    {
        customers.ids.push(id.clone());
    }
    Ok(Some(customers))
}
