//! Writing of requests: unset keys are left out, amounts have exactly two decimals (API-29, API-35).
//!
//! Knows no operation and no transport: it turns a declared request into path, query, header and body.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::{Map, Number, Value};

#[cfg(test)]
use super::shape::Shape;
use super::{LANGUAGE_HEADER, Method};
use crate::{cloud::sign, values::Masked};

/// A value inside a request.
pub trait Write {
    /// Whether it says nothing: such a value is never sent (API-35).
    fn says_nothing(&self) -> bool {
        false
    }

    /// Writes the value.
    ///
    /// # Errors
    /// When it cannot be sent as the contract wants it.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// What the contract must say about it.
    #[cfg(test)]
    fn shape() -> Shape;
}

/// A field of a request: a required value, an optional one, or a list.
pub trait WriteField {
    /// Whether the field has a value in every request that can be built.
    const REQUIRED: bool;

    /// Whether the key is left out.
    fn is_unset(&self) -> bool;

    /// Writes the field.
    ///
    /// # Errors
    /// As [`Write::write`].
    fn write_field<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// What the contract must say about it.
    #[cfg(test)]
    fn field_shape() -> Shape;
}

impl<T: Write> WriteField for T {
    const REQUIRED: bool = true;

    fn is_unset(&self) -> bool {
        self.says_nothing()
    }

    fn write_field<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
    }

    #[cfg(test)]
    fn field_shape() -> Shape {
        T::shape()
    }
}

impl<T: Write> WriteField for Option<T> {
    const REQUIRED: bool = false;

    fn is_unset(&self) -> bool {
        self.as_ref().is_none_or(Write::says_nothing)
    }

    fn write_field<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_none(),
        }
    }

    #[cfg(test)]
    fn field_shape() -> Shape {
        T::shape()
    }
}

impl<T: Write> WriteField for Vec<T> {
    const REQUIRED: bool = true;

    fn is_unset(&self) -> bool {
        self.is_empty()
    }

    fn write_field<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Element))
    }

    #[cfg(test)]
    fn field_shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

struct Element<'a, T>(&'a T);

impl<T: Write> Serialize for Element<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

impl Write for String {
    fn says_nothing(&self) -> bool {
        self.is_empty()
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Write for Masked<String> {
    fn says_nothing(&self) -> bool {
        self.reveal().is_empty()
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.reveal())
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Write for i64 {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(*self)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Integer
    }
}

impl Write for bool {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Flag
    }
}

/// A JSON number with exactly two decimals. One with more is an error: money is not rounded on its way out (API-29).
impl Write for Decimal {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let cents = self.round_dp_with_strategy(2, RoundingStrategy::ToZero);
        if cents != *self {
            return Err(S::Error::custom("an amount has more than two decimals"));
        }
        Number::from_str(&format!("{cents:.2}")).map_err(S::Error::custom)?.serialize(to)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Amount
    }
}

/// Language of names in an answer (`X-Language`, API-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `zh_CN`, also what the vendor takes when the header is absent.
    Chinese,
    /// `en_US`.
    English,
}

impl Write for Language {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Self::Chinese => "zh_CN",
            Self::English => "en_US",
        })
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

/// A request ready to be signed and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Path with its ids percent-encoded; `{domain_id}` is left for the client, which knows the account.
    pub path: String,
    /// Unencoded pairs; a list repeats its name.
    pub query: Vec<(String, String)>,
    /// Value of `X-Language`, when the caller wants one.
    pub language: Option<String>,
    /// Exact bytes of the body; empty for GET.
    pub body: Vec<u8>,
}

/// Spreads the fields of a declared request over path, header, query and body.
pub(super) fn compose<T: Serialize>(method: Method, path: &str, fields: &T) -> Result<Request, serde_json::Error> {
    let Value::Object(mut fields) = serde_json::to_value(fields)? else {
        return Err(serde_json::Error::custom("a request is an object"));
    };
    let language = fields.remove(LANGUAGE_HEADER).map(|value| text_of(&value));
    let mut path = path.to_owned();
    fields.retain(|name, value| {
        let slot = format!("{{{name}}}");
        let in_path = path.contains(&slot);
        if in_path {
            path = path.replace(&slot, &sign::encode(&text_of(value)));
        }
        !in_path
    });
    if method == Method::Get {
        return Ok(Request { path, query: pairs(fields), language, body: Vec::new() });
    }
    Ok(Request { path, query: Vec::new(), language, body: serde_json::to_vec(&fields)? })
}

fn pairs(fields: Map<String, Value>) -> Vec<(String, String)> {
    let mut query = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(values) => query.extend(values.iter().map(|value| (name.clone(), text_of(value)))),
            value => query.push((name, text_of(&value))),
        }
    }
    query
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
