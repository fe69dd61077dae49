//! What stands in a cell of a table or beside a label: values ready to show, each drawn one way on every page.

use askama::Template;
use rust_decimal::Decimal;

use super::{
    face::{Face, When},
    text::Text,
    tone::Tone,
};
use crate::{
    lang::Lang,
    values::{Masked, decimal},
};

/// A space as wide as a point, and as many as wide as a digit as an amount has decimals.
const SPACES: &str = "\u{2008}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\
    \u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}\u{2007}";

/// A value ready to show.
#[derive(Debug, Template)]
#[template(path = "parts/cell.html")]
pub enum Cell {
    /// Words.
    Text(String),
    /// Chinese words on a page in another language, marked for voices and fonts (WCAG 3.1.2).
    Chinese(String),
    /// Words that lead somewhere, with a softer second line (a human name, the remaining time).
    Link {
        /// Words.
        label: String,
        /// Address.
        href: String,
        /// Second line.
        under: Option<String>,
    },
    /// An identifier that may be copied.
    Id {
        /// The identifier.
        value: String,
        /// Shown in full also in a table: codes that people read, not numbers that they copy.
        whole: bool,
        /// Words of the copy button.
        text: &'static Text,
    },
    /// An amount, right-aligned; its currency stands in the header.
    Amount(String),
    /// A part of a whole, drawn as a bar.
    Share {
        /// Whole percent, 0 to 100.
        percent: u8,
        /// What is said in place of the bar: `63 % used`.
        label: String,
    },
    /// A state: colour and word.
    Badge {
        /// Colour.
        tone: Tone,
        /// Word.
        word: String,
    },
    /// An instant.
    When(When),
    /// Personal data, masked.
    Masked {
        /// What remains to be seen.
        shown: String,
        /// Words on hover.
        title: &'static str,
    },
    /// An eye beside masked data: leads to where it is shown for a reason (MEM-8).
    Eye {
        /// Address of the form that asks for the reason.
        href: String,
        /// What is shown, for who does not see the eye.
        label: String,
    },
    /// A box that picks the row, before its first value: belongs to the list's [`super::Selection`].
    Tick {
        /// Name of the field.
        name: &'static str,
        /// Key of the row.
        value: String,
        /// What is picked, for who does not see the row.
        label: String,
        /// The value beside it.
        beside: Box<Cell>,
    },
    /// In place of such a box, why the row cannot be picked.
    Barred {
        /// The reason, on hover and for who does not see the place.
        why: String,
        /// The value beside it.
        beside: Box<Cell>,
    },
    /// A small picture of this portal.
    Picture {
        /// Its address.
        src: String,
        /// What it shows, for who does not see it.
        alt: String,
    },
    /// Several values side by side.
    Several(Vec<Cell>),
    /// A state and a softer second line, or any two values above each other.
    Two(Box<(Cell, Cell)>),
    /// No value.
    None,
}

