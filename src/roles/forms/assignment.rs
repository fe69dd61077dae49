//! The form that gives a member roles: up to three, each for a period (ROLE-1, PERM-8), and the choice of AM-3.

use chrono::{DateTime, NaiveDate, Utc};

use super::Step;
use crate::{
    access::{grants::MOST, widening::Choice},
    roles::rules::{assignment::Wanted, key::Key},
    values::{
        day::{self, NoDay},
        plain::is_plain,
    },
    web::{Face, Typed},
};

/// Most characters of a reason.
const REASON: usize = 500;

/// One role of the form, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// Word of the role; empty for none.
    pub role: String,
    /// First day; empty: at once.
    pub from: String,
    /// Last day, included; empty: without end.
    pub until: String,
}

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub struct AssignmentForm {
    /// Three roles, of which some may be empty.
    pub slots: [Slot; MOST],
    /// AM-3: keep or widen what the member sees.
    pub choice: Option<Choice>,
    /// TRAP-2: who leads the managers of a director who is none any more; `none` for nobody, empty for no choice yet.
    pub successor: String,
    /// MEM-10: who looks after the customers of a manager who is none any more; `none` for nobody, empty for no choice yet.
    pub taker: String,
    /// Why.
    pub reason: String,
    /// Revision of the member the form was made from.
    pub revision: i32,
}

/// What is wrong with a role of the form; the number counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// No role of this organisation.
    Role(usize),
    /// No day.
    Day(usize),
    /// No day of the calendar.
    NoSuchDay(usize),
    /// The last day lies before the first.
    Reversed(usize),
    /// The last day is over.
    Past(usize),
    /// The reason is too long.
    Reason,
}

impl AssignmentForm {
    /// Reads the fields and the step.
    pub fn read(typed: &Typed) -> (Self, Step) {
        let slot = |number: usize| Slot {
            role: typed.get(&format!("role{number}")).to_owned(),
            from: typed.get(&format!("from{number}")).to_owned(),
            until: typed.get(&format!("until{number}")).to_owned(),
        };
        let choice = match typed.get("choice") {
            "keep" => Some(Choice::Keep),
            "widen" => Some(Choice::Widen),
            _ => None,
        };
        let form = Self {
            slots: [slot(1), slot(2), slot(3)],
            choice,
            successor: typed.get("successor").to_owned(),
            taker: typed.get("taker").to_owned(),
            reason: typed.get("reason").to_owned(),
            revision: typed.get("revision").parse().unwrap_or(0),
        };
        (form, Step::read(typed))
    }

    /// The form of what a member has.
    pub fn of(wanted: &[Wanted], revision: i32, face: &Face) -> Self {
        let mut form = Self { revision, ..Self::default() };
        for (slot, wanted) in form.slots.iter_mut().zip(wanted) {
            *slot = Slot {
                role: wanted.key.word(),
                from: wanted.starts_at.map(|at| face.date(at).to_string()).unwrap_or_default(),
                until: wanted.ends_at.map(|at| last_day(at, face).to_string()).unwrap_or_default(),
            };
        }
        form
    }

    /// The roles and periods that are meant. A day that was not touched keeps the very instant it was shown for.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub fn wanted(&self, today: &[Wanted], face: &Face) -> Result<Vec<Wanted>, Vec<Wrong>> {
        let (mut wanted, mut wrongs) = (Vec::new(), Vec::new());
        for (number, slot) in (1..).zip(&self.slots).filter(|(_, slot)| !slot.role.is_empty()) {
            match slot.wanted(number, today, face) {
                Ok(one) => wanted.push(one),
                Err(wrong) => wrongs.push(wrong),
            }
        }
        if self.reason.chars().count() > REASON || !is_plain(&self.reason) {
            wrongs.push(Wrong::Reason);
        }
        if wrongs.is_empty() { Ok(wanted) } else { Err(wrongs) }
    }
}

