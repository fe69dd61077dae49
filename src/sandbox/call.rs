//! One admitted call and its parameters, read by the rules of API-35: absent (in a body also null) = no filter; an
//! empty text or list *is* a filter and matches nothing; what has the wrong type or form is CBC.0100.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{
    answer::Refusal,
    page::Page,
    world::{Owner, World},
};
use crate::values::{Month, decimal};

/// A call that has passed the gateway.
pub(super) struct Call {
    /// World time of the call.
    pub(super) now: DateTime<Utc>,
    pub(super) request_id: String,
    /// Parts of the path in braces.
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: Vec<(String, String)>,
    /// Body of a call that has one; none = the parameters are in the query.
    pub(super) body: Option<Map<String, Value>>,
    /// `X-Language` begins with `en` (API-24).
    pub(super) english: bool,
    /// Records of this call are listed that much later (`late_records`).
    pub(super) late: TimeDelta,
    /// Every other recipient is to be refused (`partial`).
    pub(super) partial: bool,
    /// The wait for a new customer's association is to time out (`association_timeout`).
    pub(super) association_timeout: bool,
    /// The list is to read as if a row had appeared at its head (`shift`).
    pub(super) shifted: bool,
}

impl Call {
    /// A part of the path.
    pub(super) fn path(&self, name: &str) -> &str {
        self.path.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// A text: absent is `None`, empty is `Some("")`, which as a filter matches nothing.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match &self.body {
            None => Ok(self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())),
            Some(body) => match body.get(name) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(text)) => Ok(Some(text)),
                Some(_) => Err(Refusal::parameter(name)),
            },
        }
    }

    /// A text that must be given and not empty, of at most `longest` characters.
    pub(super) fn required(&self, name: &str, longest: usize) -> Result<&str, Refusal> {
        let text = self.text(name)?.filter(|text| !text.trim().is_empty() && text.chars().count() <= longest);
        text.ok_or_else(|| Refusal::parameter(name))
    }

    /// An optional text of at most `longest` characters that may not be empty.
    pub(super) fn optional(&self, name: &str, longest: usize) -> Result<Option<&str>, Refusal> {
        match self.text(name)? {
            Some(text) if text.is_empty() || text.chars().count() > longest => Err(Refusal::parameter(name)),
            text => Ok(text),
        }
    }

    /// A list of texts: in a query the name repeated, in a body an array. `[]` is given and empty.
    pub(super) fn texts(&self, name: &str, most: usize) -> Result<Option<Vec<String>>, Refusal> {
        let texts = match &self.body {
            None => {
                let given: Vec<String> =
                    self.query.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect();
                (!given.is_empty()).then_some(given)
            }
            Some(body) => match body.get(name) {
                None | Some(Value::Null) => None,
                Some(Value::Array(items)) => {
                    let texts = items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
                    Some(texts.ok_or_else(|| Refusal::parameter(name))?)
                }
                Some(_) => return Err(Refusal::parameter(name)),
            },
        };
        match texts {
            Some(texts) if texts.len() > most => Err(Refusal::parameter(name)),
            texts => Ok(texts),
        }
    }

    /// A list of texts that must have 1 to `most` members, none of them empty.
    pub(super) fn required_texts(&self, name: &str, most: usize) -> Result<Vec<String>, Refusal> {
        let texts = self.texts(name, most)?.filter(|texts| !texts.is_empty() && texts.iter().all(|id| !id.is_empty()));
        texts.ok_or_else(|| Refusal::parameter(name))
    }

    /// A list of whole numbers in a body.
    pub(super) fn integers(&self, name: &str, most: usize) -> Result<Option<Vec<i64>>, Refusal> {
        match self.body.as_ref().and_then(|body| body.get(name)) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(items)) if items.len() <= most => {
                let numbers = items.iter().map(Value::as_i64).collect::<Option<_>>();
                numbers.map(Some).ok_or_else(|| Refusal::parameter(name))
            }
            Some(_) => Err(Refusal::parameter(name)),
        }
    }

    /// A whole number. In a query its digits; an empty text is no number.
    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let number = match &self.body {
            None => self.text(name)?.map(|text| text.parse().ok()),
            Some(body) => body.get(name).filter(|value| !value.is_null()).map(Value::as_i64),
        };
        number.map(|number| number.ok_or_else(|| Refusal::parameter(name))).transpose()
    }

    /// A truth value of a body.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        let value = self.body.as_ref().and_then(|body| body.get(name)).filter(|value| !value.is_null());
        value.map(|value| value.as_bool().ok_or_else(|| Refusal::parameter(name))).transpose()
    }

    /// An amount to move: number or text, above 0, at most two decimals (API-29).
    pub(super) fn amount(&self, name: &str) -> Result<Decimal, Refusal> {
        let refused = || Refusal::parameter(name);
        let text = match self.body.as_ref().and_then(|body| body.get(name)) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text.clone(),
            _ => return Err(refused()),
        };
        let amount = decimal::parse(&text).map_err(|_| refused())?.normalize();
        if amount > Decimal::ZERO && amount.scale() <= 2 { Ok(amount) } else { Err(refused()) }
    }

    /// An instant written as API-26 says, exactly 20 characters.
    pub(super) fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").ok().filter(|_| text.len() == 20);
        at.map(|at| Some(at.and_utc())).ok_or_else(|| Refusal::parameter(name))
    }

    /// A window of two instants whose bounds are strict (API-27).
    pub(super) fn window(&self, begin: &str, end: &str) -> Result<Window, Refusal> {
        Ok(Window { begin: self.instant(begin)?, end: self.instant(end)? })
    }

    /// A date `YYYY-MM-DD` in UTC+8.
    pub(super) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
        date.map(Some).ok_or_else(|| Refusal::parameter(name))
    }

    /// A month `YYYY-MM` that must be given.
    pub(super) fn required_month(&self, name: &str) -> Result<Month, Refusal> {
        self.required(name, 7)?.parse().map_err(|_| Refusal::parameter(name))
    }

    /// Page of a list whose largest `limit` is `most` (API-31, API-32).
    pub(super) fn page(&self, most: u64) -> Result<Page, Refusal> {
        let offset = self.integer("offset")?.unwrap_or(0);
        let limit = self.integer("limit")?.unwrap_or(10);
        let offset = u64::try_from(offset).map_err(|_| Refusal::parameter("offset"))?;
        let limit = u64::try_from(limit).ok().filter(|limit| (1..=most).contains(limit));
        Ok(Page { offset, limit: limit.ok_or_else(|| Refusal::parameter("limit"))?, shifted: self.shifted })
    }

    /// Whose data the call is about: the caller's own, or that of the reseller named by `indirect_partner_id` (API-8).
    ///
    /// # Errors
    /// 400 CBC.99000037 when the caller has no such reseller; CBC.0100 for an empty one.
    pub(super) fn owner(&self, world: &World) -> Result<Owner, Refusal> {
        match self.optional("indirect_partner_id", 64)? {
            None => Ok(Owner::Partner),
            Some(id) if world.resellers.contains(id) => Ok(Owner::Reseller(id.to_owned())),
            Some(_) => Err(no_right_on_reseller()),
        }
    }
}

