//! What an application must be, as tables.

use super::*;
use crate::{
    mdf::rules::sheet::Fault::{self, *},
    requests::{EXPIRED, INTERNAL_REVIEW, REVIEWING, assert_sound},
    web::Typed,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An application that is right, with these fields changed; an empty text takes one away.
fn sheet(changes: &[(&str, &str)]) -> Sheet {
    let mut fields = vec![
        ("name", "Cloud day"),
        ("type", "event/forum"),
        ("audience", "customers"),
        ("industry", "Retail"),
        ("audience_number", "100"),
        ("starts_on", "2026-12-10"),
        ("ends_on", "2026-12-11"),
        ("place", "onsite"),
        ("country", "China"),
        ("province", "Guangdong"),
        ("city", "Shenzhen"),
        ("venue", "Hall 1"),
        ("office", "Shenzhen"),
        ("manager", "Li Lei"),
        ("leads", "20"),
        ("opportunities", "2"),
        ("opportunity_amount", "100000"),
        ("line1_category", "venue"),
        ("line1_item", "Hall"),
        ("line1_price", "5000"),
        ("line1_quantity", "1"),
        ("line1_tax", "300"),
        ("line1_part", "5000"),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut sheet = Sheet::default();
    sheet.take(&Typed::parse(form.as_bytes()).unwrap(), (0..PARTS).flat_map(names));
    sheet
}

fn calendar() -> Calendar {
    Calendar::new(chrono_tz::Asia::Shanghai, [2026], [])
}

fn found(sheet: &Sheet, today: &str, quota: Option<&str>) -> Vec<(&'static str, Fault)> {
    let calendar = calendar();
    let ground = Ground {
        site: "china",
        today: day(today),
        calendar: &calendar,
        quota: quota.map(|available| (available.parse().unwrap(), "CNY")),
        rate: Some(Rate { basis_points: 10_000, cap: None }),
    };
    faults(sheet, &ground).into_iter().map(|wrong| (wrong.field, wrong.fault)).collect()
}

fn wrong(changes: &[(&str, &str)]) -> Vec<(&'static str, Fault)> {
    found(&sheet(changes), "2026-11-02", Some("10000"))
}

#[test]
fn the_table_is_sound_and_an_approved_one_can_be_withdrawn() {
    assert_sound(&MACHINE);
    assert!(MACHINE.steps(APPROVED, Side::Member).any(|rule| rule.step == WITHDRAW));
    for (state, editable) in [(DRAFT, true), (REJECTED, true), (INTERNAL_REVIEW, false), (REVIEWING, false)] {
        assert_eq!(is_editable(state), editable, "{state}");
    }
    assert!(!is_editable(EXPIRED) && !is_editable(WITHDRAWN));
}

#[test]
fn every_field_is_asked_for() {
    assert_eq!(wrong(&[]), []);
    assert_eq!(wrong(&[("name", "x")]), [("name", Length(2, 100))]);
    assert_eq!(wrong(&[("type", "joint/general")]), [("type", Fault::Choice)], "of another site");
    assert_eq!(wrong(&[("city", "")]), [("city", Missing)]);
    let online = [("place", "online"), ("country", ""), ("province", ""), ("city", ""), ("venue", "")];
    assert_eq!(wrong(&online), []);
    assert_eq!(wrong(&[("ends_on", "2026-12-09")]), [("ends_on", Order)]);
    assert_eq!(wrong(&[("leads", "")]), [("leads", Missing)]);
}

#[test]
fn scn_15_less_than_ten_working_days_need_a_reason() {
    for (start, reason, want) in [
        ("2026-11-13", "", vec![("late_reason", Late)]),
        ("2026-11-13", "The hall was free only then", vec![]),
        ("2026-11-13", "short", vec![("late_reason", Length(10, 500))]),
        ("2026-11-16", "", vec![]),
        ("2026-11-02", "The hall was free only then", vec![("starts_on", Started)]),
    ] {
        let days = [("starts_on", start), ("ends_on", "2026-11-20"), ("late_reason", reason)];
        assert_eq!(wrong(&days), want, "{start} {reason}");
    }
}

#[test]
fn mdf_12_sessions_lie_within_an_activity_and_a_series_within_a_quarter() {
    let one = [("session1_start", "2026-12-10"), ("session1_end", "2026-12-10"), ("session1_place", "Hall")];
    assert_eq!(wrong(&one), []);
    assert_eq!(wrong(&[one[0], ("session1_end", "2026-12-12"), one[2]]), [("session1_start", Session)]);
    assert_eq!(wrong(&one[..2]), [("session1_start", Session)], "its place is missing");
    let two = [("session2_start", "2026-12-11"), ("session2_end", "2026-12-11"), ("session2_place", "Hall")];
    let series = |end| [&one[..], &two[..], &[("ends_on", end)]].concat();
    assert_eq!(wrong(&series("2027-03-09")), []);
    assert_eq!(wrong(&series("2027-03-10")), [("ends_on", Quarter)]);
}

#[test]
fn scn_32_a_gift_costs_at_most_two_hundred() {
    let gift = |price, quantity| {
        [
            ("line1_category", "gifts"),
            ("line1_price", price),
            ("line1_quantity", quantity),
            ("line1_tax", ""),
            ("line1_part", "1"),
        ]
    };
    assert_eq!(wrong(&gift("200.00", "1")), []);
    assert_eq!(wrong(&gift("200.01", "1")), [("line1_price", GiftPiece)]);
    assert_eq!(wrong(&gift("200", "100")), [], "one for each of a hundred");
    assert_eq!(wrong(&gift("200", "101")), [("line1_quantity", GiftHead)]);
    let taxed = [
        ("line1_category", "gifts"),
        ("line1_price", "200"),
        ("line1_quantity", "1"),
        ("line1_tax", "0.01"),
        ("line1_part", "1"),
    ];
    assert_eq!(wrong(&taxed), [("line1_price", GiftPiece)], "tax included");
}

#[test]
fn mdf_03_mdf_08_mdf_10_the_budget_keeps_its_limits() {
    let none: Vec<(&str, &str)> = LINES[0].iter().map(|name| (*name, "")).collect();
    assert_eq!(wrong(&none), [("line1_item", NoLine)]);
    assert_eq!(wrong(&[("line1_part", "5300")]), [], "price, quantity and tax");
    assert_eq!(wrong(&[("line1_part", "5300.01")]), [("line1_part", Part("5300".parse().unwrap()))]);
    assert_eq!(wrong(&[("line1_quantity", "0")]), [("line1_quantity", Fault::Whole)]);
    let ask = |available: Option<&str>| found(&sheet(&[]), "2026-11-02", available);
    assert_eq!(ask(Some("5000")), []);
    assert_eq!(ask(Some("4999.99")), [("line1_part", OverAvailable("4999.99".parse().unwrap()))]);
    assert_eq!(ask(None), [("line1_part", NoQuota(2026))]);
    let half = Some(Rate { basis_points: 5000, cap: Some(2000.into()) });
    let calendar = calendar();
    let quota = Some((10_000.into(), "CNY"));
    let ground = Ground { site: "china", today: day("2026-11-02"), calendar: &calendar, quota, rate: half };
    let of = |part| {
        let wrong = faults(&sheet(&[("line1_part", part)]), &ground);
        wrong.into_iter().map(|wrong| wrong.fault).collect::<Vec<_>>()
    };
    assert_eq!(of("2650.01"), [Part("2650".parse().unwrap())]);
    assert_eq!(of("2000.01"), [Cap(2000.into())]);
    assert_eq!(of("2000"), []);
    assert_eq!(faults(&sheet(&[]), &Ground { rate: None, ..ground }).len(), 1, "a missing rate is an error");
}

#[test]
fn scn_31_a_changed_key_field_asks_for_a_new_application() {
    let before = sheet(&[]);
    let keys = |changes: &[(&'static str, &str)]| {
        changed_keys(&before, &sheet(changes)).into_iter().map(|wrong| wrong.field).collect::<Vec<_>>()
    };
    assert_eq!(keys(&[]), [""; 0]);
    assert_eq!(keys(&[("city", "Guangzhou")]), ["city"]);
    assert_eq!(keys(&[("starts_on", "2026-12-09"), ("type", "event/seminar")]), ["type", "starts_on"]);
    for field in FREE {
        assert_eq!(keys(&[(field, "Another one")]), [""; 0], "{field}");
    }
}
