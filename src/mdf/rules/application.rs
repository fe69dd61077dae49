//! The application for the use of MDF (MDF-05 to MDF-14, MDF-21): its states, its fields, what must hold when it is submitted. Pure.

use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;

use super::{
    budget::{self, GIFTS, LINES, Line},
    sheet::{
        Fault,
        Shape::{Area, Choice, Day, Line as Text, Money, Whole},
        Sheet, Spec, Wrong, needed, optional,
    },
};
use crate::{
    access::{
        Code,
        permission::{DeskDecisionRecord, DeskIncentiveReview, IncentiveSubmit, MdfApply},
    },
    requests::{APPROVED, DRAFT, Machine, PRIVATE, REJECTED, Rule, Side, WITHDRAW, WITHDRAWN, common, rule},
    values::workdays::Calendar,
};

const EDITS: &[Code] = &[MdfApply::CODE];
const SUBMITS: &[Code] = &[IncentiveSubmit::CODE];
const DESK: &[Code] = &[DeskIncentiveReview::CODE, DeskDecisionRecord::CODE];

/// COM-05, and withdrawal also after the approval (COM-06).
static RULES: [Rule; 22] = {
    let mut rules = [rule(APPROVED, WITHDRAW, WITHDRAWN, Side::Member, EDITS); 22];
    let common = common(EDITS, SUBMITS, DESK);
    let mut place = 0;
    while place < common.len() {
        rules[place] = common[place];
        place += 1;
    }
    rules
};

/// The table of applications.
pub static MACHINE: Machine =
    Machine { kind: "mdf_application", rules: &RULES, private: PRIVATE, approved: &[APPROVED] };

/// Working days that must lie between submission and start (MDF-05, DL-03).
pub const AHEAD: u16 = 10;
/// Steps of the form.
pub const PARTS: usize = 3;

/// Types of activity and the sites that have them (MDF-19); a subtype stands behind the stroke.
pub const TYPES: [(&str, &[&str]); 23] = {
    const CHINA: &[&str] = &["china"];
    const ABROAD: &[&str] = &["international", "europe"];
    [
        ("event/exhibition", CHINA),
        ("event/seminar", CHINA),
        ("event/forum", CHINA),
        ("event/showroom", CHINA),
        ("event/visit", CHINA),
        ("event/roadshow", CHINA),
        ("digital/site", CHINA),
        ("digital/edm", CHINA),
        ("digital/search", CHINA),
        ("digital/app", CHINA),
        ("digital/social", CHINA),
        ("media/general", CHINA),
        ("other/general", CHINA),
        ("executive_visit/general", ABROAD),
        ("communication/general", ABROAD),
        ("partner_visit/general", ABROAD),
        ("training/general", ABROAD),
        ("development/general", ABROAD),
        ("advertising/print", ABROAD),
        ("advertising/outdoor", ABROAD),
        ("advertising/broadcast", ABROAD),
        ("advertising/online", ABROAD),
        ("joint/general", ABROAD),
    ]
};

/// Whom an activity is for (MDF-13).
pub const AUDIENCES: [&str; 3] = ["customers", "partners", "both"];
/// Where it takes place.
pub const PLACES: [&str; 2] = ["onsite", "online"];

/// Fields of the form, by step (MDF-21); sessions and lines of the budget are rows of their own.
pub static FIELDS: &[Spec] = &[
    needed(0, "name", Text(2, 100)),
    needed(0, "type", Text(1, 64)),
    needed(0, "audience", Choice(&AUDIENCES)),
    needed(0, "industry", Text(2, 100)),
    needed(0, "audience_number", Whole),
    needed(0, "starts_on", Day),
    needed(0, "ends_on", Day),
    optional(0, "late_reason", Area(10, 500)),
    needed(0, "place", Choice(&PLACES)),
    optional(0, "country", Text(2, 64)),
    optional(0, "province", Text(2, 64)),
    optional(0, "city", Text(2, 64)),
    optional(0, "venue", Text(2, 128)),
    needed(0, "office", Text(2, 100)),
    needed(0, "manager", Text(2, 64)),
    optional(0, "department", Text(2, 100)),
    optional(0, "hosts", Area(1, 500)),
    optional(0, "speakers", Area(1, 500)),
    needed(1, "leads", Whole),
    needed(1, "opportunities", Whole),
    needed(1, "opportunity_amount", Money),
    optional(1, "registrations", Whole),
    optional(1, "attendees", Whole),
    optional(1, "reach", Whole),
    optional(2, "over_standard", Area(2, 500)),
];

