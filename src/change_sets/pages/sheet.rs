//! A set as comma-separated text: the columns of its template as typed, then what is wrong or what became of each row.

use super::{outcome, problems};
use crate::{
    change_sets::{rules::column::Kind, store::rows::Row, text::Text},
    lang::Lang,
    values::csv::line,
};

/// The heading of a template, with the mark that lets spreadsheets read it as UTF-8.
pub fn template(kind: Kind, lang: Lang) -> String {
    let text = Text::of(lang);
    let headings: Vec<&str> = kind.columns().iter().map(|column| text.heading(kind, *column)).collect();
    format!("\u{feff}{}", line(&headings))
}

/// The whole set.
pub fn csv(kind: Kind, rows: &[Row], lang: Lang) -> String {
    let text = Text::of(lang);
    let mut headings: Vec<&str> = kind.columns().iter().map(|column| text.heading(kind, *column)).collect();
    headings.extend([text.problems, text.result]);
    let label = |column: &str| heading(kind, column, text);
    let mut file = format!("\u{feff}{}", line(&headings));
    for row in rows {
        let mut cells = row.cells.0.clone();
        let out = if row.left_out { format!("[{}] ", text.left_out) } else { String::new() };
        cells.push(format!("{out}{}", problems(&row.faults, label, lang)));
        cells.push(
            outcome(row, lang).map(|(_, word, why)| format!("{word} {why}").trim().to_owned()).unwrap_or_default(),
        );
        file.push_str(&line(&cells));
    }
    file
}

/// The heading of a stored column.
pub fn heading(kind: Kind, column: &str, text: &Text) -> &'static str {
    kind.columns().iter().find(|known| known.as_str() == column).map_or("", |known| text.heading(kind, *known))
}
