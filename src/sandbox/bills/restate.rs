//! A closed month that changes after the fact (BILL-43): each restatement takes a line away, changes some and adds one,
//! always the same ones.

use super::{
    Units,
    lines::{Line, Maker},
};

/// One line in twenty changes, at least one.
const ONE_IN: usize = 20;

/// Restates `lines` so many times.
pub(super) fn apply(maker: &Maker<'_>, lines: &mut Vec<Line>, times: u32) {
    for time in 0..times {
        let mut stream = maker.stream.with(500_000_000 + u64::from(time));
        if lines.is_empty() {
            return;
        }
        lines.swap_remove(stream.index(lines.len()));
        let (start, step) = (stream.index(lines.len().max(1)), (lines.len() / ONE_IN).max(1));
        for number in 0..lines.len().div_ceil(ONE_IN) {
            let place = (start + number * step) % lines.len();
            let more = Units::cents(stream.span(1, 500));
            let line = &mut lines[place];
            line.official += more;
            line.payment += more;
            line.parts.cash += more;
        }
        let middle = (maker.month.starts_at() + chrono::TimeDelta::days(13)).timestamp();
        lines.push(maker.metered(&mut stream, maker.estate.by_use().start, (middle, middle + 3_600)));
    }
}
