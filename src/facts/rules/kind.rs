//! Kinds of fact: fields, key and state of each, as data.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line of so many characters.
    Line(usize),
    /// A day.
    Day,
    /// A day that is not after today.
    Past,
    /// A month, kept as its first day.
    Month,
    /// An amount that is not negative.
    Amount,
    /// ISO 4217.
    Currency,
    /// One of these.
    Choice(&'static [&'static str]),
}

/// A field of a kind; its name is also the column's and the CSV's.
#[derive(Debug, Clone, Copy)]
pub struct FieldRule {
    /// Name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be filled.
    pub required: bool,
}

const fn must(name: &'static str, shape: Shape) -> FieldRule {
    FieldRule { name, shape, required: true }
}

const fn may(name: &'static str, shape: Shape) -> FieldRule {
    FieldRule { name, shape, required: false }
}

/// Where the state of a fact is read.
#[derive(Debug, Clone, Copy)]
pub enum Status {
    /// It has none.
    None,
    /// A field says it.
    Field(&'static str),
    /// The second word once this day is filled, the first until then.
    Until(&'static str, [&'static str; 2]),
}

/// A kind of fact.
#[derive(Debug)]
pub struct Kind {
    /// Word of the database.
    pub code: &'static str,
    /// Its fields, in the order of form and CSV.
    pub fields: &'static [FieldRule],
    /// The fields that say what it is about.
    pub key: &'static [&'static str],
    /// The field it is called by.
    pub label: &'static str,
    /// Fields that the list shows beside that.
    pub shown: &'static [&'static str],
    /// Its state.
    pub status: Status,
    /// The words of that state.
    pub states: &'static [&'static str],
    /// Two days of which the second is not before the first.
    pub order: Option<[&'static str; 2]>,
    /// Two fields that hold the same (SPEC-11).
    pub equal: Option<[&'static str; 2]>,
    /// Whether it says something about persons: only for who sees specialists.
    pub is_personal: bool,
}

/// States of a link between person and partner (SPEC-8).
const LINKS: &[&str] = &[
    "invited",
    "expired",
    "declined",
    "withdrawn",
    "linked",
    "unlinked",
    "apply_reviewing",
    "apply_rejected",
    "specialist",
    "cancel_reviewing",
    "cancel_approved",
    "disqualified",
];
/// States of an opportunity (PO-30) that the vendor has seen.
const OPPORTUNITIES: &[&str] =
    &["in_review", "in_validation", "rejected", "validated", "progressing", "signed", "delivered", "lost", "cancelled"];
const POSITIONS: &[&str] = &["bd", "sa", "delivery", "instructor", "other"];
const CERTIFICATES: &[&str] = &["HCIA", "HCIP", "HCIE", "HCCDA", "HCCDP", "HCCDE", "other"];
const PATHS: &[&str] = &["service", "si", "software", "learning", "solution_provider", "distributor"];
const DEVELOPMENT: &[&str] = &["service", "si", "learning"];
const STAGES: &[&str] = &["joined", "role_certified", "differentiated", "cloud_software", "advanced_software"];
const MATTERS: &[&str] = &["milestone", "postpaid", "cash_coupon"];
const NUMBER: Shape = Shape::Line(64);
const NAME: Shape = Shape::Line(128);

impl Kind {
    /// Every kind, in the order of the tabs.
    pub const ALL: [&'static Self; 6] =
        [&Self::BILL, &Self::CREDIT, &Self::PATH, &Self::OPPORTUNITY, &Self::SPECIALIST, &Self::CERTIFICATE];

    const BILL: Self = Self {
        code: "bill",
        fields: &[
            must("number", NUMBER),
            must("cycle", Shape::Month),
            must("amount", Shape::Amount),
            must("currency", Shape::Currency),
            must("due_on", Shape::Day),
            may("paid_on", Shape::Past),
        ],
        key: &["number"],
        label: "number",
        shown: &["cycle", "amount", "currency", "due_on", "paid_on"],
        status: Status::Until("paid_on", ["unpaid", "paid"]),
        states: &["unpaid", "paid"],
        order: None,
        equal: None,
        is_personal: false,
    };

    const CREDIT: Self = Self {
        code: "credit",
        fields: &[
            must("number", NUMBER),
            must("customer", NAME),
            must("matter", Shape::Choice(MATTERS)),
            must("since", Shape::Past),
            may("settled_on", Shape::Past),
        ],
        key: &["number"],
        label: "number",
        shown: &["customer", "matter", "since", "settled_on"],
        status: Status::Until("settled_on", ["open", "settled"]),
        states: &["open", "settled"],
        order: Some(["since", "settled_on"]),
        equal: None,
        is_personal: false,
    };

    const PATH: Self = Self {
        code: "path",
        fields: &[
            must("path", Shape::Choice(PATHS)),
            must("stage", Shape::Choice(STAGES)),
            must("since", Shape::Past),
            may("until", Shape::Day),
        ],
        key: &["path"],
        label: "path",
        shown: &["since", "until"],
        status: Status::Field("stage"),
        states: STAGES,
        order: Some(["since", "until"]),
        equal: None,
        is_personal: false,
    };

    const OPPORTUNITY: Self = Self {
        code: "opportunity",
        fields: &[
            must("number", NUMBER),
            must("name", NAME),
            must("customer", NAME),
            must("state", Shape::Choice(OPPORTUNITIES)),
            may("expected_on", Shape::Day),
            may("signed_on", Shape::Past),
            may("amount", Shape::Amount),
            may("currency", Shape::Currency),
        ],
        key: &["number"],
        label: "number",
        shown: &["name", "customer", "expected_on", "amount", "currency"],
        status: Status::Field("state"),
        states: OPPORTUNITIES,
        order: None,
        equal: None,
        is_personal: false,
    };

    const SPECIALIST: Self = Self {
        code: "specialist",
        fields: &[
            must("account", NUMBER),
            must("name", NUMBER),
            must("state", Shape::Choice(LINKS)),
            may("path", Shape::Choice(DEVELOPMENT)),
            may("position", Shape::Choice(POSITIONS)),
            must("employer", NAME),
            must("base_city", NUMBER),
            must("social_city", NUMBER),
            may("onboarded_on", Shape::Past),
            may("huawei_since", Shape::Past),
        ],
        key: &["account"],
        label: "account",
        shown: &["name", "path", "position", "base_city"],
        status: Status::Field("state"),
        states: LINKS,
        order: None,
        equal: Some(["base_city", "social_city"]),
        is_personal: true,
    };

    const CERTIFICATE: Self = Self {
        code: "certificate",
        fields: &[
            must("account", NUMBER),
            must("type", Shape::Choice(CERTIFICATES)),
            must("number", NUMBER),
            must("name", NAME),
            must("issued_on", Shape::Past),
            may("valid_until", Shape::Day),
        ],
        key: &["type", "number"],
        label: "number",
        shown: &["account", "type", "name", "valid_until"],
        status: Status::None,
        states: &[],
        order: Some(["issued_on", "valid_until"]),
        equal: None,
        is_personal: true,
    };

    /// Reads a word of the database.
    #[must_use]
    pub fn parse(code: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|kind| kind.code == code)
    }

    /// Names of its fields, as the CSV's first line has them.
    #[must_use]
    pub fn header(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_name_only_their_own_fields() {
        for kind in Kind::ALL {
            let header = kind.header();
            let status = match kind.status {
                Status::None => vec![],
                Status::Field(name) | Status::Until(name, _) => vec![name],
            };
            let pairs = kind.order.iter().chain(&kind.equal).flatten().copied();
            for name in kind.key.iter().chain(kind.shown).copied().chain(status).chain(pairs).chain([kind.label]) {
                assert!(header.contains(&name), "{}: {name}", kind.code);
            }
            assert_eq!(Kind::parse(kind.code).map(|found| found.code), Some(kind.code));
        }
    }
}
