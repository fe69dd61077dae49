//! Deadlines as iCalendar (RFC 5545): events in UTC that end with the deadline, texts escaped, lines folded. Pure.

use chrono::{DateTime, TimeDelta, Utc};

/// Octets of a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;
/// How long before the deadline its event begins.
const LENGTH: TimeDelta = TimeDelta::minutes(30);

/// A deadline for a calendar.
#[derive(Debug)]
pub struct Entry {
    /// Tells it apart from every other, for ever.
    pub id: i64,
    /// What it is called; no personal data.
    pub summary: String,
    /// When the clock was set.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub due_at: DateTime<Utc>,
}

/// The calendar of these entries under a name.
pub fn written(name: &str, entries: &[Entry]) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//partner-portal//deadlines//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(name)),
    ];
    for entry in entries {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:deadline-{}@partner-portal", entry.id),
            format!("DTSTAMP:{}", utc(entry.made_at)),
            format!("DTSTART:{}", utc(entry.due_at - LENGTH)),
            format!("DTEND:{}", utc(entry.due_at)),
            format!("SUMMARY:{}", escaped(&entry.summary)),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\r', '\n'], "\\n")
}

/// A line with its end; longer ones go on after a space, cut between characters.
fn folded(line: &str) -> String {
    let (mut text, mut used) = (String::with_capacity(line.len() + 2), 0);
    for letter in line.chars() {
        if used + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_octets_and_read_back() {
        for text in
            ["short".to_owned(), "x".repeat(75), "x".repeat(76), "期限".repeat(60), format!("{}限", "x".repeat(74))]
        {
            let folded = folded(&text);
            assert!(folded.ends_with("\r\n"));
            assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
            assert_eq!(folded.replace("\r\n ", "").trim_end(), text);
        }
        assert!(!folded(&"x".repeat(75)).contains("\r\n "), "75 octets fit");
        assert!(folded(&"x".repeat(76)).contains("\r\n x"), "76 do not");
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a\\b;c,d\r\ne\nf"), "a\\\\b\\;c\\,d\\ne\\nf");
    }

    #[test]
    fn an_event_ends_with_the_deadline_in_utc() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let entry = Entry {
            id: 7,
            summary: "MDF, claim".to_owned(),
            made_at: at("2026-11-22T04:00:00Z"),
            due_at: at("2026-11-27T16:00:00Z"),
        };
        let text = written("Deadlines", &[entry]);
        for line in [
            "UID:deadline-7@partner-portal",
            "DTSTAMP:20261122T040000Z",
            "DTSTART:20261127T153000Z",
            "DTEND:20261127T160000Z",
            "SUMMARY:MDF\\, claim",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} in {text}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
