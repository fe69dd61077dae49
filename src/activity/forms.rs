//! Filters of the record.

use chrono::{DateTime, Utc};

use super::text::Text;
use crate::{
    audit::Deed,
    web::{Face, FilterBar, Typed},
};

/// What the list and the export are narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// First instant.
    pub from: Option<DateTime<Utc>>,
    /// First instant that is too late.
    pub until: Option<DateTime<Utc>>,
    /// Part of the actor's user name, or of the job.
    pub actor: Option<String>,
    /// What was done.
    pub event: Option<String>,
    /// Kind of object.
    pub kind: Option<String>,
    /// Key of the object.
    pub object: Option<String>,
    /// Network address, or how it begins.
    pub address: Option<String>,
}

/// Reads the filters and draws their fields.
pub fn filters(typed: Typed, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/activity", typed, face.lang);
    let (from, until) = bar.days("at", text.when);
    let mut kinds: Vec<&str> = Deed::ALL.iter().map(|deed| deed.object_kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let filters = Filters {
        from: from.map(|day| face.midnight(day)),
        until: until.and_then(|day| day.succ_opt()).map(|day| face.midnight(day)),
        actor: bar.text("actor", text.who, 64),
        event: bar.choice("event", text.what, Deed::ALL.iter().map(|deed| (deed.code(), deed.name(face.lang)))),
        kind: bar.choice("kind", text.kind, kinds.into_iter().map(|kind| (kind, text.kind_of(kind)))),
        object: bar.text("object", text.object_id, 64),
        address: bar.text("address", text.address, 45),
    };
    (filters, bar)
}
