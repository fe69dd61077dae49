//! The badge that says where a page's figures come from and how old they are.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    face::{Face, When},
    text::Text,
    tone::Tone,
};

/// How fresh what a page shows is, as the database knows it (SQL function `freshness`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Start of the latest complete reading.
    pub completed_at: Option<DateTime<Utc>>,
    /// When the next one is due.
    pub next_at: Option<DateTime<Utc>>,
    /// Whether the latest run failed.
    pub failed: bool,
}

/// The badge.
#[derive(Debug, Template)]
#[template(path = "parts/freshness.html")]
pub struct FreshnessBadge {
    /// Colour.
    pub tone: Tone,
    /// Words before and after the time.
    pub words: (&'static str, &'static str),
    /// The latest complete reading.
    pub when: Option<When>,
    /// The vendor's operation the rows come from.
    pub api: &'static str,
}

impl askama::filters::HtmlSafe for FreshnessBadge {}

impl Freshness {
    /// The badge for rows that come from `api`.
    #[must_use]
    pub fn badge(self, api: &'static str, face: &Face) -> FreshnessBadge {
        let text = Text::of(face.lang);
        let overdue = self.next_at.is_some_and(|next| next + chrono::TimeDelta::hours(1) < face.now);
        let (tone, words) = match self.completed_at {
            None if self.failed => (Tone::Refused, (text.sync_failed, "")),
            None => (Tone::Idle, (text.never_synced, "")),
            Some(_) if self.failed || overdue => (Tone::Waiting, text.synced),
            Some(_) => (Tone::Done, text.synced),
        };
        FreshnessBadge { tone, words, when: self.completed_at.map(|at| face.when(at)), api }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn old_or_failed_readings_do_not_look_fresh() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let face = Face { now, zone: chrono_tz::Asia::Shanghai, lang: Lang::En };
        let read = |minutes: i64| Some(now - chrono::TimeDelta::minutes(minutes));
        for (freshness, want) in [
            (Freshness::default(), Tone::Idle),
            (Freshness { failed: true, ..Freshness::default() }, Tone::Refused),
            (Freshness { completed_at: read(2), next_at: read(-13), failed: false }, Tone::Done),
            (Freshness { completed_at: read(2), next_at: read(-13), failed: true }, Tone::Waiting),
            (Freshness { completed_at: read(600), next_at: read(120), failed: false }, Tone::Waiting),
        ] {
            assert_eq!(freshness.badge("ListSubCustomers", &face).tone, want, "{freshness:?}");
        }
        let fresh = Freshness { completed_at: read(2), ..Freshness::default() };
        let chinese = fresh.badge("ListSubCustomers", &Face { lang: Lang::ZhCn, ..face }).render().unwrap();
        assert!(chinese.contains("2 分钟前</time>同步"), "{chinese}");
    }
}
