//! The house rules as tests: sizes, who names whom, where a word may stand. Reads the repository's own sources and nothing else.

mod names;
mod places;
mod sizes;
mod standards;
mod texts;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Rooms in layers: each may name its own layer and those before it. What is not here and not a slice does not exist.
const LAYERS: &[&[&str]] = &[
    &["values"],
    &["clock", "config", "lang", "db", "cloud", "outside", "mail", "scan"],
    &["app"],
    &["web", "access", "audit"],
    &["commands", "sync", "attachments", "requests"],
    &[SLICES],
    &["openapi", "router", "jobs", "cli", "demo"],
];
/// Stands for every slice in [`LAYERS`].
const SLICES: &str = "(slices)";
/// Rooms outside the layers: the second witness, the demo that puts it and the portal together, and the tests.
const APART: &[&str] = &["sandbox", "demo", "tests", "bin", "lib"];

/// A source file of the repository.
pub(super) struct Source {
    /// Path below the repository, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    /// `src/customers/sync/mod.rs` → `customers`, `src/clock.rs` → `clock`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Parts below the room: `src/customers/sync/mod.rs` → `["sync", "mod"]`.
    fn parts(&self) -> Vec<&str> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        below.split('/').skip(1).collect()
    }

    /// Tests that stand beside what they test, in a file of their own.
    fn is_test(&self) -> bool {
        self.room() == "tests" || self.path.ends_with("_tests.rs")
    }

    fn is_slice(&self) -> bool {
        is_slice(self.room())
    }
}

fn is_slice(room: &str) -> bool {
    !APART.contains(&room) && !LAYERS.iter().any(|layer| layer.contains(&room))
}

/// Every file below a folder of the repository whose name ends so.
pub(super) fn sources(folder: &str, ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let below = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path: below, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no {ending} in {folder}");
    found
}

/// Fails with every complaint at once.
fn nothing_in(complaints: &[String], reason: &str) {
    assert!(complaints.is_empty(), "{reason}\n  {}", complaints.join("\n  "));
}
