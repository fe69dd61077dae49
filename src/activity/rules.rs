//! How records are written out: CSV that no spreadsheet runs, and JSON with everything that checking the chain needs. Pure.

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::text::Text;
use crate::{
    audit::{Deed, Record},
    lang::Lang,
    values::csv,
    web::Face,
};

/// In which form records are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs, and for checking the chain without the portal.
    Json,
}

impl Format {
    /// Reads the word of the address; without one CSV.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "" | "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The word of the address and the ending of the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// What the browser is told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Whose chain is exported, and how far it went.
#[derive(Debug, Clone)]
pub struct Head {
    /// Key of the organisation: part of every hash.
    pub organization_id: i64,
    /// Code of the organisation.
    pub organization: String,
    /// Records of the chain.
    pub records: i64,
    /// Hash of the last one.
    pub hash: Option<Vec<u8>>,
}

/// What stands before the first record.
pub fn opening(format: Format, head: &Head, lang: Lang) -> String {
    let text = Text::of(lang);
    match format {
        Format::Csv => {
            let columns = [
                text.seq,
                text.when,
                text.who,
                text.what,
                text.code,
                text.kind,
                text.kind_code,
                text.object_id,
                text.address,
                text.request,
                text.before,
                text.after,
                text.reason,
                text.hash,
                text.previous_hash,
            ];
            // The mark tells spreadsheets that the file is UTF-8.
            format!("\u{feff}{}", csv::line(&columns))
        }
        Format::Json => {
            let about = json!({
                "organization_id": head.organization_id,
                "organization": head.organization,
                "records": head.records,
                "head": head.hash.as_ref().map(hex::encode),
                "hashing": text.recipe,
            });
            format!("{{\"chain\":{about},\"events\":[\n")
        }
    }
}

/// One record; `first` when none stands before it.
pub fn written(format: Format, record: &Record, first: bool, face: &Face) -> String {
    match format {
        Format::Csv => row(record, face),
        Format::Json => format!("{}{}", if first { "" } else { ",\n" }, object(record)),
    }
}

/// What stands after the last record. A file without it was cut off on the way.
pub const fn closing(format: Format) -> &'static str {
    match format {
        Format::Csv => "",
        Format::Json => "\n]}\n",
    }
}

/// For people: instants in the organisation's zone with their offset, words in their language beside the codes that stay.
fn row(record: &Record, face: &Face) -> String {
    let lang = face.lang;
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    csv::line(&[
        record.seq.to_string(),
        record.at.with_timezone(&face.zone).to_rfc3339_opts(SecondsFormat::Micros, false),
        record.actor.clone(),
        words(&record.event, lang).to_owned(),
        record.event.clone(),
        Text::of(lang).kind_of(&record.object_kind).to_owned(),
        record.object_kind.clone(),
        record.object_id.clone(),
        maybe(&record.address),
        maybe(&record.request_id),
        maybe(&record.before),
        maybe(&record.after),
        maybe(&record.reason),
        hex::encode(&record.hash),
        hex::encode(&record.previous_hash),
    ])
}

/// What was done, in words; a code of a newer version is shown as it is.
pub fn words(event: &str, lang: Lang) -> &str {
    Deed::parse(event).map_or(event, |deed| deed.name(lang))
}

/// JSON texts stay texts: parsed and written anew they might not be the bytes that were hashed.
fn object(record: &Record) -> Value {
    json!({
        "organization_id": record.organization_id,
        "seq": record.seq,
        "at": record.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "at_microseconds": record.at.timestamp_micros(),
        "member_id": record.member_id,
        "actor": record.actor,
        "address": record.address,
        "request_id": record.request_id,
        "event": record.event,
        "object_kind": record.object_kind,
        "object_id": record.object_id,
        "before": record.before,
        "after": record.after,
        "reason": record.reason,
        "previous_hash": hex::encode(&record.previous_hash),
        "hash": hex::encode(&record.hash),
    })
}

/// A field before and after; personal ones say so.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its name in the record.
    pub field: String,
    /// As it was; none when there was nothing.
    pub before: Option<String>,
    /// As it became.
    pub after: Option<String>,
}

