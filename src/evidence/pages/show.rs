//! All evidence of a request, for the partner and for the desk.

use super::panel::{Drawn, draw};
use crate::{
    access::{Actor, Permission},
    evidence::{
        missing_sentence,
        text::{Text, size},
    },
    requests::{self, Kind},
    web::{Cell, DetailPage, Frame, Link, Section, Tone},
};

/// The page: the request, what stands in the way, every slot with its files.
pub fn show<P: Permission>(actor: &Actor<P>, kind: &Kind, drawn: Drawn<'_>) -> DetailPage {
    let (face, text, head) = (actor.face(), Text::of(actor.lang()), drawn.head);
    let state = requests::state_word(&head.kind, &head.state, face.lang).to_owned();
    let bytes: i64 = drawn.files.iter().filter(|file| file.is_current()).map(|file| file.size).sum();
    let facts = vec![
        (text.kind, Cell::text(format!("{} {}", requests::kind_word(&head.kind, face.lang), head.id))),
        (text.request, Cell::text(&head.title)),
        (text.state, Cell::badge(requests::state_tone(&head.state), state)),
        (text.total, Cell::text(format!("{}{}", size(bytes), text.whole))),
    ];
    let sections = vec![Section { title: text.request.to_owned(), facts }];
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.title), sections);
    page.actions = vec![Link::new(text.request, address(kind, drawn))];
    let held = drawn.files.iter().filter(|file| file.is_current());
    if held.clone().next().is_some() {
        let base = if drawn.desk { "/desk/requests" } else { "/requests" };
        page.actions.push(Link::new(text.pack, format!("{base}/{}/evidence/export", head.id)));
    }
    page.notices = notices(drawn, text, &missing_sentence(drawn.missing, face.lang));
    page.tables = vec![draw(drawn, &face)];
    page
}

/// Where the reader sees the request itself.
fn address(kind: &Kind, drawn: Drawn<'_>) -> String {
    if drawn.desk { format!("{}{}", kind.desk_path, drawn.head.id) } else { kind.page(drawn.head.id) }
}

fn notices(drawn: Drawn<'_>, text: &Text, lacks: &str) -> Vec<(Tone, String)> {
    let mut notices = Vec::new();
    if drawn.slots.is_empty() {
        notices.push((Tone::Idle, text.no_slots.to_owned()));
    }
    if !drawn.missing.is_empty() {
        notices.push((Tone::Waiting, lacks.to_owned()));
    }
    if !drawn.acts && !drawn.slots.is_empty() {
        let why = if drawn.desk { text.not_judged } else { text.closed };
        notices.push((Tone::Idle, why.to_owned()));
    }
    if drawn.files.iter().any(super::panel::is_downloaded) {
        notices.push((Tone::Idle, text.no_preview.to_owned()));
    }
    notices
}
