//! An event: what was done, to what, with the fields before and after. Personal fields become keyed digests.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::deed::Deed;
use crate::cloud::seal::Key;

/// What a change leaves in the record.
#[derive(Debug, Clone)]
pub struct Event {
    pub(super) deed: Deed,
    pub(super) object_id: String,
    pub(super) before: Option<Fields>,
    pub(super) after: Option<Fields>,
    pub(super) reason: Option<String>,
}

impl Event {
    /// `deed` was done to the object with this key (any id, or a word such as `all`).
    #[must_use]
    pub fn new(deed: Deed, object_id: impl ToString) -> Self {
        Self { deed, object_id: object_id.to_string(), before: None, after: None, reason: None }
    }

    /// The fields as they were.
    #[must_use]
    pub fn before(mut self, fields: Fields) -> Self {
        self.before = Some(fields);
        self
    }

    /// The fields as they are now.
    #[must_use]
    pub fn after(mut self, fields: Fields) -> Self {
        self.after = Some(fields);
        self
    }

    /// Why, in the words of the member; blank is none.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        self
    }
}

/// Fields of an object before or after a change. Never secrets.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<&'static str, Field>);

#[derive(Clone)]
enum Field {
    Plain(Value),
    Personal(Option<String>),
}

/// Personal data is not printed.
impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(value) => value.fmt(f),
            Self::Personal(_) => f.write_str("***"),
        }
    }
}

impl Fields {
    /// No field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A field kept as it is: states, codes, keys, amounts as text.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(name, Field::Plain(value.into()));
        self
    }

    /// A personal field (name, mail address, phone): kept as a keyed digest `{"digest": …}`, which tells whether it changed
    /// and proves a value that is known, but does not give it away; erasing the value elsewhere leaves the chain whole.
    #[must_use]
    pub fn personal(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.0.insert(name, Field::Personal(value.map(str::to_owned)));
        self
    }

    /// Whether a field is kept as a digest, which needs the key.
    pub(super) fn has_personal(&self) -> bool {
        self.0.values().any(|field| matches!(field, Field::Personal(_)))
    }

    /// The JSON of the record; fields in the order of their names.
    pub(super) fn json(&self, key: Option<&Key>, organization_id: i64) -> String {
        let shown = |(name, field): (&&'static str, &Field)| {
            let value = match field {
                Field::Plain(value) => value.clone(),
                Field::Personal(text) => key.zip(text.as_ref()).map_or(Value::Null, |(key, text)| {
                    let digest = key.digest(&format!("audit/{organization_id}/{name}"), text);
                    Value::Object(Map::from_iter([("digest".to_owned(), Value::String(digest))]))
                }),
            };
            ((*name).to_owned(), value)
        };
        Value::Object(self.0.iter().map(shown).collect()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_fields_are_digests_that_differ_by_value_field_and_organisation() {
        let key = Key::from_hex(&"ab".repeat(32)).unwrap();
        let json = |organization, name, mail: Option<&str>| {
            Fields::new().set("state", "active").personal(name, mail).json(Some(&key), organization)
        };
        let one = json(1, "email", Some("li@example.com"));
        assert!(one.starts_with(r#"{"email":{"digest":""#) && one.ends_with(r#""},"state":"active"}"#), "{one}");
        assert!(!one.contains("example.com"));
        assert_eq!(one, json(1, "email", Some("li@example.com")), "the same value is recognised");
        assert_ne!(one, json(1, "email", Some("wang@example.com")));
        assert_ne!(one, json(2, "email", Some("li@example.com")));
        assert_ne!(one.replace("email", "phone"), json(1, "phone", Some("li@example.com")));
        assert_eq!(json(1, "email", None), r#"{"email":null,"state":"active"}"#);
        assert!(!format!("{:?}", Fields::new().personal("email", Some("li@example.com"))).contains("li@"));
    }
}