impl Cell {
    /// Words; an empty text is no value.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::None } else { Self::Text(words) }
    }

    /// The value with a box before it that picks the row.
    #[must_use]
    pub fn pick(self, name: &'static str, id: i64, label: impl Into<String>) -> Self {
        Self::Tick { name, value: id.to_string(), label: label.into(), beside: Box::new(self) }
    }

    /// The value with a mark before it that says why the row cannot be picked.
    #[must_use]
    pub fn barred(self, why: impl Into<String>) -> Self {
        Self::Barred { why: why.into(), beside: Box::new(self) }
    }

    /// Words that may be missing.
    #[must_use]
    pub fn maybe(words: Option<&str>) -> Self {
        words.map_or(Self::None, Self::text)
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { label: label.into(), href: href.into(), under: None }
    }

    /// The same with a softer second line.
    #[must_use]
    pub fn under(self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self {
            Self::Link { label, href, .. } => {
                Self::Link { label, href, under: Some(words).filter(|words| !words.is_empty()) }
            }
            other if words.is_empty() => other,
            other => Self::Two(Box::new((other, Self::text(words)))),
        }
    }

    /// An identifier that may be copied.
    #[must_use]
    pub fn id(value: impl Into<String>, lang: Lang) -> Self {
        Self::Id { value: value.into(), whole: false, text: Text::of(lang) }
    }

    /// A code that may be copied and is shown in full.
    #[must_use]
    pub fn code(value: impl Into<String>, lang: Lang) -> Self {
        Self::Id { value: value.into(), whole: true, text: Text::of(lang) }
    }

    /// An amount in whole currency units, grouped, with at least two decimals; never rounded.
    #[must_use]
    pub fn amount(amount: Decimal) -> Self {
        Self::Amount(decimal::grouped(amount, 2))
    }

    /// A part of a whole.
    #[must_use]
    pub fn share(percent: u8, label: impl Into<String>) -> Self {
        Self::Share { percent: percent.min(100), label: label.into() }
    }

    /// Two values above each other, the second softer.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self::Two(Box::new((self, below)))
    }

    /// A state.
    #[must_use]
    pub fn badge(tone: Tone, word: impl Into<String>) -> Self {
        Self::Badge { tone, word: word.into() }
    }

    /// A code of the vendor that this portal has no word for: shown raw, never hidden (SYNC: unknown values).
    #[must_use]
    pub fn unknown(code: &str, lang: Lang) -> Self {
        Self::badge(Tone::Idle, format!("{code} ({})", Text::of(lang).unknown))
    }

    /// An instant.
    #[must_use]
    pub fn when(at: Option<chrono::DateTime<chrono::Utc>>, face: &Face) -> Self {
        at.map_or(Self::None, |at| Self::When(face.when(at)))
    }

    /// Decimals of an amount; nothing for other values and for amounts with a unit.
    fn scale(&self) -> Option<usize> {
        let Self::Amount(shown) = self else { return None };
        let digits = shown.ends_with(|last: char| last.is_ascii_digit());
        digits.then(|| shown.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len()))
    }

    /// Whether the cell leads to another page.
    fn leads_on(&self) -> bool {
        match self {
            Self::Link { .. } => true,
            Self::Tick { beside, .. } | Self::Barred { beside, .. } => beside.leads_on(),
            Self::Two(pair) => pair.0.leads_on() || pair.1.leads_on(),
            Self::Several(cells) => cells.iter().any(Self::leads_on),
            _ => false,
        }
    }

    /// Personal data, masked (MEM-8).
    #[must_use]
    pub fn masked(value: Option<&Masked<String>>, lang: Lang) -> Self {
        let shown = value.map(Masked::masked).unwrap_or_default();
        if shown.is_empty() { Self::None } else { Self::Masked { shown, title: Text::of(lang).masked } }
    }
}

impl askama::filters::HtmlSafe for Cell {}

/// A table: columns, then rows of as many cells.
#[derive(Debug, Template)]
#[template(path = "parts/table.html")]
pub struct Table {
    /// What the table lists, for screen readers.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

impl askama::filters::HtmlSafe for Table {}

impl Table {
    /// Of each column, so that amounts stand point under point.
    fn scales(&self) -> Vec<Scale> {
        let mut most = vec![Scale(0); self.columns.len()];
        for row in &self.rows {
            for (most, cell) in most.iter_mut().zip(row) {
                most.0 = cell.scale().unwrap_or(0).max(most.0);
            }
        }
        most
    }

    /// Keys of the rows that can be picked.
    #[must_use]
    pub fn ticks(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        for row in &self.rows {
            if let Some(Cell::Tick { value, .. }) = row.first() {
                keys.push(value.as_str());
            }
        }
        keys
    }

    /// Whether columns may be left out on narrow screens: only where every row leads, by its first cell, to a page of its own
    /// that has what was left out. Every other table keeps its columns and scrolls inside its panel.
    #[must_use]
    pub fn folds(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.first().is_some_and(Cell::leads_on))
    }
}

