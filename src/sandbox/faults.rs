//! What goes wrong on purpose (SYNC-12): the plan, its two spellings, and the draws. Knows no operation's meaning.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::Value;

use super::{
    operation::{self, Kind},
    stream::Stream,
};
use crate::values::decimal;

/// A kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    Throttle,
    Flow,
    ErrorBefore,
    ErrorAfter,
    CutBefore,
    CutAfter,
    Slow,
    LateRecords,
    OkWithError,
    Partial,
    Shift,
    Skew,
    BusyQuota,
    /// CBC.99000050 (CUST-8).
    AssociationTimeout,
    /// CBC.0151: the key's user has none of the permission items of the call (API-52).
    Denied,
}

const NAMES: [(&str, Fault); 15] = [
    ("throttle", Fault::Throttle),
    ("flow", Fault::Flow),
    ("error_before", Fault::ErrorBefore),
    ("error_after", Fault::ErrorAfter),
    ("cut_before", Fault::CutBefore),
    ("cut_after", Fault::CutAfter),
    ("slow", Fault::Slow),
    ("late_records", Fault::LateRecords),
    ("ok_with_error", Fault::OkWithError),
    ("partial", Fault::Partial),
    ("shift", Fault::Shift),
    ("skew", Fault::Skew),
    ("busy_quota", Fault::BusyQuota),
    ("association_timeout", Fault::AssociationTimeout),
    ("denied", Fault::Denied),
];

/// When a rule strikes, among the calls it may strike at all.
#[derive(Debug, Clone, PartialEq, Eq)]
enum When {
    Always,
    /// Chance in parts per million.
    Chance(u64),
    /// That many more calls.
    Next(u64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    fault: Fault,
    operation: Option<String>,
    when: When,
    /// Milliseconds of `slow`, seconds of `late_records`.
    value: u64,
}

/// The faults to play. An empty plan plays none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaultPlan(Vec<Rule>);

impl FaultPlan {
    /// Reads `error_after=0.15,late_records=5,skew` (a bare name = every call; a fraction = a probability;
    /// a whole number = the next n calls, except milliseconds of `slow` and seconds of `late_records`).
    ///
    /// # Errors
    /// A sentence that names the word that was not understood.
    pub fn from_spec(text: &str) -> Result<Self, String> {
        let mut rules = Vec::new();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
            let fault = named(name)?;
            let rule = match value {
                None => Rule { fault, operation: None, when: When::Always, value: 0 },
                Some(value) => plain(fault, &number(value).map_err(|error| format!("{word}: {error}"))?)?,
            };
            rules.push(rule);
        }
        Ok(Self(rules))
    }

    /// Reads the JSON of `PUT /_sandbox/faults`: `{fault: p}`, `{fault: {"count": n}}`, with `"operation"` inside a
    /// fault's object, or beside the faults for all of them.
    ///
    /// # Errors
    /// A sentence that names what was not understood.
    pub fn from_json(plan: &Value) -> Result<Self, String> {
        let plan = plan.as_object().ok_or("a fault plan is a JSON object")?;
        let common = match plan.get("operation") {
            None | Some(Value::Null) => None,
            Some(Value::String(operation)) => {
                played(operation)?;
                Some(operation.clone())
            }
            Some(other) => return Err(format!("operation: {other} is not an operationId")),
        };
        let mut rules = Vec::new();
        for (name, form) in plan.iter().filter(|(name, _)| *name != "operation") {
            let fault = named(name)?;
            let forms = form.as_array().map_or_else(|| std::slice::from_ref(form), Vec::as_slice);
            for form in forms {
                let mut rule = read_form(fault, form).map_err(|error| format!("{name}: {error}"))?;
                rule.operation = rule.operation.or_else(|| common.clone());
                if let Some(operation) = &rule.operation {
                    reaches(fault, operation).map_err(|error| format!("{name}: {error}"))?;
                }
                rules.push(rule);
            }
        }
        Ok(Self(rules))
    }
}

fn named(name: &str) -> Result<Fault, String> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault).ok_or_else(|| {
        let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        format!("{name:?} is not a fault; there are {}", known.join(", "))
    })
}

/// What an operation may change. One that does not exist is refused with those that do.
fn played(name: &str) -> Result<Kind, String> {
    let found = operation::every().find(|operation| operation.id == name).map(|operation| operation.kind);
    found.ok_or_else(|| format!("{name:?} is not an operation; there are {}", named_where(|_| true)))
}

