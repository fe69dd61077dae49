//! Reading of answers: exact amounts, and one meaning for absent, null and `""` (API-30, API-36).
//!
//! Lenient where the vendor is loose (a number where a text is documented, or the reverse), strict where money is
//! concerned: an amount that is no decimal number stops the page. Knows no operation.

use std::{borrow::Cow, fmt, marker::PhantomData};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::value::RawValue;

#[cfg(test)]
use super::shape::Shape;
use crate::values::{Masked, decimal};

/// A value inside an answer.
pub trait Read: Sized {
    /// Reads one value; null and `""` are none.
    ///
    /// # Errors
    /// When the value is of another kind altogether.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;

    /// What the contract must say about it.
    #[cfg(test)]
    fn shape() -> Shape;
}

/// A field of an answer: one value or a list, never required.
pub trait ReadField: Sized {
    /// Reads the field.
    ///
    /// # Errors
    /// As [`Read::read`].
    fn read_field<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// What the contract must say about it.
    #[cfg(test)]
    fn field_shape() -> Shape;
}

impl<T: Read> ReadField for Option<T> {
    fn read_field<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from)
    }

    #[cfg(test)]
    fn field_shape() -> Shape {
        T::shape()
    }
}

impl<T: Read> ReadField for Vec<T> {
    fn read_field<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(List(PhantomData))
    }

    #[cfg(test)]
    fn field_shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

impl Read for String {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let text = scalar(from)?;
        Ok((!text.is_empty()).then(|| text.into_owned()))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Read for Masked<String> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        String::read(from).map(|text| text.map(Self::new))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Read for Decimal {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let text = scalar(from)?;
        if text.is_empty() {
            return Ok(None);
        }
        decimal::parse(&text).map(Some).map_err(|_| D::Error::custom("an amount is not a decimal number"))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Amount
    }
}

impl Read for i64 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let text = scalar(from)?;
        if text.is_empty() {
            return Ok(None);
        }
        let whole = text.trim().parse().ok().or_else(|| {
            decimal::parse(&text).ok().filter(|number| number.fract().is_zero()).and_then(|number| number.to_i64())
        });
        whole.map(Some).ok_or_else(|| D::Error::custom("a number is not a whole number"))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Integer
    }
}

impl Read for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        match scalar(from)?.as_ref() {
            "" => Ok(None),
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(D::Error::custom("a flag is neither true nor false")),
        }
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Flag
    }
}

/// The text of a scalar as it arrived: a string without its quotes, a number digit by digit, null as nothing. An object
/// or a list gives its JSON, so that a field that grows is stored raw and stops nothing.
fn scalar<'de, D: Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
    let raw = <&'de RawValue>::deserialize(from)?.get();
    match raw.as_bytes() {
        b"null" => Ok(Cow::Borrowed("")),
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Ok(Cow::Borrowed(&raw[1..raw.len() - 1])),
        [b'"', ..] => serde_json::from_str(raw).map(Cow::Owned).map_err(D::Error::custom),
        _ => Ok(Cow::Borrowed(raw)),
    }
}

/// Reads an object; null and `""` are none. Called by the types that `answer!` declares.
pub(super) fn object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    from.deserialize_any(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = Option<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object, null or nothing")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.is_empty() { Ok(None) } else { Err(E::custom("a text stands where an object is documented")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list, null or nothing")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        if text.is_empty() { Ok(Vec::new()) } else { Err(E::custom("a text stands where a list is documented")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        // `{}` for an empty list is forgiven, an object with content is not.
        match map.next_entry::<IgnoredAny, IgnoredAny>()? {
            None => Ok(Vec::new()),
            Some(_) => Err(A::Error::custom("an object stands where a list is documented")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut rows = Vec::new();
        while let Some(Element(row)) = list.next_element()? {
            rows.extend(row);
        }
        Ok(rows)
    }
}

struct Element<T>(Option<T>);

impl<'de, T: Read> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: Read>(json: &str) -> Result<Option<T>, serde_json::Error> {
        let mut from = serde_json::Deserializer::from_str(json);
        T::read(&mut from)
    }

    #[test]
    fn an_amount_keeps_every_digit_whatever_its_form() {
        for (json, want) in [
            ("0.1", Some("0.1")),
            (r#""12.345678901""#, Some("12.345678901")),
            ("1E+2", Some("100")),
            ("100.00", Some("100.00")),
            ("12345678901234567890.12345678", Some("12345678901234567890.12345678")),
            ("null", None),
            (r#""""#, None),
        ] {
            assert_eq!(read::<Decimal>(json).unwrap().map(|d| d.to_string()).as_deref(), want, "{json}");
        }
        for json in [r#""abc""#, "true", "[]", "{}"] {
            assert!(read::<Decimal>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn texts_and_whole_numbers_are_read_in_either_form() {
        for (json, want) in [
            (r#""a\"b""#, Some("a\"b")),
            (r#""云""#, Some("云")),
            (r#""\u4e91""#, Some("云")),
            ("42", Some("42")),
            ("null", None),
            (r#""""#, None),
            (r#"{"a":1}"#, Some(r#"{"a":1}"#)),
        ] {
            assert_eq!(read::<String>(json).unwrap().as_deref(), want, "{json}");
        }
        for (json, want) in
            [("7", Some(7)), (r#""-1""#, Some(-1)), ("1E+2", Some(100)), ("2.0", Some(2)), ("null", None)]
        {
            assert_eq!(read::<i64>(json).unwrap(), want, "{json}");
        }
        assert!(read::<i64>("2.5").is_err());
        assert_eq!(read::<bool>(r#""1""#).unwrap(), Some(true));
        assert!(read::<bool>("2").is_err());
    }

    #[test]
    fn null_empty_and_absent_lists_are_the_same() {
        for (json, want) in [(r#"["a",null,"b"]"#, vec!["a", "b"]), ("null", vec![]), (r#""""#, vec![]), ("{}", vec![])]
        {
            let mut from = serde_json::Deserializer::from_str(json);
            assert_eq!(Vec::<String>::read_field(&mut from).unwrap(), want, "{json}");
        }
    }
}
