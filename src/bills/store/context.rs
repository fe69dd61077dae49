//! What a page must say of a cycle beside its figures: finality, version, time (BILL-02), sums, and what its lines may be
//! narrowed to.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use super::overview::{Sums, managed_sums};
use crate::{
    app::{
        App,
        words::{Dictionary, Words},
    },
    bills::{
        rules::{DataSet, Finality},
        sync::consumption::CONSUMPTION,
    },
    catalog,
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

impl Standing {
    fn of(
        finality: Option<&str>,
        version: Option<i32>,
        pulled_at: Option<DateTime<Utc>>,
        freshness: Freshness,
    ) -> Self {
        Self { finality: finality.and_then(Finality::parse), version: version.unwrap_or(0), pulled_at, freshness }
    }
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
    /// User names of the account managers who look after customers now; of those only the ones that were asked for, if any.
    pub managers: Vec<String>,
    /// What codes are called.
    pub words: Naming,
}

/// Names of codes in the language of the page.
#[derive(Debug)]
pub struct Naming {
    words: Arc<Words>,
    lang: Lang,
}

impl Naming {
    /// The name of a code; nothing when the dictionary does not know it.
    pub fn name(&self, dictionary: Dictionary, code: &str) -> Option<&str> {
        self.words.name(dictionary, code, self.lang)
    }

    /// The same of a row that brings a name of its own: the dictionary's, else the one sent (CAT-13).
    pub fn of<'a>(&'a self, dictionary: Dictionary, code: Option<&str>, sent: Option<&'a str>) -> Option<&'a str> {
        code.and_then(|code| self.name(dictionary, code)).or(sent)
    }
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
    /// Whose dictionaries name things.
    pub owners: &'a [i64],
    /// Language of the names.
    pub lang: Lang,
    /// The partner, or one reseller.
    pub organization_id: i64,
    /// First and last cycle of the sums; the last one is the page's.
    pub cycles: (Month, Month),
    /// Only what these account managers see, if given (AM-13).
    pub managers: Option<&'a [i64]>,
}

/// Context of the consumption details of a cycle. One round trip; one more for a member who sees only some customers, and one
/// more when the dictionaries have changed since this process kept them.
pub async fn context(connection: &mut PgConnection, app: &App, wanted: &Wanted<'_>) -> Result<Context, Error> {
    let row = sqlx::query!(
        r#"select b.finality as "finality?", b.version as "version?", b.pulled_at as "pulled_at?",
             f.completed_at, f.next_at, f.problem, f.words,
             c.services as "services?: Json<Vec<Sent>>", c.regions as "regions?: Json<Vec<Sent>>",
             array(select s.sums from consumption_cycles s
               where s.organization_id = $2 and s.bill_month between $4 and $3 and $5 order by s.bill_month desc)
               as "sums!: Vec<Json<Vec<Sums>>>",
             array(select m.username from members m where m.organization_id in ($1, $2) and ($8::bigint[] is null or m.id = any($8))
               and exists (select from customer_assignments a
                 where a.member_id = m.id and a.ended_at is null and a.organization_id = $2)) as "managers!"
           from freshness_with_words($1, $7) f
           left join bill_cycles b on b.organization_id = $2 and b.bill_month = $3 and b.data_set = $6
           left join consumption_cycles c on c.organization_id = $2 and c.bill_month = $3"#,
        wanted.asking,
        wanted.organization_id,
        wanted.cycles.1.first_day(),
        wanted.cycles.0.first_day(),
        wanted.managers.is_none(),
        DataSet::Detail.as_str(),
        CONSUMPTION.name,
        wanted.managers,
    )
    .fetch_one(&mut *connection)
    .await?;
    let sums = match wanted.managers {
        None => row.sums.into_iter().flat_map(|Json(sums)| sums).collect(),
        Some(managers) => managed_sums(connection, wanted.organization_id, wanted.cycles, managers).await?,
    };
    let words = Naming { words: catalog::words(connection, app, wanted.owners, row.words).await?, lang: wanted.lang };
    let freshness = Freshness { completed_at: row.completed_at, next_at: row.next_at, failed: row.problem.is_some() };
    let standing = Standing::of(row.finality.as_deref(), row.version, row.pulled_at, freshness);
    let services = choices(row.services, |code| words.name(Dictionary::Service, code));
    let regions = choices(row.regions, |code| words.name(Dictionary::Region, code));
    let mut managers = row.managers;
    managers.sort_unstable();
    Ok(Context { standing, services, regions, sums, managers, words })
}

/// Code, name as sent, lines.
type Sent = (String, String, i64);

/// Choices in the order of their names: those of the dictionary, else as sent, else the code (CAT-13).
fn choices<'a>(sent: Option<Json<Vec<Sent>>>, name: impl Fn(&str) -> Option<&'a str>) -> Vec<Choice> {
    let choice = |(code, sent, lines): Sent| {
        let name = name(&code).map(str::to_owned).or(Some(sent).filter(|sent| !sent.is_empty()));
        Choice { name: name.unwrap_or_else(|| code.clone()), code, lines }
    };
    let mut choices: Vec<Choice> = sent.into_iter().flat_map(|Json(sent)| sent).map(choice).collect();
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
    let freshness = Freshness { completed_at: row.completed_at, next_at: row.next_at, failed: row.problem.is_some() };
    Ok(Standing::of(row.finality.as_deref(), row.version, row.pulled_at, freshness))
}
