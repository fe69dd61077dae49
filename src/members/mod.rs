//! Members of an organisation (MEM-1 to MEM-13): made, listed, shown, exported, changed, handed over.
//!
//! Every write takes the organisation's lock first (`store::subject::lock`), asks `access::grants` who may, and ends in an
//! event. Roles that a second person must agree to are kept by [`request_roles`] (PERM-8).

pub mod api;
mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use routes::export::EXPORT;
pub use rules::{person, removal::Unremovable, wanted::Wanted};
pub use store::{
    requests::{Asked, Granted},
    upkeep::{erase, expire},
    write::redirect_managers,
};

use self::rules::removal::{Footing, without};
use crate::{
    access::locks,
    audit::{Change, Deed, Event, Fields},
    db,
    lang::Lang,
    web::Routes,
};

/// The sentence for a field that [`person`] finds wrong.
#[must_use]
pub fn wrong_field(wrong: person::Wrong, lang: Lang) -> String {
    text::form::sentence(&rules::plan::Why::Field(wrong), lang)
}

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/members", routes::list)
        .get("/members/new", routes::create::new)
        .post("/members/new", routes::create::create)
        .get("/members/import", routes::import::new)
        .post("/members/import", routes::import::create)
        .get("/members/import/template", routes::import::template)
        .get("/members/export", routes::export::ask)
        .post("/members/export", routes::export::create)
        .get("/members/{id}", routes::show)
        .get("/members/{id}/edit", routes::edit::form)
        .post("/members/{id}/edit", routes::edit::update)
        .get("/members/{id}/disable", routes::state::ask_disable)
        .post("/members/{id}/disable", routes::state::disable)
        .get("/members/{id}/enable", routes::state::ask_enable)
        .post("/members/{id}/enable", routes::state::enable)
        .get("/members/{id}/credentials", routes::login::ask)
        .post("/members/{id}/credentials", routes::login::issue)
        .get("/members/{id}/unlock", routes::login::ask_unlock)
        .post("/members/{id}/unlock", routes::login::unlock)
        .get("/members/{id}/factors", routes::login::ask_factors)
        .post("/members/{id}/factors", routes::login::reset_factors)
        .get("/members/{id}/sessions", routes::login::ask_sessions)
        .post("/members/{id}/sessions", routes::login::end_sessions)
        .get("/members/{id}/reveal", routes::personal::ask)
        .post("/members/{id}/reveal", routes::personal::reveal)
        .get("/members/{id}/role-request", routes::request::show)
        .post("/members/{id}/role-request", routes::request::decide)
        .get("/members/{id}/hand-over", routes::hand_over::ask)
        .post("/members/{id}/hand-over", routes::hand_over::delete)
        .get("/api/v1/members", api::list_members)
}

/// Keeps roles that a second person must agree to (PERM-8), in place of an open request of the same member. Another Admin or
/// the master decides on the member's page. Answers the event that the change must be committed with.
///
/// # Errors
/// When the database refuses.
pub async fn request_roles<P>(change: &mut Change<P>, asked: Asked<'_>) -> Result<Event, db::Error> {
    let org = change.org();
    let id = store::requests::add(change, org, asked).await?;
    Ok(requested(id, asked))
}

/// Asks for a member's role to be taken away: like every change of roles that one person proposes in a review, it waits for a
/// second one (PERM-8). `own` are the requests that the same review has made: they are taken up, another one is left alone.
/// Answers the key of the request and the event that the change must be committed with.
///
/// # Errors
/// When the database refuses.
pub async fn request_removal<P>(
    change: &mut Change<P>,
    member_id: i64,
    removed: &Wanted,
    (own, reason, asked_by): (&[i64], &str, i64),
) -> Result<Result<(i64, Event), Unremovable>, db::Error> {
    let (org, at) = (change.org(), change.now());
    store::subject::lock(change, org).await?;
    let Some(case) = store::subject::case(change, org, member_id, at).await? else {
        return Ok(Err(Unremovable::Gone));
    };
    let pending = store::requests::pending(change, org, member_id, asked_by).await?;
    let locks = locks::of(change, org, member_id).await?;
    let request = pending.as_ref().map(|request| (own.contains(&request.id), &request.wanted.0));
    let footing = Footing { today: &case.subject.wanted, request, pin: case.subject.pin(), locks: &locks, now: at };
    let (wanted, pin) = match without(&footing, removed, &case.ground.custom) {
        Ok(remaining) => remaining,
        Err(unremovable) => return Ok(Err(unremovable)),
    };
    let asked = Asked { member_id, wanted: &wanted, pin, reason, asked_by, at };
    let id = store::requests::add(change, org, asked).await?;
    Ok(Ok((id, requested(id, asked))))
}

fn requested(id: i64, asked: Asked<'_>) -> Event {
    let roles: Vec<String> = asked.wanted.iter().map(Wanted::ticked).collect();
    let after =
        Fields::new().set("request", id).set("roles", roles).set("scope_pin", asked.pin.map(|pin| pin.as_str()));
    Event::new(Deed::MemberRolesRequested, asked.member_id).after(after).because(asked.reason)
}

/// Gives a member roles in place of all he has; an open request of his is withdrawn, since it was asked of the old ones.
///
/// # Errors
/// When the database refuses.
pub async fn give_roles<P>(change: &mut Change<P>, member_id: i64, granted: Granted<'_>) -> Result<(), db::Error> {
    let org = change.org();
    store::requests::withdraw(change, org, member_id, granted.at).await?;
    store::requests::apply(change, org, member_id, granted).await
}
