//! What a submission lacks (COM-11, LST-13). Pure.

use super::slots::Slot;

/// What a slot holds: files that count, by what the desk said of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// The slot's word.
    pub slot: String,
    /// Files that nobody has rejected.
    pub sound: i64,
    /// Files that the desk rejected and nobody replaced.
    pub rejected: i64,
}

/// What slots hold, from their files that count: slot, and whether the desk rejected it.
#[must_use]
pub fn holdings<'a>(files: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = Vec::new();
    for (slot, rejected) in files {
        let place = holdings.iter().position(|holding| holding.slot == slot).unwrap_or_else(|| {
            holdings.push(Holding { slot: slot.to_owned(), ..Holding::default() });
            holdings.len() - 1
        });
        let count = if rejected { &mut holdings[place].rejected } else { &mut holdings[place].sound };
        *count += 1;
    }
    holdings
}

/// The slots that stand in the way: needed ones without a sound file, and any with a rejected file that was not replaced.
#[must_use]
pub fn missing(slots: &[Slot], holdings: &[Holding]) -> Vec<Slot> {
    let lacks = |slot: &&Slot| {
        let holding = holdings.iter().find(|holding| holding.slot == slot.code);
        holding.map_or(slot.required, |holding| holding.rejected > 0 || slot.required && holding.sound == 0)
    };
    slots.iter().filter(lacks).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cloud::Site, evidence::rules::slots::slots};

    #[test]
    fn needed_slots_have_a_sound_file_and_rejected_files_are_replaced() {
        let slots = slots("mdf_claim", Site::China, &[]);
        let holds = |slot: &str, sound, rejected| Holding { slot: slot.to_owned(), sound, rejected };
        let full: Vec<Holding> =
            ["photos", "statement", "invoices", "summary"].into_iter().map(|slot| holds(slot, 1, 0)).collect();
        for (more, want) in [
            (vec![], vec![]),
            (vec![holds("media", 0, 1)], vec!["media"]),
            (vec![holds("media", 3, 1)], vec!["media"]),
            (vec![holds("attendees", 2, 0)], vec![]),
            (vec![holds("no_slot_any_more", 0, 1)], vec![]),
        ] {
            let found = missing(&slots, &[full.clone(), more].concat());
            assert_eq!(found.iter().map(|slot| slot.code).collect::<Vec<_>>(), want);
        }
        let found = missing(&slots, &full[1..]);
        assert_eq!(found.iter().map(|slot| slot.code).collect::<Vec<_>>(), ["photos"]);
        assert_eq!(missing(&slots, &[]).len(), 4);
        let files = [("photos", true), ("media", false), ("photos", false), ("media", false)];
        assert_eq!(holdings(files), [holds("photos", 1, 1), holds("media", 2, 0)]);
    }
}
