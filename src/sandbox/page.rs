//! Paging by record offset (API-31). A list is made in full order and cut here; a list too long to be made is counted
//! and cut by whoever makes its rows on demand, with `range`.

/// One page that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) offset: u64,
    pub(super) limit: u64,
    /// The list reads as if one row had appeared at its head (`shift`).
    pub(super) shifted: bool,
}

impl Page {
    /// The total to answer, and which rows of `length` are on the page.
    pub(super) fn range(&self, length: u64) -> (u64, std::ops::Range<u64>) {
        let moved = u64::from(self.shifted);
        let start = self.offset.saturating_sub(moved).min(length);
        (length + moved, start..(start + self.limit).min(length))
    }

    /// The total to answer, and the rows on the page.
    pub(super) fn cut<T>(&self, rows: impl IntoIterator<Item = T>) -> (u64, Vec<T>) {
        let mut rows: Vec<T> = rows.into_iter().collect();
        let (total, range) = self.range(rows.len() as u64);
        let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
        rows.truncate(place(range.end));
        let kept = rows.split_off(place(range.start).min(rows.len()));
        (total, kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_by_record_offset() {
        let page = |offset, limit, shifted| Page { offset, limit, shifted };
        assert_eq!(page(0, 2, false).cut(0..5), (5, vec![0, 1]));
        assert_eq!(page(4, 2, false).cut(0..5), (5, vec![4]));
        assert_eq!(page(9, 2, false).cut(0..5), (5, vec![]));
        assert_eq!(page(2, 2, true).cut(0..5), (6, vec![1, 2]), "the last row of the page before comes again");
    }
}
