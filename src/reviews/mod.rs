//! Access reviews 权限复核 (PERM-8): every quarter directors say of each role of their managers, and the Admins of all others,
//! whether it is still needed. What is to be removed waits for a second person; what nobody answers is listed and stays.

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use chrono_tz::Tz;

use self::rules::{due_quarter, end_of, last_day, reminder};
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::seal::Key,
    db::{self, Db},
    inbox::{self, Notice},
    web::Routes,
};

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/roles/reviews", routes::list)
        .post("/roles/reviews", routes::start)
        .get("/roles/reviews/new", routes::new)
        .get("/roles/reviews/{id}", routes::show)
        .post("/roles/reviews/{id}", routes::answer)
        .get("/roles/reviews/{id}/export", routes::export)
}

/// Begins the reviews of the quarter that has begun, in every organisation that is older. Answers how many.
///
/// # Errors
/// When the database refuses.
pub async fn begin_due(db: &Db, key: &Key, clock: &Clock) -> Result<usize, db::Error> {
    let now = clock.now();
    let places = store::places(&mut *db.open_every().await?, now).await?;
    let mut begun = 0;
    for place in places.iter().filter(|place| place.running.is_empty()) {
        let zone = zone_of(&place.time_zone);
        let due = due_quarter(place.created_at, now, zone).filter(|quarter| !place.quarters.contains(quarter));
        let Some(quarter) = due else { continue };
        let mut change = Change::system(db, key, clock, place.id, Author::job("access_review")).await?;
        if let Some(event) = begin(&mut change, zone, Some(&quarter)).await? {
            change.commit(event).await?;
            begun += 1;
        }
    }
    Ok(begun)
}

/// Begins a review and tells who is asked; none when one runs, when the quarter had one, or when nobody has a role.
async fn begin<P>(change: &mut Change<P>, zone: Tz, quarter: Option<&str>) -> Result<Option<Event>, db::Error> {
    let (org, now) = (change.org(), change.now());
    let ends_at = end_of(now, zone);
    let by = change.member_id().filter(|_| quarter.is_none());
    let Some(id) = store::begin(change, org, (quarter, by), (now, ends_at)).await? else { return Ok(None) };
    let asked: Vec<i64> = store::reviewers(change, org, id, now).await?.into_iter().map(|asked| asked.0).collect();
    inbox::tell(change, &asked, &Notice::ReviewBegan { review_id: id, last_day: last_day(ends_at, zone) }).await?;
    let after = Fields::new().set("quarter", quarter).set("ends_at", ends_at.to_rfc3339()).set("reviewers", asked);
    Ok(Some(Event::new(Deed::AccessReviewStarted, id).after(after)))
}

/// Reminds, seven days and one day before the end, everybody whose answers are missing: each once. Answers how many were told.
///
/// # Errors
/// When the database refuses.
pub async fn remind(db: &Db, key: &Key, clock: &Clock) -> Result<u64, db::Error> {
    let now = clock.now();
    let places = store::places(&mut *db.open_every().await?, now).await?;
    let mut told = 0;
    for place in &places {
        let zone = zone_of(&place.time_zone);
        for (review_id, ends_at) in place.running.iter().copied() {
            let Some(days) = reminder(ends_at, now, (zone, place.working_from)) else { continue };
            let mut change = Change::system(db, key, clock, place.id, Author::job("access_review")).await?;
            let mut count = 0;
            for (member_id, open) in store::reviewers(&mut change, place.id, review_id, now).await? {
                let left = rules::days_left(ends_at, now, zone);
                let notice = Notice::ReviewEnds { review_id, last_day: last_day(ends_at, zone), days: left, open };
                count +=
                    inbox::tell_once(&mut change, &[member_id], &notice, &format!("review-{review_id}-{days}")).await?;
            }
            if count > 0 {
                let after = Fields::new().set("days", days).set("reviewers", count);
                change.commit(Event::new(Deed::AccessReviewReminded, review_id).after(after)).await?;
            }
            told += count;
        }
    }
    Ok(told)
}

fn zone_of(name: &str) -> Tz {
    name.parse().unwrap_or(chrono_tz::Asia::Shanghai)
}
