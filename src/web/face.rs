//! How a reader sees instants and dates: relative, with the exact instant in the organisation's zone on hover. Pure.

use chrono::{DateTime, NaiveDate, Offset, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::lang::Lang;

/// The reader's present, zone and language.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// The present instant.
    pub now: DateTime<Utc>,
    /// Zone of the organisation.
    pub zone: Tz,
    /// Language of the page.
    pub lang: Lang,
}

/// An instant, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// For `datetime=`: UTC, RFC 3339.
    pub iso: String,
    /// For `title=`: date, time and offset in the organisation's zone.
    pub exact: String,
    /// What is read: `3 分钟前`, or the date when it is more than thirty days away.
    pub relative: String,
}

impl Face {
    /// An instant, ready to show.
    #[must_use]
    pub fn when(&self, at: DateTime<Utc>) -> When {
        let local = at.with_timezone(&self.zone);
        When {
            iso: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            exact: local.format("%Y-%m-%d %H:%M:%S UTC%:z").to_string(),
            relative: self.relative(at),
        }
    }

    /// The calendar date of an instant in the organisation's zone.
    #[must_use]
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The instant a calendar day begins in the organisation's zone: how a date filter becomes an instant.
    #[must_use]
    pub fn midnight(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        midnight.and_local_timezone(self.zone).earliest().map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }

    /// The head of a column of times, with the zone they are shown in: `Transaction time (UTC+8)`; of a zone with summer time
    /// its name.
    #[must_use]
    pub fn timed(&self, label: &str) -> String {
        let zone = self.zone_name();
        self.lang.pick(format!("{label} ({zone})"), format!("{label}（{zone}）"))
    }

    fn zone_name(&self) -> String {
        let offset = |at: DateTime<Utc>| at.with_timezone(&self.zone).offset().fix().local_minus_utc();
        let here = offset(self.now);
        // Half a year on is the other half of every summer time.
        if offset(self.now + TimeDelta::days(182)) != here {
            return self.zone.name().to_owned();
        }
        let (sign, minutes) = (if here < 0 { '-' } else { '+' }, here.abs() / 60);
        match (minutes / 60, minutes % 60) {
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    fn relative(&self, at: DateTime<Utc>) -> String {
        let gap = self.now - at;
        let (span, past) = if gap < TimeDelta::zero() { (-gap, false) } else { (gap, true) };
        // What ends in 71 h 59 min ends in three days: the rest of a day that has begun is not cut off.
        let span = match span {
            span if !past && span >= TimeDelta::hours(36) => span + TimeDelta::hours(12),
            span => span,
        };
        if span > TimeDelta::days(30) {
            return self.date(at).to_string();
        }
        let (count, zh, en) = match span {
            span if span < TimeDelta::minutes(1) => return self.lang.pick("just now", "刚刚").to_owned(),
            span if span < TimeDelta::hours(1) => (span.num_minutes(), "分钟", "min"),
            span if span < TimeDelta::days(1) => (span.num_hours(), "小时", "h"),
            span => (span.num_days(), "天", if span.num_days() == 1 { "day" } else { "days" }),
        };
        match (self.lang, past) {
            (Lang::ZhCn, true) => format!("{count} {zh}前"),
            (Lang::ZhCn, false) => format!("{count} {zh}后"),
            (Lang::En, true) => format!("{count} {en} ago"),
            (Lang::En, false) => format!("in {count} {en}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(lang: Lang) -> Face {
        Face { now: "2026-11-22T04:00:00Z".parse().unwrap(), zone: chrono_tz::Asia::Shanghai, lang }
    }

    #[test]
    fn instants_are_relative_and_exact_in_the_zone() {
        for (at, zh, en) in [
            ("2026-11-22T03:59:30Z", "刚刚", "just now"),
            ("2026-11-22T03:58:00Z", "2 分钟前", "2 min ago"),
            ("2026-11-21T23:00:00Z", "5 小时前", "5 h ago"),
            ("2026-11-21T03:00:00Z", "1 天前", "1 day ago"),
            ("2026-11-29T04:00:00Z", "7 天后", "in 7 days"),
            ("2026-11-25T03:59:58Z", "3 天后", "in 3 days"),
            ("2026-11-23T15:59:00Z", "1 天后", "in 1 day"),
            ("2026-11-23T16:00:00Z", "2 天后", "in 2 days"),
            ("2026-01-31T16:30:00Z", "2026-02-01", "2026-02-01"),
        ] {
            let at = at.parse().unwrap();
            assert_eq!(face(Lang::ZhCn).when(at).relative, zh);
            assert_eq!(face(Lang::En).when(at).relative, en);
        }
        let when = face(Lang::En).when("2026-11-22T03:58:00Z".parse().unwrap());
        assert_eq!(when.exact, "2026-11-22 11:58:00 UTC+08:00");
        assert_eq!(when.iso, "2026-11-22T03:58:00Z");
    }

    #[test]
    fn the_head_of_a_column_of_times_names_their_zone() {
        use chrono_tz::{America, Asia, Europe, UTC};
        for (zone, name) in [
            (Asia::Shanghai, "UTC+8"),
            (Asia::Kolkata, "UTC+5:30"),
            (America::Bogota, "UTC-5"),
            (UTC, "UTC+0"),
            (Europe::Berlin, "Europe/Berlin"),
        ] {
            assert_eq!(Face { zone, ..face(Lang::En) }.timed("Time"), format!("Time ({name})"));
        }
        assert_eq!(face(Lang::ZhCn).timed("交易时间"), "交易时间（UTC+8）");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let day = "2026-11-01".parse().unwrap();
        assert_eq!(face(Lang::En).midnight(day).to_rfc3339(), "2026-10-31T16:00:00+00:00");
    }
}
