//! Reads: CUST-10 (list), CUST-12 (new-customer tags), CUST-6 (check identity).

use chrono::Months;
use serde_json::{Value, json};

use super::{Customer, creation};
use crate::{
    sandbox::{
        answer::{Outcome, Refusal, instant},
        call::{Call, among, contains, is},
        options::Site,
        world::World,
    },
    values::Month,
};

/// Accounts that one phone may have (CUST-6).
pub(super) const ACCOUNTS_PER_PHONE: usize = 5;

/// CUST-10. Without `indirect_partner_id` the partner's own customers only.
pub(super) fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    if page.offset > 40_000_000 {
        return Err(Refusal::parameter("offset"));
    }
    let (account, name, label) = (call.text("account_name")?, call.text("customer")?, call.text("label")?);
    let (id, association) = (call.text("customer_id")?, call.text("association_type")?);
    let window = call.window("associated_on_begin", "associated_on_end")?;
    let site = world.setting.site;
    let found = world.customers.all().iter().filter(|customer| {
        customer.owner == owner
            && customer.listed_at <= call.now
            && contains(account, &customer.account_name)
            && contains(name, &customer.name)
            && contains(label, customer.label.as_deref().unwrap_or_default())
            && is(id, &customer.id)
            && is(association, customer.association.code(site))
            && window.holds(customer.associated_on)
    });
    let (count, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(|customer| row(world, call, customer)).collect();
    Ok(Outcome::read(json!({"count": count, "customer_infos": rows})))
}

fn row(world: &World, call: &Call, customer: &Customer) -> Value {
    let managers: Vec<Value> = customer.manager.iter().map(|name| json!({"account_name": name})).collect();
    let (xaccount_id, xaccount_type) = customer.xaccount.clone().unzip();
    let verified = world.verified(customer, call.now);
    let frozen = match world.setting.site {
        Site::China => customer.frozen,
        // 0 or 1, whatever was frozen (CUST-10).
        Site::International => customer.frozen.min(1),
    };
    json!({
        "customer": customer.name,
        "account_name": customer.account_name,
        "customer_id": customer.id,
        "associated_on": instant(customer.associated_on),
        "association_type": customer.association.code(world.setting.site),
        "label": customer.label,
        "telephone": customer.phone,
        "verified_status": verified.to_string(),
        "country_code": customer.country_code,
        "customer_type": world.kind(customer, call.now),
        "is_frozen": frozen,
        "account_managers": managers,
        "xaccount_id": xaccount_id,
        "xaccount_type": xaccount_type,
        "customer_level": customer.level,
        "email": customer.email,
    })
}

/// CUST-12. Ids of others are dropped; the tags of unverified customers are empty; no total.
pub(super) fn tags(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, owner) = (call.page(100)?, call.owner(world)?);
    let ids = call.texts("customer_ids", 100)?;
    let found = world.customers.all().iter().filter(|customer| {
        customer.owner == owner && customer.listed_at <= call.now && among(ids.as_deref(), &customer.id)
    });
    let (_, rows) = page.cut(found);
    let tags: Vec<Value> = rows.into_iter().map(|customer| tag(world, call, customer)).collect();
    Ok(Outcome::read(json!({"new_customer_tags": tags})))
}

fn tag(world: &World, call: &Call, customer: &Customer) -> Value {
    if world.verified(customer, call.now) != 2 {
        return json!({"customer_id": customer.id});
    }
    let from = Month::of(customer.associated_on);
    let until = from.first_day().checked_add_months(Months::new(12)).map_or(from, Month::containing);
    let undetermined = world.stream(&["tag", &customer.id]).chance(10);
    let tag = match () {
        () if until < Month::of(call.now) => "N",
        () if undetermined => "UNDETERMINED",
        () => "Y",
    };
    json!({
        "customer_id": customer.id,
        "customer_tag_type": "SMB",
        "new_customer_tag": tag,
        "effective_time": from.to_string(),
        "expire_time": until.to_string(),
    })
}

/// CUST-6. For a phone only the number of its accounts counts.
pub(super) fn identity(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let value = call.required("search_value", 64)?;
    let known = world.customers.all();
    let (used, left) = match call.required("search_type", 10)? {
        "email" if value.contains('@') => (known.iter().any(|one| one.email.as_deref() == Some(value)), None),
        "mobile" if creation::is_phone(value) => {
            let left = ACCOUNTS_PER_PHONE.saturating_sub(accounts_of(world, value));
            (left == 0, Some(left))
        }
        "name" if creation::is_domain_name(value) => (known.iter().any(|one| one.account_name == value), None),
        "email" | "mobile" | "name" => return Err(Refusal::parameter("search_value")),
        _ => return Err(Refusal::parameter("search_type")),
    };
    let result = if used { "used_by_user" } else { "available" };
    Ok(Outcome::read(json!({"check_result": result, "mobile_remain_available_num": left})))
}

/// How many accounts a phone has.
pub(super) fn accounts_of(world: &World, phone: &str) -> usize {
    world.customers.all().iter().filter(|one| one.phone.as_deref() == Some(phone)).count()
}
