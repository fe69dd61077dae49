//! Holds answers against the vendor's OpenAPI files: no field that the contract does not name, every type as it says.

use std::sync::LazyLock;

use serde_json::Value;

use super::client::Answer;
use crate::sandbox::Site;

static CHINA: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../tests/contract/bss-china.openapi.json")));
static INTERNATIONAL: LazyLock<Value> =
    LazyLock::new(|| read(include_str!("../../tests/contract/bss-international.openapi.json")));

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Panics when a successful answer is not as the contract says.
pub(super) fn check(site: Site, method: &str, path: &str, answer: &Answer) {
    if answer.status != 200 || answer.body.get("error_code").is_some_and(|code| !code.is_null()) {
        return;
    }
    let contract = match site {
        Site::China => &*CHINA,
        Site::International => &*INTERNATIONAL,
    };
    let Some((_, operations)) = contract["paths"].as_object().unwrap().iter().find(|(known, _)| matches(known, path))
    else {
        return assert_eq!(path, "/v3/auth/domains", "not in the contract of {site:?}");
    };
    let operation = &operations[method.to_lowercase().as_str()];
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    let name = operation["operationId"].as_str().unwrap();
    compare(contract, schema, &answer.body, name);
}

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(&path).all(|(one, other)| one == other || one.starts_with('{'))
}

fn compare(contract: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return compare(contract, &contract["components"]["schemas"][name], value, place);
    }
    match (schema["type"].as_str().unwrap_or("object"), value) {
        // Null and absent mean the same in an answer (API-36).
        (_, Value::Null)
        | ("string", Value::String(_))
        | ("number", Value::Number(_))
        | ("boolean", Value::Bool(_)) => {}
        ("integer", Value::Number(number)) => assert!(number.is_i64(), "{place}: {number} is not whole"),
        ("array", Value::Array(items)) => {
            for item in items {
                compare(contract, &schema["items"], item, &format!("{place}[]"));
            }
        }
        ("object", Value::Object(fields)) => {
            for (name, field) in fields {
                let known = &schema["properties"][name];
                assert!(!known.is_null(), "{place}.{name} is not in the contract");
                compare(contract, known, field, &format!("{place}.{name}"));
            }
            for needed in schema["required"].as_array().into_iter().flatten() {
                let needed = needed.as_str().unwrap();
                assert!(fields.get(needed).is_some_and(|field| !field.is_null()), "{place}.{needed} is missing");
            }
        }
        (wanted, value) => panic!("{place}: {value} is not of type {wanted}"),
    }
}
