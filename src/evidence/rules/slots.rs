//! Document slots of each kind of request, as a table (COM-11, BET-03): a new benefit adds its lines here and their words in
//! `text/slots.rs`. Pure.

use crate::{
    attachments::{self, EVIDENCE, Terms},
    cloud::Site,
};

/// Most files of a slot, unless its line says less (COM-11).
pub const FILES: usize = 20;

/// A stamped paper, scanned or photographed.
static PAPER: Terms =
    Terms { kinds: &[attachments::Kind::Pdf, attachments::Kind::Jpeg, attachments::Kind::Png], ..EVIDENCE };
/// A letter by e-mail, as it came or printed.
static MAIL: Terms = Terms {
    kinds: &[
        attachments::Kind::Msg,
        attachments::Kind::Eml,
        attachments::Kind::Pdf,
        attachments::Kind::Jpeg,
        attachments::Kind::Png,
    ],
    ..EVIDENCE
};

/// A document that a request has, or may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Word of the database.
    pub code: &'static str,
    /// Whether nothing is submitted without it.
    pub required: bool,
    /// Most files.
    pub most: usize,
    /// Which files it takes.
    pub takes: &'static Terms,
    /// The kind whose slot it is: one document means different things in two kinds.
    pub kind: &'static str,
}

/// When something holds of a request.
#[derive(Debug, Clone, Copy)]
enum When {
    Always,
    Never,
    /// Where one of these words is marked on the request.
    Marked(&'static [&'static str]),
    /// On the China site.
    China,
}

impl When {
    fn holds(self, site: Site, words: &[&str]) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Marked(any) => any.iter().any(|word| words.contains(word)),
            Self::China => site == Site::China,
        }
    }
}

/// A line of the table.
struct Line {
    kind: &'static str,
    code: &'static str,
    shown: When,
    required: When,
    most: usize,
    takes: &'static Terms,
}

/// A document that a submission needs wherever it is shown.
const fn needed(kind: &'static str, code: &'static str, shown: When) -> Line {
    Line { kind, code, shown, required: When::Always, most: FILES, takes: &EVIDENCE }
}

/// A document that may always be added, and is needed only sometimes.
const fn offered(kind: &'static str, code: &'static str, required: When) -> Line {
    Line { kind, code, shown: When::Always, required, most: FILES, takes: &EVIDENCE }
}

/// Every slot there is, in the order of the pages. Words: of `fh_month` its scheme; of `mdf_claim` `media` (FH-18, MDF-21,
/// MDF-22: a media activity), `attendees` (not run in the event tool), `series` (several sessions), `late` (MDF-16).
static LINES: &[Line] = &[
    Line { takes: &PAPER, ..needed("fh_month", "employment", When::Always) },
    Line { takes: &PAPER, ..needed("fh_month", "social_insurance", When::China) },
    needed("fh_month", "acceptance", When::Marked(&["fh_svc", "fh_ccoe"])),
    needed("fh_month", "project", When::Marked(&["fh_si", "fh_si_exp"])),
    Line { most: 5, ..needed("mdf_application", "plan", When::Always) },
    needed("mdf_claim", "photos", When::Always),
    Line { takes: &PAPER, ..needed("mdf_claim", "statement", When::Always) },
    needed("mdf_claim", "invoices", When::Always),
    needed("mdf_claim", "summary", When::Always),
    offered("mdf_claim", "media", When::Marked(&["media"])),
    offered("mdf_claim", "attendees", When::Marked(&["attendees"])),
    offered("mdf_claim", "sessions", When::Marked(&["series"])),
    Line { takes: &MAIL, ..offered("mdf_claim", "late_approval", When::Marked(&["late"])) },
    // What a statement that differs from the expenses is explained with.
    Line { takes: &MAIL, ..offered("mdf_claim", "explanation", When::Never) },
];

/// The slots of a request of this kind at a site, in the order of the pages; none for a kind without documents.
#[must_use]
pub fn slots(kind: &str, site: Site, words: &[&str]) -> Vec<Slot> {
    let shown = LINES.iter().filter(|line| line.kind == kind && line.shown.holds(site, words));
    let slot = |line: &Line| Slot {
        code: line.code,
        required: line.required.holds(site, words),
        most: line.most,
        takes: line.takes,
        kind: line.kind,
    };
    shown.map(slot).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Kind and code of every slot, for the test of its words.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        LINES.iter().map(|line| (line.kind, line.code))
    }

    /// Needed slots first, then `+` and those that are only offered.
    fn told(kind: &str, site: Site, words: &[&str]) -> String {
        let found = slots(kind, site, words);
        let codes = |required| {
            let codes = found.iter().filter(|slot| slot.required == required).map(|slot| slot.code);
            codes.collect::<Vec<_>>().join(" ")
        };
        format!("{} + {}", codes(true), codes(false))
    }

    #[test]
    fn fh_18_mdf_21_mdf_22_each_kind_has_its_slots() {
        for (kind, site, words, want) in [
            ("fh_month", Site::China, &["fh_svc"][..], "employment social_insurance acceptance + "),
            ("fh_month", Site::China, &["fh_ccoe"], "employment social_insurance acceptance + "),
            ("fh_month", Site::China, &["fh_si"], "employment social_insurance project + "),
            ("fh_month", Site::China, &["fh_lp"], "employment social_insurance + "),
            ("fh_month", Site::International, &["fh_si_exp"], "employment project + "),
            ("fh_month", Site::Europe, &["fh_bdsa"], "employment + "),
            ("mdf_application", Site::China, &[], "plan + "),
            (
                "mdf_claim",
                Site::China,
                &[],
                "photos statement invoices summary + media attendees sessions late_approval explanation",
            ),
            (
                "mdf_claim",
                Site::International,
                &["late", "series"],
                "photos statement invoices summary sessions late_approval + media attendees explanation",
            ),
            ("business_information", Site::China, &[], " + "),
        ] {
            assert_eq!(told(kind, site, words), want, "{kind} {site:?} {words:?}");
        }
        assert_eq!(slots("mdf_application", Site::China, &[])[0].most, 5, "MDF-21: one to five plans");
    }

    #[test]
    fn a_slot_stands_once_in_its_kind_and_takes_files() {
        for (place, line) in LINES.iter().enumerate() {
            let twice = LINES[place + 1..].iter().any(|other| (other.kind, other.code) == (line.kind, line.code));
            assert!(!twice, "{} {}", line.kind, line.code);
            assert!((1..=FILES).contains(&line.most), "{} {}", line.kind, line.code);
        }
    }
}
