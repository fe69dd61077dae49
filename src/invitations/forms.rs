//! An invitation as it was typed, and the filter of the list.

use chrono::NaiveDate;

use super::{
    rules::{self, Way, Wrong},
    text::Text,
};
use crate::{
    lang::Lang,
    web::{FilterBar, Typed},
};

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub way: String,
    pub company: String,
    pub association: String,
    pub label: String,
    pub remark: String,
    pub sent_on: String,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub way: Way,
    pub company: String,
    pub association_type: String,
    pub label: String,
    pub remark: String,
    pub sent_on: NaiveDate,
}

/// Most characters of the limited fields.
pub const COMPANY: usize = 128;
/// 标签.
pub const LABEL: usize = 64;
/// 备注.
pub const REMARK: usize = 255;

impl Draft {
    /// Reads the fields.
    pub fn read(typed: &Typed) -> Self {
        let of = |name: &str| typed.get(name).chars().take(1000).collect();
        Self {
            way: of("way"),
            company: of("company"),
            association: of("association"),
            label: of("label"),
            remark: of("remark"),
            sent_on: of("sent_on"),
        }
    }

    /// What is kept, of one of `associations`.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn invitation(
        &self,
        associations: &[&str],
        today: NaiveDate,
    ) -> Result<Invitation, Vec<(&'static str, Wrong)>> {
        let mut faults = Vec::new();
        let way = Way::parse(&self.way);
        let sent_on = rules::sent_on(&self.sent_on, today);
        if way.is_none() {
            faults.push(("way", Wrong::Choice));
        }
        if self.company.is_empty() {
            faults.push(("company", Wrong::Missing));
        }
        if !associations.contains(&self.association.as_str()) {
            faults.push(("association", Wrong::Choice));
        }
        let texts =
            [("company", &self.company, COMPANY), ("label", &self.label, LABEL), ("remark", &self.remark, REMARK)];
        let long = texts.into_iter().filter(|(_, text, most)| text.chars().count() > *most);
        faults.extend(long.map(|(field, _, most)| (field, Wrong::TooLong(most))));
        faults.extend(sent_on.err().map(|why| ("sent_on", why)));
        match (way, sent_on) {
            (Some(way), Ok(sent_on)) if faults.is_empty() => Ok(Invitation {
                way,
                company: self.company.clone(),
                association_type: self.association.clone(),
                label: self.label.clone(),
                remark: self.remark.clone(),
                sent_on,
            }),
            _ => Err(faults),
        }
    }
}

/// The filter of the list: everything, or what is still open.
pub fn filters(typed: Typed, lang: Lang) -> (Option<String>, FilterBar) {
    let text = Text::of(lang);
    let mut bar = FilterBar::new("/invitations", typed, lang);
    let states = [("open", text.open), ("accepted", text.accepted), ("ended", text.ended)];
    let state = bar.choice("state", text.state, states);
    (state, bar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_its_field() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let draft = |fields: &str| Draft::read(&Typed::parse(fields.as_bytes()).unwrap());
        let sound = draft("way=report&company=Acme&association=2&sent_on=2026-11-20");
        assert_eq!(sound.invitation(&["1", "2"], today).map(|kept| kept.way), Ok(Way::Report));
        let faults = draft("association=3&label=x").invitation(&["1", "2"], today).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["way", "company", "association", "sent_on"]);
        let long = draft(&format!("way=mail&company={}&association=1&sent_on=2026-11-22", "x".repeat(129)));
        assert_eq!(long.invitation(&["1"], today), Err(vec![("company", Wrong::TooLong(COMPANY))]));
    }
}
