//! Bar charts as SVG, drawn on the server: title and description for who cannot see them, colours of the theme, no script.
//! The same figures always stand in a table beside.

use askama::Template;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Height of the highest column, in units of the view box.
const HEIGHT: i64 = 120;
/// Room above the highest column.
const HEAD: i64 = 8;
/// Width of a column with its gap.
const STEP: i64 = 48;
/// Width of a column.
const COLUMN: i64 = 30;
/// Columns there is room for at least, so that few of them are not drawn larger.
const COLUMNS: usize = 12;
/// Room for the labels of rows.
const LABELS: i64 = 150;
/// Length of the longest row.
const LENGTH: i64 = 340;
/// Height of a row with its gap.
const ROW: i64 = 22;

/// One figure of a chart.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// The figure.
    pub amount: Decimal,
    /// The figure in words, without the label: both together are the name of the bar.
    pub shown: String,
    /// Where the rows behind it are.
    pub href: Option<String>,
}

/// A bar chart.
#[derive(Debug, Template)]
#[template(path = "parts/chart.html")]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Basis and order: what a reader who cannot see it should know.
    pub description: String,
    id: String,
    width: i64,
    height: i64,
    /// The line the bars stand on: x1, y1, x2, y2.
    base: [i64; 4],
    bars: Vec<Drawn>,
}

#[derive(Debug)]
struct Drawn {
    label: String,
    /// Whether the label is drawn closer, to fit beside the bars: cut with dots it would no longer be a part of the bar's name.
    is_long: bool,
    /// Where the label stands, and which of its ends.
    at: (i64, i64),
    anchor: &'static str,
    /// What the labels of several columns share: said once, below the first of them.
    shared: String,
    shown: String,
    href: Option<String>,
    /// x, y, width, height.
    area: [i64; 4],
}

impl askama::filters::HtmlSafe for Chart {}

impl Chart {
    /// Columns side by side: a course in time. `id` tells the charts of a page apart.
    #[must_use]
    pub fn columns(id: &str, title: impl Into<String>, description: impl Into<String>, bars: Vec<Bar>) -> Self {
        let scale = Scale::of(&bars, HEIGHT);
        let base = HEAD + scale.above;
        let places = i64::try_from(bars.len().max(COLUMNS)).unwrap_or(0);
        let mut last = String::new();
        let draw = |(place, bar): (i64, Bar)| {
            let height = scale.length(bar.amount);
            let x = place * STEP + (STEP - COLUMN) / 2;
            let y = if bar.amount.is_sign_negative() { base } else { base - height };
            let at = (x + COLUMN / 2, HEAD + HEIGHT + 14);
            let (shared, label) = parted(&bar.label);
            let shared = if *shared == last {
                String::new()
            } else {
                shared.clone_into(&mut last);
                shared.to_owned()
            };
            let label = cut(label, 7);
            Drawn {
                label,
                is_long: false,
                at,
                anchor: "middle",
                shared,
                shown: hint(&bar),
                href: bar.href,
                area: [x, y, COLUMN, height],
            }
        };
        let bars = (0..).zip(bars).map(draw).collect();
        let (width, height) = (places * STEP, HEAD + HEIGHT + 34);
        let (title, description, id) = (title.into(), description.into(), id.to_owned());
        Self { title, description, id, width, height, base: [0, base, width, base], bars }
    }

    /// Rows under each other: a comparison of what has names.
    #[must_use]
    pub fn rows(id: &str, title: impl Into<String>, description: impl Into<String>, bars: Vec<Bar>) -> Self {
        let scale = Scale::of(&bars, LENGTH);
        let base = LABELS + scale.below;
        let height = i64::try_from(bars.len()).unwrap_or(0) * ROW + 4;
        let draw = |(place, bar): (i64, Bar)| {
            let length = scale.length(bar.amount);
            let y = place * ROW + 4;
            let x = if bar.amount.is_sign_negative() { base - length } else { base };
            let at = (LABELS - 8, y + 11);
            let (label, is_long) = (cut(&bar.label, 32), width(&bar.label) > 22);
            let area = [x, y, length, ROW - 8];
            Drawn { label, is_long, at, anchor: "end", shared: String::new(), shown: hint(&bar), href: bar.href, area }
        };
        let bars = (0..).zip(bars).map(draw).collect();
        let (title, description, id) = (title.into(), description.into(), id.to_owned());
        Self { title, description, id, width: LABELS + LENGTH + 4, height, base: [base, 0, base, height], bars }
    }

    /// Whether bars lead anywhere: then it is a group, since an image may hold nothing that takes the focus.
    fn has_doors(&self) -> bool {
        self.bars.iter().any(|bar| bar.href.is_some())
    }
}

