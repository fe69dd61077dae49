//! From the vendor's page of consumption details to rows of COPY text, without a float and without a copy of the page.
//!
//! Texts stay borrowed from the body; numbers are taken as they were written. An amount that is no number stops the page.

use std::{borrow::Cow, collections::HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::columns::{COLUMNS, IDENTIFYING, Kind, Line};

/// A page as rows of COPY text: `line_key, digest, currency`, then [`COLUMNS`].
#[derive(Debug, Default)]
pub struct Encoded {
    /// Records in all, as the vendor says.
    pub total: i64,
    /// Records of this page.
    pub records: usize,
    /// Whether every record had an id of its own.
    pub has_ids: bool,
    /// COPY text, one line a record.
    pub copy: Vec<u8>,
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(default)]
    total_count: Option<i64>,
    #[serde(borrow, default)]
    currency: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    fee_records: Option<Vec<Line<'a>>>,
}

/// How often each id-less key was met in the reading so far (SYNC-B06).
pub type Occurrences = HashMap<[u8; 16], u32>;

/// Encodes one page. `currency` is the site's, for answers that name none.
///
/// # Errors
/// What could not be read, without the record's contents.
pub fn encode(body: &[u8], currency: &str, met: &mut Occurrences) -> Result<Encoded, String> {
    let body: Body<'_> = serde_json::from_slice(body).map_err(|error| format!("not the expected JSON: {error}"))?;
    let records = body.fee_records.unwrap_or_default();
    let currency = body.currency.as_deref().filter(|c| !c.is_empty()).unwrap_or(currency);
    let mut encoded = Encoded {
        total: body.total_count.unwrap_or(i64::try_from(records.len()).unwrap_or(i64::MAX)),
        records: records.len(),
        has_ids: true,
        copy: Vec::with_capacity(records.len() * 700),
    };
    let mut row = Vec::with_capacity(1024);
    for record in &records {
        row.clear();
        let key = encode_columns(record, &mut row)?;
        encoded.has_ids &= matches!(key, LineKey::Own(_));
        write_key(&key, met, &mut encoded.copy);
        encoded.copy.push(b'\t');
        let digest = Sha256::new().chain_update(currency).chain_update(&row).finalize();
        encoded.copy.extend_from_slice(hex::encode(&digest[..16]).as_bytes());
        encoded.copy.push(b'\t');
        escape(currency, &mut encoded.copy);
        encoded.copy.extend_from_slice(&row);
        encoded.copy.push(b'\n');
    }
    Ok(encoded)
}

enum LineKey {
    Own(Vec<u8>),
    Hash([u8; 16]),
}

fn write_key(key: &LineKey, met: &mut Occurrences, out: &mut Vec<u8>) {
    match key {
        LineKey::Own(id) => out.extend_from_slice(id),
        LineKey::Hash(hash) => {
            let count = met.entry(*hash).or_insert(0);
            *count += 1;
            out.extend_from_slice(format!("#{}-{count}", hex::encode(hash)).as_bytes());
        }
    }
}

/// Writes all columns, each after a tab, and answers what identifies the line.
fn encode_columns(record: &Line<'_>, row: &mut Vec<u8>) -> Result<LineKey, String> {
    let mut own = Vec::new();
    let mut identity = Sha256::new();
    for ((name, kind), value) in COLUMNS.iter().zip(record.values()) {
        row.push(b'\t');
        let start = row.len();
        match value.map(|raw| text_of(raw)).transpose()?.filter(|text| !text.is_empty()) {
            None => row.extend_from_slice(b"\\N"),
            Some(text) => write_value(name, *kind, &text, row)?,
        }
        if *name == "line_id" && row[start..] != *b"\\N" {
            own.extend_from_slice(&row[start..]);
        }
        if IDENTIFYING.contains(name) {
            identity.update(&row[start..]);
            identity.update(b"\t");
        }
    }
    if own.is_empty() {
        let mut hash = [0; 16];
        hash.copy_from_slice(&identity.finalize()[..16]);
        return Ok(LineKey::Hash(hash));
    }
    Ok(LineKey::Own(own))
}

/// The text inside a JSON value: a string's contents, a number as written; null is nothing.
fn text_of(raw: &RawValue) -> Result<Cow<'_, str>, String> {
    let text = raw.get();
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        if inner.contains('\\') {
            return serde_json::from_str::<String>(text).map(Cow::Owned).map_err(|error| error.to_string());
        }
        return Ok(Cow::Borrowed(inner));
    }
    Ok(Cow::Borrowed(if text == "null" { "" } else { text }))
}

