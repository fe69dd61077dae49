//! Schemes of 专职人员激励 as data: where each exists and what it asks of a person.

/// A certificate that a scheme asks for: one of these types whose name has one of these words; without words any name.
#[derive(Debug)]
pub struct Proof {
    /// Types.
    pub types: &'static [&'static str],
    /// Words of its name, in lower case.
    pub words: &'static [&'static str],
}

/// A scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its code.
    pub code: &'static str,
    /// The step whose gates stand before its record.
    pub step: &'static str,
    /// Sites.
    pub sites: &'static [&'static str],
    /// States of the link between person and partner that suffice (SPEC-8, SPEC-15).
    pub links: &'static [&'static str],
    /// The path that the person must be a specialist of.
    pub path: Option<&'static str>,
    /// Positions; empty: any.
    pub positions: &'static [&'static str],
    /// What must be proved, every one of them.
    pub proofs: &'static [Proof],
    /// Whether the person must have been on Huawei Cloud for more than half a year (FH-13).
    pub is_seasoned: bool,
}

const SPECIALIST: &[&str] = &["specialist", "cancel_reviewing"];
/// A person stays linked while an application for the specialist is under way or failed.
const LINKED: &[&str] = &[
    "linked",
    "apply_reviewing",
    "apply_rejected",
    "specialist",
    "cancel_reviewing",
    "cancel_approved",
    "disqualified",
];
const VENDOR: &[&str] = &["HCIA", "HCIP", "HCIE", "HCCDA", "HCCDP", "HCCDE"];
const ANY: &[Proof] = &[Proof { types: VENDOR, words: &[] }];
/// FH-12.
const ARCHITECT: &[Proof] = &[
    Proof { types: &["HCCDA", "HCCDP", "HCCDE", "HCIA", "HCIP", "HCIE", "other"], words: &["business professional"] },
    Proof {
        types: &["HCCDP", "HCCDE", "HCIP", "HCIE"],
        words: &["solution architectures", "cloud service solutions architect"],
    },
];
/// FH-15, FH-16.
const INSTRUCTOR: &[Proof] = &[Proof { types: &["HCCDP", "HCCDE"], words: &["instructor"] }];

impl Scheme {
    /// Every scheme.
    pub const ALL: [&'static Self; 6] = [
        &Self {
            code: "fh_svc",
            step: "fh_month",
            sites: &["china"],
            links: SPECIALIST,
            path: Some("service"),
            positions: &[],
            proofs: ANY,
            is_seasoned: false,
        },
        &Self {
            code: "fh_ccoe",
            step: "fh_month",
            sites: &["china"],
            links: SPECIALIST,
            path: Some("service"),
            positions: &[],
            proofs: ANY,
            is_seasoned: false,
        },
        &Self {
            code: "fh_si",
            step: "fh_month",
            sites: &["china"],
            links: SPECIALIST,
            path: Some("si"),
            positions: &[],
            proofs: ANY,
            is_seasoned: false,
        },
        &Self {
            code: "fh_si_exp",
            step: "fh_si_exp",
            sites: &["international"],
            links: SPECIALIST,
            path: Some("si"),
            positions: &["sa"],
            proofs: ARCHITECT,
            is_seasoned: true,
        },
        &Self {
            code: "fh_lp",
            step: "fh_lp",
            sites: &["international"],
            links: SPECIALIST,
            path: Some("learning"),
            positions: &["instructor"],
            proofs: INSTRUCTOR,
            is_seasoned: false,
        },
        &Self {
            code: "fh_bdsa",
            step: "fh_month",
            sites: &["international"],
            links: LINKED,
            path: None,
            positions: &["bd", "sa"],
            proofs: &[],
            is_seasoned: false,
        },
    ];
}