/// The names of the operations of some kinds.
fn named_where(wanted: impl Fn(Kind) -> bool) -> String {
    let names: BTreeSet<&str> =
        operation::every().filter(|operation| wanted(operation.kind)).map(|operation| operation.id).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// Whether a fault can strike an operation at all: most of what spoils an effect has nothing to spoil where one only reads.
fn reaches(fault: Fault, name: &str) -> Result<(), String> {
    let writes = played(name)? != Kind::Read;
    match fault {
        Fault::Throttle | Fault::Flow | Fault::Slow | Fault::Skew | Fault::Denied => Ok(()),
        Fault::Shift if writes => {
            let reads = named_where(|kind| kind == Kind::Read);
            Err(format!("it strikes lists only, and {name} writes; there are {reads}"))
        }
        Fault::Shift => Ok(()),
        _ if writes => Ok(()),
        _ => {
            let those = named_where(|kind| kind != Kind::Read);
            Err(format!("it strikes writes only, and {name} reads; there are {those}"))
        }
    }
}

fn number(text: &str) -> Result<Decimal, String> {
    decimal::parse(text).map_err(|error| error.to_string())
}

/// A bare number: value of `slow` and `late_records`, probability up to 1, else a count.
fn plain(fault: Fault, number: &Decimal) -> Result<Rule, String> {
    // 2.0 is a probability that is none, not a count.
    let is_whole = number.is_integer() && (number.scale() == 0 || matches!(fault, Fault::Slow | Fault::LateRecords));
    let whole = is_whole.then(|| number.to_u64()).flatten();
    let (when, value) = match (fault, whole) {
        (Fault::Slow | Fault::LateRecords, Some(value)) => (When::Always, value),
        (Fault::Slow | Fault::LateRecords, None) => return Err(format!("{number} is not a whole number")),
        (_, Some(0)) => (When::Next(0), 0),
        (_, Some(1)) => (When::Always, 0),
        (_, Some(count)) => (When::Next(count), 0),
        (_, None) => (chance(number)?, 0),
    };
    Ok(Rule { fault, operation: None, when, value })
}

fn chance(number: &Decimal) -> Result<When, String> {
    let is_chance = (Decimal::ZERO..=Decimal::ONE).contains(number);
    let parts = is_chance.then(|| (number * Decimal::from(1_000_000)).round().to_u64()).flatten();
    parts.map(When::Chance).ok_or_else(|| format!("{number} is not a probability between 0 and 1"))
}

fn read_form(fault: Fault, form: &Value) -> Result<Rule, String> {
    match form {
        Value::Number(given) => plain(fault, &number(&given.to_string())?),
        Value::Bool(true) => Ok(Rule { fault, operation: None, when: When::Always, value: 0 }),
        Value::Object(fields) => {
            let mut rule = Rule { fault, operation: None, when: When::Always, value: 0 };
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("operation", Value::String(operation)) => rule.operation = Some(operation.clone()),
                    ("count", Value::Number(count)) => {
                        rule.when = When::Next(count.as_u64().ok_or_else(|| format!("count {count} is not a count"))?);
                    }
                    ("p" | "probability", Value::Number(p)) => rule.when = chance(&number(&p.to_string())?)?,
                    ("ms" | "seconds" | "value", Value::Number(value)) => {
                        rule.value = value.as_u64().ok_or_else(|| format!("{value} is not a whole number"))?;
                    }
                    (name, value) => return Err(format!("{name}: {value} is not understood")),
                }
            }
            Ok(rule)
        }
        other => Err(format!("{other} is neither a number nor an object")),
    }
}

/// A plan in force: counts run down, chances are drawn from the seed.
pub(super) struct Faults {
    plan: FaultPlan,
    seed: u64,
    draws: u64,
    /// Lists that have shifted since their first page was read, by operation.
    shifted: BTreeMap<String, bool>,
}

impl Faults {
    pub(super) const fn new(plan: FaultPlan, seed: u64) -> Self {
        Self { plan, seed, draws: 0, shifted: BTreeMap::new() }
    }

    pub(super) fn replace(&mut self, plan: FaultPlan) {
        self.plan = plan;
        self.shifted.clear();
    }

    /// Whether `fault` strikes this call of `operation`; its value when it does. Takes one from a count.
    pub(super) fn strikes(&mut self, fault: Fault, operation: &str) -> Option<u64> {
        let (seed, draws) = (self.seed, &mut self.draws);
        let mut concerned = self
            .plan
            .0
            .iter_mut()
            .filter(|rule| rule.fault == fault && rule.operation.as_ref().is_none_or(|named| named == operation));
        concerned.find_map(|rule| {
            let strikes = match &mut rule.when {
                When::Always => true,
                When::Next(0) => false,
                When::Next(left) => {
                    *left -= 1;
                    true
                }
                When::Chance(parts) => {
                    *draws += 1;
                    Stream::of(seed, &["fault", operation]).with(*draws).below(1_000_000) < *parts
                }
            };
            strikes.then_some(rule.value)
        })
    }

