//! Incentive-discount policies of services (CAT-11).

use serde_json::json;

use super::{
    super::{
        answer::{Outcome, Refusal},
        call::Call,
        world::World,
    },
    lists::listed,
    services::SERVICES,
};

/// Services with a policy of their own: 1 specific product, 2 no performance and no rebate, 13 performance without
/// rebate; all others are 0, not specific.
const SPECIFIC: [(&str, &str, bool); 6] = [
    ("hws.service.type.gaussdb", "1", true),
    ("hws.service.type.modelarts", "1", true),
    ("hws.service.type.dws", "1", true),
    ("hws.service.type.supportplan", "2", false),
    ("hws.service.type.smn", "2", false),
    ("hws.service.type.cdn", "13", true),
];

/// CAT-11: `time` is a month; a month that has not begun has no policy.
pub(super) fn list(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, month) = (call.page(100)?, call.required_month("time")?);
    let wanted = call.optional("service_type_code", 64)?;
    let begun = month.starts_at() <= call.now;
    let rows =
        SERVICES.iter().filter(|service| begun && wanted.is_none_or(|code| code == service.code)).map(|service| {
            let special = SPECIFIC.iter().find(|(code, ..)| *code == service.code);
            let (policy, discount) = special.map_or(("0", true), |(_, policy, discount)| (*policy, *discount));
            json!({
                "service_type_code": service.code,
                "service_type_name": service.name.zh,
                "incentive_policy": policy,
                "allow_discount": if discount { "YES" } else { "NO" },
            })
        });
    Ok(listed(page, rows.collect(), ("total_count", "policies")))
}