/// Fields before and after, side by side.
pub fn side_by_side(before: Option<&str>, after: Option<&str>, lang: Lang) -> Vec<Changed> {
    let read = |text: Option<&str>| -> Map<String, Value> {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (before, after) = (read(before), read(after));
    let mut fields: Vec<&String> = before.keys().chain(after.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let shown = |side: &Map<String, Value>, field: &str| side.get(field).and_then(|value| plain(value, lang));
    let changed =
        |field: &String| Changed { field: field.clone(), before: shown(&before, field), after: shown(&after, field) };
    fields.into_iter().map(changed).collect()
}

fn plain(value: &Value, lang: Lang) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(|value| plain(value, lang)).collect();
            Some(texts.join(lang.pick(", ", "、")))
        }
        Value::Object(fields) => {
            let digest = fields.get("digest").and_then(Value::as_str).filter(|_| fields.len() == 1);
            Some(digest.map_or_else(
                || value.to_string(),
                |digest| format!("{} {}", Text::of(lang).hidden, digest.chars().take(12).collect::<String>()),
            ))
        }
        other => Some(other.to_string()),
    }
}

/// The page of an object, if it has one and there is a single such object. What is recorded of a session is kept under its member.
pub fn page_of(kind: &str, id: &str) -> Option<String> {
    let is_key = !id.is_empty() && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit());
    let path = match kind {
        "member" | "session" => "/members/",
        "role" => "/roles/",
        "customer" => "/customers/",
        _ => return None,
    };
    is_key.then(|| format!("{path}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, want) in [
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("＝1", "'＝1"),
            ("\r=1", "\"'\r=1\""),
            ("a,b", "\"a,b\""),
            ("因为", "因为"),
            ("", ""),
        ] {
            assert_eq!(csv::field(cell), want, "{cell:?}");
        }
    }

    #[test]
    fn a_row_says_when_in_the_zone_and_what_in_words_beside_the_codes() {
        let record = Record {
            organization_id: 1,
            seq: 7,
            previous_hash: vec![0; 32],
            hash: vec![1; 32],
            at: "2026-11-22T17:04:05.000006Z".parse().unwrap(),
            member_id: Some(3),
            actor: "admin".to_owned(),
            address: None,
            request_id: None,
            event: "role.updated".to_owned(),
            object_kind: "role".to_owned(),
            object_id: "9".to_owned(),
            before: None,
            after: None,
            reason: None,
        };
        for (zone, lang, want) in [
            (
                chrono_tz::Asia::Shanghai,
                Lang::ZhCn,
                "7,2026-11-23T01:04:05.000006+08:00,admin,修改角色,role.updated,角色,role,9,",
            ),
            (
                chrono_tz::UTC,
                Lang::En,
                "7,2026-11-22T17:04:05.000006+00:00,admin,Role changed,role.updated,Role,role,9,",
            ),
        ] {
            let face = Face { now: record.at, zone, lang };
            let row = written(Format::Csv, &record, true, &face);
            assert!(row.starts_with(want), "{row}");
            let head = Head { organization_id: 1, organization: "yunhe".to_owned(), records: 1, hash: None };
            let heading = opening(Format::Csv, &head, lang);
            assert_eq!(heading.split(',').count(), row.split(',').count(), "{heading}");
        }
    }

    #[test]
    fn fields_stand_side_by_side() {
        let before = r#"{"email":{"digest":"abcdefabcdefabcdef"},"roles":["finance"],"state":"active"}"#;
        let after = r#"{"roles":["finance","sales"],"state":null,"limit":3}"#;
        let rows = side_by_side(Some(before), Some(after), Lang::En);
        let rows: Vec<_> =
            rows.iter().map(|row| (row.field.as_str(), row.before.as_deref(), row.after.as_deref())).collect();
        assert_eq!(
            rows,
            [
                ("email", Some("personal data, digest abcdefabcdef"), None),
                ("limit", None, Some("3")),
                ("roles", Some("finance"), Some("finance, sales")),
                ("state", Some("active"), None),
            ]
        );
        assert_eq!(side_by_side(None, Some("broken"), Lang::En), []);
    }

    #[test]
    fn only_keys_lead_to_pages() {
        for (kind, id, want) in [
            ("member", "7", Some("/members/7")),
            ("session", "7", Some("/members/7")),
            ("role", "7", Some("/roles/7")),
            ("role", "7/../../login", None),
            ("role", "all", None),
            ("sync", "7", None),
        ] {
            assert_eq!(page_of(kind, id).as_deref(), want, "{kind} {id}");
        }
    }
}
