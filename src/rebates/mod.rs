//! Rebates and special incentives 业绩激励 (REB-09 to REB-23): statements that the vendor published, what each would bring by the
//! methods of payment, confirmation by a member or by the deadline, objections with a thread. Statements come from an import that
//! is looked at first; the vendor's answers are recorded by a member (COM-07).

mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

pub use self::{
    rules::{
        methods::{Method, methods},
        tax::{net_and_tax, settled},
    },
    store::payable::{Payable, payable},
};
use crate::{
    audit::{Author, Change, Deed, Event, Fields},
    clock::Clock,
    cloud::{Site, seal::Key},
    db::{self, Db},
    lang::Lang,
    web::Routes,
};

/// Where statements are.
pub const PATH: &str = "/incentives/rebates";

/// The words of a method and when its money arrives.
#[must_use]
pub fn method_words(method: Method, lang: Lang) -> (&'static str, &'static str) {
    text::Text::of(lang).method(method)
}

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get(PATH, routes::list::list)
        .get("/incentives/rebates/import", routes::import::new)
        .post("/incentives/rebates/import", routes::import::create)
        .get("/incentives/rebates/import/template", routes::import::template)
        .get("/incentives/rebates/confirmation", routes::confirmation::ask)
        .post("/incentives/rebates/confirmation", routes::confirmation::confirm)
        .get("/incentives/rebates/{id}", routes::list::show)
        .get("/incentives/rebates/{id}/objection", routes::objections::new)
        .post("/incentives/rebates/{id}/objection", routes::objections::create)
        .get("/incentives/rebates/objections/{id}", routes::objections::show)
        .post("/incentives/rebates/objections/{id}", routes::objections::step)
        .get("/incentives/rebates/objections/{id}/answer", routes::objections::ask_answer)
        .post("/incentives/rebates/objections/{id}/answer", routes::objections::answer)
}

/// What the deadlines do (REB-10, REB-12): objections whose answer stood for five working days are closed, then statements whose
/// last day is over and to which no objection stands are confirmed; from ten minutes past midnight in the vendor's zone, each
/// partner in one change. Answers how many statements were confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn settle(db: &Db, key: &Key, clock: &Clock) -> Result<u64, db::Error> {
    let partners = store::timer::partners(&mut *db.open_every().await?).await?;
    let mut confirmed = 0;
    for (partner, site) in partners {
        let mut change = Change::system(db, key, clock, partner, Author::job("rebate_deadlines")).await?;
        let zone = site.parse().unwrap_or(Site::China).zone();
        let today = (clock.now() - rules::ACTS_AFTER).with_timezone(&zone).date_naive();
        store::lock(&mut change, partner).await?;
        let mut events = Vec::new();
        for id in store::timer::close(&mut change, today).await? {
            events.push(Event::new(Deed::RebateObjectionClosed, id).after(Fields::new().set("state", "closed")));
        }
        for id in store::timer::confirm(&mut change, today).await? {
            let fields = |state: &str| Fields::new().set("state", state);
            let event = Event::new(Deed::RebateConfirmed, id).before(fields("to_confirm")).after(fields("issuing"));
            events.push(event);
            confirmed += 1;
        }
        if !events.is_empty() {
            change.commit_all(&events).await?;
        }
    }
    Ok(confirmed)
}
