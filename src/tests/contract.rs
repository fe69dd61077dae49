//! Every wire type against the vendor's contract: a field we misspell, mistype or forget to send fails here.
//!
//! The contract holds paths, parameters, field names, types and required flags (API-1), so that is what is compared, in
//! both directions where it matters: all we send and read must exist, all that is required must be sent, and every
//! operation must be declared or stand below with the reason why not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cloud::{
    site::Sites,
    wire::{
        LANGUAGE_HEADER, Method, Operation, accounts, bills, budgets, catalog, coupons, customers, invoices, orders,
        places, policies, quotas,
        read::Read,
        realname, resellers, resources,
        shape::{Field, Shape},
        specs, transfers,
        write::Write,
    },
};

const CHINA: &str = include_str!("contract/bss-china.openapi.json");
const INTERNATIONAL: &str = include_str!("contract/bss-international.openapi.json");

/// Operations left out: they take a customer's own credentials (API-14) or an enterprise master's, or ask for prices of
/// things not yet bought, which no page of a partner does.
const LEFT_OUT: &str = "
    AutoRenewalResources CancelAutoRenewalResources CancelCustomerOrder CancelResourcesSubscription
    ClaimEnterpriseMultiAccountCoupon CreateEnterpriseProjectAuth CreateSubEnterpriseAccount ListCosts
    ListCustomerAccountChangeRecords ListCustomerBillsFeeRecords ListCustomerBillsMonthlyBreakDown
    ListCustomerCouponChangeRecords ListCustomerselfResourceRecordDetails ListCustomerselfResourceRecords
    ListEnterpriseMultiAccount ListEnterpriseOrganizations ListEnterpriseSubCustomers ListFreeResourceInfos
    ListFreeResourceUsages ListFreeResourcesUsageRecords ListMultiAccountRetrieveCoupons
    ListMultiAccountTransferCoupons ListOnDemandResourceRatings ListOrderCouponsByOrderId ListOrderDiscounts
    ListRateOnPeriodDetail ListRenewRateOnPeriod ListResourceUsage ListResourceUsageSummary
    ListStoredValueCards PayOrders ReclaimEnterpriseMultiAccountCoupon ReclaimSubEnterpriseAmount
    RenewalResources SendSmsVerificationCode SetResourcesRenewConfig ShowCustomerAccountBalances
    ShowCustomerExpenditureQuota ShowCustomerMonthlySum ShowMultiAccountTransferAmount ShowRealNameAuthQrCode
    ShowRealNameAuthStatus UpdatePeriodToOnDemand UpdatePeriodToOnDemandInstantly UpdateSubEnterpriseAmount
";

/// An operation as we declare it.
struct Declared {
    id: &'static str,
    method: Method,
    path: &'static str,
    sites: Sites,
    request: Vec<Field>,
    answer: Vec<Field>,
}

fn declared_as<O>() -> Declared
where
    O: Operation + Write,
    O::Answer: Read,
{
    Declared {
        id: O::ID,
        method: O::METHOD,
        path: O::PATH,
        sites: O::SITES,
        request: fields(O::shape()),
        answer: fields(O::Answer::shape()),
    }
}

fn fields(shape: Shape) -> Vec<Field> {
    match shape {
        Shape::Object(fields) => fields,
        other => panic!("requests and answers are objects, not {other:?}"),
    }
}

macro_rules! declared {
    ($($family:ident: $($operation:ident)*;)+) => {
        vec![$($(declared_as::<$family::$operation>(),)*)+]
    };
}

fn declared() -> Vec<Declared> {
    every_operation!(declared)
}

/// A contract file, and its operations by id: method, path, description.
struct Contract {
    name: &'static str,
    file: Value,
    operations: BTreeMap<String, (String, String, Value)>,
}

fn contracts() -> [Contract; 2] {
    [("china", CHINA), ("international", INTERNATIONAL)].map(|(name, text)| {
        let file: Value = serde_json::from_str(text).unwrap();
        let mut operations = BTreeMap::new();
        for (path, methods) in file["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                operations.insert(id, (method.to_uppercase(), path.clone(), operation.clone()));
            }
        }
        Contract { name, file, operations }
    })
}

