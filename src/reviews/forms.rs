//! What was typed: filters of a review, and its answers.

use super::{store::Wish, text::Text};
use crate::{
    access::{Actor, permission::RoleView},
    inbox::Eyes,
    web::{FilterBar, Typed, pager::LIMIT},
};

/// Reads the filters of a review's roles; by itself it shows what the reader is asked about.
pub fn wish(typed: Typed, path: String, actor: &Actor<RoleView>) -> (Wish, FilterBar) {
    let text = Text::of(actor.lang());
    let mut bar = FilterBar::new(path, typed, actor.lang());
    let whose = bar.pick("whose", text.whose, [("mine", text.mine), ("all", text.all)], "mine");
    let answer = bar.choice("answer", text.answer, [("open", text.open), ("keep", text.keep), ("remove", text.remove)]);
    let eyes = Eyes::of(actor.seat());
    let answers = ["open", "keep", "remove"];
    let answer = answer.and_then(|answer| answers.into_iter().find(|known| *known == answer));
    let asked = (whose == "mine").then_some((eyes.member_id, eyes.agrees));
    (Wish { asked, answer, limit: LIMIT, now: actor.face().now }, bar)
}

/// An answer as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Key of the role in the review.
    pub item: i64,
    /// `keep` or `remove`.
    pub answer: &'static str,
    /// Why.
    pub note: String,
}

/// Reads `answer-<key>` and `note-<key>`; what was not answered is left out.
pub fn answers(typed: &Typed) -> Vec<Answered> {
    let read = |(name, value): &(String, String)| {
        let item = name.strip_prefix("answer-")?.parse().ok()?;
        let answer = ["keep", "remove"].into_iter().find(|known| known == value)?;
        let note = typed.get(&format!("note-{item}")).chars().take(500).collect();
        Some(Answered { item, answer, note })
    };
    typed.pairs().iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_answered_is_read() {
        let typed =
            Typed::parse(b"answer-7=keep&note-7=needed&answer-8=remove&answer-9=&answer-x=keep&answer-4=burn").unwrap();
        let answered = |item, answer, note: &str| Answered { item, answer, note: note.to_owned() };
        assert_eq!(answers(&typed), [answered(7, "keep", "needed"), answered(8, "remove", "")]);
    }
}
