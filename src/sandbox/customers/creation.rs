//! Creating a customer: CUST-8. The account is there at once, its association a little later.

use chrono::TimeDelta;
use serde_json::json;

use super::{Association, Customer, Deed, queries};
use crate::sandbox::{
    answer::{Outcome, Refusal},
    call::Call,
    deeds,
    ledger::Stated,
    options::Site,
    world::{Owner, World},
};

/// operationId of the creation, by which the gateway knows whom `association_timeout` strikes.
pub(in crate::sandbox) const CREATE: &str = "CreateSubCustomer";

/// How long the association takes that was not waited for.
const ASSOCIATION: TimeDelta = TimeDelta::seconds(5);
/// How long it takes when the wait for it timed out (CBC.99000050).
const LATE_ASSOCIATION: TimeDelta = TimeDelta::seconds(60);

/// CUST-8.
pub(super) fn create(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (xaccount_id, xaccount_type) = (call.required("xaccount_id", 128)?, call.required("xaccount_type", 64)?);
    let owner = call.owner(world)?;
    if world.is_distributor() && owner == Owner::Partner {
        return refused("CBC.50010059", "A distributor cannot be associated with customers.");
    }
    let known = world.customers.all();
    if known.iter().any(|one| one.xaccount.as_ref().is_some_and(|(id, _)| id == xaccount_id)) {
        return refused("CBC.99000039", "The xaccount_id already exists.");
    }
    let name = match call.optional("domain_name", 64)? {
        Some(name) if is_domain_name(name) => name.to_owned(),
        Some(_) => return refused("CBC.99000031", "The customer account name does not meet the requirements."),
        None => format!("c{}", &world.fresh(call, 1).hex32()[1..]),
    };
    if known.iter().any(|one| one.account_name == name) {
        return refused("CBC.99000038", "The customer account name already exists.");
    }
    let (phone, email) = reached(world, call)?;
    password(call, &name, [phone.as_deref(), email.as_deref()])?;
    if !matches!(call.optional("is_close_market_ms", 8)?, None | Some("true" | "false")) {
        return Err(Refusal::parameter("is_close_market_ms"));
    }
    let advisor = world.setting.site == Site::China && call.text("cooperation_type")? == Some("1");
    let waits = call.flag("include_association_result")?.unwrap_or(false);
    let id = world.fresh(call, 0).hex32();
    let delay = match (call.association_timeout, waits) {
        (true, _) => LATE_ASSOCIATION,
        (false, true) => TimeDelta::zero(),
        (false, false) => ASSOCIATION,
    };
    let customer = Customer {
        id: id.clone(),
        account_name: name.clone(),
        name: String::new(),
        kind: -1,
        owner: owner.clone(),
        association: if advisor { Association::Advisor } else { Association::Resale },
        associated_on: call.now + delay,
        listed_at: call.now + delay + call.late,
        label: None,
        country_code: phone.as_ref().and_then(|phone| phone.get(..4)).map(str::to_owned),
        phone,
        email,
        verified: -1,
        // A new resale customer is frozen until it has a budget (ACCT-17).
        frozen: i64::from(world.setting.site == Site::International),
        manager: None,
        xaccount: Some((xaccount_id.to_owned(), xaccount_type.to_owned())),
        level: "V0".to_owned(),
    };
    let body = json!({"domain_id": id, "domain_name": name});
    let effect = Stated {
        counterparty_id: Some(id.clone()),
        indirect_partner_id: owner.reseller().map(str::to_owned),
        result_id: Some(id),
        ..Stated::default()
    };
    let outcome = Outcome::read(body).doing(deeds::Deed::Customer(Deed::Created(Box::new(customer))), effect);
    Ok(if call.association_timeout { timed_out(outcome) } else { outcome })
}

/// 500 CBC.99000050: the account exists, its id is in the body (API-42).
fn timed_out(mut outcome: Outcome) -> Outcome {
    outcome.status = 500;
    if let Some(body) = &mut outcome.body {
        body["error_code"] = "CBC.99000050".into();
        body["error_msg"] = "The association result timed out. The account has been created.".into();
    }
    outcome
}

fn refused<T>(code: &'static str, message: &str) -> Result<T, Refusal> {
    Err(Refusal::new(400, code, message))
}

/// Phone (China) or mail (international), each proved by a code.
fn reached(world: &World, call: &Call) -> Result<(Option<String>, Option<String>), Refusal> {
    let code = |receiver: &str| {
        let code = call.required("verification_code", 6)?;
        world.customers.codes.check(call.now, (receiver, 29), code)
    };
    match world.setting.site {
        Site::China => {
            let Some(phone) = call.optional("mobile_phone", 32)? else { return Ok((None, None)) };
            if !is_phone(phone) || !phone.starts_with("0086-") {
                return refused("CBC.5017", "The mobile number is invalid.");
            }
            code(phone)?;
            if queries::accounts_of(world, phone) >= queries::ACCOUNTS_PER_PHONE {
                return refused("CBC.99000030", "The number of accounts of this mobile number has reached the limit.");
            }
            Ok((Some(phone.to_owned()), None))
        }
        Site::International => {
            let area = call.required("domain_area", 2)?;
            if area.len() != 2 || !area.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                return Err(Refusal::parameter("domain_area"));
            }
            let Some(email) = call.optional("email", 64)? else { return Ok((None, None)) };
            code(email)?;
            if world.customers.all().iter().any(|one| one.email.as_deref() == Some(email)) {
                return refused("CBC.99000029", "The email address already exists.");
            }
            Ok((None, Some(email.to_owned())))
        }
    }
}

/// At least two of four classes; not the name, the name backwards, the phone or the mail.
fn password(call: &Call, name: &str, reached: [Option<&str>; 2]) -> Result<(), Refusal> {
    let Some(password) = call.text("password")? else { return Ok(()) };
    let classes: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_digit(),
        |c| c.is_ascii_punctuation() || c == ' ',
    ];
    let found = classes.iter().filter(|class| password.chars().any(class)).count();
    let backwards: String = name.chars().rev().collect();
    let guessable = password == name || password == backwards || reached.iter().flatten().any(|one| *one == password);
    if found < 2 || guessable || !(6..=32).contains(&password.chars().count()) {
        return refused("CBC.99000036", "The password does not meet the requirements.");
    }
    Ok(())
}

/// `^\d{4}-\d+$` (CUST-6).
pub(super) fn is_phone(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(country, number)| country.len() == 4 && digits(country) && digits(number))
}

/// 5 to 32 of letters, digits, `_` and `-`, not beginning with a digit, `op_` or `shadow_` (CUST-6, CUST-8).
pub(super) fn is_domain_name(text: &str) -> bool {
    (5..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.starts_with("op_")
        && !text.starts_with("shadow_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_as_the_vendor_wants_them() {
        for name in ["abcde", "_x-y9", "shadow", "A-1_b"] {
            assert!(is_domain_name(name), "{name}");
        }
        for name in ["abcd", "1abcd", "op_abc", "shadow_abc", "名字名字名字", "a b c d", &"x".repeat(33)] {
            assert!(!is_domain_name(name), "{name}");
        }
        assert!(is_phone("0086-13800001234"));
        for phone in ["13800001234", "086-1380000", "0086-", "0086-1380a", "+086-138"] {
            assert!(!is_phone(phone), "{phone}");
        }
    }
}