impl Contract {
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let name = reference.rsplit('/').next().unwrap();
                &self.file["components"]["schemas"][name]
            }
            None => schema,
        }
    }

    /// What one site says a request may hold: name, schema, whether it is required.
    fn request_fields(&self, id: &str) -> BTreeMap<String, (&Value, bool)> {
        let operation = &self.operations[id].2;
        let mut fields = BTreeMap::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap().to_owned();
            fields.insert(name, (&parameter["schema"], parameter["required"] == true));
        }
        let body = self.resolve(&operation["requestBody"]["content"]["application/json"]["schema"]);
        for (name, schema) in body["properties"].as_object().into_iter().flatten() {
            fields.insert(name.clone(), (schema, is_required(body, name)));
        }
        fields
    }

    fn answer(&self, id: &str) -> &Value {
        self.resolve(&self.operations[id].2["responses"]["200"]["content"]["application/json"]["schema"])
    }

    /// What is wrong with `shape` where the contract has `schema`; `sending` is stricter than reading.
    fn differences(&self, at: &str, shape: &Shape, schema: &Value, sending: bool) -> Vec<String> {
        let schema = self.resolve(schema);
        let contract = schema["type"].as_str().unwrap_or("nothing");
        let agrees = match shape {
            Shape::Text => contract == "string",
            Shape::Integer => contract == "integer",
            Shape::Amount if sending => contract == "number",
            Shape::Amount => ["number", "string", "integer"].contains(&contract),
            Shape::Flag => contract == "boolean",
            Shape::List(_) => contract == "array",
            Shape::Object(_) => contract == "object",
        };
        match shape {
            _ if !agrees => vec![format!("{at}: {} has {contract}, we have {shape:?}", self.name)],
            Shape::List(element) => self.differences(&format!("{at}[]"), element, &schema["items"], sending),
            Shape::Object(fields) => self.object_differences(at, fields, schema, sending),
            _ => Vec::new(),
        }
    }

    fn object_differences(&self, at: &str, fields: &[Field], schema: &Value, sending: bool) -> Vec<String> {
        let mut found = Vec::new();
        for field in fields {
            match schema["properties"].get(field.name) {
                Some(inner) => {
                    let at = format!("{at}.{}", field.name);
                    found.extend(self.differences(&at, &field.shape, inner, sending));
                }
                None => found.push(format!("{at}: {} has no field {:?}", self.name, field.name)),
            }
        }
        for (name, _) in schema["properties"].as_object().into_iter().flatten().filter(|_| sending) {
            if is_required(schema, name) && !fields.iter().any(|field| field.name == name && field.required) {
                found.push(format!("{at}: {} requires {name:?}, which can be left unset", self.name));
            }
        }
        found
    }
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
}

/// The contracts an operation is declared for.
fn of_sites(contracts: &[Contract; 2], sites: Sites) -> Vec<&Contract> {
    match sites {
        Sites::China => vec![&contracts[0]],
        Sites::International => vec![&contracts[1]],
        Sites::Both => contracts.iter().collect(),
    }
}

