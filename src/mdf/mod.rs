//! MDF 市场发展基金: the quota that a partner has in a year and its ledger (MDF-01 to MDF-04, MDF-24), the applications for its use
//! (MDF-05 to MDF-14, MDF-21), and their claims (MDF-15 to MDF-17, MDF-22). The desk records what the vendor grants; what an
//! application holds of a quota follows its state and that of its claim through [`follow`] and [`paid`], in the change that moves
//! them. An approved claim ends here with its approved amount: the payout follows.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use rust_decimal::Decimal;

use self::{
    rules::ledger::{Standing, holding},
    store::{applications::Application, claims::Claim, ledger::Held},
};
use crate::{
    audit::{Author, Change, System},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    requests::{self, APPROVED, LAPSE, REJECTED, Wish},
    values::{month::vendor_date, workdays::Limit},
    web::Routes,
};

/// Where the partner's applications are.
const APPLICATIONS: &str = "/incentives/mdf/applications";
/// Where the desk sees them.
const DESK_APPLICATIONS: &str = "/desk/mdf/applications";
/// Where the partner's claims are.
const CLAIMS: &str = "/incentives/mdf/claims";
/// Where the desk sees them.
const DESK_CLAIMS: &str = "/desk/mdf/claims";
/// Most bytes of the evidence of a decision.
const EVIDENCE: u64 = routes::decision::EVIDENCE.most;
/// Name of the job in the record.
const JOB: &str = "mdf_lapse";
/// So many days after its activity an application that is not claimed ends (DL-20).
const CLAIMABLE: Limit = Limit::Days(180);

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/incentives/mdf", routes::quota::list)
        .get("/desk/mdf-quotas", routes::quota::partners)
        .get("/desk/mdf-quotas/edit", routes::quota::edit)
        .post("/desk/mdf-quotas/edit", routes::quota::update)
        .get(APPLICATIONS, routes::application::list)
        .get("/incentives/mdf/applications/new", routes::edit::new)
        .post("/incentives/mdf/applications/new", routes::edit::create)
        .get("/incentives/mdf/applications/{id}", routes::application::show)
        .get("/incentives/mdf/applications/{id}/edit", routes::edit::edit)
        .post("/incentives/mdf/applications/{id}/edit", routes::edit::update)
        .post("/incentives/mdf/applications/{id}/steps", routes::application::step)
        .post("/incentives/mdf/applications/{id}/review", routes::application::review)
        .post("/incentives/mdf/applications/{id}/claim", routes::claim::begin)
        .get("/incentives/mdf/claims/{id}", routes::claim::show)
        .get("/incentives/mdf/claims/{id}/edit", routes::claim::edit)
        .post("/incentives/mdf/claims/{id}/edit", routes::claim::update)
        .post("/incentives/mdf/claims/{id}/steps", routes::claim::step)
        .post("/incentives/mdf/claims/{id}/review", routes::claim::review)
        .get("/desk/mdf/claims/{id}", routes::claim_desk::show)
        .post("/desk/mdf/claims/{id}/review", routes::claim_desk::review)
        .get("/desk/mdf/claims/{id}/decision", routes::claim_desk::ask)
        .post_file("/desk/mdf/claims/{id}/decision", routes::claim_desk::record, EVIDENCE)
        .get("/desk/mdf/applications/{id}", routes::desk::show)
        .post("/desk/mdf/applications/{id}/review", routes::desk::review)
        .get("/desk/mdf/applications/{id}/decision", routes::decision::ask)
        .post_file("/desk/mdf/applications/{id}/decision", routes::decision::record, EVIDENCE)
}

/// Lets what an application holds of the quota follow its new state (MDF-24); false: the quota does not suffice, and the change is
/// to be dropped.
async fn follow<P>(
    change: &mut Change<P>,
    one: &Application,
    (to, step): (&str, &str),
    by: &str,
) -> Result<bool, db::Error> {
    let Some(year) = one.year else { return Ok(true) };
    let standing = Standing { state: to, asked: one.amount.unwrap_or_default(), ..Standing::default() };
    let at = change.now();
    let held = store::ledger::hold(change, (one.request_id, year), &holding(standing), (step, by), at).await?;
    Ok(held == Held::Done)
}

