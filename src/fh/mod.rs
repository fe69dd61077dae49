//! FH 专职人员激励: who of the partner's persons qualifies for a scheme in a month, and why the others do not (FH-02 to FH-16).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::{
    audit::{Author, Change},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    facts, gates,
    requests::{self, LAPSE, Wish},
    values::month::vendor_date,
    web::Routes,
};

/// Most bytes of the evidence of a decision.
const EVIDENCE: u64 = routes::decision::EVIDENCE.most;
/// Name of the job in the record.
const JOB: &str = "fh_lapse";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/incentives/fh", routes::persons::list)
        .get("/incentives/fh/qualifications", routes::qualification::show)
        .get("/incentives/fh/qualifications/edit", routes::qualification::edit)
        .post("/incentives/fh/qualifications/edit", routes::qualification::save)
        .post("/incentives/fh/qualifications/steps", routes::qualification::step)
        .get("/incentives/fh/qualifications/{id}", routes::review::show)
        .post("/incentives/fh/qualifications/{id}", routes::review::decide)
        .get("/desk/fh-rates", routes::rate::list)
        .get("/desk/fh-rates/new", routes::rate::new)
        .post("/desk/fh-rates/new", routes::rate::create)
        .get("/desk/fh-rates/edit", routes::rate::edit)
        .post("/desk/fh-rates/edit", routes::rate::update)
        .get("/desk/fh/qualifications/{id}", routes::desk::show)
        .post("/desk/fh/qualifications/{id}/review", routes::desk::review)
        .get("/desk/fh/qualifications/{id}/decision", routes::decision::ask)
        .post_file("/desk/fh/qualifications/{id}/decision", routes::decision::record, EVIDENCE)
}

/// Ends approved qualifications whose policy year is over or whose stage is known to be lost (COM-06). Running it again changes
/// nothing. Answers how many ended.
///
/// # Errors
/// When the database refuses.
pub async fn lapse(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    let approved = store::qualification::approved(&mut *db.open_every().await?).await?;
    let mut ended = 0;
    for one in &approved {
        let mut change = Change::system(db, key, clock, one.organization_id, Author::job(JOB)).await?;
        requests::lock(&mut change, one.request_id).await?;
        let is_lost = is_lost(&mut change, one).await?;
        if !rules::qualification::lapses(one.approved_on, vendor_date(change.now()), is_lost) {
            continue;
        }
        let machine = &rules::qualification::MACHINE;
        let Some(case) = requests::case(&mut change, machine.kind, one.request_id).await? else { continue };
        let wish = Wish { step: LAPSE, revision: case.revision, ..Wish::default() };
        if let Ok(moved) = requests::take_by_timer(&mut change, JOB, machine, (&case, wish)).await? {
            change.commit(moved.event()).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Whether the stage of a qualification is gone; while nobody has vouched for the paths in 24 hours it is not known to be.
async fn is_lost<P>(change: &mut Change<P>, one: &store::qualification::Approved) -> Result<bool, db::Error> {
    let Some(scheme) = rules::Scheme::ALL.into_iter().find(|scheme| scheme.code == one.scheme) else {
        return Ok(false);
    };
    let (now, site) = (change.now(), scheme.sites.first().copied().unwrap_or_default());
    let asked = gates::Asked { step: scheme.step, site, kind: "", day: vendor_date(now) };
    let reached = facts::reached(change, one.organization_id, &one.path, asked).await?;
    Ok(reached.stage.is_none() && reached.read_at.is_some_and(|at| now - at <= gates::OLDEST))
}
