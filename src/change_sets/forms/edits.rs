//! Edits of rows, as the page sends them: texts by line and place, ticks of rows to be left out. Pure.

use std::collections::{HashMap, HashSet};

use crate::{
    change_sets::rules::verdict::{Typed, Weighed},
    web,
};

/// Most characters of a cell.
const MOST: usize = 500;

/// What was typed over the rows of a set.
#[derive(Debug, Default)]
pub struct Edits {
    cells: HashMap<(u32, usize), String>,
    shown: HashSet<u32>,
    out: HashSet<u32>,
    /// Every row with a problem is left out.
    pub all_out: bool,
}

/// Reads the fields `cell-LINE-PLACE` and `out-LINE`, and the button `leave_out`.
pub fn read(typed: &web::Typed) -> Edits {
    let mut edits = Edits { all_out: typed.get("step") == "leave_out", ..Edits::default() };
    for (name, value) in typed.pairs() {
        if let Some((line, place)) = name.strip_prefix("cell-").and_then(|rest| rest.split_once('-')) {
            if let (Ok(line), Ok(place)) = (line.parse(), place.parse()) {
                edits.shown.insert(line);
                edits.cells.insert((line, place), value.chars().take(MOST).collect());
            }
        } else if let Some(Ok(line)) = name.strip_prefix("out-").map(str::parse) {
            edits.out.insert(line);
        }
    }
    edits
}

impl Edits {
    /// Types over the rows.
    pub fn apply(&self, rows: &mut [Typed]) {
        for row in rows.iter_mut().filter(|row| self.shown.contains(&row.line)) {
            row.left_out = self.out.contains(&row.line);
            for (place, cell) in row.cells.iter_mut().enumerate() {
                if let Some(text) = self.cells.get(&(row.line, place)) {
                    cell.clone_from(text);
                }
            }
        }
    }
}

/// Ticks every row with a problem.
pub fn leave_out(rows: &mut [Typed], weighed: &[Weighed]) {
    for (row, one) in rows.iter_mut().zip(weighed) {
        row.left_out |= !one.faults.is_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_page_showed_is_typed_over() {
        let row = |line, left_out| Typed { line, cells: vec!["a".into(), "b".into()], left_out };
        let mut rows = [row(2, false), row(3, true), row(4, true)];
        let typed = web::Typed::parse(b"cell-2-1=x&cell-3-0=y&out-2=on&cell-9-0=z&cell-3-7=w&cell-x=1").unwrap();
        read(&typed).apply(&mut rows);
        assert_eq!(rows[0].cells, ["a", "x"]);
        assert_eq!(rows[1].cells, ["y", "b"]);
        assert_eq!(rows.map(|row| row.left_out), [true, false, true]);
    }
}