/// Lets what an application holds follow its approved claim: claimed in the approved amount, then paid (MDF-24).
async fn follow_claim<P>(
    change: &mut Change<P>,
    claim: &Claim,
    (claimed, is_paid): (Decimal, bool),
    (step, by): (&str, &str),
) -> Result<bool, db::Error> {
    let Some(year) = claim.year else { return Ok(false) };
    let asked = claim.total.unwrap_or_default();
    let standing = Standing { state: APPROVED, asked, claimed: Some(claimed), is_paid };
    let at = change.now();
    let held = store::ledger::hold(change, (claim.application_id, year), &holding(standing), (step, by), at).await?;
    Ok(held == Held::Done)
}

/// Notes in the ledger that an approved claim was paid (MDF-24): for the payout, inside its change. Answers false for a claim that
/// is not approved.
///
/// # Errors
/// When the database refuses.
pub async fn paid<P>(change: &mut Change<P>, claim_id: i64, by: &str) -> Result<bool, db::Error> {
    let claim = store::claims::find(change, claim_id).await?;
    match claim.as_ref().and_then(|claim| Some((claim, claim.approved?))) {
        Some((claim, amount)) if claim.state == APPROVED => {
            follow_claim(change, claim, (amount, true), ("pay", by)).await
        }
        _ => Ok(false),
    }
}

/// Ends approved applications that were not claimed within 180 days of their activity (DL-20), and rejected claims that did not
/// come again within 45 days, each with what belongs to it (DL-21); what they hold is released. Running it again changes nothing.
/// Answers how many applications ended.
///
/// # Errors
/// When the database refuses.
pub async fn lapse(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    Ok(lapse_claims(db, key, clock).await? + lapse_applications(db, key, clock).await?)
}

async fn lapse_claims(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    let mut ended = 0;
    for (id, organization_id) in store::claims::overdue(&mut *db.open_every().await?, clock.now()).await? {
        let mut change = Change::system(db, key, clock, organization_id, Author::job(JOB)).await?;
        requests::lock(&mut change, id).await?;
        let Some(claim) = store::claims::find(&mut change, id).await? else { continue };
        if claim.state == REJECTED {
            ended += usize::from(end(change, claim.application_id).await?);
        }
    }
    Ok(ended)
}

/// Ends an approved application with its claim, and releases what it holds.
async fn end(mut change: Change<System>, application_id: i64) -> Result<bool, db::Error> {
    requests::lock(&mut change, application_id).await?;
    let organization_id = change.org();
    store::applications::lock(&mut change, organization_id).await?;
    let Some(found) = store::applications::find(&mut change, application_id).await? else { return Ok(false) };
    if found.claim_state.as_deref().is_some_and(rules::claim::holds_application) {
        return Ok(false);
    }
    let wish = |revision| Wish { step: LAPSE, revision, ..Wish::default() };
    let mut events = Vec::new();
    if let Some(id) = found.claim_id {
        let machine = &rules::claim::MACHINE;
        let Some(case) = requests::case(&mut change, machine.kind, id).await? else { return Ok(false) };
        let moved = requests::take_by_timer(&mut change, JOB, machine, (&case, wish(case.revision))).await?;
        events.extend(moved.ok().map(|moved| moved.event()));
    }
    let machine = &rules::application::MACHINE;
    match requests::take_by_timer(&mut change, JOB, machine, (&found.case(), wish(found.revision))).await? {
        Ok(moved) => {
            follow(&mut change, &found, (&moved.to, LAPSE), &format!("job/{JOB}")).await?;
            events.push(moved.event());
            change.commit_all(&events).await?;
            Ok(true)
        }
        // It was withdrawn: only its claim ends.
        Err(_) if !events.is_empty() => change.commit_all(&events).await.map(|()| false),
        Err(_) => Ok(false),
    }
}

async fn lapse_applications(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    let approved = store::applications::approved(&mut *db.open_every().await?, vendor_date(clock.now())).await?;
    let mut ended = 0;
    for one in approved {
        let mut change = Change::system(db, key, clock, one.organization_id, Author::job(JOB)).await?;
        let site = requests::site(&mut change, one.request_id).await?;
        let calendar = requests::calendar(&mut change, site).await?;
        if calendar.due_from(one.ends_on, CLAIMABLE).acts_at > change.now() {
            continue;
        }
        ended += usize::from(end(change, one.request_id).await?);
    }
    Ok(ended)
}
