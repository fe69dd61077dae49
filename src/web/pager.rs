//! Keyset paging: an opaque text of the last row's sort key, and links that keep every filter. No counting, no OFFSET.
//!
//! The address carries `after` (where this page begins) and `back` (where the pages before it began, so that "previous"
//! shows the same rows again). A store asks for one row more than a page; `cut` says whether there is a next page.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{text::Text, typed::Typed};

/// Rows of a page.
pub const SIZE: usize = 50;
/// What a store passes as `limit`: one row more tells whether there is a next page.
pub const LIMIT: i64 = 51;
/// Rows that are counted at most.
pub const MANY: i64 = 10_000;
/// Pages the address remembers; further back, the link says that it leads to the first page.
const MEMORY: usize = 20;

/// Where a page begins: after the row with this sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging<K> {
    /// Sort key of the last row before this page; `None` on the first page.
    pub after: Option<K>,
    before: u64,
    token: String,
    back: Vec<String>,
}

/// The address of a page was cut or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenCursor;

impl<K: Serialize + DeserializeOwned> Paging<K> {
    /// Reads `after` and `back`.
    ///
    /// # Errors
    /// [`BrokenCursor`] when they are not what a page of ours wrote.
    pub fn read(typed: &Typed) -> Result<Self, BrokenCursor> {
        let token = typed.get("after").to_owned();
        let back: Vec<String> =
            typed.get("back").split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        if back.len() > MEMORY || back.iter().any(|part| decode::<K>(part).is_none()) {
            return Err(BrokenCursor);
        }
        if token.is_empty() {
            return Ok(Self { after: None, before: 0, token, back: Vec::new() });
        }
        let (before, key) = decode(&token).ok_or(BrokenCursor)?;
        Ok(Self { after: Some(key), before, token, back })
    }

    /// The first page.
    #[must_use]
    pub fn first() -> Self {
        Self { after: None, before: 0, token: String::new(), back: Vec::new() }
    }

    /// Takes the extra row off and writes the links: `path` with everything typed.
    pub fn cut<R>(&self, rows: &mut Vec<R>, typed: &Typed, path: &str, key: impl FnOnce(&R) -> K) -> Links {
        let more = rows.len() > SIZE;
        rows.truncate(SIZE);
        let shown = rows.len() as u64;
        let next = more.then(|| rows.last()).flatten().map(|last| {
            let token = encode(self.before + shown, &key(last));
            let mut back = self.back.clone();
            back.extend((!self.token.is_empty()).then(|| self.token.clone()));
            let from = back.len().saturating_sub(MEMORY);
            typed.address(path, &["after", "back"], &[("after", &token), ("back", &back[from..].join("."))])
        });
        let previous = (!self.token.is_empty()).then(|| {
            let (last, earlier) = self.back.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
            typed.address(path, &["after", "back"], &[("after", last), ("back", &earlier.join("."))])
        });
        let forgotten = self.back.is_empty() && self.before > SIZE as u64;
        Links { previous, forgotten, next, first: self.before + 1, last: self.before + shown }
    }
}

pub(super) fn encode<K: Serialize>(before: u64, key: &K) -> String {
    serde_json::to_string(&(before, key)).map(hex::encode).unwrap_or_default()
}

pub(super) fn decode<K: DeserializeOwned>(token: &str) -> Option<(u64, K)> {
    let text = hex::decode(token).ok()?;
    let written: Value = serde_json::from_slice(&text).ok()?;
    if storable(&written) { serde_json::from_slice(&text).ok() } else { None }
}

/// Whether Postgres can hold every text and instant of a key: no NUL, no year before 1 or after 9999. A key of ours always
/// can; one that somebody made up must be told as broken here, not fail there.
fn storable(written: &Value) -> bool {
    match written {
        Value::Array(parts) => parts.iter().all(storable),
        Value::String(text) => {
            let far = text.starts_with(['+', '-'])
                && (text.parse::<DateTime<Utc>>().is_ok() || text.parse::<NaiveDate>().is_ok());
            !far && !text.contains('\0')
        }
        _ => true,
    }
}