/// Fields whose change asks for a new application (MDF-07).
pub const KEYS: [&str; 11] = [
    "type",
    "audience",
    "industry",
    "audience_number",
    "starts_on",
    "ends_on",
    "place",
    "country",
    "province",
    "city",
    "venue",
];

/// Fields that an approved application may still change.
pub const FREE: [&str; 6] = ["name", "office", "manager", "department", "hosts", "speakers"];

/// Where an activity takes place, if not online.
const ADDRESS: [&str; 4] = ["country", "province", "city", "venue"];

/// Names of the fields of the sessions: start, end, place.
pub const SESSIONS: [[&str; 3]; 10] = {
    macro_rules! session {
        ($number:literal) => {
            [
                concat!("session", $number, "_start"),
                concat!("session", $number, "_end"),
                concat!("session", $number, "_place"),
            ]
        };
    }
    [
        session!(1),
        session!(2),
        session!(3),
        session!(4),
        session!(5),
        session!(6),
        session!(7),
        session!(8),
        session!(9),
        session!(10),
    ]
};

/// Names of every field of a step.
pub fn names(part: usize) -> Vec<&'static str> {
    let mut names: Vec<&str> = FIELDS.iter().filter(|spec| spec.part == part).map(|spec| spec.name).collect();
    match part {
        0 => names.extend(SESSIONS.iter().flatten()),
        2 => names.extend(LINES.iter().flatten()),
        _ => {}
    }
    names
}

/// Whether an application can be edited; one that was withdrawn becomes a draft first.
#[must_use]
pub fn is_editable(state: &str) -> bool {
    [DRAFT, REJECTED].contains(&state)
}

/// Whether an application can be approved on a day: without an approval before the activity nothing is paid (MDF-06).
#[must_use]
pub fn is_approvable(sheet: &Sheet, day: NaiveDate) -> bool {
    sheet.day("starts_on").is_some_and(|start| day < start)
}

/// Key fields in which two forms differ (MDF-07, SCN-31).
#[must_use]
pub fn changed_keys(before: &Sheet, after: &Sheet) -> Vec<Wrong> {
    let differs = |field: &&str| before.get(field) != after.get(field);
    KEYS.into_iter().filter(differs).map(|field| Wrong { field, part: 0, fault: Fault::Key }).collect()
}

/// How much of the cost of a type is paid back (BET-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Hundredths of a percent.
    pub basis_points: i32,
    /// Most of one application; none: no cap.
    pub cap: Option<Decimal>,
}

/// What an application is judged by.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The site.
    pub site: &'a str,
    /// Today there.
    pub today: NaiveDate,
    /// Its working days.
    pub calendar: &'a Calendar,
    /// What is available of the quota in the year of the start, and its currency; none: there is no quota.
    pub quota: Option<(Decimal, &'a str)>,
    /// Rate and cap of the type.
    pub rate: Option<Rate>,
}

