//! What the desk says of the files of a slot, as it is typed (BET-21). Pure.

/// Characters of a reason.
pub const REASON: usize = 500;
/// It is taken.
pub const ACCEPTED: &str = "accepted";
/// It has to be replaced.
pub const REJECTED: &str = "rejected";

/// A verdict on some files of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Keys of the files.
    pub files: Vec<i64>,
    /// [`ACCEPTED`] or [`REJECTED`].
    pub word: &'static str,
    /// Why; a rejection has one.
    pub reason: String,
}

/// What is wrong with a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Neither accepted nor rejected.
    Word,
    /// A rejection without a reason, or one that is too long.
    Reason,
    /// No file, or one that does not lie in the slot.
    Files,
    /// Who made or passed the request (COM-07).
    OwnRequest,
}

impl Fault {
    /// Name of the field.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Word => "verdict",
            Self::Reason => "reason",
            Self::Files => "file",
            Self::OwnRequest => "",
        }
    }
}

/// Reads verdict and reason, and which of the files of the slot (`known`) are meant.
///
/// # Errors
/// Everything that is wrong.
pub fn read((word, reason): (&str, &str), chosen: &[&str], known: &[i64]) -> Result<Verdict, Vec<Fault>> {
    let word = [ACCEPTED, REJECTED].into_iter().find(|known| *known == word);
    let files: Option<Vec<i64>> = chosen.iter().map(|key| key.parse().ok().filter(|key| known.contains(key))).collect();
    let files = files.filter(|files| !files.is_empty());
    let reason = reason.trim();
    let explained = reason.chars().count() <= REASON && (word != Some(REJECTED) || !reason.is_empty());
    let mut faults = Vec::new();
    faults.extend(word.is_none().then_some(Fault::Word));
    faults.extend((!explained).then_some(Fault::Reason));
    faults.extend(files.is_none().then_some(Fault::Files));
    match (word, files) {
        (Some(word), Some(files)) if explained => Ok(Verdict { files, word, reason: reason.to_owned() }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bet_21_a_rejection_says_why_and_of_which_files() {
        let long = "长".repeat(REASON + 1);
        for (word, reason, chosen, want) in [
            ("accepted", "", &["1", "2"][..], Ok(vec![1, 2])),
            ("rejected", " no stamp ", &["2"], Ok(vec![2])),
            ("rejected", " ", &["2"], Err(vec![Fault::Reason])),
            ("accepted", &long, &["2"], Err(vec![Fault::Reason])),
            ("maybe", "", &["2"], Err(vec![Fault::Word])),
            ("accepted", "", &[], Err(vec![Fault::Files])),
            ("accepted", "", &["3"], Err(vec![Fault::Files])),
            ("accepted", "", &["1", "x"], Err(vec![Fault::Files])),
            ("", &long, &[], Err(vec![Fault::Word, Fault::Reason, Fault::Files])),
        ] {
            assert_eq!(read((word, reason), chosen, &[1, 2]).map(|verdict| verdict.files), want, "{word} {chosen:?}");
        }
        assert_eq!(read((REJECTED, " no stamp "), &["1"], &[1]).unwrap().reason, "no stamp");
        assert_eq!(Fault::Files.field(), "file");
    }
}
