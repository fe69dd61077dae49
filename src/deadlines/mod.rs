//! Deadlines 期限 (DL-01 to DL-26): what is due of the requests, in time order, told before it is too late (COM-10), and settled
//! when nobody met it. The clocks are set by `requests` with each transition; here they are read, lengthened and settled.
//!
//! What [`keep`] does may be done by several nodes at once: the rows say what was done.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use std::collections::BTreeMap;

use self::store::{Open, Place};
use crate::{
    access::{Code, Kind as OrganizationKind},
    audit::{Author, Change, Deed, Event, Fields, System},
    clock::Clock,
    cloud::{Site, seal::Key},
    db::{self, Db},
    inbox::{self, Notice},
    lang::Lang,
    mail::{self, Letter},
    requests::{self, Kind},
    values::workdays::{Calendar, Limit},
    web::Routes,
};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/deadlines", routes::list)
        .get(pages::FEED, routes::feed)
        .post(pages::FEED, routes::change_feed)
        .public_get("/deadlines/feeds", routes::read)
}

/// The name of the job in the record.
const JOB: &str = "deadlines";
/// The kind of organisation that acts for the vendor.
const DESK: &str = "vendor_desk";

/// Settles, lengthens and reminds; `mails` says whether letters leave. Answers how many members were told.
///
/// # Errors
/// When the database refuses.
pub async fn keep(db: &Db, key: &Key, clock: &Clock, mails: bool) -> Result<u64, db::Error> {
    let mut told = 0;
    for place in store::places(&mut *db.open_every().await?).await? {
        let begin = || Change::system(db, key, clock, place.id, Author::job(JOB));
        if place.kind != DESK {
            pass(begin().await?).await?;
            extend(begin().await?, &place).await?;
        }
        told += remind(begin().await?, &place, mails).await?;
    }
    Ok(told)
}

/// The calendars of the sites that these deadlines are counted in.
async fn calendars(change: &mut Change<System>, open: &[Open]) -> Result<BTreeMap<String, Calendar>, db::Error> {
    let mut found = BTreeMap::new();
    for site in open.iter().map(|open| &open.site) {
        if !found.contains_key(site) {
            let known = site.parse().unwrap_or(Site::China);
            found.insert(site.clone(), requests::calendar(change, known).await?);
        }
    }
    Ok(found)
}

/// Settles what nobody met; the requests stay in their states and show as overdue.
async fn pass(mut change: Change<System>) -> Result<(), db::Error> {
    let passed = store::pass(&mut change, &requests::overdue_rules()).await?;
    let events: Vec<Event> = passed.into_iter().map(|request| Event::new(Deed::DeadlinePassed, request)).collect();
    if events.is_empty() { Ok(()) } else { change.commit_all(&events).await }
}

/// Lengthens what a changed calendar lengthens (DL-04).
async fn extend(mut change: Change<System>, place: &Place) -> Result<(), db::Error> {
    let open = store::open(&mut change, place).await?;
    let calendars = calendars(&mut change, &open).await?;
    let mut events = Vec::new();
    for open in open {
        let term = requests::term(&open.kind, &open.step).filter(|term| matches!(term.limit, Limit::WorkingDays(_)));
        let (Some(term), Some(calendar)) = (term, calendars.get(&open.site)) else { continue };
        let due = calendar.due_from(open.began_on, term.limit);
        if due.at > open.due_at && store::extend(&mut change, open.id, due).await? {
            let fields = |day: chrono::NaiveDate| Fields::new().set("last_day", day.to_string());
            let event = Event::new(Deed::DeadlineExtended, open.request_id);
            events.push(event.before(fields(open.due_on)).after(fields(due.last_day)));
        }
    }
    if events.is_empty() { Ok(()) } else { change.commit_all(&events).await }
}

/// Tells who has to act, five and one working days before the last day, in working hours and each time once (COM-10).
async fn remind(mut change: Change<System>, place: &Place, mails: bool) -> Result<u64, db::Error> {
    let open = store::open(&mut change, place).await?;
    let calendars = calendars(&mut change, &open).await?;
    let (zone, hours) =
        (place.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai), (place.working_from, place.working_to));
    let (mut told, mut events) = (0, Vec::new());
    for open in open.iter().filter(|open| open.is_theirs) {
        let (Some(calendar), Some(kind)) = (calendars.get(&open.site), Kind::parse(&open.kind)) else { continue };
        let now = change.now();
        let reached = rules::reminder::reminder(calendar, (open.began_on, open.due_on), calendar.day(now));
        let later = |days: &u16| open.told.is_none_or(|last| i32::from(*days) < last);
        let Some(days) = reached.filter(later).filter(|_| rules::reminder::works(calendar, now, (zone, hours))) else {
            continue;
        };
        if store::remind(&mut change, open.id, days).await? {
            let members = readers(&mut change, place, kind).await?;
            tell(&mut change, (open, kind), (place, &members), (days, mails)).await?;
            told += u64::try_from(members.len()).unwrap_or_default();
            let after = Fields::new().set("working_days", days).set("members", members.len());
            events.push(Event::new(Deed::DeadlineReminded, open.request_id).after(after));
        }
    }
    if !events.is_empty() {
        change.commit_all(&events).await?;
    }
    Ok(told)
}

/// Who has to act: members with the permission, and the master account.
async fn readers(change: &mut Change<System>, place: &Place, kind: &Kind) -> Result<Vec<i64>, db::Error> {
    let codes: &[Code] = if place.kind == DESK { kind.desk } else { kind.acts() };
    let kind = OrganizationKind::parse(&place.kind).unwrap_or(OrganizationKind::Distributor);
    let now = change.now();
    inbox::holders(change, (place.id, kind), codes, now).await
}

/// A notice, and a letter in the member's language.
async fn tell(
    change: &mut Change<System>,
    (open, kind): (&Open, &Kind),
    (place, members): (&Place, &[i64]),
    (days, mails): (u16, bool),
) -> Result<(), db::Error> {
    let page =
        if place.kind == DESK { format!("{}{}", kind.desk_path, open.request_id) } else { kind.page(open.request_id) };
    let notice = Notice::DeadlineNear {
        kind: open.kind.clone(),
        state: open.step.clone(),
        request_id: open.request_id,
        last_day: open.due_on,
        working_days: days,
        page,
    };
    inbox::tell_once(change, members, &notice, &format!("deadline-{}-{days}", open.id)).await?;
    let said = |lang| inbox::sentence(&notice, lang);
    for member in members.iter().filter(|_| mails) {
        let letter = Letter::DeadlineNear { en: said(Lang::En), zh: said(Lang::ZhCn) };
        let (now, key) = (change.now(), change.key().clone());
        match mail::queue(change, &key, (place.id, *member), (letter, Lang::ZhCn), now).await {
            Err(mail::Failed::Database(error)) => return Err(error),
            Err(failed) => return Err(db::Error::Protocol(failed.to_string())),
            Ok(_) => {}
        }
    }
    Ok(())
}
