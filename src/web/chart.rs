//! A bar chart as SVG, drawn on the server: title and description for who cannot see it, colours of the theme, no script.
//! The same figures always stand in a table beside it.

use askama::Template;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Height of the drawing without labels, in units of its view box.
const HEIGHT: i64 = 120;
/// Width of a bar with its gap.
const STEP: i64 = 48;
/// Width of a bar.
const BAR: i64 = 30;
/// Room above the highest bar, for its figure.
const HEAD: i64 = 16;

/// One figure of a chart.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is of: short, stands under the bar.
    pub label: String,
    /// The figure.
    pub amount: Decimal,
    /// The figure in words, for the hint over the bar.
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
    /// Basis and source, and what a reader who cannot see it should know.
    pub description: String,
    bars: Vec<Drawn>,
    width: i64,
    height: i64,
    base: i64,
    id: String,
}

#[derive(Debug)]
struct Drawn {
    label: String,
    shown: String,
    href: Option<String>,
    x: i64,
    middle: i64,
    y: i64,
    height: i64,
}

impl askama::filters::HtmlSafe for Chart {}

impl Chart {
    /// Draws `bars` in their order. `id` tells the charts of a page apart.
    #[must_use]
    pub fn new(id: &str, title: impl Into<String>, description: impl Into<String>, bars: Vec<Bar>) -> Self {
        let most = bars.iter().map(|bar| bar.amount).max().unwrap_or_default().max(Decimal::ZERO);
        let least = bars.iter().map(|bar| bar.amount).min().unwrap_or_default().min(Decimal::ZERO);
        let length = |amount: Decimal| scaled(amount.abs(), most - least);
        let base = HEAD + length(most);
        let draw = |(place, bar): (i64, Bar)| {
            let height = length(bar.amount);
            let x = place * STEP + (STEP - BAR) / 2;
            let y = if bar.amount.is_sign_negative() { base } else { base - height };
            Drawn { label: bar.label, shown: bar.shown, href: bar.href, x, middle: x + BAR / 2, y, height }
        };
        let bars: Vec<Drawn> = (0..).zip(bars).map(draw).collect();
        let width = i64::try_from(bars.len()).unwrap_or(0) * STEP;
        let (title, description) = (title.into(), description.into());
        Self { title, description, bars, width, height: HEAD + HEIGHT + 20, base, id: id.to_owned() }
    }

    /// Whether bars lead anywhere: then it is a group, since an image may hold nothing that takes the focus.
    fn has_doors(&self) -> bool {
        self.bars.iter().any(|bar| bar.href.is_some())
    }
}

/// The length of a bar; a figure that is not nothing is never drawn as nothing.
fn scaled(amount: Decimal, span: Decimal) -> i64 {
    if span.is_zero() || amount.is_zero() {
        return 0;
    }
    let part = (amount / span * Decimal::from(HEIGHT)).round().to_i64().unwrap_or(HEIGHT);
    part.clamp(1, HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(amounts: &[i64]) -> Chart {
        let bar = |amount: &i64| Bar {
            label: "l".into(),
            amount: Decimal::from(*amount),
            shown: format!("<{amount}>"),
            href: None,
        };
        Chart::new("c", "t", "d", amounts.iter().map(bar).collect())
    }

    #[test]
    fn a_chart_with_links_is_no_image() {
        let mut drawn = chart(&[1]);
        assert!(drawn.render().unwrap().contains("role=\"img\""));
        drawn.bars[0].href = Some("/rows".into());
        assert!(drawn.render().unwrap().contains("role=\"group\""));
    }

    #[test]
    fn bars_stand_on_a_common_base_and_hang_below_it_when_negative() {
        let drawn = chart(&[100, 50, -50, 0]);
        let heights: Vec<i64> = drawn.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [80, 40, 40, 0]);
        assert_eq!((drawn.bars[0].y, drawn.bars[1].y, drawn.bars[2].y, drawn.base), (16, 56, 96, 96));
        assert_eq!(chart(&[0, 0]).bars[0].height, 0, "nothing to scale by");
        assert_eq!(chart(&[1_000_000, 1]).bars[1].height, 1, "little is not nothing");
        assert!(chart(&[5]).render().unwrap().contains("&#60;5&#62;"), "texts are escaped");
    }
}