/// 400 CBC.99000037.
pub(super) fn no_right_on_reseller() -> Refusal {
    Refusal::new(400, "CBC.99000037", "You do not have the permission to operate on this indirect partner.")
}

/// A window with strict bounds (API-27).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Window {
    begin: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
}

impl Window {
    /// Whether `at` lies strictly inside.
    pub(super) fn holds(&self, at: DateTime<Utc>) -> bool {
        self.begin.is_none_or(|begin| at > begin) && self.end.is_none_or(|end| at < end)
    }
}

/// Whether an equality filter lets `value` through: absent lets all, an empty one nothing (API-35).
pub(super) fn is(filter: Option<&str>, value: &str) -> bool {
    filter.is_none_or(|filter| !filter.is_empty() && filter == value)
}

/// Whether a list filter lets `value` through: absent lets all, an empty list nothing (API-35).
pub(super) fn among(filter: Option<&[String]>, value: &str) -> bool {
    filter.is_none_or(|filter| filter.iter().any(|one| one == value))
}

/// Whether a fuzzy filter lets `value` through; an empty one matches nothing (API-35).
pub(super) fn contains(filter: Option<&str>, value: &str) -> bool {
    filter.is_none_or(|filter| !filter.is_empty() && value.contains(filter))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn posted(body: &Value) -> Call {
        Call { body: Some(body.as_object().unwrap().clone()), ..asked(&[]) }
    }

    fn asked(query: &[(&str, &str)]) -> Call {
        Call {
            now: "2026-11-22T00:00:00Z".parse().unwrap(),
            request_id: "r".to_owned(),
            path: Vec::new(),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: None,
            english: false,
            late: TimeDelta::zero(),
            partial: false,
            association_timeout: false,
            shifted: false,
        }
    }

    #[test]
    fn absent_null_and_empty_are_three_things() {
        let call = posted(&json!({"a": null, "b": "", "c": [], "d": "x", "e": 1}));
        assert_eq!(call.text("missing").unwrap(), None);
        assert_eq!(call.text("a").unwrap(), None);
        assert_eq!(call.text("b").unwrap(), Some(""));
        assert_eq!(call.texts("c", 5).unwrap(), Some(vec![]));
        assert_eq!(call.text("e").unwrap_err().code, "CBC.0100");
        assert!(is(None, "x") && is(Some("x"), "x") && !is(Some(""), "") && !is(Some(""), "x"));
        assert!(among(None, "x") && !among(Some(&[]), "x"));
        assert!(contains(Some("a"), "bab") && !contains(Some(""), "bab"));
    }

    #[test]
    fn a_repeated_name_is_a_list() {
        let call = asked(&[("t", "1"), ("t", "2"), ("offset", "")]);
        assert_eq!(call.texts("t", 2).unwrap().unwrap(), ["1", "2"]);
        assert!(call.texts("t", 1).is_err());
        assert!(call.page(100).is_err(), "an empty number is no number");
    }

    #[test]
    fn amounts_are_positive_with_two_decimals_as_number_or_text() {
        for (given, want) in [(json!("1.11"), "1.11"), (json!(100), "100"), (json!("1E+2"), "100")] {
            assert_eq!(posted(&json!({"amount": given})).amount("amount").unwrap(), want.parse().unwrap());
        }
        for given in [json!(0), json!(-1), json!("1.111"), json!(""), json!("x"), json!(null), json!([1])] {
            assert!(posted(&json!({"amount": given})).amount("amount").is_err(), "{given}");
        }
    }

    #[test]
    fn windows_are_strict() {
        let call = asked(&[("b", "2026-01-01T00:00:00Z"), ("e", "2026-01-02T00:00:00Z"), ("x", "2026-01-01")]);
        let window = call.window("b", "e").unwrap();
        assert!(!window.holds("2026-01-01T00:00:00Z".parse().unwrap()));
        assert!(window.holds("2026-01-01T00:00:01Z".parse().unwrap()));
        assert!(!window.holds("2026-01-02T00:00:00Z".parse().unwrap()));
        assert!(call.window("x", "e").is_err());
    }

    #[test]
    fn limits_above_the_largest_are_refused() {
        assert!(asked(&[("limit", "100")]).page(100).is_ok());
        for (name, value) in [("limit", "101"), ("limit", "0"), ("offset", "-1"), ("limit", "ten")] {
            assert_eq!(asked(&[(name, value)]).page(100).unwrap_err().code, "CBC.0100", "{name}={value}");
        }
    }
}
