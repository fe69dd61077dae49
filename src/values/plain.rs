//! Text as its readers see it (ASVS 5.0 V2.2): no character that nobody sees, turns the text beside it round, or rings a bell. A name
//! with one looks like another name, is not found by who searches for it, or reads backwards in the record. Pure.

/// Whether a character is of the kind that nobody sees: controls except line breaks and tabs, zero widths, marks and overrides of
/// direction, byte order marks, tags. U+FFFD stands for one that was taken out before, and for bytes that are no text.
#[must_use]
fn is_hidden(letter: char) -> bool {
    match letter {
        '\n' | '\r' | '\t' => false,
        _ => {
            letter.is_control()
                || matches!(letter,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | char::REPLACEMENT_CHARACTER
                | '\u{e0000}'..='\u{e007f}')
        }
    }
}

/// Whether a writing system joins, parts or turns its letters by characters that are not seen: Hebrew and Arabic up to Sinhala,
/// and pictures that are made of several.
const fn is_joined(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{dff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// The text with U+FFFD in the place of every character that is not seen, so that its writer finds it. A joiner or a mark of
/// direction stays beside a letter of a script that needs it.
#[must_use]
pub fn marked(text: &str) -> String {
    if !text.chars().any(is_hidden) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let needed = |at: usize| {
        let beside = [at.checked_sub(1).and_then(|before| letters.get(before)), letters.get(at + 1)];
        matches!(letters[at], '\u{200c}'..='\u{200f}') && beside.into_iter().flatten().any(|letter| is_joined(*letter))
    };
    let shown = |(at, letter): (usize, &char)| {
        if is_hidden(*letter) && !needed(at) { char::REPLACEMENT_CHARACTER } else { *letter }
    };
    letters.iter().enumerate().map(shown).collect()
}

/// How many characters of a text are seen; blanks count.
#[must_use]
pub fn seen(text: &str) -> usize {
    text.chars().filter(|letter| !is_hidden(*letter)).count()
}

/// Whether every character of a text is seen.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !marked(text).contains(char::REPLACEMENT_CHARACTER)
}

/// Whether a text of one line is: what is typed into a line holds no line break or tab either.
#[must_use]
pub fn is_line(text: &str) -> bool {
    is_plain(text) && !text.contains(['\n', '\r', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_marked() {
        for text in ["", "Li Wei", "李伟", "第一行\r\n\t第二行", "é", "𠮷野家", "葛\u{e0100}城", "❤\u{fe0f}"]
        {
            assert!(is_plain(text), "{text:?}");
            assert_eq!(marked(text), text);
        }
        let ranges = [0..=8, 0xb..=0xc, 0xe..=0x1f, 0x7f..=0x9f, 0x200b..=0x200f, 0x2028..=0x202e, 0x2060..=0x206f];
        let single = [0xad, 0x61c, 0x180e, 0xfeff, 0xfffb, 0xfffd, 0xe0041];
        for code in ranges.into_iter().flatten().chain(single) {
            let letter = char::from_u32(code).unwrap();
            for text in [format!("Li{letter}Wei"), format!("{letter}李"), letter.to_string()] {
                assert_eq!(marked(&text), text.replace(letter, "\u{fffd}"), "U+{code:04X}");
                assert!(!is_plain(&text) && !is_line(&text), "U+{code:04X}");
            }
        }
    }

    #[test]
    fn scripts_that_need_a_joiner_keep_it() {
        // Persian "I want", Arabic with a mark of direction, Sinhala, a family.
        for text in ["می\u{200c}خواهم", "سلام\u{200f}!", "ශ\u{200d}රී", "👩\u{200d}👦"] {
            assert!(is_plain(text), "{text:?}");
        }
        for text in ["a\u{200d}b", "李\u{200c}伟", "سل\u{202e}ام", "سل\u{200b}ام", "سل\u{2066}ام"] {
            assert!(!is_plain(text), "{text:?}");
        }
    }

    #[test]
    fn a_line_has_no_break() {
        assert!(is_line("Li Wei"));
        for text in ["Li\nWei", "Li\rWei", "Li\tWei"] {
            assert!(is_plain(text) && !is_line(text), "{text:?}");
        }
    }
}
