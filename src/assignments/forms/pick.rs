//! What was picked, to whom it is to go, and what the form showed of it.

use crate::{
    assignments::{
        rules::{Subject, judge::MOST},
        store::picked::{Keys, Row},
    },
    web::{Error, Typed},
};

/// Most characters of a reason.
const REASON: usize = 500;
/// Keys that are read at most: more than may be assigned, so that too many can be told.
const READ: usize = MOST + 100;

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// What was picked, and the periods that the form showed; a look at it has shown none yet.
    pub keys: Keys,
    /// Key of the manager, if one was chosen.
    pub manager: Option<i64>,
    /// TRAP-11: those that have a manager are to be reassigned.
    pub reassign: bool,
    /// Why.
    pub reason: String,
    /// Where to go afterwards; empty: to the assignments.
    pub next: String,
}

impl Pick {
    /// Reads keys from ticks (`customer`, `reseller`), from those picked before (`picked=1.2`), or from the whole page
    /// (`take=page`, `shown`).
    ///
    /// # Errors
    /// [`Error::Unreadable`] for what no form of ours holds.
    pub fn read(typed: &Typed, subject: Subject) -> Result<Self, Error> {
        let whole = if typed.get("take") == "page" { "shown" } else { subject.field() };
        let before = typed.get("picked").split('.').filter(|key| !key.is_empty());
        let mut ids = Vec::new();
        for key in before.chain(typed.all(whole)).take(READ) {
            let id: i64 = key.parse().map_err(|_| Error::Unreadable)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let manager = match typed.get("to") {
            "" => None,
            key => Some(key.parse().map_err(|_| Error::Unreadable)?),
        };
        let reason: String = typed.get("reason").chars().take(REASON).collect();
        let keys = Keys { ids, seen: None };
        let next = typed.get("next").to_owned();
        Ok(Self { keys, manager, reassign: typed.get("reassign") == "yes", reason, next })
    }

    /// The same from a form that is sent: with what it showed (`seen=<key>.<period>`, 0 for none).
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn sent(typed: &Typed, subject: Subject) -> Result<Self, Error> {
        let mut pick = Self::read(typed, subject)?;
        let mut shown = Vec::new();
        for pair in typed.all("seen") {
            let pair = pair.split_once('.').and_then(|(id, period)| Some((id.parse().ok()?, period.parse().ok()?)));
            shown.push(pair.ok_or(Error::Unreadable)?);
        }
        let period =
            |id: &i64| shown.iter().find(|(known, _): &&(i64, i64)| known == id).map_or(0, |(_, period)| *period);
        pick.keys.seen = Some(pick.keys.ids.iter().map(period).collect());
        Ok(pick)
    }

    /// The hidden fields that carry what was picked on.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        let ids: Vec<String> = self.keys.ids.iter().map(i64::to_string).collect();
        let mut hidden = vec![("picked", ids.join("."))];
        if !self.next.is_empty() {
            hidden.push(("next", self.next.clone()));
        }
        hidden
    }

    /// The same with what is shown now, for the form that decides.
    pub fn shown(&self, rows: &[Row]) -> Vec<(&'static str, String)> {
        let mut hidden = self.carried();
        hidden.extend(rows.iter().map(|row| ("seen", format!("{}.{}", row.id, row.period))));
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(query: &str) -> Typed {
        Typed::parse(query.as_bytes()).unwrap()
    }

    #[test]
    fn keys_come_from_ticks_from_before_or_from_the_page() {
        for (query, want) in [
            ("customer=3&customer=4&shown=3&shown=4&shown=5", vec![3, 4]),
            ("take=page&customer=3&shown=3&shown=4&shown=5", vec![3, 4, 5]),
            ("picked=1.2&customer=2&customer=3", vec![1, 2, 3]),
            ("reseller=7", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(Pick::read(&typed(query), Subject::Customer).unwrap().keys.ids, want, "{query}");
        }
        assert!(Pick::read(&typed("customer=x"), Subject::Customer).is_err());
        assert!(Pick::read(&typed("customer=1&to=you"), Subject::Customer).is_err());
    }

    #[test]
    fn a_sent_form_tells_what_it_showed() {
        let pick = Pick::sent(&typed("picked=1.2.3&seen=2.20&seen=1.0&to=9&reassign=yes"), Subject::Customer).unwrap();
        assert_eq!((pick.keys.seen, pick.manager, pick.reassign), (Some(vec![0, 20, 0]), Some(9), true));
        assert!(Pick::sent(&typed("picked=1&seen=1"), Subject::Customer).is_err());
    }
}
