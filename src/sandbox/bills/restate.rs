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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{super::options::Options, book::Book, lines::Line};

    fn lines(restated: u32) -> BTreeMap<u64, Line> {
        let book = Book::new(Options::default().setting(), "a", "2026-09".parse().unwrap(), restated);
        book.lines.into_iter().map(|line| (line.id, line)).collect()
    }

    #[test]
    fn each_restatement_takes_one_changes_one_in_twenty_and_adds_one() {
        for (before, after) in [(lines(0), lines(1)), (lines(1), lines(2))] {
            assert_eq!(before.len(), after.len());
            assert_eq!(before.keys().filter(|id| !after.contains_key(id)).count(), 1);
            let changed = before.iter().filter(|(id, line)| after.get(id).is_some_and(|now| now != *line));
            assert_eq!(changed.count(), 1);
        }
        assert_eq!(lines(2), lines(2));
    }
}
