//! Provinces, cities and counties (CAT-10); Chinese only.

use serde_json::{Value, json};

use super::{
    super::{
        answer::{Outcome, Refusal},
        call::Call,
        world::World,
    },
    lists::listed,
    provinces::{CAPITAL_COUNTIES, COUNTIES, PROVINCES},
};

fn place(code: &str, name: &str) -> Value {
    json!({"code": code, "name": name})
}

/// All provinces.
pub(super) fn provinces(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let rows = PROVINCES.iter().map(|(code, name, _)| place(code, name));
    Ok(listed(call.page(1000)?, rows.collect(), ("count", "provinces")))
}

/// Cities of a province: its code and a letter each.
pub(super) fn cities(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, code) = (call.page(1000)?, call.required("province_code", 64)?);
    let found = PROVINCES.iter().find(|(known, ..)| *known == code);
    let names = found.map_or("", |(.., cities)| cities);
    let rows =
        names.split_whitespace().enumerate().map(|(index, name)| place(&format!("{code}-{:02}", index + 1), name));
    Ok(listed(page, rows.collect(), ("count", "cities")))
}

/// Counties of a city. A municipality's are its own; other cities share the names that most of them have.
pub(super) fn counties(_: &World, call: &Call) -> Result<Outcome, Refusal> {
    let (page, code) = (call.page(1000)?, call.required("city_code", 64)?);
    let (province, number) = code.rsplit_once('-').unwrap_or(("", ""));
    let city = PROVINCES.iter().find(|(known, ..)| *known == province).and_then(|(.., cities)| {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        cities.split_whitespace().nth(index)
    });
    let own = CAPITAL_COUNTIES.iter().find(|(known, _)| Some(*known) == city).map(|(_, names)| *names);
    let names = city.map_or("", |_| own.unwrap_or(COUNTIES));
    let rows =
        names.split_whitespace().enumerate().map(|(index, name)| place(&format!("{code}-{:02}", index + 1), name));
    Ok(listed(page, rows.collect(), ("count", "counties")))
}
