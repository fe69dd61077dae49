//! Synchronisation as people see it: how fresh every resource is, what its last reading changed, what went wrong and what
//! to do, live while it runs; and "run now". A reseller, who has no connection of its own (API-7), sees freshness only.

pub mod api;
mod forms;
mod pages;
mod routes;
mod rules;
mod store;
mod text;

use crate::{lang::Lang, web::Routes};

#[cfg(test)]
pub(crate) fn known() -> &'static [(&'static str, &'static str)] {
    &rules::KNOWN
}

#[cfg(test)]
pub(crate) fn has_words_for(class: &str) -> bool {
    text::Text::of(Lang::En).problem(class).class == class
}

/// What a class of failures of a resource means and what to do, for a terminal.
pub(crate) fn problem(class: &str, resource: &str, lang: Lang) -> String {
    let (problem, items) = pages::told(class, resource, text::Text::of(lang));
    let told = format!("{} {} {}", problem.sentence, problem.step, items.join(", "));
    told.trim_end().to_owned()
}

/// Routes of the slice.
#[must_use]
pub fn router() -> Routes {
    Routes::new()
        .get("/sync", routes::show)
        .get("/sync/events", routes::events)
        .get("/sync/runs", routes::list)
        .get("/sync/runs/{id}", routes::show_run)
        .post("/sync/requests", routes::create_request)
        .post("/api/v1/sync/requests", api::create_request)
}
