//! The minimal honest page, against which the portal's busiest list is held: axum and sqlx with generic plans, the session by
//! its cookie, what its holder may do, fifty lines by keyset joined to their customers, twelve months of totals, and as many
//! bytes of HTML. Without the portal's walls: no row-level security, no filters, no translations, no log.

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, NaiveDate, Utc};
use partner_portal::db::embedded::{self, Settings};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use sqlx::{PgPool, postgres::PgPoolOptions};

use crate::Outcome;

const WHO: &str = "select m.id, m.username, o.id, o.name,
      array(select r.role from member_roles r where r.member_id = m.id order by r.role)
    from sessions s join members m on m.id = s.member_id join organizations o on o.id = m.organization_id
    where s.id_hash = $1 and s.seen_at > $2 - interval '30 minutes' and s.expires_at > $2 and m.state = 'active'";

const LINES: &str = "select l.id, l.trade_time, l.customer_id, c.name, l.service_type_name, l.resource_type_name, l.resource_name,
      l.region_name, l.charging_mode, l.bill_detail_type, l.official_amount, l.official_discount_amount, l.payment_amount
    from (select * from consumption_lines where organization_id = $1 and bill_month = $2 and (trade_time, id) < ($3, $4)
          order by trade_time desc, id desc limit 51) l
    left join customers c on c.organization_id = $1 and c.remote_id = l.customer_id
    order by l.trade_time desc, l.id desc";

const TOTALS: &str = "select bill_month, currency, lines, payment_amount, coupon_amount from consumption_by_month
    where organization_id = $1 and bill_month > $2::date - interval '12 months' and bill_month <= $2 order by bill_month";

type Who = (i64, String, i64, String, Vec<String>);
type Total = (NaiveDate, String, i64, Decimal, Decimal);

#[derive(sqlx::FromRow)]
struct Line {
    id: i64,
    trade_time: DateTime<Utc>,
    customer_id: String,
    name: Option<String>,
    service_type_name: Option<String>,
    resource_type_name: Option<String>,
    resource_name: Option<String>,
    region_name: Option<String>,
    charging_mode: Option<i32>,
    bill_detail_type: Option<i32>,
    official_amount: Option<Decimal>,
    official_discount_amount: Option<Decimal>,
    payment_amount: Option<Decimal>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!doctype html><html><head><title>Consumption</title></head><body><nav>{{ who.1 }} · {{ who.3 }} · {{ who.4.len() }}</nav>
<main><ul>{% for total in totals %}<li>{{ total.0 }} {{ total.1 }} {{ total.2 }} {{ total.3 }} {{ total.4 }}</li>{% endfor %}</ul>
<table>{% for line in lines %}<tr><td><a href=\"/bills/consumption/{{ line.id }}\">{{ line.trade_time }}</a></td><td>{{ line.customer_id }}</td>
<td>{{ line.name.as_deref().unwrap_or_default() }}</td><td>{{ line.service_type_name.as_deref().unwrap_or_default() }}</td>
<td>{{ line.resource_type_name.as_deref().unwrap_or_default() }}</td><td>{{ line.resource_name.as_deref().unwrap_or_default() }}</td>
<td>{{ line.region_name.as_deref().unwrap_or_default() }}</td><td>{{ line.charging_mode.unwrap_or_default() }}</td>
<td>{{ line.bill_detail_type.unwrap_or_default() }}</td><td>{{ line.official_amount.unwrap_or_default() }}</td>
<td>{{ line.official_discount_amount.unwrap_or_default() }}</td><td>{{ line.payment_amount.unwrap_or_default() }}</td></tr>
{% endfor %}</table></main>"
)]
struct Page<'a> {
    who: &'a Who,
    totals: &'a [Total],
    lines: &'a [Line],
}

#[derive(Clone)]
struct Floor {
    pool: PgPool,
    /// Bytes a page has: what its rows do not fill is filled up.
    bytes: usize,
    month: NaiveDate,
}

/// `floor DATA_DIR BYTES MONTH`: serves the page at `/` until the process is told to stop.
pub async fn serve(arguments: &[String]) -> Outcome<()> {
    let [data, bytes, month] = arguments else { return Err("usage: floor DATA_DIR BYTES MONTH".into()) };
    let server = embedded::start(&Settings::at(data)).await?;
    let options = server.options().options([("plan_cache_mode", "force_generic_plan")]);
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let pool = PgPoolOptions::new().max_connections(u32::try_from(cores * 4)?).test_before_acquire(false);
    let pool = pool.acquire_timeout(Duration::from_secs(10)).connect_with(options).await?;
    let floor = Floor { pool, bytes: bytes.parse()?, month: month.parse()? };
    let app = Router::new().route("/", get(page)).with_state(Arc::new(floor));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("ready http://{}", listener.local_addr()?);
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    axum::serve(listener, app).with_graceful_shutdown(async move { _ = terminate.recv().await }).await?;
    Ok(server.stop().await?)
}

async fn page(State(floor): State<Arc<Floor>>, headers: HeaderMap) -> Response {
    match answer(&floor, &headers).await {
        Ok(Some(html)) => Html(html).into_response(),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn answer(floor: &Floor, headers: &HeaderMap) -> Outcome<Option<String>> {
    let cookies = headers.get("cookie").and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let token = cookies.split("; ").filter_map(|pair| pair.split_once('=')).find(|(_, value)| value.len() == 64);
    let Some((_, token)) = token else { return Ok(None) };
    let mut connection = floor.pool.acquire().await?;
    let who: Option<Who> = sqlx::query_as(WHO)
        .bind(Sha256::digest(token).to_vec())
        .bind(partner_portal::clock::Clock::machine().now())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(who) = who else { return Ok(None) };
    let mut lines: Vec<Line> = sqlx::query_as(LINES)
        .bind(who.2)
        .bind(floor.month)
        .bind(DateTime::<Utc>::MAX_UTC)
        .bind(i64::MAX)
        .fetch_all(&mut *connection)
        .await?;
    lines.truncate(50);
    let totals: Vec<Total> = sqlx::query_as(TOTALS).bind(who.2).bind(floor.month).fetch_all(&mut *connection).await?;
    drop(connection);
    let mut html = Page { who: &who, totals: &totals, lines: &lines }.render()?;
    let missing = floor.bytes.saturating_sub(html.len());
    html.extend(std::iter::repeat_n('·', missing / '·'.len_utf8()));
    Ok(Some(html))
}
