//! Who is to get something: pasted lines, `account or id` with an amount behind it or none, and boxes that were ticked.

use std::collections::HashSet;

use crate::web::Typed;

/// Most recipients of one confirmation.
pub const MOST: usize = 1000;
/// Most characters of the pasted lines that are read.
pub const LONGEST: usize = 120_000;

/// Field of the pasted lines.
pub const FIELD: &str = "recipients";
/// Field of the boxes.
pub const TICKS: &str = "pick";

/// One recipient as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Account name or the vendor's id.
    pub key: String,
    /// The amount behind it, if there is one.
    pub amount: String,
}

/// Everybody who was named, in order; more than [`MOST`] are kept, so that too many can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipients(pub Vec<Asked>);

impl Recipients {
    /// Reads lines and boxes. A box does not name again who stands in a line.
    pub fn read(typed: &Typed) -> Self {
        let pasted: String = typed.get(FIELD).chars().take(LONGEST).collect();
        let mut asked: Vec<Asked> = pasted.split(['\n', ';', '；']).filter_map(line).collect();
        let mut known: HashSet<String> = asked.iter().map(|one| one.key.to_lowercase()).collect();
        for key in typed.all(TICKS).filter(|key| !key.is_empty()) {
            if known.insert(key.to_lowercase()) {
                asked.push(Asked { key: key.to_owned(), amount: String::new() });
            }
        }
        Self(asked)
    }

    /// The lines that say the same.
    pub fn text(&self) -> String {
        let line = |one: &Asked| match one.amount.is_empty() {
            true => one.key.clone(),
            false => format!("{} {}", one.key, one.amount),
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Keys to look for, in lower case.
    pub fn keys(&self) -> Vec<String> {
        self.0.iter().map(|one| one.key.to_lowercase()).collect()
    }
}

/// `account`, `account 100`, `account,1,000.00`, `account<tab>100`.
fn line(text: &str) -> Option<Asked> {
    let text = text.trim();
    let end = text.find(|one: char| one.is_whitespace() || matches!(one, ',' | '，')).unwrap_or(text.len());
    let (key, rest) = text.split_at_checked(end)?;
    let amount = rest.trim_start_matches(|one: char| one.is_whitespace() || matches!(one, ',' | '，')).trim_end();
    (!key.is_empty()).then(|| Asked { key: key.to_owned(), amount: amount.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Typed::parse(form.as_bytes()).unwrap()
    }

    #[test]
    fn lines_name_a_recipient_and_perhaps_an_amount() {
        for (pasted, want) in [
            ("rs-1", vec![("rs-1", "")]),
            ("rs-1 100\r\nrs-2\t200.50\r\n", vec![("rs-1", "100"), ("rs-2", "200.50")]),
            ("rs-1,1,000.00", vec![("rs-1", "1,000.00")]),
            ("云帆，５", vec![("云帆", "５")]),
            ("a;b 2；c", vec![("a", ""), ("b", "2"), ("c", "")]),
            ("\n \n,5\n", vec![]),
        ] {
            let read = Recipients::read(&typed(&[(FIELD, pasted)]));
            let got: Vec<(&str, &str)> = read.0.iter().map(|one| (one.key.as_str(), one.amount.as_str())).collect();
            assert_eq!(got, want, "{pasted:?}");
            assert_eq!(Recipients::read(&typed(&[(FIELD, &read.text())])), read, "what travels on says the same");
        }
    }

    #[test]
    fn boxes_add_to_the_lines() {
        let read = Recipients::read(&typed(&[(FIELD, "RS-1 5"), (TICKS, "rs-1"), (TICKS, "rs-2"), (TICKS, "rs-2")]));
        assert_eq!(read.text(), "RS-1 5\nrs-2");
        assert_eq!(read.keys(), ["rs-1", "rs-2"]);
    }
}
