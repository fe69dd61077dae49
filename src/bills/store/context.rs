//! What a page must say of a cycle beside its figures: finality, version, time (BILL-02), sums, and what its lines may be
//! narrowed to.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use super::overview::{Sums, managed_sums};
use crate::{
    bills::{
        rules::{DataSet, Finality},
        sync::consumption::CONSUMPTION,
    },
    db::Error,
    lang::Lang,
    values::Month,
    web::Freshness,
};

/// Where the consumption details of a cycle stand.
#[derive(Debug)]
pub struct Standing {
    /// How final; `None` before the first complete reading.
    pub finality: Option<Finality>,
    /// Version of the figures; 0 until final.
    pub version: i32,
    /// Start of the latest complete reading of the cycle.
    pub pulled_at: Option<DateTime<Utc>>,
    /// Freshness of the resource.
    pub freshness: Freshness,
}

/// What is known of a cycle beside its lines.
#[derive(Debug)]
pub struct Context {
    /// Where its details stand.
    pub standing: Standing,
    /// Service types of the cycle, in the order of their names.
    pub services: Vec<Choice>,
    /// Regions of the cycle, in the order of their names.
    pub regions: Vec<Choice>,
    /// Sums of the cycles that were asked for, latest first.
    pub sums: Vec<Sums>,
}

/// What lines of a cycle may be narrowed to.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The vendor's code.
    pub code: String,
    /// Its name in the dictionaries, else the one sent, else the code (CAT-13).
    pub name: String,
    /// Lines of the cycle.
    pub lines: i64,
}

impl Context {
    /// Whether few lines of the cycle have one of these codes: finding them in the order of the page might pass all lines.
    pub fn is_rare(&self, service: Option<&str>, region: Option<&str>) -> bool {
        const FEW_LINES: i64 = 2_000;
        let rare = |choices: &[Choice], code: Option<&str>| {
            code.is_some_and(|code| choices.iter().any(|choice| choice.code == code && choice.lines < FEW_LINES))
        };
        rare(&self.services, service) || rare(&self.regions, region)
    }
}

/// The name of a code among choices.
pub fn name_in<'a>(choices: &'a [Choice], code: Option<&str>) -> Option<&'a str> {
    choices.iter().find(|choice| Some(choice.code.as_str()) == code).map(|choice| choice.name.as_str())
}

/// Whose cycle is looked at, by whom.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The member's organisation.
    pub asking: i64,
    /// Whose dictionaries name things, and in which language.
    pub words: (&'a [i64], Lang),
    /// The partner, or one reseller.
    pub organization_id: i64,
    /// First and last cycle of the sums; the last one is the page's.
    pub cycles: (Month, Month),
    /// Only what these account managers see, if given (AM-13).
    pub managers: Option<&'a [i64]>,
}

