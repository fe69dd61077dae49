//! Progress bars of `portal sync` and the demo: one line a resource with rows, rate, throttle waits and time left.
//!
//! On a terminal the bars move; elsewhere one line is written when a resource ends.

use std::{
    collections::{BTreeSet, HashMap},
    io::IsTerminal,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::task::JoinHandle;

use super::words::tell;
use crate::{
    lang::Lang,
    runs,
    sync::{
        Progress,
        engine::State,
        tally::{Counts, Tally},
    },
};

const REDRAW: Duration = Duration::from_millis(200);

/// Bars on standard error.
pub struct Bars {
    bars: MultiProgress,
    running: Mutex<HashMap<&'static str, Running>>,
    /// What failed in the runs that ended, as sentences.
    problems: Mutex<BTreeSet<String>>,
    moving: bool,
}

struct Running {
    bar: ProgressBar,
    tally: Arc<Tally>,
    since: Instant,
    redrawing: JoinHandle<()>,
}

impl Bars {
    /// Bars that move if standard error is a terminal.
    #[must_use]
    pub fn new() -> Self {
        let moving = std::io::stderr().is_terminal();
        let target = if moving { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self {
            bars: MultiProgress::with_draw_target(target),
            running: Mutex::default(),
            problems: Mutex::default(),
            moving,
        }
    }

    /// What failed so far, each once, with what to do.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Default for Bars {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for Bars {
    fn began(&self, resource: &'static str, tally: Arc<Tally>) {
        let bar = self.bars.add(ProgressBar::new(0).with_prefix(resource));
        if let Ok(style) = ProgressStyle::with_template("{prefix:24} {bar:24} {msg}") {
            bar.set_style(style);
        }
        let since = Instant::now();
        let redrawing = tokio::spawn(redraw(bar.clone(), Arc::clone(&tally), since));
        let running = Running { bar, tally, since, redrawing };
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(resource, running);
    }

    fn ended(&self, resource: &'static str, state: State) {
        let Some(running) = self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(resource) else {
            return;
        };
        running.redrawing.abort();
        if let Some(class) = running.tally.problem_class() {
            let told = runs::problem(class, resource, Lang::En);
            self.problems.lock().unwrap_or_else(PoisonError::into_inner).insert(told);
        }
        let line = format!("{} {}", word(state), line(running.tally.counts(), running.since.elapsed(), false));
        running.bar.finish_with_message(line.clone());
        if !self.moving {
            tell(&format!("{resource:24} {line}"));
        }
    }
}

async fn redraw(bar: ProgressBar, tally: Arc<Tally>, since: Instant) {
    let mut ticks = tokio::time::interval(REDRAW);
    loop {
        ticks.tick().await;
        let counts = tally.counts();
        bar.set_length(counts.rows_expected.unsigned_abs());
        bar.set_position(counts.rows_read.unsigned_abs());
        bar.set_message(line(counts, since.elapsed(), true));
    }
}

const fn word(state: State) -> &'static str {
    match state {
        State::Done => "done",
        State::Partly => "partly done",
        State::Failed => "failed",
        State::Busy => "already running",
    }
}

/// Rows, rows a second, seconds waited for the call budget and, while it runs, the time left by parts and rows done.
fn line(counts: Counts, elapsed: Duration, running: bool) -> String {
    let millis = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX).max(1);
    let rate = counts.rows_read.saturating_mul(1000) / millis;
    let waited = counts.waited_ms / 1000;
    let mut text = format!(
        "{} rows ({} new, {} changed, {} gone), {rate} rows/s, {} calls, {waited} s throttled over all calls",
        counts.rows_read, counts.rows_inserted, counts.rows_updated, counts.rows_gone, counts.calls
    );
    if running && let Some(left) = left(counts, millis) {
        text.push_str(&format!(", {left} s left"));
    }
    text
}

fn left(counts: Counts, millis: i64) -> Option<i64> {
    let (done, all) = if counts.scopes_total > 1 {
        (counts.scopes_done, counts.scopes_total)
    } else {
        (counts.rows_read, counts.rows_expected)
    };
    (done > 0 && all > done).then(|| (all - done).saturating_mul(millis) / done / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_rows_rate_waits_and_time_left() {
        let counts = Counts {
            scopes_total: 1,
            calls: 5,
            waited_ms: 2500,
            rows_expected: 1000,
            rows_read: 500,
            rows_inserted: 400,
            rows_updated: 3,
            ..Counts::default()
        };
        let ten = Duration::from_secs(10);
        assert_eq!(
            line(counts, ten, true),
            "500 rows (400 new, 3 changed, 0 gone), 50 rows/s, 5 calls, 2 s throttled over all calls, 10 s left"
        );
        assert!(!line(counts, ten, false).contains("left"));
        let parts = Counts { scopes_total: 4, scopes_done: 1, ..counts };
        assert!(line(parts, ten, true).ends_with("30 s left"));
        assert_eq!(left(Counts::default(), 1), None);
    }
}