/// Decimals of the longest amount of a column.
#[derive(Debug, Clone, Copy)]
struct Scale(usize);

impl Scale {
    /// The room of the decimals that an amount lacks beside the longest of its column, in spaces as wide as digits.
    fn pad(self, cell: &Cell) -> &'static str {
        let Some(own) = cell.scale().filter(|own| *own < self.0) else { return "" };
        let begin = if own == 0 { 0 } else { '\u{2008}'.len_utf8() };
        let end = '\u{2008}'.len_utf8() + (self.0 - own) * '\u{2007}'.len_utf8();
        SPACES.get(begin..end).unwrap_or_default()
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Heading; an amount's with its currency.
    pub label: String,
    /// Right-aligned figures.
    pub number: bool,
    /// Left out on narrow screens where every row leads to a page that has it ([`Table::folds`]).
    pub wide: bool,
    /// Short words that are not broken over lines: days, states.
    pub tight: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false, wide: false, tight: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self { number: true, ..Self::new(label) }
    }

    /// Left out on narrow screens where every row leads to a page that has it: see [`Table::folds`].
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Short words that are not broken over lines.
    #[must_use]
    pub fn tight(mut self) -> Self {
        self.tight = true;
        self
    }

    /// Class names of the heading and its cells; figures are never broken.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match (self.number, self.wide, self.tight) {
            (true, true, _) => "number wide",
            (true, false, _) => "number",
            (false, true, true) => "wide tight",
            (false, true, false) => "wide",
            (false, false, true) => "tight",
            (false, false, false) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_left_out_only_where_every_row_leads_to_a_page_that_has_them() {
        let table = |rows: Vec<Vec<Cell>>| Table {
            caption: "Rows".into(),
            columns: vec![Column::new("Name"), Column::new("Remark").wide()],
            rows,
        };
        let link = || vec![Cell::link("a", "/rows/1").under("b"), Cell::text("c")];
        let plain = || vec![Cell::text("a"), Cell::link("c", "/others/1")];
        for (rows, folds) in [
            (vec![link(), link()], true),
            (vec![link(), plain()], false),
            (vec![plain()], false),
            (vec![vec![Cell::text("a").over(Cell::link("b", "/rows/1")), Cell::None]], true),
            (vec![], false),
        ] {
            let html = table(rows).render().unwrap();
            assert_eq!(html.contains("<table class=\"folds\">"), folds, "{html}");
        }
    }

    #[test]
    fn amounts_of_a_column_stand_point_under_point() {
        let cell = |amount: &str| Cell::Amount(amount.to_owned());
        let table = Table {
            caption: "Rows".into(),
            columns: vec![Column::number("Amount"), Column::number("Count")],
            rows: ["0.10", "0.0498642", "12"].map(|amount| vec![cell(amount), cell("7")]).into(),
        };
        for (amount, width) in [("0.10", 5), ("0.0498642", 0), ("12", 8), ("1.00 USD", 0)] {
            assert_eq!(Scale(7).pad(&cell(amount)).chars().count(), width, "{amount}");
        }
        assert_eq!(table.render().unwrap().matches("class=\"pad\"").count(), 2);
    }

    #[test]
    fn cells_escape_what_they_show() {
        assert_eq!(Cell::text("<b>").render().unwrap().trim(), "&#60;b&#62;");
        let link = Cell::link("a&b", "/x?y=1&z=2").under("<i>").render().unwrap();
        assert!(!link.contains("<i>") && link.contains("a&#38;b"), "{link}");
        let amount = Cell::amount("1234.5".parse().unwrap()).render().unwrap();
        assert!(amount.contains("1,234.50"), "{amount}");
        let masked = Masked::new("zhang@example.cn".to_owned());
        assert!(!Cell::masked(Some(&masked), Lang::En).render().unwrap().contains("zhang"));
    }
}
