//! `SECURITY-ASVS.md`: every requirement stands there once, and every test it names exists.

use std::{collections::BTreeSet, fs, path::Path};

use super::{nothing_in, sources};

/// How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; those of level 3 stand behind them.
const SECTIONS: &[(&str, u32)] = &[
    ("V1.1", 2),
    ("V1.2", 9),
    ("V1.3", 11),
    ("V1.4", 3),
    ("V1.5", 2),
    ("V2.1", 3),
    ("V2.2", 3),
    ("V2.3", 4),
    ("V2.4", 1),
    ("V3.2", 2),
    ("V3.3", 4),
    ("V3.4", 6),
    ("V3.5", 5),
    ("V3.7", 2),
    ("V4.1", 3),
    ("V4.2", 1),
    ("V4.3", 2),
    ("V4.4", 4),
    ("V5.1", 1),
    ("V5.2", 3),
    ("V5.3", 2),
    ("V5.4", 3),
    ("V6.1", 3),
    ("V6.2", 12),
    ("V6.3", 4),
    ("V6.4", 4),
    ("V6.5", 5),
    ("V6.6", 3),
    ("V6.8", 4),
    ("V7.1", 3),
    ("V7.2", 4),
    ("V7.3", 2),
    ("V7.4", 5),
    ("V7.5", 2),
    ("V7.6", 2),
    ("V8.1", 2),
    ("V8.2", 3),
    ("V8.3", 1),
    ("V8.4", 1),
    ("V9.1", 3),
    ("V9.2", 4),
    ("V10.1", 2),
    ("V10.2", 2),
    ("V10.3", 4),
    ("V10.4", 11),
    ("V10.5", 5),
    ("V10.6", 2),
    ("V10.7", 3),
    ("V11.1", 2),
    ("V11.2", 3),
    ("V11.3", 3),
    ("V11.4", 4),
    ("V11.5", 1),
    ("V11.6", 1),
    ("V12.1", 3),
    ("V12.2", 2),
    ("V12.3", 4),
    ("V13.1", 1),
    ("V13.2", 5),
    ("V13.3", 2),
    ("V13.4", 5),
    ("V14.1", 2),
    ("V14.2", 4),
    ("V14.3", 3),
    ("V15.1", 3),
    ("V15.2", 3),
    ("V15.3", 7),
    ("V16.1", 1),
    ("V16.2", 5),
    ("V16.3", 4),
    ("V16.4", 3),
    ("V16.5", 3),
    ("V17.1", 1),
    ("V17.2", 4),
    ("V17.3", 2),
];

/// Number, state and the rest of each requirement's line.
fn lines(table: &str) -> Vec<(&str, &str, &str)> {
    table
        .lines()
        .filter(|line| line.starts_with("| V"))
        .filter_map(|line| {
            let mut cells = line.trim_matches('|').splitn(5, '|').map(str::trim);
            let number = cells.next()?;
            let state = cells.nth(1)?;
            Some((number, state, cells.nth(1)?))
        })
        .collect()
}

fn table() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY-ASVS.md")).unwrap()
}

#[test]
fn every_requirement_has_a_line_and_every_met_one_a_reason() {
    let table = table();
    let lines = lines(&table);
    let numbers: Vec<&str> = lines.iter().map(|line| line.0).collect();
    let wanted: Vec<String> =
        SECTIONS.iter().flat_map(|(section, last)| (1..=*last).map(move |n| format!("{section}.{n}"))).collect();
    assert_eq!(numbers, wanted, "ASVS 5.0.0 has these requirements at levels 1 and 2");
    assert_eq!(lines.len(), 253);
    let states = ["met", "partly", "not met", "n/a"];
    let wrong = lines.iter().filter(|(_, state, how)| !states.contains(state) || how.is_empty());
    let wrong: Vec<String> = wrong.map(|(number, state, _)| format!("{number}: {state}")).collect();
    nothing_in(&wrong, "a requirement is met, partly, not met or n/a, and the line says how");
}

#[test]
fn every_test_that_is_named_exists() {
    let functions: BTreeSet<String> = sources("src", ".rs")
        .iter()
        .flat_map(|source| {
            let module = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
            let module = module.replace('/', "::");
            let inner = if source.is_test() { String::new() } else { "tests::".to_owned() };
            let marks = ["#[test]", "#[tokio::test"];
            let tests = marks.into_iter().flat_map(|mark| source.text.split(mark).skip(1));
            let names = tests.filter_map(|after| after.split("fn ").nth(1)?.split('(').next());
            names.map(|name| format!("{module}::{inner}{name}")).collect::<Vec<_>>()
        })
        .collect();
    let table = table();
    let named = lines(&table).into_iter().flat_map(|(number, _, how)| {
        how.split('`').filter(|word| word.contains("::") && !word.contains(' ')).map(move |word| (number, word))
    });
    let named: Vec<(&str, &str)> = named.collect();
    assert!(named.len() > 150, "the table names its proofs: {}", named.len());
    let missing = named.iter().filter(|(_, test)| !functions.contains(*test));
    let missing: Vec<String> = missing.map(|(number, test)| format!("{number}: {test}")).collect();
    nothing_in(&missing, "SECURITY-ASVS.md names a test that is not there");
}
