//! When evidence may be changed or judged, and how much of it there may be (COM-11, LST-13). Pure.

use super::slots::Slot;
use crate::requests::{DRAFT, Kind, REJECTED};

/// Most bytes of a request's files together (COM-11).
pub const TOTAL: i64 = 100 << 20;
/// A monthly record that nobody submitted yet, in place of a draft (FH-19).
const OPEN: &str = "open";

/// Whether the partner may add and replace files: before a submission, after a rejection, and where more was asked for.
#[must_use]
pub fn is_open(state: &str, health: &str) -> bool {
    [DRAFT, OPEN, REJECTED].contains(&state) || health == "action_required"
}

/// Whether the desk may judge files: while it has something to do and has not handed it back (LST-13).
#[must_use]
pub fn is_judged(kind: &Kind, state: &str, health: &str) -> bool {
    kind.waiting.contains(&state) && health != "action_required"
}

/// Why a file is not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The slot has so many files already.
    Full(usize),
    /// All files together would be larger than [`TOTAL`].
    Heavy,
    /// The same file lies in the slot already.
    Same,
}

/// What a request holds before a file is added.
#[derive(Debug, Clone, Copy, Default)]
pub struct Load {
    /// Files of the slot that count, without the one that is replaced.
    pub files: usize,
    /// Bytes of all files that count, without the one that is replaced.
    pub bytes: i64,
    /// Whether one of those of the slot has the same bytes.
    pub same: bool,
}

/// Whether a file of that size may be added to a slot (COM-11).
///
/// # Errors
/// Why not.
pub const fn may_add(slot: &Slot, load: Load, size: i64) -> Result<(), Refusal> {
    if load.same {
        return Err(Refusal::Same);
    }
    if load.files >= slot.most {
        return Err(Refusal::Full(slot.most));
    }
    if size > TOTAL - load.bytes {
        return Err(Refusal::Heavy);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cloud::Site, evidence::rules::slots::slots};

    #[test]
    fn com_11_the_limits_hold_at_their_edges() {
        let slot = slots("mdf_claim", Site::China, &[])[0];
        for (files, bytes, same, size, want) in [
            (0, 0, false, 1, Ok(())),
            (19, 0, false, 1, Ok(())),
            (20, 0, false, 1, Err(Refusal::Full(20))),
            (1, TOTAL - 5, false, 5, Ok(())),
            (1, TOTAL - 5, false, 6, Err(Refusal::Heavy)),
            (1, 9, true, 9, Err(Refusal::Same)),
        ] {
            assert_eq!(may_add(&slot, Load { files, bytes, same }, size), want, "{files} {bytes} {same} {size}");
        }
    }

    #[test]
    fn evidence_is_edited_by_one_side_at_a_time() {
        let kind = &Kind::FH_MONTH;
        for (state, health, edited, judged) in [
            ("draft", "active", true, false),
            ("open", "active", true, false),
            ("internal_review", "active", false, false),
            ("reviewing", "active", false, true),
            ("reviewing", "action_required", true, false),
            ("rejected", "active", true, false),
            ("approved", "active", false, false),
            ("withdrawn", "active", false, false),
            ("expired", "expired", false, false),
        ] {
            assert_eq!((is_open(state, health), is_judged(kind, state, health)), (edited, judged), "{state} {health}");
        }
    }
}
