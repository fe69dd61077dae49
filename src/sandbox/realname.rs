//! Real-name authentication (实名认证): RN-1 to RN-5. A bank card is decided at once, documents after half an hour of
//! world time; a document number that ends in `0000` is refused.

use std::collections::HashMap;

use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    answer::{Outcome, Refusal},
    call::Call,
    customers::Customer,
    deeds,
    ledger::Stated,
    operation::{BOTH, Operation},
    options::Site,
    world::World,
};

const ENTERPRISE: &str = "/v2/customers/realname-auths/enterprise";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::write(
        "CreatePersonalRealnameAuth",
        Method::POST,
        "/v2/customers/realname-auths/individual",
        BOTH,
        individual,
    ),
    Operation::write("CreateEnterpriseRealnameAuthentication", Method::POST, ENTERPRISE, BOTH, enterprise),
    Operation::write("ChangeEnterpriseRealnameAuthentication", Method::PUT, ENTERPRISE, BOTH, change),
    Operation::read(
        "ShowRealnameAuthenticationReviewResult",
        Method::GET,
        "/v2/customers/realname-auths/result",
        BOTH,
        result,
    ),
];

/// How long a person at the vendor takes.
const REVIEW: TimeDelta = TimeDelta::minutes(30);
const OPINION: &str = "证件照片不清晰或与填写信息不一致，请重新提交。";
const FORMATS: [&str; 6] = ["jpg", "jpeg", "bmp", "png", "gif", "pdf"];

/// One application.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Application {
    customer_id: String,
    /// 0 individual, 1 enterprise.
    kind: i64,
    decided_at: DateTime<Utc>,
    passed: bool,
}

/// The newest application of each customer since the first day.
#[derive(Default)]
pub(super) struct Applications(HashMap<String, Application>);

impl Applications {
    pub(super) fn apply(&mut self, application: &Application) {
        self.0.insert(application.customer_id.clone(), application.clone());
    }
}

impl World {
    /// Real-name state of a customer: −1 none, 0 in review, 1 refused, 2 verified, 3 failed (RN-8).
    pub(super) fn verified(&self, customer: &Customer, now: DateTime<Utc>) -> i64 {
        match self.applications.0.get(&customer.id) {
            None => customer.verified,
            Some(application) if now < application.decided_at => 0,
            Some(application) if application.passed => 2,
            Some(_) => 1,
        }
    }

    /// −1 unknown, 0 individual, 1 enterprise.
    pub(super) fn kind(&self, customer: &Customer, now: DateTime<Utc>) -> i64 {
        match self.applications.0.get(&customer.id) {
            Some(application) if self.verified(customer, now) == 2 => application.kind,
            _ => customer.kind,
        }
    }
}

/// RN-3.
fn individual(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    call.required("name", 128)?;
    let by_card = match call.integer("identify_type")? {
        Some(0) if matches!(call.integer("verified_type")?, Some(3 | 5 | 6 | 9 | 10)) => false,
        Some(4) if world.setting.site == Site::China => {
            card(world, call)?;
            true
        }
        Some(0) => return Err(Refusal::parameter("verified_type")),
        _ => return Err(Refusal::parameter("identify_type")),
    };
    if !matches!(call.integer("change_type")?, None | Some(-1)) {
        return Err(Refusal::parameter("change_type"));
    }
    submit(world, call, (0, by_card, false))
}

/// The holder of a bank card proves the phone with a code of scene 18.
fn card(world: &World, call: &Call) -> Result<(), Refusal> {
    let card = call.body.as_ref().and_then(|body| body.get("bank_card_info"));
    let field = |name: &str| card.and_then(|card| card[name].as_str()).filter(|text| !text.is_empty());
    let (account, area) = (field("bank_account"), field("areacode"));
    let (Some(_), Some(area), Some(mobile), Some(code)) = (account, area, field("mobile"), field("verification_code"))
    else {
        return Err(Refusal::parameter("bank_card_info"));
    };
    world.customers.codes.check(call.now, (&format!("{area}-{mobile}"), 18), code)
}

/// RN-4, for a customer that has nothing yet.
fn enterprise(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    unit(call)?;
    submit(world, call, (1, false, false))
}

/// RN-4, from individual to enterprise: the one change that a verified customer may make.
fn change(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    unit(call)?;
    if call.integer("change_type")? != Some(1) {
        return Err(Refusal::parameter("change_type"));
    }
    let customer = owned(world, call)?;
    let may = world.verified(customer, call.now) == 2 && world.kind(customer, call.now) == 0;
    submit(world, call, (1, false, may))
}

fn unit(call: &Call) -> Result<(), Refusal> {
    let name = call.required("corp_name", 128)?;
    if call.integer("identify_type")? != Some(1) {
        return Err(Refusal::parameter("identify_type"));
    }
    if !matches!(call.integer("certificate_type")?, None | Some(0..=4 | 99)) {
        return Err(Refusal::parameter("certificate_type"));
    }
    let person = call.body.as_ref().and_then(|body| body.get("enterprise_person")).filter(|person| !person.is_null());
    let named = |person: &Value| person["legel_name"].is_string() && person["legel_id_number"].is_string();
    if !name.chars().any(char::is_alphabetic) || person.is_some_and(|person| !named(person)) {
        return Err(Refusal::parameter("corp_name"));
    }
    Ok(())
}

/// What all applications have in common: what kind, whether decided at once, whether a verified customer may apply.
fn submit(world: &World, call: &Call, (kind, at_once, again): (i64, bool, bool)) -> Result<Outcome, Refusal> {
    call.required("xaccount_type", 64)?;
    let number = call.required("verified_number", 64)?;
    let files = call.required_texts("verified_file_url", 10)?;
    let known = |file: &String| {
        file.rsplit_once('.').is_some_and(|(_, ending)| FORMATS.contains(&ending.to_lowercase().as_str()))
    };
    if !files.iter().all(known) {
        return Err(Refusal::new(400, "CBC.99000100", "The format of the attachment is not supported."));
    }
    let customer = owned(world, call)?;
    let standing = world.verified(customer, call.now);
    if standing == 0 || (standing == 2 && !again) {
        return Err(Refusal::new(400, "CBC.99007188", "The customer has been verified or is being reviewed."));
    }
    let decided_at = if at_once { call.now } else { call.now + REVIEW };
    let passed = !number.ends_with("0000");
    let application = Application { customer_id: customer.id.clone(), kind, decided_at, passed };
    let effect = Stated { counterparty_id: Some(customer.id.clone()), ..Stated::default() };
    let answer = Outcome::read(json!({"is_review": i64::from(!at_once)}));
    Ok(answer.doing(deeds::Deed::Realname(application), effect))
}

/// The calls name no reseller: a distributor acts for its resellers' customers too.
fn owned<'a>(world: &'a World, call: &Call) -> Result<&'a Customer, Refusal> {
    let found = world.customers.find(call.required("customer_id", 64)?);
    found.ok_or_else(|| Refusal::new(400, "CBC.99000035", "The customer is not associated with the partner."))
}

/// RN-5. Nothing ever submitted: an empty answer.
fn result(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let customer = owned(world, call)?;
    Ok(Outcome::read(match world.verified(customer, call.now) {
        0 => json!({"review_result": 0}),
        2 => json!({"review_result": 2}),
        1 | 3 => json!({"review_result": 1, "opinion": OPINION}),
        _ => json!({}),
    }))
}
