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
mod rules;
mod store;
mod text;

pub use rules::slots::{Slot, slots};

use crate::{
    access::{Actor, Kind as OrganizationKind, Permission},
    audit::Change,
    db::PgConnection,
    lang::Lang,
    requests::{self, Kind},
    web::{Error, Table},
};

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
    let head = store::head(connection, request_id).await?.ok_or(Error::NotFound)?;
    slots_of(connection, &head).await
}

async fn slots_of(connection: &mut PgConnection, head: &store::Head) -> Result<Vec<Slot>, Error> {
    let site = requests::site(connection, head.id).await?;
    let words = store::words(connection, head.id).await?;
    Ok(slots(&head.kind, site, &words.iter().map(String::as_str).collect::<Vec<_>>()))
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

/// Heading and table of the evidence of a request, as the reader sees it: with the links to what he may do. The page that shows
/// it has checked that he may see the request.
///
/// # Errors
/// [`Error::NotFound`] for a request that the connection does not see; or when the database refuses.
pub async fn panel<P: Permission>(
    connection: &mut PgConnection,
    actor: &Actor<P>,
    request_id: i64,
) -> Result<(String, Table), Error> {
    let head = store::head(connection, request_id).await?.ok_or(Error::NotFound)?;
    let slots = slots_of(connection, &head).await?;
    let missing = missing(connection, request_id, &slots).await?;
    let files = store::files(connection, request_id).await?;
    let uses = store::uses(connection, request_id).await?;
    let desk = actor.organization().kind == OrganizationKind::VendorDesk;
    let drawn = pages::Drawn {
        head: &head,
        slots: &slots,
        missing: &missing,
        files: &files,
        uses: &uses,
        desk,
        acts: acts(actor, &head, desk),
    };
    Ok(pages::draw(drawn, &actor.face()))
}

/// Whether the reader may change the files of a request now, or judge them if he is of the desk.
fn acts<P: Permission>(actor: &Actor<P>, head: &store::Head, desk: bool) -> bool {
    let Some(kind) = Kind::parse(&head.kind) else { return false };
    let holds = |codes: &[crate::access::Code]| codes.iter().any(|code| actor.may(*code));
    match desk {
        true => holds(kind.desk) && rules::terms::is_judged(kind, &head.state, &head.health),
        false => {
            head.organization_id == actor.org()
                && holds(kind.edits())
                && rules::terms::is_open(&head.state, &head.health)
        }
    }
}
