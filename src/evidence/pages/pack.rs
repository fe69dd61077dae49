//! The archive of a request: an index first, then the files by slot (BET-15).

use sha2::{Digest, Sha256};

use super::panel::Drawn;
use crate::{
    attachments::{Content, Entry},
    evidence::rules::names,
    values::csv,
    web::Face,
};

/// Columns of the index: words of the data, the same in every language, so that programs read it.
const COLUMNS: [&str; 10] =
    ["slot", "file", "name", "size", "sha256", "scanned", "added_by", "added_at", "verdict", "verdict_reason"];

/// The parts of the archive, and the hash of its index: whoever has the record can prove what was in it.
pub fn entries(drawn: &Drawn<'_>, face: &Face) -> (Vec<Entry>, String) {
    let mut index = format!("\u{feff}{}", csv::line(&COLUMNS));
    let mut files = Vec::new();
    let mut current: Vec<_> = drawn.files.iter().filter(|file| file.is_current()).collect();
    let place = |slot: &str| drawn.slots.iter().position(|known| known.code == slot);
    current.sort_by_key(|file| (place(&file.slot).unwrap_or(usize::MAX), file.slot.clone(), file.id));
    let (mut slot, mut number) = (String::new(), 0);
    for file in current {
        number = if file.slot == slot { number + 1 } else { 1 };
        slot.clone_from(&file.slot);
        let name = names::path(&file.slot, number, &file.name);
        index.push_str(&csv::line(&[
            file.slot.as_str(),
            &name,
            &file.name,
            &file.size.to_string(),
            &hex::encode(&file.sha256),
            if file.is_scanned { "yes" } else { "no" },
            &file.added_by,
            &face.when(file.added_at).iso,
            file.verdict.as_deref().unwrap_or_default(),
            &file.verdict_reason,
        ]));
        let at = file.added_at.with_timezone(&face.zone).naive_local();
        files.push(Entry { name, at, content: Content::File(file.sha256.clone()) });
    }
    let hash = hex::encode(Sha256::digest(&index));
    let at = face.now.with_timezone(&face.zone).naive_local();
    let mut entries = vec![Entry { name: "index.csv".to_owned(), at, content: Content::Text(index) }];
    entries.extend(files);
    (entries, hash)
}
