//! What a line of an import would do.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::draft::{Draft, Fault, Wrong};

/// Current facts of a kind by key: their ids and what they say.
pub type Ground = HashMap<String, (i64, BTreeMap<String, String>)>;

/// What becomes of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is known about this yet.
    New,
    /// It takes the place of this fact, which says something else.
    Corrects(i64),
    /// It is known already: nothing happens.
    Same,
    /// It cannot be taken.
    Wrong(Vec<Wrong>),
}

/// Judges lines one after another: of two about the same, the second is refused.
pub fn judge(drafts: Vec<Result<Draft, Vec<Wrong>>>, ground: &Ground) -> Vec<(Option<Draft>, Verdict)> {
    let mut seen = HashSet::new();
    let mut one = |draft: Result<Draft, Vec<Wrong>>| match draft {
        Err(wrongs) => (None, Verdict::Wrong(wrongs)),
        Ok(draft) => {
            let key = draft.key();
            let verdict = match ground.get(&key) {
                _ if seen.contains(&key) => {
                    Verdict::Wrong(vec![Wrong { field: draft.kind.key[0], fault: Fault::Twice }])
                }
                None => Verdict::New,
                Some((_, said)) if *said == draft.values => Verdict::Same,
                Some((id, _)) => Verdict::Corrects(*id),
            };
            seen.insert(key);
            (Some(draft), verdict)
        }
    };
    drafts.into_iter().map(&mut one).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::kind::Kind, *};

    fn draft(path: &str, stage: &str) -> Draft {
        let values = [("path", path), ("stage", stage)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        Draft { kind: Kind::parse("path").unwrap(), values: values.into() }
    }

    #[test]
    fn lines_are_new_corrections_known_or_wrong() {
        let ground = Ground::from([
            ("service".to_owned(), (7, draft("service", "joined").values)),
            ("si".to_owned(), (8, draft("si", "joined").values)),
        ]);
        let wrong = vec![Wrong { field: "path", fault: Fault::Choice }];
        let lines = vec![
            Ok(draft("service", "differentiated")),
            Ok(draft("si", "joined")),
            Ok(draft("learning", "joined")),
            Ok(draft("learning", "differentiated")),
            Err(wrong.clone()),
        ];
        let judged: Vec<Verdict> = judge(lines, &ground).into_iter().map(|(_, verdict)| verdict).collect();
        let twice = Verdict::Wrong(vec![Wrong { field: "path", fault: Fault::Twice }]);
        assert_eq!(judged, [Verdict::Corrects(7), Verdict::Same, Verdict::New, twice, Verdict::Wrong(wrong)]);
    }
}
