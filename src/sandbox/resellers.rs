//! Cloud resellers (云经销商) of the distributor: CUST-5.

use std::collections::HashMap;

use axum::http::Method;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    answer::{Outcome, Refusal, instant},
    call::{Call, contains, is},
    names::Names,
    operation::{BOTH, Operation},
    options::{Setting, Site},
    stream::Stream,
    world::World,
};

pub(super) const OPERATIONS: &[Operation] =
    &[Operation::read("ListIndirectPartners", Method::POST, "/v2/partners/indirect-partners/query", BOTH, list)];

/// One reseller.
pub(super) struct Reseller {
    pub(super) id: String,
    pub(super) account_name: String,
    pub(super) name: String,
    phone: String,
    email: String,
    associated_on: DateTime<Utc>,
    manager_id: String,
    manager_name: String,
    /// About to leave: no quota goes to it any more (CBC.50010105). The list does not say so (CUST-5).
    pub(super) leaving: bool,
}

/// All resellers, in the order of their association.
#[derive(Default)]
pub(super) struct Resellers {
    all: Vec<Reseller>,
    index: HashMap<String, usize>,
}

impl Resellers {
    pub(super) fn new(setting: Setting, names: &dyn Names, dawn: DateTime<Utc>) -> Self {
        let all: Vec<Reseller> = (0..setting.resellers).map(|place| reseller(setting, names, dawn, place)).collect();
        let index = all.iter().enumerate().map(|(place, one)| (one.id.clone(), place)).collect();
        Self { all, index }
    }

    pub(super) fn all(&self) -> &[Reseller] {
        &self.all
    }

    pub(super) fn find(&self, id: &str) -> Option<&Reseller> {
        self.index.get(id).map(|place| &self.all[*place])
    }

    pub(super) fn contains(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }
}

fn reseller(setting: Setting, names: &dyn Names, dawn: DateTime<Utc>, place: usize) -> Reseller {
    let mut stream = Stream::of(setting.seed, &["reseller"]).with(place as u64);
    let (person, manager, company) = (names.person(&mut stream), names.person(&mut stream), names.company(&mut stream));
    let (account_name, name) = match (place, setting.site) {
        (0, Site::China) => ("qinglan".to_owned(), "青岚云计算（杭州）有限公司".to_owned()),
        (0, Site::International) => ("qinglan".to_owned(), "Qinglan Cloud Computing Pte. Ltd.".to_owned()),
        _ => (format!("{}_{:02}", company.brand, place + 1), company.name),
    };
    Reseller {
        id: stream.hex32(),
        email: format!("{}@{}", person.account, company.domain),
        account_name,
        name,
        phone: person.phone,
        associated_on: dawn - stream.minutes(200 * 1440, 1400 * 1440),
        manager_id: stream.hex32(),
        manager_name: manager.name,
        // The last of many: a small world must be able to issue to all of its resellers.
        leaving: place >= 6 && place + 1 == setting.resellers,
    }
}

fn list(world: &World, call: &Call) -> Result<Outcome, Refusal> {
    let page = call.page(100)?;
    let (account, id) = (call.text("account_name")?, call.text("indirect_partner_id")?);
    let window = call.window("associated_on_begin", "associated_on_end")?;
    let found = world
        .resellers
        .all()
        .iter()
        .filter(|one| contains(account, &one.account_name) && is(id, &one.id) && window.holds(one.associated_on));
    let (count, rows) = page.cut(found);
    let rows: Vec<Value> = rows.into_iter().map(row).collect();
    Ok(Outcome::read(json!({"count": count, "indirect_partners": rows})))
}

fn row(one: &Reseller) -> Value {
    json!({
        "indirect_partner_id": one.id,
        "mobile_phone": one.phone,
        "email": one.email,
        "account_name": one.account_name,
        "name": one.name,
        "associated_on": instant(one.associated_on),
        "account_manager_id": one.manager_id,
        "account_manager_name": one.manager_name,
    })
}
