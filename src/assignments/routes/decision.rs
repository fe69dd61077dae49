//! What assigning customers and resellers have in common: look, decide, write, answer.

use axum::response::{IntoResponse, Response};

use crate::{
    access::{
        Actor, Permission,
        periods::{self, Turn},
    },
    assignments::{
        forms::pick::Pick,
        pages::review::{self, Look, ReviewPage},
        rules::{
            Subject,
            judge::{self, Allowed, Asked, Objection},
        },
        store::{
            self, Manager,
            picked::{self, Row},
        },
        text::words::Words,
    },
    audit::{Change, Deed, Event, Fields},
    web::{Error, Flash, Redirect, Typed},
};

/// Before an assignment.
pub async fn review<P: Permission>(actor: &Actor<P>, subject: Subject, typed: &Typed) -> Result<ReviewPage, Error> {
    let pick = Pick::read(typed, subject)?;
    let (now, seen) = (actor.app().clock.now(), actor.scope().managers());
    let mut connection = actor.open().await?;
    let rows = picked::find(&mut connection, actor.org(), seen, subject, &pick.keys).await?;
    let managers = store::assignable(&mut connection, actor.org(), seen, now).await?;
    let objection = (pick.keys.ids.len() > judge::MOST).then_some(Objection::TooMany);
    Ok(review::assignment(actor, &Look { subject, pick: &pick, rows: &rows, managers: &managers, objection }))
}

/// The assignment: all of it or nothing (AM-7).
pub async fn assign<P: Permission>(actor: &Actor<P>, subject: Subject, typed: &Typed) -> Result<Response, Error> {
    let pick = Pick::sent(typed, subject)?;
    let (mut change, rows) = begin(actor, subject, &pick).await?;
    let (org, now) = (change.org(), change.now());
    let managers = store::assignable(&mut change, org, actor.scope().managers(), now).await?;
    let chosen = managers.iter().find(|manager| Some(manager.id) == pick.manager);
    match judge::may_assign(&asked(&pick, &looked_at(&rows), chosen)) {
        Err(objection) => {
            let objection = Some(objection);
            let look = Look { subject, pick: &pick, rows: &rows, managers: &managers, objection };
            Ok(review::assignment(actor, &look).into_response())
        }
        Ok(allowed) => {
            let name = chosen.map_or("", |manager| &manager.username).to_owned();
            let (before, after) = Words::of(subject, actor.lang()).assigned;
            let said = format!("{before}{}{after}{name}", allowed.turns().len());
            write(change, subject, (&allowed, &rows), &pick).await?;
            Ok(done(subject, &pick, said))
        }
    }
}

/// Before a withdrawal.
pub async fn ask_withdrawal<P: Permission>(
    actor: &Actor<P>,
    subject: Subject,
    typed: &Typed,
) -> Result<ReviewPage, Error> {
    let pick = Pick::read(typed, subject)?;
    let mut connection = actor.open().await?;
    let seen = actor.scope().managers();
    let rows = picked::find(&mut connection, actor.org(), seen, subject, &pick.keys).await?;
    let objection = (pick.keys.ids.len() > judge::MOST).then_some(Objection::TooMany);
    Ok(review::withdrawal(actor, &Look { subject, pick: &pick, rows: &rows, managers: &[], objection }))
}

/// The withdrawal: all of it or nothing.
pub async fn withdraw<P: Permission>(actor: &Actor<P>, subject: Subject, typed: &Typed) -> Result<Response, Error> {
    let pick = Pick::sent(typed, subject)?;
    let (change, rows) = begin(actor, subject, &pick).await?;
    match judge::may_withdraw(&asked(&pick, &looked_at(&rows), None)) {
        Err(objection) => {
            let look = Look { subject, pick: &pick, rows: &rows, managers: &[], objection: Some(objection) };
            Ok(review::withdrawal(actor, &look).into_response())
        }
        Ok(allowed) => {
            let (before, after) = Words::of(subject, actor.lang()).withdrawn;
            let said = format!("{before}{}{after}", allowed.turns().len());
            write(change, subject, (&allowed, &rows), &pick).await?;
            Ok(done(subject, &pick, said))
        }
    }
}

/// The change, and what was picked as it is now that nobody else can assign it.
async fn begin<P: Permission>(actor: &Actor<P>, subject: Subject, pick: &Pick) -> Result<(Change<P>, Vec<Row>), Error> {
    let mut change = Change::begin(actor).await?;
    let org = change.org();
    store::lock(&mut change, org).await?;
    let rows = picked::find(&mut change, org, actor.scope().managers(), subject, &pick.keys).await?;
    Ok((change, rows))
}

/// The question to the rules.
fn asked<'a>(pick: &Pick, picked: &'a [judge::Picked], chosen: Option<&Manager>) -> Asked<'a> {
    let manager = chosen.map(|manager| manager.id);
    Asked { sent: pick.keys.ids.len(), picked, manager, reassign: pick.reassign }
}

fn looked_at(rows: &[Row]) -> Vec<judge::Picked> {
    rows.iter().map(Row::picked).collect()
}

/// Closes and opens the periods, with an event for every customer or reseller.
async fn write<P>(
    mut change: Change<P>,
    subject: Subject,
    (allowed, rows): (&Allowed, &[Row]),
    pick: &Pick,
) -> Result<(), Error> {
    let (org, by, at) = (change.org(), change.member_id(), change.now());
    let (ids, to) = (allowed.ids(), allowed.to());
    periods::turn(&mut change, org, Turn { held: subject.held(), ids: &ids, to, by, at }).await?;
    let event = |row: &Row| {
        Event::new(deed(subject, row.manager_id.is_some(), to.is_some()), row.id)
            .before(Fields::new().set("manager_id", row.manager_id))
            .after(Fields::new().set("manager_id", to))
            .because(&pick.reason)
    };
    let events: Vec<Event> = rows.iter().filter(|row| ids.contains(&row.id)).map(event).collect();
    Ok(change.commit_all(&events).await?)
}

const fn deed(subject: Subject, had: bool, has: bool) -> Deed {
    match (subject, had, has) {
        (Subject::Customer, false, true) => Deed::CustomerAssigned,
        (Subject::Customer, true, true) => Deed::CustomerReassigned,
        (Subject::Customer, _, false) => Deed::CustomerUnassigned,
        (Subject::Reseller, false, true) => Deed::ResellerAssigned,
        (Subject::Reseller, true, true) => Deed::ResellerReassigned,
        (Subject::Reseller, _, false) => Deed::ResellerUnassigned,
    }
}

fn done(subject: Subject, pick: &Pick, said: String) -> Response {
    let to = if pick.next.is_empty() { subject.path() } else { &pick.next };
    Redirect::to(to).saying(Flash::done(said)).into_response()
}
