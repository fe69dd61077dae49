//! Yearly/monthly resources (ORD-23, whatever its operationId says) and pay-per-use resources (ORD-24) of one customer.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal, instant},
        bills::{is_resale, not_ours},
        call::{Call, is},
        customers::Customer,
        estate::{Estate, Resource},
        stream::Stream,
        world::World,
    },
    shown::resource_words,
};
use crate::values::Month;

/// How long a yearly/monthly resource runs, and what happens then.
struct Term {
    effective_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    expire_policy: u8,
}

fn term(world: &World, customer: &Customer, place: usize) -> Term {
    let mut stream = Stream::of(world.setting.seed, &["term", &customer.id]).with(place as u64);
    let effective_at = world.dawn - TimeDelta::minutes(stream.span(40 * 1440, 700 * 1440));
    let expires_at = world.dawn + TimeDelta::minutes(stream.span(-20 * 1440, 330 * 1440));
    Term { effective_at, expires_at, expire_policy: *stream.pick(&[0, 3, 3, 1, 2, 4, 5]) }
}

impl Term {
    /// 2 in use, 5 expired, 4 frozen fifteen days after that.
    fn status(&self, now: DateTime<Utc>) -> i64 {
        if now < self.expires_at {
            2
        } else if now < self.expires_at + TimeDelta::days(15) {
            5
        } else {
            4
        }
    }
}

/// ListPayPerUseCustomerResources (ORD-23): **yearly/monthly** resources. The customer must be named by a partner; no
/// reseller is named here, so a distributor sees those of all its resellers' customers.
pub(super) fn periodic(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, id) = (call.page(500)?, call.required("customer_id", 64)?);
    let ids = call.texts("resource_ids", 50)?.filter(|ids| !ids.is_empty());
    let statuses = call.integers("status_list", 10)?.filter(|statuses| !statuses.is_empty());
    let main_only = match call.integer("only_main_resource")? {
        None | Some(0) => false,
        Some(1) => true,
        Some(_) => return Err(Refusal::parameter("only_main_resource")),
    };
    let service = call.optional("service_type_code", 64)?;
    let window = call.window("expire_time_begin", "expire_time_end")?;
    let customer = world.customers.find(id).ok_or_else(not_ours)?;
    let estate = owned_estate(world, customer);
    let mut rows = Vec::new();
    for (place, owned) in estate.iter().flat_map(|estate| estate.resources[..estate.periodic].iter().enumerate()) {
        let (term, words) = (term(world, customer, place), resource_words(owned, false));
        let parent = owned.parent.and_then(|parent| estate.as_ref().map(|estate| estate.resources[parent].id.as_str()));
        let chosen = ids.as_ref().is_none_or(|ids| {
            ids.contains(&owned.id) || parent.is_some_and(|parent| !main_only && ids.iter().any(|id| id == parent))
        });
        let status = term.status(call.now);
        let fits = chosen
            && (parent.is_none() || !main_only)
            && statuses.as_ref().is_none_or(|statuses| statuses.contains(&status))
            && service.is_none_or(|service| words["service_type_code"] == service)
            && window.holds(term.expires_at);
        if fits {
            let project = estate.as_ref().map(|estate| &estate.projects[owned.project]);
            rows.push(periodic_row(
                owned,
                (&term, status),
                parent,
                json!(project.map(|p| json!({"id": p.id, "name": p.name}))),
            ));
        }
    }
    let (total, rows) = page.cut(rows);
    Ok(Outcome::read(json!({"total_count": total, "data": rows})))
}

fn periodic_row(owned: &Resource, (term, status): (&Term, i64), parent: Option<&str>, project: Value) -> Value {
    let mut row = resource_words(owned, false);
    for (name, value) in [
        ("id", json!(format!("{}-p", owned.id))),
        ("resource_id", json!(owned.id)),
        ("resource_name", json!(owned.name)),
        ("resource_spec_code", json!(owned.product.spec)),
        ("project_id", json!(owned.id.replace('-', ""))),
        ("product_id", json!(owned.product.id)),
        ("parent_resource_id", json!(parent)),
        ("is_main_resource", json!(i32::from(parent.is_none()))),
        ("status", json!(status)),
        ("effective_time", instant(term.effective_at)),
        ("expire_time", instant(term.expires_at)),
        ("expire_policy", json!(term.expire_policy)),
        ("product_spec_desc", json!(owned.product.spec_zh)),
        ("update_time", instant(term.effective_at)),
        ("enterprise_project", project),
    ] {
        row[name] = value;
    }
    if let Some((size, measure)) = size(owned) {
        row["spec_size"] = json!(size);
        row["spec_size_measure_id"] = json!(measure);
    }
    row
}

/// The linear size that a description ends with: `…|100GB`, `…|10Mbps`.
fn size(owned: &Resource) -> Option<(i64, i32)> {
    let last = owned.product.spec_en.rsplit('|').next()?;
    let (digits, measure) =
        last.strip_suffix("GB").map(|digits| (digits, 17)).or_else(|| Some((last.strip_suffix("Mbps")?, 15)))?;
    digits.parse().ok().map(|size| (size, measure))
}

fn owned_estate(world: &World, customer: &Customer) -> Option<Estate> {
    let spends = world.spends(customer, Month::containing(world.today));
    spends.then(|| Estate::new(world.setting, &customer.id))
}

/// ListCustomerOnDemandResources (ORD-24): resale customers only, with some delay.
pub(super) fn by_use(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, id, owner) = (call.page(100)?, call.required("customer_id", 64)?, call.owner(world)?);
    let (region, service) = (call.optional("region_code", 64)?, call.optional("service_type_code", 64)?);
    let (ids, status) = (call.texts("resource_ids", 50)?, call.integer("status")?);
    let window = call.window("effective_time_begin", "effective_time_end")?;
    let customer = world.customers.of(&owner, id).filter(|one| is_resale(one)).ok_or_else(not_ours)?;
    let estate = owned_estate(world, customer);
    let mut rows = Vec::new();
    for owned in estate.iter().flat_map(|estate| &estate.resources[estate.by_use()]) {
        let mut stream = Stream::of(world.setting.seed, &["use", &owned.id]);
        let effective_at = world.dawn - TimeDelta::minutes(stream.span(35 * 1440, 400 * 1440));
        let (state, zone) = (if stream.chance(90) { 1 } else { stream.span(2, 6) }, stream.pick(&["a", "b", "c"]));
        let mut row = resource_words(owned, call.english);
        let fits = is(region, owned.region.code)
            && service.is_none_or(|service| row["service_type_code"] == service)
            && ids.as_ref().is_none_or(|ids| ids.contains(&owned.id))
            && status.is_none_or(|wanted| wanted == state)
            && window.holds(effective_at);
        if !fits {
            continue;
        }
        for (name, value) in [
            ("customer_id", json!(id)),
            ("availability_zone_code", json!(format!("{}{zone}", owned.region.code))),
            ("resource_id", json!(owned.id)),
            ("resource_name", json!(owned.name)),
            ("effective_time", instant(effective_at)),
            ("status", json!(state)),
            ("resource_spec_code", json!(owned.product.spec)),
            ("product_spec_desc", json!(if call.english { owned.product.spec_en } else { owned.product.spec_zh })),
        ] {
            row[name] = value;
        }
        if let Some((size, _)) = size(owned) {
            row["resource_info"] = format!("{{\"specSize\":{size}.0}}").into();
        }
        rows.push(row);
    }
    let (total, rows) = page.cut(rows);
    Ok(Outcome::read(json!({"total_count": total, "resources": rows})))
}