impl Slot {
    fn wanted(&self, number: usize, today: &[Wanted], face: &Face) -> Result<Wanted, Wrong> {
        let key = Key::parse(&self.role).ok_or(Wrong::Role(number))?;
        let day = |text: &str| -> Result<Option<NaiveDate>, Wrong> {
            if text.is_empty() { Ok(None) } else { day::read(text).map(Some).map_err(|why| wrong_day(number, why)) }
        };
        let (from, until) = (day(&self.from)?, day(&self.until)?);
        let had = today.iter().find(|had| had.key == key);
        let kept_start = had.and_then(|had| had.starts_at).filter(|at| Some(face.date(*at)) == from);
        let kept_end = had.and_then(|had| had.ends_at).filter(|at| Some(last_day(*at, face)) == until);
        let starts_at = kept_start.or_else(|| from.map(|day| face.midnight(day)));
        let after = |day: NaiveDate| day.succ_opt().map(|day| face.midnight(day));
        let ends_at = kept_end.or_else(|| until.and_then(after));
        if starts_at.zip(ends_at).is_some_and(|(start, end)| end <= start) {
            return Err(Wrong::Reversed(number));
        }
        if ends_at.is_some_and(|end| end <= face.now) {
            return Err(Wrong::Past(number));
        }
        Ok(Wanted { key, starts_at, ends_at })
    }
}

/// The last day on which something that ends then is in force.
fn last_day(ends_at: DateTime<Utc>, face: &Face) -> NaiveDate {
    face.date(ends_at - chrono::TimeDelta::microseconds(1))
}

const fn wrong_day(number: usize, why: NoDay) -> Wrong {
    match why {
        NoDay::Form => Wrong::Day(number),
        NoDay::Absent => Wrong::NoSuchDay(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::Role, lang::Lang};

    fn face() -> Face {
        Face { now: "2026-11-22T04:00:00Z".parse().unwrap(), zone: chrono_tz::Asia::Shanghai, lang: Lang::En }
    }

    fn slot(role: &str, from: &str, until: &str) -> Slot {
        Slot { role: role.to_owned(), from: from.to_owned(), until: until.to_owned() }
    }

    #[test]
    fn days_become_instants_of_the_organisation() {
        let finance = Key::Preset(Role::Finance);
        let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
        for (slot, want) in [
            (slot("finance", "", ""), Ok((None, None))),
            (slot("finance", "2026-12-01", "2026-12-31"), Ok((at("2026-11-30T16:00:00Z"), at("2026-12-31T16:00:00Z")))),
            (slot("finance", "2026-12-01", "2026-12-01"), Ok((at("2026-11-30T16:00:00Z"), at("2026-12-01T16:00:00Z")))),
            (slot("finance", "", "2026-11-22"), Ok((None, at("2026-11-22T16:00:00Z")))),
            (slot("finance", "", "2026-11-21"), Err(Wrong::Past(2))),
            (slot("finance", "2026-12-02", "2026-12-01"), Err(Wrong::Reversed(2))),
            (slot("finance", "soon", ""), Err(Wrong::Day(2))),
            (slot("finance", "", "2026-02-30"), Err(Wrong::NoSuchDay(2))),
            (slot("finance", "2026-13-01", ""), Err(Wrong::NoSuchDay(2))),
            (slot("king", "", ""), Err(Wrong::Role(2))),
        ] {
            let form = AssignmentForm { slots: [Slot::default(), slot, Slot::default()], ..AssignmentForm::default() };
            let want = want
                .map(|(starts_at, ends_at)| vec![Wanted { key: finance, starts_at, ends_at }])
                .map_err(|wrong| vec![wrong]);
            assert_eq!(form.wanted(&[], &face()), want, "{:?}", form.slots);
        }
    }

    #[test]
    fn a_day_that_was_not_touched_keeps_its_instant() {
        let had = Wanted {
            key: Key::Custom(7),
            starts_at: "2026-11-20T09:30:00Z".parse().ok(),
            ends_at: "2026-12-20T09:30:00Z".parse().ok(),
        };
        let form = AssignmentForm::of(std::slice::from_ref(&had), 1, &face());
        assert_eq!(form.slots[0], slot("7", "2026-11-20", "2026-12-20"));
        assert_eq!(form.wanted(std::slice::from_ref(&had), &face()), Ok(vec![had]));
    }
}
