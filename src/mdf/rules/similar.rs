//! Applications that look alike (MDF-09, MDF-11): told before the submission, which may then be repeated. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;

/// So many days apart, activities of one type in one city look alike.
const DAYS: i64 = 7;

/// What of an application is compared.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Its request.
    pub request_id: i64,
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Where.
    pub city: String,
    /// From when on.
    pub starts_on: Option<NaiveDate>,
}

/// Those of the others that look like one (MDF-11).
#[must_use]
pub fn similar<'a>(one: &Activity, others: &'a [Activity]) -> Vec<&'a Activity> {
    let own = trigrams(&one.name);
    let alike = |other: &&Activity| {
        let near = one.starts_on.zip(other.starts_on).is_some_and(|(a, b)| (a - b).num_days().abs() <= DAYS);
        let place = !one.city.is_empty() && one.city.to_lowercase() == other.city.to_lowercase();
        let named = trigrams(&other.name);
        other.request_id != one.request_id && (one.kind == other.kind && place && near || are_close(&own, &named))
    };
    others.iter().filter(alike).collect()
}

/// At least six tenths of all trigrams are shared.
fn are_close(one: &BTreeSet<[char; 3]>, other: &BTreeSet<[char; 3]>) -> bool {
    let (shared, all) = (one.intersection(other).count(), one.union(other).count());
    all > 0 && shared * 10 >= all * 6
}

/// Trigrams of every word, with two blanks before and one behind it, in lower case.
fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut found = BTreeSet::new();
    for word in words {
        let letters: Vec<char> = "  ".chars().chain(word.chars()).chain([' ']).collect();
        found.extend(letters.windows(3).filter_map(|window| <[char; 3]>::try_from(window).ok()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(request_id: i64, name: &str, kind: &str, city: &str, starts_on: &str) -> Activity {
        let (name, kind, city) = (name.to_owned(), kind.to_owned(), city.to_owned());
        Activity { request_id, name, kind, city, starts_on: starts_on.parse().ok() }
    }

    #[test]
    fn mdf_11_type_city_and_week_or_a_close_name() {
        let one = activity(1, "华为云城市峰会 深圳站", "event/forum", "深圳", "2026-12-10");
        for (other, want) in [
            (activity(2, "Anything", "event/forum", "深圳", "2026-12-17"), true),
            (activity(2, "Anything", "event/forum", "深圳", "2026-12-18"), false),
            (activity(2, "Anything", "event/seminar", "深圳", "2026-12-10"), false),
            (activity(2, "Anything", "event/forum", "上海", "2026-12-10"), false),
            (activity(2, "华为云城市峰会 深圳 站", "event/seminar", "上海", "2027-12-10"), true),
            (activity(2, "华为云城市峰会 上海 虹桥站", "event/seminar", "上海", "2027-12-10"), false),
            (activity(2, "华为云城市峰会-深圳站", "event/seminar", "上海", "2027-12-10"), true),
            (activity(1, "华为云城市峰会 深圳站", "event/forum", "深圳", "2026-12-10"), false),
        ] {
            assert_eq!(!similar(&one, std::slice::from_ref(&other)).is_empty(), want, "{other:?}");
        }
        let nowhere = activity(3, "x", "event/forum", "", "2026-12-10");
        assert!(similar(&nowhere, &[activity(4, "y", "event/forum", "", "2026-12-10")]).is_empty(), "online");
    }

    #[test]
    fn names_are_close_from_six_tenths_on() {
        let close = |a: &str, b: &str| are_close(&trigrams(a), &trigrams(b));
        assert!(close("Cloud day Shenzhen", "cloud day, shenzhen"));
        assert!(!close("Cloud day", "Partner meeting"));
        assert!(!close("", ""));
    }
}