/// Everything that is wrong with an application that is to be submitted.
#[must_use]
pub fn faults(sheet: &Sheet, ground: &Ground<'_>) -> Vec<Wrong> {
    let mut wrong = sheet.faults(FIELDS);
    let mut add = |field, part, fault| {
        if !wrong.iter().any(|known: &Wrong| known.field == field) {
            wrong.push(Wrong { field, part, fault });
        }
    };
    let known = |(code, sites): &(&str, &[&str])| *code == sheet.get("type") && sites.contains(&ground.site);
    if !TYPES.iter().any(known) {
        add("type", 0, Fault::Choice);
    }
    if sheet.get("place") == "onsite" {
        ADDRESS.into_iter().filter(|field| sheet.get(field).is_empty()).for_each(|field| add(field, 0, Fault::Missing));
    }
    let days = sheet.day("starts_on").zip(sheet.day("ends_on"));
    if let Some((start, end)) = days {
        if end < start {
            add("ends_on", 0, Fault::Order);
        }
        if start <= ground.today {
            add("starts_on", 0, Fault::Started);
        } else if !ground.calendar.is_ahead(ground.today, start, AHEAD) && sheet.get("late_reason").is_empty() {
            add("late_reason", 0, Fault::Late);
        }
        sessions(sheet, (start, end)).into_iter().for_each(|(field, fault)| add(field, 0, fault));
    }
    for (field, fault) in money(sheet, ground) {
        add(field, 2, fault);
    }
    wrong
}

/// MDF-12: each session lies within the activity, and a series within a quarter.
fn sessions(sheet: &Sheet, (start, end): (NaiveDate, NaiveDate)) -> Vec<(&'static str, Fault)> {
    let used = SESSIONS.iter().filter(|names| names.iter().any(|name| !sheet.get(name).is_empty()));
    let mut wrong = Vec::new();
    let mut count = 0;
    for names in used {
        count += 1;
        let sound = match (sheet.day(names[0]), sheet.day(names[1])) {
            (Some(from), Some(to)) => start <= from && from <= to && to <= end && !sheet.get(names[2]).is_empty(),
            _ => false,
        };
        if !sound {
            wrong.push((names[0], Fault::Session));
        }
    }
    if count > 1 && start.checked_add_months(Months::new(3)).is_some_and(|limit| end >= limit) {
        wrong.push(("ends_on", Fault::Quarter));
    }
    wrong
}

/// The budget: its lines, gifts, rate and cap, and what is available (MDF-03, MDF-10, MDF-14).
fn money(sheet: &Sheet, ground: &Ground<'_>) -> Vec<(&'static str, Fault)> {
    let (lines, mut wrong) = budget::read(sheet);
    if lines.is_empty() && wrong.is_empty() {
        return vec![(LINES[0][1], Fault::NoLine)];
    }
    let Some(rate) = ground.rate else {
        wrong.push((LINES[0][5], Fault::NoRate));
        return wrong;
    };
    for line in &lines {
        let most = (line.amount * Decimal::new(rate.basis_points.into(), 4)).trunc_with_scale(2);
        if line.part > most {
            wrong.push((LINES[line.place][5], Fault::Part(most)));
        }
    }
    let Some((available, currency)) = ground.quota else {
        let year = sheet.day("starts_on").map_or(0, |day| chrono::Datelike::year(&day));
        wrong.push((LINES[0][5], Fault::NoQuota(year)));
        return wrong;
    };
    if currency == "CNY" {
        let audience = Decimal::from(sheet.whole("audience_number").unwrap_or_default());
        wrong.extend(gifts(&lines, audience));
    }
    let asked = budget::asked(&lines);
    if let Some(cap) = rate.cap.filter(|cap| asked > *cap) {
        wrong.push((LINES[0][5], Fault::Cap(cap)));
    }
    if asked > available.max(Decimal::ZERO) {
        wrong.push((LINES[0][5], Fault::OverAvailable(available)));
    }
    wrong
}

/// MDF-14: at most so much a piece, and a head.
fn gifts(lines: &[Line], audience: Decimal) -> Vec<(&'static str, Fault)> {
    let gifts: Vec<&Line> = lines.iter().filter(|line| line.category == budget::GIFT).collect();
    let dear = gifts.iter().filter(|line| line.piece() > GIFTS);
    let mut wrong: Vec<_> = dear.map(|line| (LINES[line.place][2], Fault::GiftPiece)).collect();
    let all: Decimal = gifts.iter().map(|line| line.amount).sum();
    if let Some(first) = gifts.first().filter(|_| wrong.is_empty() && all > GIFTS * audience) {
        wrong.push((LINES[first.place][3], Fault::GiftHead));
    }
    wrong
}

#[cfg(test)]
#[path = "application_tests.rs"]
mod tests;
