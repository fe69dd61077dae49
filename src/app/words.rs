//! Names of the vendor's codes, kept by this process: dictionaries change once a day, and joining them to fifty lines and their
//! filters took a third of a page's time in the database. What is kept counts only as long as its stamp does, which the page's own
//! statement brings: so every node sees a new dictionary at once. Knows no table.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::lang::Lang;

/// A reading that was cut off leaves names behind without a new stamp: they are seen after so long.
const TRUSTED: TimeDelta = TimeDelta::minutes(5);
/// So many organisations' dictionaries are kept; beyond that all are asked for anew.
const KEPT: usize = 200;

/// Which dictionary a code is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dictionary {
    /// Cloud services (CAT-1).
    Service,
    /// Types of resources (CAT-2).
    ResourceType,
    /// Regions.
    Region,
}

impl Dictionary {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Service, Self::ResourceType, Self::Region];
}

/// The dictionaries of one organisation and its distributor: Chinese and English names by code.
#[derive(Debug, Default)]
pub struct Words([HashMap<String, [Option<String>; 2]>; 3]);

impl Words {
    /// Adds a code, unless it is there: the organisation's own dictionaries come first.
    pub fn add(&mut self, dictionary: Dictionary, code: String, zh: Option<String>, en: Option<String>) {
        self.0[dictionary as usize].entry(code).or_insert([zh, en]);
    }

    /// The name of a code in a language, in the other one where there is none in it; nothing when the dictionary does not know it.
    #[must_use]
    pub fn name(&self, dictionary: Dictionary, code: &str, lang: Lang) -> Option<&str> {
        let [zh, en] = self.0[dictionary as usize].get(code)?;
        let (first, second) = lang.pick((en, zh), (zh, en));
        first.as_deref().or(second.as_deref())
    }
}

/// Dictionaries by organisation.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<i64, Reading>>);

#[derive(Debug)]
struct Reading {
    stamp: String,
    at: DateTime<Utc>,
    words: Arc<Words>,
}

impl Kept {
    /// What is kept for an organisation, if it still counts.
    #[must_use]
    pub fn find(&self, organization_id: i64, stamp: &str, now: DateTime<Utc>) -> Option<Arc<Words>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = |reading: &&Reading| reading.stamp == stamp && now - reading.at < TRUSTED;
        kept.get(&organization_id).filter(counts).map(|reading| Arc::clone(&reading.words))
    }

    /// Keeps what was read after the stamp was.
    pub fn keep(&self, organization_id: i64, stamp: String, now: DateTime<Utc>, words: &Arc<Words>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(organization_id, Reading { stamp, at: now, words: Arc::clone(words) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_in_the_other_language_rather_than_not_at_all() {
        let mut words = Words::default();
        let some = |text: &str| Some(text.to_owned());
        words.add(Dictionary::Service, "ec2".into(), some("弹性云服务器"), some("Elastic Cloud Server"));
        words.add(Dictionary::Service, "ec2".into(), some("分销商的"), None);
        words.add(Dictionary::Service, "obs".into(), None, some("Object Storage"));
        words.add(Dictionary::Region, "none".into(), None, None);
        for (dictionary, code, lang, want) in [
            (Dictionary::Service, "ec2", Lang::ZhCn, Some("弹性云服务器")),
            (Dictionary::Service, "ec2", Lang::En, Some("Elastic Cloud Server")),
            (Dictionary::Service, "obs", Lang::ZhCn, Some("Object Storage")),
            (Dictionary::Region, "ec2", Lang::En, None),
            (Dictionary::Region, "none", Lang::En, None),
        ] {
            assert_eq!(words.name(dictionary, code, lang), want, "{dictionary:?} {code}");
        }
    }

    #[test]
    fn what_is_kept_counts_as_long_as_its_stamp() {
        let (kept, now): (Kept, DateTime<Utc>) = (Kept::default(), "2026-11-22T04:00:00Z".parse().unwrap());
        kept.keep(7, "a".into(), now, &Arc::default());
        for (organization, stamp, minutes, want) in
            [(7, "a", 0, true), (7, "a", 4, true), (7, "a", 5, false), (7, "b", 0, false), (8, "a", 0, false)]
        {
            let found = kept.find(organization, stamp, now + TimeDelta::minutes(minutes));
            assert_eq!(found.is_some(), want, "{organization} {stamp} after {minutes} min");
        }
        (1000..1200).for_each(|organization| kept.keep(organization, "a".into(), now, &Arc::default()));
        assert!(kept.find(7, "a", now).is_none(), "memory is bounded");
    }
}
