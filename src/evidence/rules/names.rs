//! Names of files inside an archive: none leaves its folder, no two are the same, every system can write them. Pure.

/// Characters of a name inside the archive, without its number.
const MOST: usize = 100;
/// Characters of an ending that is kept.
const ENDING: usize = 8;

/// The name of the `number`th file of a slot: `photos/03-stage.jpg`. The number keeps equal names apart, and the names of
/// devices (`CON`) and hidden files harmless.
#[must_use]
pub fn path(slot: &str, number: usize, name: &str) -> String {
    format!("{}/{number:02}-{}", plain(slot), short(&plain(name)))
}

/// Without what a path, a disk or a reader takes for something else.
fn plain(name: &str) -> String {
    let is_plain = |letter: char| {
        !letter.is_control()
            && !"/\\:*?\"<>|".contains(letter)
            // Marks that turn the direction of writing: `gpj.exe` would read `exe.jpg`.
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let name: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

/// Cut in the middle, so that the ending stays.
fn short(name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= ENDING => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let stem: String = stem.chars().take(MOST - ending.chars().count()).collect();
    format!("{}{ending}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (slot, number, name, want) in [
            ("photos", 3, "stage.jpg", "photos/03-stage.jpg"),
            ("photos", 12, "现场 1.png", "photos/12-现场 1.png"),
            ("photos", 1, "../../etc/passwd", "photos/01-_.._etc_passwd"),
            ("photos", 1, "..\\..\\boot.ini", "photos/01-_.._boot.ini"),
            ("photos", 1, "C:evil.pdf", "photos/01-C_evil.pdf"),
            ("photos", 1, "...", "photos/01-file"),
            ("photos", 1, "CON", "photos/01-CON"),
            ("photos", 1, "photo\u{202e}gpj.exe", "photos/01-photo_gpj.exe"),
            ("photos", 1, "a\r\nb\0.pdf", "photos/01-a__b_.pdf"),
            ("../x", 1, "a.pdf", "_x/01-a.pdf"),
        ] {
            assert_eq!(path(slot, number, name), want, "{name:?}");
        }
        let long = path("photos", 1, &format!("{}.pdf", "长".repeat(200)));
        assert!(long.ends_with("长.pdf") && long.chars().count() == "photos/01-".len() + MOST, "{long}");
    }

    #[test]
    fn equal_names_are_kept_apart() {
        assert_ne!(path("photos", 1, "a.jpg"), path("photos", 2, "A.JPG"));
    }
}