/// `2026-09` as year and month: twelve of them would touch.
fn parted(label: &str) -> (&str, &str) {
    label.rsplit_once('-').unwrap_or(("", label))
}

/// What a bar is called: it begins with the words beside it, said once (WCAG 2.5.3).
fn hint(bar: &Bar) -> String {
    format!("{} {}", bar.label, bar.shown)
}

/// How figures become lengths: all bars share one scale and one base.
struct Scale {
    room: i64,
    span: Decimal,
    above: i64,
    below: i64,
}

impl Scale {
    fn of(bars: &[Bar], room: i64) -> Self {
        let most = bars.iter().map(|bar| bar.amount).max().unwrap_or_default().max(Decimal::ZERO);
        let least = bars.iter().map(|bar| bar.amount).min().unwrap_or_default().min(Decimal::ZERO);
        let mut scale = Self { room, span: most - least, above: 0, below: 0 };
        (scale.above, scale.below) = (scale.length(most), scale.length(least));
        scale
    }

    /// A figure that is not nothing is never drawn as nothing.
    fn length(&self, amount: Decimal) -> i64 {
        if self.span.is_zero() || amount.is_zero() {
            return 0;
        }
        let part = (amount.abs() / self.span * Decimal::from(self.room)).round();
        part.to_i64().unwrap_or(self.room).clamp(1, self.room)
    }
}

/// As much of a label as fits.
fn cut(label: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += width(&c.to_string());
        used <= room
    };
    label.chars().take_while(fits).collect()
}

/// The room a label takes; a wide character takes that of two.
fn width(label: &str) -> usize {
    label.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(amounts: &[i64]) -> Vec<Bar> {
        let bar = |amount: &i64| Bar {
            label: "l".into(),
            amount: Decimal::from(*amount),
            shown: format!("<{amount}>"),
            href: None,
        };
        amounts.iter().map(bar).collect()
    }

    fn areas(chart: &Chart) -> Vec<[i64; 4]> {
        chart.bars.iter().map(|bar| bar.area).collect()
    }

    #[test]
    fn bars_share_a_base_and_hang_below_it_when_negative() {
        let columns = Chart::columns("c", "t", "d", bars(&[100, 50, -50, 0]));
        assert_eq!(areas(&columns), [[9, 8, 30, 80], [57, 48, 30, 40], [105, 88, 30, 40], [153, 88, 30, 0]]);
        assert_eq!((columns.base, columns.width), ([0, 88, 576, 88], 576));
        let rows = Chart::rows("r", "t", "d", bars(&[100, -70]));
        assert_eq!(areas(&rows), [[290, 4, 200, 14], [150, 26, 140, 14]]);
        assert_eq!(areas(&Chart::rows("r", "t", "d", bars(&[0]))), [[150, 4, 0, 14]], "nothing to scale by");
        assert_eq!(areas(&Chart::rows("r", "t", "d", bars(&[1_000_000, 1])))[1][2], 1, "little is not nothing");
    }

    #[test]
    fn a_chart_with_links_is_no_image() {
        let mut drawn = Chart::rows("r", "t", "d", bars(&[1]));
        assert!(drawn.render().unwrap().contains("role=\"img\""));
        drawn.bars[0].href = Some("/rows".into());
        assert!(drawn.render().unwrap().contains("role=\"group\""));
    }

    #[test]
    fn a_link_is_named_by_its_words_and_its_figure_once() {
        let bar = |label: &str| Bar {
            label: label.into(),
            amount: Decimal::ONE,
            shown: "5.00 CNY".into(),
            href: Some("/rows".into()),
        };
        let drawn = Chart::rows("r", "t", "d", vec![bar("Web Application Firewall")]).render().unwrap();
        assert!(drawn.contains("aria-label=\"Web Application Firewall 5.00 CNY\""), "{drawn}");
        assert!(!drawn.contains("<title>"), "a title would be a part of the visible name: {drawn}");
        let drawn = Chart::columns("c", "t", "d", vec![bar("2025-12"), bar("2026-01"), bar("2026-02")]);
        let labels: Vec<_> = drawn.bars.iter().map(|bar| (bar.label.as_str(), bar.shared.as_str())).collect();
        assert_eq!(labels, [("12", "2025"), ("01", "2026"), ("02", "")]);
    }

    #[test]
    fn texts_are_escaped_and_long_labels_cut() {
        assert!(Chart::rows("r", "t", "d", bars(&[5])).render().unwrap().contains("&#60;5&#62;"));
        for (label, room, want) in [
            ("2026-11", 9, "2026-11"),
            ("弹性云服务器", 22, "弹性云服务器"),
            ("弹性云服务器", 9, "弹性云服"),
            ("a_long_account_name_0041", 10, "a_long_acc"),
        ] {
            assert_eq!(cut(label, room), want);
        }
    }
}
