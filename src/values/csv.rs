//! Comma-separated text (RFC 4180): reading an import, writing an export that no spreadsheet takes for a formula.

use super::plain::marked;

/// A record and the line it began in, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Line of the text.
    pub line: usize,
    /// Fields, trimmed.
    pub fields: Vec<String>,
}

/// A quote that is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclosed;

/// Reads records; blank lines are left out. Takes `\n` and `\r\n`, and a byte order mark at the beginning. What nobody sees is
/// marked as in a form ([`marked`]), for the rules of the field to refuse.
///
/// # Errors
/// [`Unclosed`].
pub fn read(text: &str) -> Result<Vec<Record>, Unclosed> {
    let mut records = Vec::new();
    let (mut line, mut begun) = (1, 1);
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.trim_start_matches('\u{feff}').chars().chain(['\n']).peekable();
    while let Some(letter) = letters.next() {
        let last = letters.peek().is_none();
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' if quoted => quoted = false,
            _ if quoted && last => return Err(Unclosed),
            _ if quoted => field.push(letter),
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            ',' => fields.push(marked(std::mem::take(&mut field).trim())),
            '\n' => {
                fields.push(marked(std::mem::take(&mut field).trim()));
                let done = std::mem::take(&mut fields);
                if done.iter().any(|field| !field.is_empty()) {
                    records.push(Record { line: begun, fields: done });
                }
                begun = line;
            }
            other => field.push(other),
        }
    }
    Ok(records)
}

/// Why a text is no table at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// A quote is not closed.
    Csv,
    /// The first line does not name the columns.
    Header,
    /// Nothing below it.
    Empty,
    /// Too many lines.
    TooMany,
}

/// Reads records below a heading that names these columns, in whatever case; `most` of them at most.
///
/// # Errors
/// [`Unreadable`].
pub fn table(text: &str, header: &[&str], most: usize) -> Result<Vec<Record>, Unreadable> {
    let mut records = read(text).map_err(|Unclosed| Unreadable::Csv)?.into_iter();
    let heading = records.next().ok_or(Unreadable::Header)?;
    let same = |(field, name): (&String, &&str)| field.to_lowercase() == *name;
    if heading.fields.len() != header.len() || !heading.fields.iter().zip(header).all(same) {
        return Err(Unreadable::Header);
    }
    let records: Vec<Record> = records.collect();
    match records.len() {
        0 => Err(Unreadable::Empty),
        count if count > most => Err(Unreadable::TooMany),
        _ => Ok(records),
    }
}

/// One field of an export: quoted where needed, and defused where a spreadsheet would calculate.
#[must_use]
pub fn field(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if risky { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) || safe != safe.trim() {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// One line of an export.
#[must_use]
pub fn line<T: AsRef<str>>(fields: &[T]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text.as_ref())).collect();
    format!("{}\r\n", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_with_quotes_lines_and_blanks() {
        let text = "\u{feff}a, b ,c\r\n\r\n\"x, \"\"y\"\"\",\"two\nlines\",\r\nlast,,\"\"";
        let got = read(text).unwrap();
        let fields: Vec<Vec<&str>> = got.iter().map(|r| r.fields.iter().map(String::as_str).collect()).collect();
        assert_eq!(fields, [vec!["a", "b", "c"], vec!["x, \"y\"", "two\nlines", ""], vec!["last", "", ""]]);
        assert_eq!(got.iter().map(|record| record.line).collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(read("a,\"b\nc"), Err(Unclosed));
        assert_eq!(read("Li\u{202e}Wei,\0").unwrap()[0].fields, ["Li\u{fffd}Wei", "\u{fffd}"]);
        assert_eq!(read(""), Ok(vec![]));
    }

    #[test]
    fn no_field_is_a_formula() {
        for (text, want) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1,B1)", "\"'@SUM(A1,B1)\""),
            ("-5", "'-5"),
            ("+1", "'+1"),
            ("\tx", "\"'\tx\""),
            ("", ""),
        ] {
            let want = if text == "\tx" { "'\tx" } else { want };
            assert_eq!(field(text), want, "{text:?}");
        }
        assert_eq!(line(&["a", "=b"]), "a,'=b\r\n");
    }
}