    /// Whether the list of `operation` reads as if a row had appeared at its head. A list stays shifted until its
    /// first page is read again.
    pub(super) fn shifts(&mut self, operation: &str, offset: u64) -> bool {
        if offset == 0 {
            self.shifted.remove(operation);
            return false;
        }
        let shifted =
            self.shifted.get(operation).copied().unwrap_or(false) || self.strikes(Fault::Shift, operation).is_some();
        if shifted {
            self.shifted.insert(operation.to_owned(), true);
        }
        shifted
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_spellings_say_the_same() {
        let spec = FaultPlan::from_spec("error_after=0.15, late_records=5,skew,throttle=3").unwrap();
        let json = json!({"error_after": 0.15, "late_records": 5, "skew": true, "throttle": {"count": 3}});
        let json = FaultPlan::from_json(&json).unwrap();
        let sorted = |plan: &FaultPlan| {
            let mut rules = plan.0.clone();
            rules.sort_by_key(|rule| rule.fault);
            rules
        };
        assert_eq!(sorted(&spec), sorted(&json));
        assert_eq!(FaultPlan::from_json(&json!({})).unwrap(), FaultPlan::default());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for spec in ["nonsense", "error_after=2.5", "slow=x", "slow=1.5", "throttle=-1", "flow=2.0", "flow=-0.5"] {
            assert!(FaultPlan::from_spec(spec).is_err(), "{spec}");
        }
        for plan in [
            json!([]),
            json!({"cut": 1}),
            json!({"flow": "x"}),
            json!({"flow": {"often": 1}}),
            json!({"flow": 1.5}),
            json!({"flow": -1}),
            json!({"flow": {"p": 1.01}}),
            json!({"flow": {"p": -0.1}}),
        ] {
            assert!(FaultPlan::from_json(&plan).is_err(), "{plan}");
        }
        for plan in [json!({"flow": 1.0}), json!({"flow": 0.0}), json!({"flow": {"p": 0}}), json!({"flow": {"p": 1}})] {
            assert!(FaultPlan::from_json(&plan).is_ok(), "{plan}");
        }
    }

    #[test]
    fn an_operation_that_a_fault_cannot_strike_is_refused_with_those_it_can() {
        for (plan, told) in [
            (json!({"operation": "Nope"}), "\"Nope\" is not an operation; there are "),
            (json!({"operation": "Nope", "throttle": 1.0}), "ListSubCustomers"),
            (json!({"slow": {"ms": 1, "operation": "Nope"}}), "is not an operation"),
            (json!({"operation": "ListSubCustomers", "error_after": 1}), "error_after: it strikes writes only"),
            (json!({"cut_before": [{"p": 0.5, "operation": "ListSubCustomers"}]}), "UpdateCouponQuotas"),
            (json!({"operation": "UpdateCouponQuotas", "shift": true}), "it strikes lists only"),
        ] {
            let error = FaultPlan::from_json(&plan).unwrap_err();
            assert!(error.contains(told), "{plan}: {error}");
        }
        for plan in [
            json!({"operation": "ListSubCustomers", "slow": 5, "shift": true}),
            json!({"operation": "UpdateCouponQuotas", "error_after": 0.5, "late_records": 3}),
        ] {
            assert!(FaultPlan::from_json(&plan).is_ok(), "{plan}");
        }
    }

    #[test]
    fn counts_run_down_and_only_named_operations_are_struck() {
        let plan =
            json!({"error_after": {"count": 2, "operation": "UpdateCouponQuotas"}, "slow": {"ms": 40, "count": 1}});
        let mut faults = Faults::new(FaultPlan::from_json(&plan).unwrap(), 1);
        assert_eq!(faults.strikes(Fault::ErrorAfter, "B"), None);
        let struck: Vec<bool> =
            (0..3).map(|_| faults.strikes(Fault::ErrorAfter, "UpdateCouponQuotas").is_some()).collect();
        assert_eq!(struck, [true, true, false]);
        assert_eq!(faults.strikes(Fault::Slow, "B"), Some(40));
    }

    #[test]
    fn a_probability_strikes_about_as_often_as_it_says() {
        let mut faults = Faults::new(FaultPlan::from_spec("flow=0.25").unwrap(), 9);
        let struck = (0..4000).filter(|_| faults.strikes(Fault::Flow, "A").is_some()).count();
        assert!((800..1200).contains(&struck), "{struck} of 4000");
    }

    #[test]
    fn a_shifted_list_stays_shifted_until_it_is_read_from_its_start() {
        let mut faults = Faults::new(FaultPlan::from_json(&json!({"shift": {"count": 1}})).unwrap(), 1);
        assert!(!faults.shifts("A", 0));
        assert!(faults.shifts("A", 100));
        assert!(faults.shifts("A", 200));
        assert!(!faults.shifts("A", 0));
        assert!(!faults.shifts("A", 100));
    }
}
