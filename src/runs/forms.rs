//! Filters of the runs, and the request for a run.

use chrono::{DateTime, Days, Utc};

use super::{rules::KNOWN, text::Text};
use crate::web::{Face, FilterBar, Typed};

/// What the list of runs is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Name of the resource.
    pub resource: Option<String>,
    /// State of the run.
    pub state: Option<String>,
    /// Who asked for it.
    pub cause: Option<String>,
    /// Started at or after.
    pub from: Option<DateTime<Utc>>,
    /// Started before.
    pub before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included.
pub fn filters(typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/sync/runs", typed, face.lang);
    let resources = KNOWN.map(|(name, _)| (name, text.resource(name)));
    let mut filters = Filters {
        resource: bar.choice("resource", text.resource, resources),
        state: bar.choice("state", text.state, text.run_states),
        cause: bar.choice("cause", text.cause, text.causes),
        ..Filters::default()
    };
    let (from, to) = bar.days("started", text.started);
    filters.from = from.map(|day| face.midnight(day));
    filters.before = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| face.midnight(day));
    (filters, bar)
}

/// What a request asks for: one resource by name, all of them, or nothing that exists.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every resource.
    All,
    /// One.
    One(&'static str),
    /// No resource has that name.
    Unknown,
}

/// Reads the form of "run now".
pub fn wanted(typed: &Typed) -> Wanted {
    match typed.get("resource") {
        "" => Wanted::All,
        name => KNOWN.iter().find(|(known, _)| *known == name).map_or(Wanted::Unknown, |(known, _)| Wanted::One(known)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_one_all_or_nothing() {
        let read = |form: &str| wanted(&Typed::parse(form.as_bytes()).unwrap());
        assert_eq!(read("resource=orders"), Wanted::One("orders"));
        assert_eq!(read("resource="), Wanted::All);
        assert_eq!(read(""), Wanted::All);
        assert_eq!(read("resource=orderz"), Wanted::Unknown);
    }
}
