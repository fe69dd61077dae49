//! MDF 市场发展基金: the quota that a partner has in a year and its ledger (MDF-01 to MDF-04, MDF-24), and the applications for its
//! use (MDF-05 to MDF-14, MDF-21). The desk records what the vendor grants; what an application holds of a quota follows its state
//! through [`follow`], in the change that moves it.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use self::{
    rules::ledger::{Standing, holding},
    store::{applications::Application, ledger::Held},
};
use crate::{
    audit::{Author, Change},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    requests::{self, LAPSE, Wish},
    values::{month::vendor_date, workdays::Limit},
    web::Routes,
};

/// Where the partner's applications are.
const APPLICATIONS: &str = "/incentives/mdf/applications";
/// Where the desk sees them.
const DESK_APPLICATIONS: &str = "/desk/mdf/applications";
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

/// Ends approved applications that were not claimed within 180 days of their activity, and releases what they hold (DL-20).
/// Running it again changes nothing. Answers how many ended.
///
/// # Errors
/// When the database refuses.
pub async fn lapse(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    let approved = store::applications::approved(&mut *db.open_every().await?, vendor_date(clock.now())).await?;
    let mut ended = 0;
    for one in approved {
        let mut change = Change::system(db, key, clock, one.organization_id, Author::job(JOB)).await?;
        requests::lock(&mut change, one.request_id).await?;
        let site = requests::site(&mut change, one.request_id).await?;
        let calendar = requests::calendar(&mut change, site).await?;
        if calendar.due_from(one.ends_on, CLAIMABLE).acts_at > change.now() {
            continue;
        }
        let Some(found) = store::applications::find(&mut change, one.request_id).await? else { continue };
        let wish = Wish { step: LAPSE, revision: found.revision, ..Wish::default() };
        let machine = &rules::application::MACHINE;
        if let Ok(moved) = requests::take_by_timer(&mut change, JOB, machine, (&found.case(), wish)).await? {
            follow(&mut change, &found, (&moved.to, LAPSE), &format!("job/{JOB}")).await?;
            change.commit(moved.event()).await?;
            ended += 1;
        }
    }
    Ok(ended)
}
