//! Tables as Markdown, so that a run can stand in the README as it was printed. Medians.

use std::{io::Write, time::Duration};

use crate::{Outcome, lab::Lab};

/// Prints a table under its title.
pub fn print(title: &str, head: &[&str], rows: &[Vec<String>]) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n### {title}\n\n| {} |", head.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(head.len()))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(out.flush()?)
}

/// Where and with what the figures were taken.
pub fn machine(lab: &Lab) -> Outcome<()> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_owned();
    let today = partner_portal::clock::Clock::machine().now().date_naive();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{today}, {cores} cores (load {load} at the start), Postgres {}, partner-portal {}, {} lines",
        lab.server_version(),
        env!("CARGO_PKG_VERSION"),
        grouped(lab.lines() as u64),
    )?;
    Ok(out.flush()?)
}

/// The middle of some figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Milliseconds with two decimals.
pub fn ms(seconds: f64) -> String {
    format!("{:.2}", seconds * 1000.0)
}

/// Seconds with one decimal.
pub fn seconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64())
}

/// Two decimals and the sign of a ratio.
pub fn ratio(figure: f64) -> String {
    format!("{figure:.2} ×")
}

/// A whole number with commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
