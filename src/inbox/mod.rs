//! The inbox: what waits for a member, derived from the state of things, and what he was told.
//!
//! Slices tell with [`tell`] inside the change that is told of. The sentences of every notice stand in `text.rs`.

mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use rules::{Eyes, Notice, Waiting, What};
pub use store::{forget, waiting};
pub use text::sentence;

use chrono::{DateTime, Utc};

use crate::{
    access::{Code, Kind},
    audit::Change,
    db,
    web::Routes,
};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new().get("/inbox", routes::show).post("/inbox", routes::read)
}

/// Tells members something, within the change it is about: what is undone is not told.
///
/// # Errors
/// When the database refuses.
pub async fn tell<P>(change: &mut Change<P>, members: &[i64], notice: &Notice) -> Result<(), db::Error> {
    let (org, now) = (change.org(), change.now());
    store::add(change, org, members, (notice, None, now)).await.map(drop)
}

/// Tells the master account of a partner what the vendor desk did, within the desk's change.
///
/// # Errors
/// When the database refuses.
pub async fn tell_master<P>(change: &mut Change<P>, partner: i64, notice: &Notice) -> Result<(), db::Error> {
    let now = change.now();
    store::add_for_master(change, partner, (notice, now)).await
}

/// The same where the occasion comes again with every look: who was told under this word is not told again. Answers how many
/// were told.
///
/// # Errors
/// When the database refuses.
pub async fn tell_once<P>(
    change: &mut Change<P>,
    members: &[i64],
    notice: &Notice,
    once: &str,
) -> Result<u64, db::Error> {
    let (org, now) = (change.org(), change.now());
    store::add(change, org, members, (notice, Some(once), now)).await
}

/// Who of an organisation of this kind is told of work: active members who hold one of these codes now, and the master.
///
/// # Errors
/// When the database refuses.
pub async fn holders<P>(
    change: &mut Change<P>,
    (organization_id, kind): (i64, Kind),
    codes: &[Code],
    now: DateTime<Utc>,
) -> Result<Vec<i64>, db::Error> {
    store::holders(change, (organization_id, kind), codes, now).await
}
