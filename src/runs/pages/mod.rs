//! Pages of synchronisation: values ready to show.

mod resources;
mod runs;

use chrono::{DateTime, TimeDelta, Utc};

pub use resources::{freshness, rows, show};
pub use runs::{list, show_run};

use super::{
    rules::items_of,
    text::{Problem, Text},
};
use crate::{access::Actor, access::permission::SyncView, lang::Lang, values::decimal, web::Link};

fn tabs(actor: &Actor<SyncView>, current: &str) -> Vec<Link> {
    let text = Text::of(actor.lang());
    [(text.tab_resources, "/sync"), (text.tab_runs, "/sync/runs")]
        .map(|(label, path)| Link::new(label, path).current(path == current))
        .into()
}

/// A count, grouped in threes.
fn count(number: i64) -> String {
    decimal::grouped(number.into(), 0)
}

/// `12 new · 3 changed · 1 gone`, without what is nothing.
fn changes((new, changed, gone): (i64, i64, i64), text: &Text, lang: Lang) -> String {
    let parts = [(new, text.new), (changed, text.changed), (gone, text.gone)];
    let say = |(number, word): (i64, &str)| {
        lang.pick(format!("{} {word}", count(number)), format!("{word} {}", count(number)))
    };
    parts.into_iter().filter(|(number, _)| *number > 0).map(say).collect::<Vec<_>>().join(" · ")
}

/// A span in the largest unit that keeps it readable: `340 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`.
fn span(span: TimeDelta, text: &Text) -> String {
    let (seconds, milliseconds) = (span.num_seconds(), span.num_milliseconds());
    let [hour, minute, second, millisecond] = text.units;
    match seconds {
        ..1 => format!("{} {millisecond}", milliseconds.max(0)),
        1..60 => format!("{seconds} {second}"),
        60..3600 => format!("{} {minute} {} {second}", seconds / 60, seconds % 60),
        _ => format!("{} {hour} {} {minute}", seconds / 3600, seconds % 3600 / 60),
    }
}

/// How long a run took, or has taken so far.
fn duration(started: DateTime<Utc>, finished: Option<DateTime<Utc>>, now: DateTime<Utc>) -> TimeDelta {
    finished.unwrap_or(now) - started
}

/// A failure in words: its class, and the permission items that would help where rights are missing.
pub(super) fn told(class: &str, resource: &str, text: &Text) -> (&'static Problem, &'static [&'static str]) {
    let problem = text.problem(class);
    (problem, if problem.class == "rights" { items_of(resource) } else { &[] })
}

/// What to do, after that the portal goes on by itself where it does.
fn step(problem: &Problem, text: &Text, lang: Lang) -> String {
    if !problem.passes {
        return problem.step.to_owned();
    }
    format!("{}{}{}", text.tried_again, lang.pick(" ", ""), problem.step)
}

/// The vendor's code and request number, for support cases.
fn evidence(code: Option<&str>, request_id: Option<&str>, text: &Text) -> String {
    let parts = [(text.code, code), (text.request_id, request_id)];
    let say = |(word, value): (&str, Option<&str>)| value.map(|value| format!("{word} {value}"));
    parts.into_iter().filter_map(say).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_two_units_at_most() {
        for (milliseconds, english, chinese) in [
            (-5, "0 ms", "0 毫秒"),
            (340, "340 ms", "340 毫秒"),
            (12_400, "12 s", "12 秒"),
            (200_000, "3 min 20 s", "3 分 20 秒"),
            (7_500_000, "2 h 5 min", "2 小时 5 分"),
        ] {
            let told = TimeDelta::milliseconds(milliseconds);
            let (en, zh) = (span(told, Text::of(Lang::En)), span(told, Text::of(Lang::ZhCn)));
            assert_eq!((en.as_str(), zh.as_str()), (english, chinese));
        }
    }

    #[test]
    fn only_what_changed_is_told() {
        let text = Text::of(Lang::En);
        assert_eq!(changes((1200, 0, 3), text, Lang::En), "1,200 new · 3 gone");
        assert_eq!(changes((0, 0, 0), text, Lang::En), "");
        assert_eq!(changes((0, 5, 0), Text::of(Lang::ZhCn), Lang::ZhCn), "变更 5");
    }

    #[test]
    fn missing_rights_name_their_items() {
        let text = Text::of(Lang::En);
        assert_eq!(told("rights", "orders", text).1, ["BPC_ITEM_SUBCUSTSERV_060100", "BPC_ITEM_SUBCUSTSERV_060200"]);
        assert!(told("clock", "orders", text).1.is_empty());
        assert_eq!(evidence(Some("CBC.0151"), Some("r-1"), text), "code CBC.0151 · request r-1");
        assert_eq!(evidence(None, None, text), "");
    }
}