/// Everything in which one declaration differs from the contracts.
fn differences(contracts: &[Contract; 2], ours: &Declared) -> Vec<String> {
    let mut found = Vec::new();
    for contract in contracts {
        let declared_here = of_sites(contracts, ours.sites).iter().any(|site| site.name == contract.name);
        if declared_here != contract.operations.contains_key(ours.id) {
            found.push(format!("{}: declared for {:?}, which {} denies", ours.id, ours.sites, contract.name));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let sites = of_sites(contracts, ours.sites);
    for contract in &sites {
        let (method, path, _) = &contract.operations[ours.id];
        if (ours.method.as_str(), ours.path) != (method, path) {
            found.push(format!("{}: {} has {method} {path}", ours.id, contract.name));
        }
    }
    request_differences(&sites, ours, &mut found);
    for field in &ours.answer {
        let at = format!("{} answer.{}", ours.id, field.name);
        let known: Vec<_> =
            sites.iter().filter_map(|c| Some((c, c.answer(ours.id)["properties"].get(field.name)?))).collect();
        if known.is_empty() {
            found.push(format!("{at}: no contract has this field"));
        }
        for (contract, schema) in known {
            found.extend(contract.differences(&at, &field.shape, schema, false));
        }
    }
    found
}

fn request_differences(sites: &[&Contract], ours: &Declared, found: &mut Vec<String>) {
    let said: Vec<_> = sites.iter().map(|contract| (contract, contract.request_fields(ours.id))).collect();
    for field in &ours.request {
        let at = format!("{} request.{}", ours.id, field.name);
        if !said.iter().any(|(_, fields)| fields.contains_key(field.name)) {
            found.push(format!("{at}: no contract has this parameter"));
        }
        for (contract, fields) in &said {
            if let Some((schema, _)) = fields.get(field.name) {
                found.extend(contract.differences(&at, &field.shape, schema, true));
            }
        }
    }
    for (contract, fields) in &said {
        for (name, (_, required)) in fields {
            // What one site alone requires cannot be required of both: the other would be sent a key it does not know.
            let everywhere = said.iter().all(|(_, fields)| fields.contains_key(name));
            let filled_in_by_the_client = name == "domain_id" && ours.path.contains("{domain_id}");
            let ours_has = ours.request.iter().find(|field| field.name == name);
            let sent = filled_in_by_the_client || ours_has.is_some_and(|field| field.required || !everywhere);
            if *required && !sent {
                found.push(format!("{}: {} requires {name:?}, which can be left unset", ours.id, contract.name));
            }
        }
    }
}

#[test]
fn what_we_say_and_read_is_the_contract() {
    let contracts = contracts();
    let found: Vec<String> = declared().iter().flat_map(|ours| differences(&contracts, ours)).collect();
    assert!(found.is_empty(), "wire types differ from the contract:\n{}", found.join("\n"));
}

#[test]
fn every_operation_a_partner_may_call_is_declared() {
    let declared = declared();
    for contract in contracts() {
        for id in contract.operations.keys() {
            let ours = declared.iter().any(|ours| ours.id == id);
            let left_out = LEFT_OUT.split_whitespace().any(|name| name == id);
            assert!(ours != left_out, "{id} of {}: declared {ours}, left out {left_out}", contract.name);
        }
    }
}

#[test]
fn answers_read_every_field_the_contract_has() {
    let contracts = contracts();
    for ours in declared() {
        for contract in of_sites(&contracts, ours.sites) {
            for name in contract.answer(ours.id)["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
                let judged_before_reading = matches!(name.as_str(), "error_code" | "error_msg");
                let read = judged_before_reading || ours.answer.iter().any(|field| field.name == name);
                assert!(read, "{}: {name:?} of {} is thrown away", ours.id, contract.name);
            }
        }
    }
}

/// A declaration with mistakes of every kind, to prove that the walk finds them.
#[test]
fn a_misspelt_or_mistyped_field_is_found() {
    let contracts = contracts();
    let field = |name, shape, required| Field { name, shape, required };
    let quotas = |request: Vec<Field>, answer: Vec<Field>| Declared {
        id: "UpdateCouponQuotas",
        method: Method::Post,
        path: "/v2/partners/coupon-quotas/indirect-partner-adjust",
        sites: Sites::China,
        request,
        answer,
    };
    let right = || {
        vec![
            field("quota_id", Shape::Text, true),
            field("indirect_partner_ids", Shape::List(Box::new(Shape::Text)), true),
            field("quota_amount", Shape::Amount, true),
        ]
    };
    let with = |index: usize, wrong: Field| {
        let mut fields = right();
        fields[index] = wrong;
        quotas(fields, vec![])
    };
    assert_eq!(differences(&contracts, &quotas(right(), vec![])), Vec::<String>::new(), "the right one is right");
    let nested = |name, shape| Shape::List(Box::new(Shape::Object(vec![field(name, shape, false)])));
    for (wrong, mistake) in [
        (with(0, field("quotaid", Shape::Text, true)), "misspelt"),
        (with(0, field("quota_id", Shape::Integer, true)), "mistyped"),
        (with(0, field("quota_id", Shape::Text, false)), "required but optional"),
        (with(1, field("indirect_partner_ids", Shape::List(Box::new(Shape::Integer)), true)), "mistyped element"),
        (with(2, field("quota_amount", Shape::Text, true)), "an amount as text"),
        (quotas(right(), vec![field("simple_quota_info", Shape::Text, false)]), "misspelt answer"),
        (quotas(right(), vec![field("error_details", Shape::Text, false)]), "mistyped answer"),
        (
            quotas(right(), vec![field("simple_quota_infos", nested("quotaId", Shape::Text), false)]),
            "misspelt inside a list",
        ),
        (
            quotas(right(), vec![field("simple_quota_infos", nested("quota_id", Shape::Flag), false)]),
            "mistyped inside a list",
        ),
        (Declared { method: Method::Put, ..quotas(right(), vec![]) }, "wrong method"),
        (Declared { path: "/v2/partners/quotas", ..quotas(right(), vec![]) }, "wrong path"),
        (Declared { sites: Sites::Both, ..quotas(right(), vec![]) }, "a site that does not have it"),
    ] {
        assert!(!differences(&contracts, &wrong).is_empty(), "{mistake} was not found");
    }
}

#[test]
fn the_language_goes_where_the_contract_wants_it() {
    for contract in contracts() {
        for (id, (_, _, operation)) in &contract.operations {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let header = parameter["in"] == "header";
                assert_eq!(header, parameter["name"] == LANGUAGE_HEADER, "{id}: the only header parameter");
            }
            let query = |parameter: &Value| parameter["in"] == "query";
            let both = operation.get("requestBody").is_some()
                && operation["parameters"].as_array().into_iter().flatten().any(query);
            assert!(!both, "{id}: a body and a query; `wire::write` knows only one of them");
        }
    }
}
