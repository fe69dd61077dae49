//! Forms of evidence: a file is sent, one is taken out, the desk judges.

use crate::{
    access::{Actor, Permission},
    evidence::{
        rules::{
            slots::Slot,
            verdict::{ACCEPTED, REASON, REJECTED},
        },
        store::{File, Head},
        text::{Text, size},
    },
    requests,
    web::{
        Cell, Frame, Link, Section, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// What browsers offer to choose from.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.msg,.eml,.zip";

/// Which request and which slot a form is about.
fn about(head: &Head, slot: &Slot, text: &'static Text, lang: crate::lang::Lang) -> Section {
    let kind = format!("{} {}", requests::kind_word(&head.kind, lang), head.id);
    let facts = vec![
        (text.kind, Cell::text(kind)),
        (text.request, Cell::text(&head.title)),
        (text.document, Cell::text(slot.name(lang))),
    ];
    Section { title: text.request.to_owned(), facts }
}

/// A file for a slot, in the place of `old` if there is one.
pub fn upload<P: Permission>(actor: &Actor<P>, head: &Head, slot: &Slot, old: Option<&File>) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let back = Link::new(text.back, format!("/requests/{}/evidence", head.id));
    let title = if old.is_some() { text.replace } else { text.add };
    let mut action = format!("/requests/evidence?request={}&slot={}", head.id, slot.code);
    if let Some(old) = old {
        action.push_str(&format!("&replaces={}", old.id));
    }
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), action, back);
    page.hint = slot.help(lang).to_owned();
    let mut about = about(head, slot, text, lang);
    if let Some(old) = old {
        about.facts.push((text.file, Cell::text(format!("{} · {}", old.name, size(old.size)))));
        about.facts.extend((!old.verdict_reason.is_empty()).then(|| (text.reason, Cell::text(&old.verdict_reason))));
    }
    page.before = vec![about];
    let names: Vec<&str> = slot.takes.kinds.iter().map(|kind| kind.name()).collect();
    let help = format!("{}{}{}", names.join(", "), lang.pick("; ", "；"), text.form_help);
    let file = Field::new("file", text.file, Control::File { accept: ACCEPT }).help(help).required();
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields: vec![file] }];
    page.buttons = vec![("add", title)];
    page
}

/// Asks before a file is taken out.
pub fn removal<P: Permission>(actor: &Actor<P>, file: &File) -> FormPage {
    let text = Text::of(actor.lang());
    let back = Link::new(text.back, format!("/requests/{}/evidence", file.request_id));
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), text.remove), format!("/evidence/{}/removal", file.id), back);
    page.hint = text.removal_hint.to_owned();
    let facts = vec![(text.file, Cell::text(format!("{} · {}", file.name, size(file.size))))];
    page.before = vec![Section { title: text.file.to_owned(), facts }];
    page.buttons = vec![("remove", text.remove)];
    page
}

/// The desk's verdict on the files of a slot; all of them are chosen until somebody chooses.
pub fn verdict<P: Permission>(
    actor: &Actor<P>,
    head: &Head,
    (slot, held): (&Slot, &[&File]),
    typed: &Typed,
) -> FormPage {
    let (lang, text) = (actor.lang(), Text::of(actor.lang()));
    let path = format!("/desk/requests/{}/evidence", head.id);
    let frame = Frame::new(actor.visitor(), format!("{} · {}", text.judge, slot.name(lang)));
    let mut page = FormPage::new(frame, format!("{path}/verdicts"), Link::new(text.back, path));
    page.hint = text.verdict_hint.to_owned();
    page.before = vec![about(head, slot, text, lang)];
    page.hidden = vec![("slot", slot.code.to_owned()), ("seen", seen(held.iter().copied()))];
    let untouched = typed.get("seen").is_empty();
    let tick = |file: &&File| {
        let key = file.id.to_string();
        let chosen = untouched || typed.all("file").any(|chosen| chosen == key);
        Choice { hint: size(file.size), ..Choice::new(key, &file.name, chosen) }
    };
    let radio = |(code, word): (&'static str, &'static str)| Choice::new(code, word, typed.get("verdict") == code);
    let radios = [(ACCEPTED, text.accepted), (REJECTED, text.rejected)].map(radio).into();
    let reason = Control::Area { value: typed.get("reason").to_owned(), rows: 3, most: REASON };
    let fields = vec![
        Field::new("file", text.files_of_it, Control::Ticks(held.iter().map(tick).collect())).required(),
        Field::new("verdict", text.verdict, Control::Radios(radios)).required(),
        Field::new("reason", text.reason, reason).help(text.reason_help),
    ];
    page.groups = vec![Group { title: String::new(), hint: slot.help(lang).to_owned(), fields }];
    page.buttons = if held.is_empty() { vec![] } else { vec![("judge", text.judge)] };
    page
}

/// What the reader saw of a slot: its files and when each was judged. Another answer now means that somebody was quicker.
pub fn seen<'a>(held: impl IntoIterator<Item = &'a File>) -> String {
    let one = |file: &File| format!("{}:{}", file.id, file.judged_at.map_or(0, |at| at.timestamp_micros()));
    held.into_iter().map(one).collect::<Vec<_>>().join(",")
}
