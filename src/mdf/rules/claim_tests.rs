//! What a claim must be, as tables.

use super::*;
use crate::{mdf::rules::sheet::Fault::*, requests::assert_sound, web::Typed};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn sheet(fields: &[(&str, &str)]) -> Sheet {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut sheet = Sheet::default();
    let all = (0..PARTS).flat_map(names).chain(DECIDED.iter().flatten().copied());
    sheet.take(&Typed::parse(form.as_bytes()).unwrap(), all);
    sheet
}

/// A claim that is right, with these fields changed.
fn claim(changes: &[(&str, &str)]) -> Sheet {
    let mut fields = vec![
        ("held_from", "2026-06-29"),
        ("held_to", "2026-06-30"),
        ("held_at", "Hall 1"),
        ("present", "98"),
        ("happened", "A day of talks"),
        ("results", "Twenty leads"),
        ("line1_actual", "12000"),
        ("line1_claim", "10000"),
        ("line2_actual", "12000"),
        ("line2_claim", "9000"),
        ("invoice1_number", "A-1"),
        ("invoice1_day", "2026-06-30"),
        ("invoice1_amount", "24000"),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    sheet(&fields)
}

fn line(place: usize, part: &str) -> Line {
    Line {
        place,
        category: "venue".into(),
        item: "Hall".into(),
        price: amount(part),
        quantity: 1,
        tax: Decimal::ZERO,
        amount: amount(part),
        part: amount(part),
    }
}

fn wrong(changes: &[(&str, &str)]) -> Vec<(&'static str, Fault)> {
    let lines = [line(0, "10000"), line(1, "10000")];
    let rate = Some(Rate { basis_points: 10_000, cap: None });
    let ground = Ground { lines: &lines, total: amount("20000"), rate, today: day("2026-07-01") };
    faults(&claim(changes), &ground).into_iter().map(|wrong| (wrong.field, wrong.fault)).collect()
}

#[test]
fn the_table_is_sound() {
    assert_sound(&MACHINE);
}

#[test]
fn scn_17_the_ninety_first_day_is_late() {
    let calendar = Calendar::new(chrono_tz::Asia::Shanghai, [2026], []);
    for (today, late) in [("2026-07-01", false), ("2026-09-28", false), ("2026-09-29", true)] {
        assert_eq!(is_late(&calendar, day("2026-06-30"), day(today)), late, "{today}");
    }
}

#[test]
fn scn_18_a_line_is_at_most_a_tenth_above_its_budget_and_the_total_never() {
    for (one, two, want) in [
        ("11000", "9000", vec![]),
        ("11000.01", "8000", vec![("line1_claim", Over(amount("11000")))]),
        ("11000", "9000.01", vec![("line1_claim", Total(amount("20000")))]),
        ("0", "0", vec![("line1_claim", NothingClaimed)]),
    ] {
        assert_eq!(wrong(&[("line1_claim", one), ("line2_claim", two)]), want, "{one} {two}");
    }
    assert_eq!(wrong(&[("line1_actual", "9999.99")]), [("line1_claim", Part(amount("9999.99")))], "the cost itself");
    assert_eq!(wrong(&[("line1_actual", "")]), [("line1_actual", Money)]);
}

#[test]
fn scn_33_invoices_reach_the_claim_and_each_stands_once() {
    for (changes, want) in [
        (vec![("invoice1_amount", "19000")], vec![]),
        (vec![("invoice1_amount", "18999.99")], vec![("invoice1_amount", Invoices(amount("0.01")))]),
        (vec![("invoice1_day", "")], vec![("invoice1_day", Fault::Day)]),
        (
            vec![("invoice2_number", "a-1"), ("invoice2_day", "2026-06-30"), ("invoice2_amount", "1")],
            vec![("invoice1_number", InvoiceTwice)],
        ),
    ] {
        assert_eq!(wrong(&changes), want, "{changes:?}");
    }
}

#[test]
fn an_activity_is_claimed_when_it_is_over() {
    assert_eq!(wrong(&[("held_to", "2026-07-01")]), []);
    assert_eq!(wrong(&[("held_to", "2026-07-02")]), [("held_to", NotOver)]);
    assert_eq!(wrong(&[("held_to", "2026-06-28")]), [("held_to", Order)]);
}

#[test]
fn the_desk_approves_at_most_what_was_claimed_and_says_why_less() {
    let lines = [line(0, "10000"), line(1, "10000")];
    let of = |typed: &[(&str, &str)]| decide(&claim(&[]), &sheet(typed), &lines).map(|(sum, _)| sum);
    assert_eq!(of(&[]), Ok(amount("19000")), "all of it");
    assert_eq!(of(&[("line2_approved", "9000.01")]), Err(vec![("line2_approved", Part(amount("9000")))]));
    assert_eq!(of(&[("line2_approved", "5000")]), Err(vec![("line2_reason", Length(1, 500))]));
    assert_eq!(of(&[("line2_approved", "5000"), ("line2_reason", "half a day")]), Ok(amount("15000")));
    let nothing = [("line1_approved", "0"), ("line1_reason", "x"), ("line2_approved", "0"), ("line2_reason", "x")];
    assert_eq!(of(&nothing), Err(vec![("line1_approved", NothingClaimed)]), "then it is rejected");
}