fn write_value(name: &str, kind: Kind, text: &str, row: &mut Vec<u8>) -> Result<(), String> {
    match kind {
        Kind::Text => escape(text, row),
        Kind::Amount if is_decimal(text) => row.extend_from_slice(text.as_bytes()),
        Kind::Integer if is_decimal(text) && !text.contains(['.', 'e', 'E']) => row.extend_from_slice(text.as_bytes()),
        Kind::Amount | Kind::Integer => return Err(format!("{name} is not a number")),
        Kind::Instant if is_instant(text) => row.extend_from_slice(text.as_bytes()),
        Kind::Instant => row.extend_from_slice(b"\\N"),
    }
    Ok(())
}

/// Escapes for COPY text; NUL, which Postgres cannot hold, is left out.
fn escape(text: &str, out: &mut Vec<u8>) {
    for &byte in text.as_bytes() {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0 => {}
            other => out.push(other),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let digits = |part: &str| !part.is_empty() && part.len() <= 40 && part.bytes().all(|b| b.is_ascii_digit());
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let mantissa_reads = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    mantissa_reads && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)) && e.len() <= 4)
}

fn is_instant(text: &str) -> bool {
    text.len() == 20
        && text
            .bytes()
            .zip("0000-00-00T00:00:00Z".bytes())
            .all(|(b, form)| if form == b'0' { b.is_ascii_digit() } else { b == form })
        && text.parse::<chrono::DateTime<chrono::Utc>>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(body: &str) -> Result<Vec<Vec<String>>, String> {
        let encoded = encode(body.as_bytes(), "CNY", &mut Occurrences::new())?;
        let text = String::from_utf8(encoded.copy).unwrap();
        Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    }

    fn column(row: &[String], name: &str) -> String {
        row[3 + COLUMNS.iter().position(|(column, _)| *column == name).unwrap()].clone()
    }

    #[test]
    fn amounts_keep_their_text_and_texts_are_escaped() {
        let body = r#"{"total_count":1,"currency":"CNY","fee_records":[{"id":"L1","customer_id":"c","official_amount":0.12345678,
            "payment_amount":"1E+2","cash_amount":-5,"resource_name":"a\tb\\c\u4e2d","trade_time":"2026-10-31T16:00:00Z",
            "consume_time":"yesterday","coupon_amount":null,"debt_amount":"","product_name":"vm \"x\"","unknown":{"a":[1]}}]}"#;
        let rows = rows(body).unwrap();
        let row = &rows[0];
        assert_eq!((row.len(), row[0].as_str(), row[2].as_str()), (3 + COLUMNS.len(), "L1", "CNY"));
        for (name, want) in [
            ("official_amount", "0.12345678"),
            ("payment_amount", "1E+2"),
            ("cash_amount", "-5"),
            ("resource_name", "a\\tb\\\\c中"),
            ("product_name", "vm \"x\""),
            ("trade_time", "2026-10-31T16:00:00Z"),
            ("consume_time", "\\N"),
            ("coupon_amount", "\\N"),
            ("debt_amount", "\\N"),
            ("region_code", "\\N"),
        ] {
            assert_eq!(column(row, name), want, "{name}");
        }
    }

    #[test]
    fn what_is_no_number_stops_the_page() {
        for value in [r#""abc""#, "true", "{}", r#""1,5""#, r#""NaN""#, r#""1.2.3""#, r#""--1""#] {
            let body = format!(r#"{{"fee_records":[{{"id":"x","customer_id":"c","payment_amount":{value}}}]}}"#);
            assert_eq!(rows(&body).unwrap_err(), "payment_amount is not a number", "{value}");
        }
        assert!(rows("[").is_err());
        assert_eq!(rows("{}").unwrap().len(), 0);
    }

    #[test]
    fn lines_without_id_are_told_apart_by_their_place() {
        let record = r#"{"customer_id":"c","trade_id":"t","payment_amount":1}"#;
        let other = r#"{"customer_id":"c","trade_id":"u","payment_amount":1}"#;
        let rows = rows(&format!(r#"{{"fee_records":[{record},{record},{other}]}}"#)).unwrap();
        assert!(rows[0][0].ends_with("-1") && rows[1][0].ends_with("-2") && rows[2][0].ends_with("-1"));
        assert_eq!(rows[0][1], rows[1][1], "equal lines have equal digests");
        assert_ne!(rows[0][0], rows[1][0]);
    }

    #[test]
    fn the_digest_sees_every_field() {
        let one = rows(r#"{"fee_records":[{"id":"a","customer_id":"c","payment_amount":1}]}"#).unwrap();
        let two = rows(r#"{"fee_records":[{"id":"a","customer_id":"c","payment_amount":2}]}"#).unwrap();
        assert_eq!(one[0][0], two[0][0]);
        assert_ne!(one[0][1], two[0][1]);
    }
}