/// Links of a page and the numbers of its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Address of the page before, or of the first when that is forgotten.
    pub previous: Option<String>,
    /// Whether the address remembers the pages before no longer.
    pub forgotten: bool,
    /// Address of the page after.
    pub next: Option<String>,
    /// Number of the first row shown, from 1.
    pub first: u64,
    /// Number of the last row shown; below `first` when there is none.
    pub last: u64,
}

/// The foot of a list.
#[derive(Debug, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    /// Phrases.
    pub text: &'static Text,
    /// Links.
    pub links: Links,
    /// `第 1–50 条`.
    pub range: String,
    /// Rows of the whole list where that is known without much work, ready to show beside the title.
    pub total: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    type Key = (String, i64);

    fn page(typed: &Typed) -> (Vec<i64>, Links) {
        let paging = Paging::<Key>::read(typed).unwrap();
        let after = paging.after.as_ref().map_or(0, |key| key.1);
        let mut rows: Vec<i64> = (after + 1..=120).take(SIZE + 1).collect();
        let links = paging.cut(&mut rows, typed, "/rows", |id| (String::from("k"), *id));
        (rows, links)
    }

    fn follow(link: &str) -> Typed {
        Typed::parse(link.split_once('?').map_or("", |(_, query)| query).as_bytes()).unwrap()
    }

    #[test]
    fn three_pages_forth_and_back_lose_and_repeat_nothing() {
        let start = Typed::parse(b"name=a").unwrap();
        let (first, links) = page(&start);
        assert_eq!((first[0], first.len(), links.previous.clone()), (1, 50, None));
        let (second, links) = page(&follow(&links.next.unwrap()));
        assert_eq!((second[0], second.len(), links.first, links.last), (51, 50, 51, 100));
        let (third, links) = page(&follow(&links.next.unwrap()));
        assert_eq!((third[0], third.len(), links.next.clone(), links.last), (101, 20, None, 120));
        let (again, links) = page(&follow(&links.previous.unwrap()));
        assert_eq!(again, second);
        let address = links.previous.unwrap();
        assert_eq!(address, "/rows?name=a");
        assert_eq!(page(&follow(&address)).0, first);
    }

    #[test]
    fn a_link_that_skips_pages_says_that_it_leads_to_the_first() {
        let at = |number: u64, back: usize| {
            let token = |number: u64| encode(number * 50, &(String::from("k"), i64::try_from(number * 50).unwrap()));
            let back: Vec<String> = (number - back as u64..number).filter(|page| *page > 0).map(token).collect();
            let typed = Typed::parse(format!("after={}&back={}", token(number), back.join(".")).as_bytes()).unwrap();
            let paging = Paging::<Key>::read(&typed).unwrap();
            paging.cut(&mut vec![1_i64], &typed, "/rows", |id| (String::from("k"), *id))
        };
        assert!(!at(1, 0).forgotten, "the first page is the page before the second");
        assert!(!at(2, 2).forgotten && !at(30, 20).forgotten);
        let far = at(17, 0);
        assert!(far.forgotten);
        assert_eq!(far.previous.unwrap(), "/rows");
    }

    #[test]
    fn a_changed_cursor_is_noticed() {
        for query in ["after=zz", "after=5b5d", "after=5b35302c5b226b225d5d", "back=00&after="] {
            let typed = Typed::parse(query.as_bytes()).unwrap();
            assert_eq!(Paging::<Key>::read(&typed), Err(BrokenCursor), "{query}");
        }
    }

    #[test]
    fn a_cursor_that_postgres_cannot_hold_is_broken() {
        let token = |json: &str| hex::encode(json);
        for json in [
            r#"[50,["-4713-01-01T00:00:00Z",1]]"#,
            r#"[50,["+99999-01-01T00:00:00Z",1]]"#,
            r#"[50,["a\u0000b",1]]"#,
            r#"[50,["a"]]"#,
            r#"[-1,["a",1]]"#,
        ] {
            assert_eq!(decode::<Key>(&token(json)), None, "{json}");
            assert_eq!(decode::<(DateTime<Utc>, i64)>(&token(json)), None, "{json}");
        }
        assert!(decode::<Key>(&token(r#"[50,["-a name",1]]"#)).is_some());
        assert!(decode::<(DateTime<Utc>, i64)>(&token(r#"[50,["2026-11-01T00:00:00Z",1]]"#)).is_some());
    }
}