/// Context of the consumption details of a cycle. One round trip, and one more for a member who sees only some customers.
pub async fn context(connection: &mut PgConnection, wanted: &Wanted<'_>) -> Result<Context, Error> {
    let row = sqlx::query!(
        r#"select b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?",
             f.completed_at as "completed_at?", f.next_at as "next_at?", f.problem as "problem?",
             c.services as "services: Json<Vec<Named>>", c.regions as "regions: Json<Vec<Named>>",
             (select json_agg(to_json(s)) from (
                select bill_month, currency, lines, zero_lines, official_amount::text, official_discount_amount::text,
                  payment_amount::text, refund_amount::text, cash_amount::text, credit_amount::text, coupon_amount::text,
                  flexipurchase_coupon_amount::text, stored_value_card_amount::text, debt_amount::text, writeoff_amount::text
                from consumption_by_month
                where organization_id = $2 and bill_month between $4 and $3 and $5 order by bill_month desc, currency) s)
               as "sums: Json<Vec<Sums>>"
           from (select 1) one
           left join bill_cycles b on b.organization_id = $2 and b.bill_month = $3 and b.data_set = $6
           left join freshness($1, array[$7]) f on true
           left join lateral (
             select json_agg(json_build_array(g.code, coalesce(t.name, r.name, nullif(g.sent, ''), g.code), g.lines))
                 filter (where g.is_service) as services,
               json_agg(json_build_array(g.code, coalesce(t.name, r.name, nullif(g.sent, ''), g.code), g.lines))
                 filter (where not g.is_service) as regions
             from (
               select grouping(service_type_code) = 0 as is_service, coalesce(service_type_code, region_code) as code,
                 case when grouping(service_type_code) = 0 then max(service_type_name) else max(region_name) end as sent,
                 sum(lines) as lines
               from consumption_by_service where organization_id = $2 and bill_month = $3
               group by grouping sets ((service_type_code), (region_code))
             ) g
             left join lateral (select case when $9 then coalesce(name_zh, name_en) else coalesce(name_en, name_zh) end as name
               from service_types t where g.is_service and t.organization_id = any($8) and t.code = g.code limit 1) t on true
             left join lateral (select case when $9 then coalesce(name_zh, name_en) else coalesce(name_en, name_zh) end as name
               from regions r where not g.is_service and r.organization_id = any($8) and r.code = g.code limit 1) r on true
             where g.code <> ''
           ) c on true"#,
        wanted.asking,
        wanted.organization_id,
        wanted.cycles.1.first_day(),
        wanted.cycles.0.first_day(),
        wanted.managers.is_none(),
        DataSet::Detail.as_str(),
        CONSUMPTION.name,
        wanted.words.0,
        wanted.words.1 == Lang::ZhCn,
    )
    .fetch_one(&mut *connection)
    .await?;
    let sums = match wanted.managers {
        None => row.sums.map(|Json(sums)| sums).unwrap_or_default(),
        Some(managers) => managed_sums(connection, wanted.organization_id, wanted.cycles, managers).await?,
    };
    let (completed_at, next_at, failed) = (row.completed_at, row.next_at, row.problem.is_some());
    let standing = Standing {
        finality: row.finality.as_deref().and_then(Finality::parse),
        version: row.version.unwrap_or(0),
        pulled_at: row.pulled_at,
        freshness: Freshness { completed_at, next_at, failed },
    };
    Ok(Context { standing, services: choices(row.services), regions: choices(row.regions), sums })
}

/// Code, name and lines.
type Named = (String, String, i64);

/// Choices in the order of their names.
fn choices(named: Option<Json<Vec<Named>>>) -> Vec<Choice> {
    let named = named.map(|Json(named)| named).unwrap_or_default().into_iter();
    let mut choices: Vec<Choice> = named.map(|(code, name, lines)| Choice { code, name, lines }).collect();
    choices.sort_unstable_by(|a, b| a.name.cmp(&b.name).then_with(|| a.code.cmp(&b.code)));
    choices
}

/// Where the details of a cycle stand, for the page of one line.
pub async fn standing(
    connection: &mut PgConnection,
    asking: i64,
    organization_id: i64,
    cycle: Month,
) -> Result<Standing, Error> {
    let row = sqlx::query!(
        r#"select b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?",
             f.completed_at as "completed_at?", f.next_at as "next_at?", f.problem as "problem?"
           from (select 1) one
           left join bill_cycles b on b.organization_id = $2 and b.bill_month = $3 and b.data_set = $4
           left join freshness($1, array[$5]) f on true"#,
        asking,
        organization_id,
        cycle.first_day(),
        DataSet::Detail.as_str(),
        CONSUMPTION.name,
    )
    .fetch_one(connection)
    .await?;
    Ok(Standing {
        finality: row.finality.as_deref().and_then(Finality::parse),
        version: row.version.unwrap_or(0),
        pulled_at: row.pulled_at,
        freshness: Freshness { completed_at: row.completed_at, next_at: row.next_at, failed: row.problem.is_some() },
    })
}
