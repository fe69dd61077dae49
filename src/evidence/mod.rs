//! Evidence (COM-11, LST-13, BET-15, BET-16, BET-21): the files that prove what a request says, by document slot.
//!
//! A kind of request adds its lines to `rules/slots.rs` and their words to `text/slots.rs`. Its slice then
//! - tells with [`mark`], when a draft is begun or edited, what decides the slots beside kind and site (the scheme of an FH
//!   month, that a claim is late);
//! - asks [`of`] for the slots of a request and [`missing`] for what a submission lacks, inside the change that submits;
//! - puts [`panel`] among the tables of its own pages, the partner's as well as the desk's.
//!
//! Files are added, replaced and removed on `/requests/{id}/evidence`, and judged on `/desk/requests/{id}/evidence`, by whom
//! [`crate::requests::Kind`] names. Knows no kind beyond its lines and its word.

mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::slots::{Slot, slots};

use crate::{
    access::{Actor, Kind as OrganizationKind, Permission},
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::{Site, seal::Key},
    db::{self, Db, PgConnection},
    lang::Lang,
    web::{Error, Routes, Table},
};

/// Name of the job in the record.
const JOB: &str = "evidence_expiry";

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/requests/{id}/evidence", routes::show::show)
        .get("/requests/{id}/evidence/new", routes::upload::new)
        .post_file("/requests/evidence", routes::upload::create, routes::upload::MOST)
        .get("/requests/{id}/evidence/export", routes::file::export)
        .get("/evidence/{id}", routes::file::download)
        .get("/evidence/{id}/preview", routes::file::preview)
        .get("/evidence/{id}/removal", routes::removal::ask)
        .post("/evidence/{id}/removal", routes::removal::create)
        .get("/desk/requests/{id}/evidence", routes::show::desk)
        .get("/desk/requests/{id}/evidence/verdicts", routes::desk::ask)
        .post("/desk/requests/{id}/evidence/verdicts", routes::desk::create)
        .get("/desk/requests/{id}/evidence/export", routes::file::desk_export)
        .get("/desk/evidence/{id}", routes::file::desk_download)
        .get("/desk/evidence/{id}/preview", routes::file::desk_preview)
}

/// Notes what decides the slots of a request beside its kind and site: words of the table of slots. Belongs to the change that
/// writes the request.
///
/// # Errors
/// When the database refuses.
pub async fn mark<P>(change: &mut Change<P>, request_id: i64, words: &[&str]) -> Result<(), Error> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    Ok(store::mark(change, request_id, &words).await?)
}

/// The slots of a request: by its kind, its site, and what was marked.
///
/// # Errors
/// [`Error::NotFound`] for a request that the connection does not see; or when the database refuses.
pub async fn of(connection: &mut PgConnection, request_id: i64) -> Result<Vec<Slot>, Error> {
    Ok(slots_of(&store::head(connection, request_id).await?.ok_or(Error::NotFound)?))
}

fn slots_of(head: &store::Head) -> Vec<Slot> {
    let site = head.site.as_deref().and_then(|site| site.parse().ok()).unwrap_or(Site::China);
    let words: Vec<&str> = head.words.iter().flatten().map(String::as_str).collect();
    slots(&head.kind, site, &words)
}

/// What a submission lacks: slots that need a file and have none, and slots with a rejected file that was not replaced.
///
/// # Errors
/// When the database refuses.
pub async fn missing(connection: &mut PgConnection, request_id: i64, slots: &[Slot]) -> Result<Vec<Slot>, Error> {
    Ok(rules::lack::missing(slots, &store::holdings(connection, request_id).await?))
}

/// The sentence where a submission lacks documents.
#[must_use]
pub fn missing_sentence(missing: &[Slot], lang: Lang) -> String {
    let names: Vec<&str> = missing.iter().map(|slot| slot.name(lang)).collect();
    format!("{}{}", text::Text::of(lang).lacks, names.join(lang.pick(", ", "、")))
}

/// Heading and table of the evidence of a request, as the reader sees it: with the links to what he may do.
///
/// # Errors
/// [`Error::NotFound`] for a request that the reader does not see, [`Error::Forbidden`] for one of a kind that he may not; or when
/// the database refuses.
pub async fn panel<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    request_id: i64,
) -> Result<(String, Table), Error> {
    let ground = routes::ground(connection, actor, request_id).await?;
    Ok(pages::draw(ground.drawn(is_desk(actor)), &actor.face()))
}

/// Deletes the evidence of requests that were given up, when its time is over (BET-15): the rows at once, the bytes with the next
/// sweep of the folder. Running it again changes nothing. Answers how many files.
///
/// # Errors
/// When the database refuses.
pub async fn expire(db: &Db, key: &Key, clock: &Clock) -> Result<i32, db::Error> {
    let mut gone = 0;
    for (state, sent, months) in rules::retention::LINES {
        let before = rules::retention::before(months, clock.now());
        for request in store::over(&mut *db.open_every().await?, (state, sent), before).await? {
            let mut change = Change::system(db, key, clock, request.organization_id, Author::job(JOB)).await?;
            let files = store::expire(&mut change, request.id, state, before).await?;
            if files > 0 {
                let after = Fields::new().set("files", files).set("state", state);
                change.commit(Event::new(Deed::EvidenceExpired, request.id).after(after)).await?;
            }
            gone += files;
        }
    }
    Ok(gone)
}

/// Whether the reader is of the vendor desk.
fn is_desk<P: Permission>(actor: &Actor<P>) -> bool {
    actor.organization().kind == OrganizationKind::VendorDesk
}
