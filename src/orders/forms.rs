//! Filters of the order list (ORD-06).

use chrono::{DateTime, Days, Months, NaiveDate, Utc};

use super::text::Text;
use crate::web::{Face, FilterBar, Typed};

/// How far back the list goes by itself (ORD-06).
const RECENT: Months = Months::new(6);

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Filters {
    /// Part of the customer's account name or name, or the whole customer id.
    pub customer: Option<String>,
    /// The whole order number, also of a child of a combined order.
    pub order: Option<String>,
    /// `status` (ORD-01).
    pub status: Option<i32>,
    /// `service_type_code`.
    pub service_type: Option<String>,
    /// `order_type` (ORD-02).
    pub order_type: Option<i32>,
    /// Created at or after.
    pub created_from: Option<DateTime<Utc>>,
    /// Created before.
    pub created_before: Option<DateTime<Utc>>,
    /// Paid at or after.
    pub paid_from: Option<DateTime<Utc>>,
    /// Paid before.
    pub paid_before: Option<DateTime<Utc>>,
}

/// Reads the filters and draws their fields. Days are days of the organisation's zone; the last one is included. Without
/// an order number and without days the last six months are listed.
pub fn filters(typed: Typed, services: Vec<(String, String)>, face: &Face) -> (Filters, FilterBar) {
    let text = Text::of(face.lang);
    let mut bar = FilterBar::new("/orders", typed, face.lang);
    bar.keep("tab", &["own", "resellers"]);
    let codes =
        |words: &[(i32, &'static str)]| words.iter().map(|(code, word)| (code.to_string(), *word)).collect::<Vec<_>>();
    let mut filters = Filters {
        customer: bar.text("customer", text.filter_customer, 128),
        order: bar.text("order", text.order, 64),
        status: bar.choice("status", text.status, codes(&text.statuses)).and_then(|code| code.parse().ok()),
        service_type: bar.choice("service_type", text.service_type, services),
        order_type: bar
            .choice("order_type", text.order_type, codes(&text.order_types))
            .and_then(|code| code.parse().ok()),
        ..Filters::default()
    };
    let created = bar.days("created", text.created);
    let paid = bar.days("paid", text.paid);
    let begin = |day: Option<NaiveDate>| day.map(|day| face.midnight(day));
    let end = |day: Option<NaiveDate>| begin(day.and_then(|day| day.checked_add_days(Days::new(1))));
    (filters.created_from, filters.created_before) = (begin(created.0), end(created.1));
    (filters.paid_from, filters.paid_before) = (begin(paid.0), end(paid.1));
    let names = ["order", "created_from", "created_to", "paid_from", "paid_to"];
    if names.iter().all(|name| bar.typed().get(name).is_empty())
        && let Some(first) = face.date(face.now).checked_sub_months(RECENT)
    {
        filters.created_from = Some(face.midnight(first));
        bar.preset_day("created_from", first);
    }
    (filters, bar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn read(query: &str) -> (Filters, FilterBar) {
        let now = "2026-11-22T04:00:00Z".parse().unwrap();
        let face = Face { now, zone: chrono_tz::Asia::Shanghai, lang: Lang::En };
        filters(Typed::parse(query.as_bytes()).unwrap(), vec![("hws.service.type.ec2".into(), "ECS".into())], &face)
    }

    #[test]
    fn the_last_six_months_unless_something_else_is_asked_for() {
        let (filters, bar) = read("");
        assert_eq!(filters.created_from, Some("2026-05-21T16:00:00Z".parse().unwrap()));
        assert!(!bar.is_set(), "the page's own days are nothing to clear");
        for query in ["order=CS1", "created_to=2026-01-31", "paid_from=2026-01-01", "created_from=2025-01-01"] {
            let (filters, _) = read(query);
            assert_ne!(filters.created_from, Some("2026-05-21T16:00:00Z".parse().unwrap()), "{query}");
        }
        assert!(read("status=5").0.created_from.is_some());
    }

    #[test]
    fn days_include_the_last_one() {
        let (filters, bar) =
            read("created_from=2026-10-01&created_to=2026-10-31&status=6&service_type=hws.service.type.ec2");
        assert!(bar.is_sound());
        assert_eq!(filters.created_from, Some("2026-09-30T16:00:00Z".parse().unwrap()));
        assert_eq!(filters.created_before, Some("2026-10-31T16:00:00Z".parse().unwrap()));
        assert_eq!((filters.status, filters.service_type.as_deref()), (Some(6), Some("hws.service.type.ec2")));
        assert!(!read("status=7").1.is_sound());
    }
}
