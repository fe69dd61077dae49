//! From the vendor's page of consumption details to rows of COPY text, without a float and without a copy of the page.
//!
//! Texts stay borrowed from the body; numbers are taken as they were written. An amount that is no number stops the page.

use std::{borrow::Cow, collections::HashMap};

use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::columns::{COLUMNS, IDENTIFYING, Kind, Line};
use crate::values::decimal;

/// A page as rows of COPY text: `line_key, digest, currency`, then [`COLUMNS`].
#[derive(Debug, Default)]
pub struct Encoded {
    /// Records in all, when the vendor says so.
    pub total: Option<i64>,
    /// Records of this page.
    pub records: usize,
    /// Whether every record had an id of its own.
    pub has_ids: bool,
    /// COPY text, one line a record.
    pub copy: Vec<u8>,
}

#[derive(Deserialize, Default)]
struct Body<'a> {
    #[serde(borrow, default)]
    total_count: Option<&'a RawValue>,
    #[serde(borrow, default)]
    currency: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    fee_records: Option<Vec<Line<'a>>>,
}

/// What was asked for: stands in for what a record leaves out.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The customer (vendor's id) whose lines these are.
    pub customer_id: String,
    /// The site's currency, for answers that name none.
    pub currency: String,
}

/// How often each id-less key was met in the reading so far (SYNC-B06).
pub type Occurrences = HashMap<[u8; 16], u32>;

/// Encodes one page.
///
/// # Errors
/// What could not be read, without the record's contents.
pub fn encode(body: &[u8], asked: &Asked, met: &mut Occurrences) -> Result<Encoded, String> {
    let read = |body| serde_json::from_slice(body).map_err(|error| format!("not the expected JSON: {error}"));
    // A missing body is an empty object (API-41).
    let body: Body<'_> = if body.is_empty() { Body::default() } else { read(body)? };
    let records = body.fee_records.unwrap_or_default();
    let currency = body.currency.as_deref().filter(|c| !c.is_empty()).unwrap_or(&asked.currency);
    let mut encoded = Encoded {
        total: body.total_count.map(total_of).transpose()?.flatten(),
        records: records.len(),
        has_ids: true,
        copy: Vec::with_capacity(records.len() * 700),
    };
    let mut row = Vec::with_capacity(1024);
    for record in &records {
        row.clear();
        let key = encode_columns(record, &asked.customer_id, &mut row)?;
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

fn total_of(raw: &RawValue) -> Result<Option<i64>, String> {
    let text = text_of(raw)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "total_count is not a number".to_owned())
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
fn encode_columns(record: &Line<'_>, customer_id: &str, row: &mut Vec<u8>) -> Result<LineKey, String> {
    let mut own = Vec::new();
    // Lines of two customers may be equal in all that identifies a line (SYNC-B06): the customer is part of it.
    let mut identity = Sha256::new().chain_update(customer_id).chain_update(b"\t");
    for ((name, kind), value) in COLUMNS.iter().zip(record.values()) {
        row.push(b'\t');
        let start = row.len();
        match value.map(text_of).transpose()?.filter(|text| !text.is_empty()) {
            None if *name == "customer_id" => escape(customer_id, row),
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
        Kind::Integer => {
            let whole = integer(text).ok_or_else(|| format!("{name} is not a whole number"))?;
            row.extend_from_slice(whole.to_string().as_bytes());
        }
        Kind::Amount => return Err(format!("{name} is not a number")),
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

/// A whole number in any of the forms the vendor writes numbers in: `3`, `3.0`.
fn integer(text: &str) -> Option<i32> {
    let exact = || decimal::parse(text).ok().filter(|number| number.fract().is_zero())?.to_i32();
    text.parse().ok().or_else(exact)
}

/// Whether the text is a decimal number that this portal can hold exactly: what pages could not show is not stored.
fn is_decimal(text: &str) -> bool {
    const SURELY_FITS: usize = 27;
    let plain = is_written_as_decimal(text);
    plain && ((text.len() <= SURELY_FITS && !text.contains(['e', 'E'])) || decimal::parse(text).is_ok())
}

fn is_written_as_decimal(text: &str) -> bool {
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

    fn asked(customer_id: &str) -> Asked {
        Asked { customer_id: customer_id.to_owned(), currency: "CNY".to_owned() }
    }

    fn rows(body: &str) -> Result<Vec<Vec<String>>, String> {
        let encoded = encode(body.as_bytes(), &asked("c"), &mut Occurrences::new())?;
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
        let endless = format!("\"0.{}\"", "1".repeat(31));
        for value in [r#""abc""#, "true", "{}", r#""1,5""#, r#""NaN""#, r#""1.2.3""#, r#""--1""#, "1E+99", &endless] {
            let body = format!(r#"{{"fee_records":[{{"id":"x","customer_id":"c","payment_amount":{value}}}]}}"#);
            assert_eq!(rows(&body).unwrap_err(), "payment_amount is not a number", "{value}");
        }
        assert!(rows("[").is_err());
        assert_eq!(rows("{}").unwrap().len(), 0);
    }

    #[test]
    fn whole_numbers_and_totals_are_read_in_either_form() {
        let body = r#"{"total_count":"7","fee_records":[{"id":"x","charging_mode":"3","bill_detail_type":5.0}]}"#;
        let row = &rows(body).unwrap()[0];
        assert_eq!((column(row, "charging_mode"), column(row, "bill_detail_type")), ("3".into(), "5".into()));
        let total = |body: &str| encode(body.as_bytes(), &asked("c"), &mut Occurrences::new()).map(|page| page.total);
        assert_eq!(total(body), Ok(Some(7)));
        assert_eq!(total(r#"{"fee_records":[]}"#), Ok(None));
        assert_eq!(total(""), Ok(None), "a missing body is an empty answer");
        assert!(total(r#"{"total_count":"many"}"#).is_err());
        assert!(rows(r#"{"fee_records":[{"id":"x","charging_mode":2.5}]}"#).is_err());
    }

    #[test]
    fn a_line_belongs_to_the_customer_that_was_asked_for() {
        let key = |customer: &str| {
            let body = br#"{"fee_records":[{"payment_amount":1}]}"#;
            let encoded = encode(body, &asked(customer), &mut Occurrences::new()).unwrap();
            let text = String::from_utf8(encoded.copy).unwrap();
            let row: Vec<String> = text.trim_end().split('\t').map(str::to_owned).collect();
            assert_eq!(column(&row, "customer_id"), customer);
            row[0].clone()
        };
        assert_ne!(key("c1"), key("c2"), "lines without an id of two customers must not meet");
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
