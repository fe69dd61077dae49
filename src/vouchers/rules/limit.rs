//! Limits of quotas and coupons: an open set of keys (QUOTA-7). Known keys get a name, unknown ones are shown as sent.

use serde_json::Value;

/// A key the portal has a name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `cloudServiceType…`: service types.
    ServiceTypes,
    /// `serviceTypeBlackList`: service types left out.
    ServiceTypesExcluded,
    /// `productId`: products, a comma list.
    Products,
    /// `regionCode`; value2 is its name.
    Regions,
    /// `subscribeType`: new, renew, change.
    OrderTypes,
    /// `firstOrderInService`.
    FirstOrder,
    /// `maxDeductionRatio`: share of an order that a cash coupon may pay, (0–1].
    MaxDeductionRatio,
    /// `minConsumeDiscount`: discount below which the two do not combine.
    MinDiscount,
    /// `simultaneousUse…`: combinable with discounts.
    Combinable,
    /// `isOnlyForStrictSelected`: strict-selected goods only.
    StrictSelectedOnly,
    /// `isRebate`: counts for rebate.
    CountsForRebate,
}

impl Key {
    /// Reads the vendor's key; two families are told by how they begin.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "serviceTypeBlackList" => Self::ServiceTypesExcluded,
            "productId" => Self::Products,
            "regionCode" => Self::Regions,
            "subscribeType" => Self::OrderTypes,
            "firstOrderInService" => Self::FirstOrder,
            "maxDeductionRatio" => Self::MaxDeductionRatio,
            "minConsumeDiscount" => Self::MinDiscount,
            "isOnlyForStrictSelected" => Self::StrictSelectedOnly,
            "isRebate" => Self::CountsForRebate,
            _ if key.starts_with("cloudServiceType") => Self::ServiceTypes,
            _ if key.starts_with("simultaneousUse") => Self::Combinable,
            _ => return None,
        })
    }

    /// Whether its values are 0 and 1, or false and true.
    #[must_use]
    pub const fn is_flag(self) -> bool {
        matches!(self, Self::FirstOrder | Self::Combinable | Self::StrictSelectedOnly | Self::CountsForRebate)
    }
}

/// One limit: the key as sent and its values, each with its name where the vendor gave one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// `limit_key` as sent.
    pub key: String,
    /// `value1` (value2 in brackets).
    pub values: Vec<String>,
}

/// Reads `limit_infos` of a quota or `use_limits` of a coupon as received; nothing is dropped.
#[must_use]
pub fn read(sent: &Value) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    for one in sent.as_array().into_iter().flatten() {
        let key = text(one, "limit_key");
        let values: Vec<String> = match one.get("limit_values").and_then(Value::as_array) {
            Some(values) => values.iter().map(named).collect(),
            None => vec![named(one)],
        };
        match limits.iter_mut().find(|limit| limit.key == key) {
            Some(known) => known.values.extend(values),
            None => limits.push(Limit { key, values }),
        }
    }
    limits
}

/// The codes of one known limit, as they are sent to the vendor; none without such a limit.
#[must_use]
pub fn codes(sent: &Value, wanted: Key) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for one in sent.as_array().into_iter().flatten().filter(|one| Key::of(&text(one, "limit_key")) == Some(wanted)) {
        let values = one.get("limit_values").and_then(Value::as_array);
        let sent: Vec<String> = match values {
            Some(values) => values.iter().map(|value| text(value, "value1")).collect(),
            None => vec![text(one, "value1")],
        };
        for code in sent.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|code| !code.is_empty()) {
            found.push(code.to_owned());
        }
    }
    (!found.is_empty()).then_some(found)
}

fn named(value: &Value) -> String {
    let (code, name) = (text(value, "value1"), text(value, "value2"));
    match (code.is_empty(), name.is_empty()) {
        (false, false) => format!("{code} ({name})"),
        (true, _) => name,
        (false, true) => code,
    }
}

/// A field as text, whatever it was sent as.
fn text(value: &Value, field: &str) -> String {
    match value.get(field) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn known_and_unknown_limits_are_all_kept() {
        let quota = json!([
            {"limit_key": "cloudServiceType", "limit_values": [{"value1": "ec2"}, {"value1": "obs", "value2": null}]},
            {"limit_key": "industryScenario", "limit_values": [{"value1": "smart", "value2": "智能制造"}]},
        ]);
        let coupon = json!([
            {"limit_key": "regionCode", "value1": "cn-north-4", "value2": "华北"},
            {"limit_key": "regionCode", "value1": "cn-east-3"},
            {"limit_key": "isRebate", "value1": 1},
        ]);
        let flat = |sent: &Value| -> Vec<(String, String)> {
            read(sent).into_iter().map(|limit| (limit.key, limit.values.join(", "))).collect()
        };
        let pair = |key: &str, values: &str| (key.to_owned(), values.to_owned());
        assert_eq!(flat(&quota), [pair("cloudServiceType", "ec2, obs"), pair("industryScenario", "smart (智能制造)")]);
        assert_eq!(flat(&coupon), [pair("regionCode", "cn-north-4 (华北), cn-east-3"), pair("isRebate", "1")]);
        assert_eq!(read(&json!(null)), []);
        assert_eq!(codes(&quota, Key::ServiceTypes), Some(vec!["ec2".to_owned(), "obs".to_owned()]));
        let listed = json!([{"limit_key": "productId", "value1": "p1, p2"}]);
        assert_eq!(codes(&listed, Key::Products), Some(vec!["p1".to_owned(), "p2".to_owned()]));
        assert_eq!(codes(&quota, Key::Products), None);
    }

    #[test]
    fn keys_are_told_by_name_or_beginning() {
        for (key, want) in [
            ("cloudServiceTypeCode", Some(Key::ServiceTypes)),
            ("simultaneousUseWithDiscount", Some(Key::Combinable)),
            ("isRebate", Some(Key::CountsForRebate)),
            ("industryScenario", None),
            ("", None),
        ] {
            assert_eq!(Key::of(key), want, "{key}");
        }
    }
}
