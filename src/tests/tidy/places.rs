//! Where a word may stand: SQL, outbound HTTP, the machine's clock, binary floats, and words that no source holds.

use proc_macro2::{TokenStream, TokenTree};

use super::{Source, nothing_in, sources};

/// Every identifier of a file with the one two before it (`Utc::now` → ("Utc", "now")); comments and texts hold none.
fn identifiers(source: &Source) -> Vec<(String, String)> {
    fn walk(tokens: TokenStream, found: &mut Vec<(String, String)>) {
        let mut before = String::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    found.push((std::mem::replace(&mut before, name.clone()), name));
                }
                TokenTree::Group(group) => walk(group.stream(), found),
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                _ => before.clear(),
            }
        }
    }
    let mut found = Vec::new();
    walk(source.text.parse().unwrap(), &mut found);
    found
}

/// Files outside the tests that hold the identifier where it may not stand.
fn strays(wanted: impl Fn(&str, &str) -> bool, may: impl Fn(&Source) -> bool) -> Vec<String> {
    let outside = |source: &Source| !source.is_test() && !may(source);
    let holds = |source: &Source| identifiers(source).iter().any(|(before, name)| wanted(before, name));
    sources("src", ".rs").into_iter().filter(outside).filter(holds).map(|source| source.path).collect()
}

#[test]
fn sql_stands_in_stores() {
    let may = |source: &Source| {
        matches!(source.room(), "db" | "audit" | "access" | "commands" | "sync" | "demo")
            || matches!(source.parts().first(), Some(&("store" | "mirror")))
            || source.path == "src/cloud/throttle.rs"
    };
    nothing_in(
        &strays(|_, name| name == "sqlx", may),
        "sqlx only in db, audit, access, commands, sync, cloud/throttle.rs, store and mirror",
    );
}

#[test]
fn no_filter_finds_a_part_of_what_is_masked() {
    const PERSONAL: [&str; 5] = ["name", "customer_name", "email", "telephone", "phone"];
    const OF: [&str; 5] = ["", "c.", "m.", "n.", "t."];
    let mut complaints = Vec::new();
    // The names in the room of organisations are companies'.
    let reads = |source: &Source| source.text.contains("Masked<String>") && source.room() != "organization";
    for source in sources("src", ".rs").into_iter().filter(reads) {
        for (of, column) in OF.iter().flat_map(|of| PERSONAL.iter().map(move |column| (of, column))) {
            let part = format!("strpos(lower({of}{column})");
            if source.text.contains(&part) {
                complaints.push(format!("{}: {part}", source.path));
            }
        }
    }
    nothing_in(&complaints, "personal data is found by customer_name_found() or personal_data_found()");
}

#[test]
fn the_vendor_is_called_from_the_cloud_room() {
    let may = |source: &Source| source.room() == "cloud" || source.path == "src/outside/mod.rs";
    nothing_in(&strays(|_, name| name == "reqwest", may), "reqwest only in cloud/ and outside/mod.rs");
}

#[test]
fn mail_leaves_from_one_room() {
    nothing_in(&strays(|_, name| name == "lettre", |source| source.room() == "mail"), "lettre only in mail/");
}

#[test]
fn the_time_comes_from_the_clock() {
    let wanted = |before: &str, name: &str| name == "now" && matches!(before, "Utc" | "Local" | "SystemTime");
    nothing_in(
        &strays(wanted, |source| source.path.ends_with("/clock.rs")),
        "take the time from clock::Clock, so that tests can stop it",
    );
}

#[test]
fn no_binary_float_touches_money() {
    let may = |source: &Source| {
        matches!(source.room(), "cli" | "config")
            || source.path == "src/cloud/throttle.rs"
            || source.path.starts_with("src/sandbox/fault")
    };
    nothing_in(
        &strays(|_, name| matches!(name, "f32" | "f64"), may),
        "amounts are Decimal; floats only for rates and progress",
    );
}

#[test]
fn sources_are_finished() {
    let mut complaints = Vec::new();
    for source in sources("src", ".rs") {
        if !source.text.starts_with("//!") {
            complaints.push(format!("{}: begins with //! and what it is for", source.path));
        }
        for (number, line) in source.text.lines().enumerate().filter(|_| source.room() != "tests") {
            let words = ["TODO", "FIXME", "#[allow(", "todo!("];
            let found = words.iter().find(|word| line.contains(**word));
            complaints.extend(found.map(|word| format!("{}:{}: {word}", source.path, number + 1)));
        }
    }
    nothing_in(
        &complaints,
        "a file says what it is for, an exception is #[expect(lint, reason)], and nothing is left to do",
    );
}
