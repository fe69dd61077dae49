//! Benefits as data (BET-18, COM-15): whether a benefit's entrance is open, when, how it is paid, and which agreement it needs.
//! The desk switches them; a partner sees for each benefit which conditions it meets and where to meet the others (COM-14).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{Check, Program, What, checks, is_open};
pub use store::programs;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    access::Organization,
    business_information,
    db::{self, PgConnection},
    facts,
    gates::{self, Fact, Facts, Finding},
    values::{Money, Month},
    web::Routes,
};

/// The site whose benefits a partner sees.
#[must_use]
pub fn site(organization: &Organization) -> &str {
    let abroad = organization.sites.first().filter(|_| organization.is_only_abroad());
    abroad.map_or("china", String::as_str)
}

/// A step that a partner wants to take, as gates see it.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The partner.
    pub organization_id: i64,
    /// Its kind: distributor, solution_provider.
    pub kind: &'a str,
    /// Site.
    pub site: &'a str,
    /// The step, as `gate_terms` names it.
    pub step: &'a str,
    /// The month whose bills must be paid (GATE-03).
    pub month: Month,
    /// Whether quota is left; none: it is not known.
    pub has_quota: Option<bool>,
    /// What would be paid (GATE-08).
    pub pending: Option<Money>,
}

/// Judges every gate before a step at once: business information, the benefit's entrance, and the facts of the partner. What is
/// in the way is told together, with where it is removed.
///
/// # Errors
/// When the database refuses.
pub async fn judge(
    connection: &mut PgConnection,
    program: &Program,
    wish: Wish<'_>,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<Vec<Finding>, db::Error> {
    let Wish { organization_id, kind, site, step, .. } = wish;
    let settles = business_information::settles(connection, organization_id).await?;
    let asked = facts::Asked { gate: gates::Asked { step, site, kind, day: today }, month: wish.month };
    let (terms, known) = facts::gate_facts(connection, organization_id, asked).await?;
    let read_at = now;
    let facts = Facts {
        information: Some(Fact { value: rules::information(settles), read_at }),
        entrance: rules::entrance(program, today, wish.has_quota).map(|value| Fact { value, read_at }),
        pending: wish.pending.map(|value| Fact { value, read_at }),
        ..known
    };
    Ok(gates::check(&terms, &facts, (now, today)))
}

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/incentives/benefits", routes::eligibility)
        .get("/incentives/benefits/conditions", routes::conditions)
        .get("/desk/benefits", routes::list)
        .get("/desk/benefits/edit", routes::edit)
        .post("/desk/benefits/edit", routes::update)
}
