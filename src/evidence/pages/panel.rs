//! The table of evidence: per slot its files with size, day, scan and verdict, and what the reader may do about them.

use crate::{
    attachments,
    evidence::{
        rules::slots::Slot,
        store::{File, Head, Use},
        text::{Text, size, slot_name},
    },
    requests,
    web::{Cell, Column, Face, Table, Tone},
};

/// What the table is drawn from.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    /// The request.
    pub head: &'a Head,
    /// Its slots.
    pub slots: &'a [Slot],
    /// Slots that stand in the way of a submission.
    pub missing: &'a [Slot],
    /// Its files, replaced ones too.
    pub files: &'a [File],
    /// Whether the reader is of the vendor desk.
    pub desk: bool,
    /// Whether the reader may change the files now, or judge them if he is of the desk.
    pub acts: bool,
}

/// Heading and table, for the page of any kind of request.
#[must_use]
pub fn draw(drawn: Drawn<'_>, face: &Face) -> (String, Table) {
    let text = Text::of(face.lang);
    let mut rows = Vec::new();
    for slot in drawn.slots {
        // What was taken out before anybody saw it is nobody's business.
        let shown = |file: &&File| file.slot == slot.code && (file.is_current() || file.is_sent);
        let held: Vec<&File> = drawn.files.iter().filter(shown).collect();
        let mut first = Some(heading(drawn, *slot, face));
        if !held.iter().any(|file| file.is_current()) {
            rows.push(vec![first.take().unwrap_or(Cell::None), Cell::None, Cell::None, Cell::None, Cell::None]);
        }
        let (current, gone): (Vec<&File>, Vec<&File>) = held.into_iter().partition(|file| file.is_current());
        for file in current.into_iter().chain(gone) {
            let mut row = vec![first.take().unwrap_or_else(|| Cell::text(slot.name(face.lang)))];
            row.extend(line(drawn, file, face));
            rows.push(row);
        }
    }
    let columns = vec![
        Column::new(text.document),
        Column::new(text.file),
        Column::new(text.added),
        Column::new(text.verdict),
        Column::new(text.act),
    ];
    (text.title.to_owned(), Table { caption: text.title.to_owned(), columns, rows })
}

/// Name of a slot, what it must show, whether it lacks something, and where a file is added to it.
fn heading(drawn: Drawn<'_>, slot: Slot, face: &Face) -> Cell {
    let text = Text::of(face.lang);
    let mut name = vec![Cell::text(slot.name(face.lang))];
    if drawn.missing.contains(&slot) {
        name.push(Cell::badge(Tone::Waiting, text.missing));
    } else if slot.required {
        name.push(Cell::badge(Tone::Idle, text.required));
    }
    if drawn.acts {
        let path = format!("/requests/{}/evidence", drawn.head.id);
        let judged = Cell::link(text.judge, format!("/desk{path}/verdicts?slot={}", slot.code));
        let added = Cell::link(text.add, format!("{path}/new?slot={}", slot.code));
        name.push(if drawn.desk { judged } else { added });
    }
    Cell::Several(name).over(Cell::text(slot.help(face.lang)))
}

/// A file: itself, when it came, what is said of it, what can be done.
fn line(drawn: Drawn<'_>, file: &File, face: &Face) -> [Cell; 4] {
    let text = Text::of(face.lang);
    let base = if drawn.desk { "/desk/evidence" } else { "/evidence" };
    let scan = if file.is_scanned { text.scanned } else { text.unscanned };
    let link = Cell::link(&file.name, format!("{base}/{}", file.id)).under(format!("{} · {scan}", size(file.size)));
    let added = Cell::when(Some(file.added_at), face).over(Cell::text(&file.added_by));
    if !file.is_current() {
        return [link, added, Cell::badge(Tone::Idle, text.replaced), Cell::None];
    }
    let verdict = match file.verdict.as_deref() {
        Some("accepted") => Cell::badge(Tone::Done, text.accepted),
        Some("rejected") => Cell::badge(Tone::Refused, text.rejected),
        _ => Cell::badge(Tone::Idle, text.undecided),
    };
    let verdict = match (file.verdict_reason.as_str(), warning(drawn, file, face)) {
        ("", None) => verdict,
        (reason, None) => verdict.over(Cell::text(reason)),
        ("", Some(also)) => verdict.over(Cell::text(also)),
        (reason, Some(also)) => verdict.over(Cell::text(format!("{reason} · {also}"))),
    };
    [link, added, verdict, acts(drawn, file, text)]
}

fn acts(drawn: Drawn<'_>, file: &File, text: &Text) -> Cell {
    let mut acts = Vec::new();
    if attachments::is_picture(&file.media_type) {
        let base = if drawn.desk { "/desk/evidence" } else { "/evidence" };
        acts.push(Cell::link(text.preview, format!("{base}/{}/preview", file.id)));
    }
    if drawn.acts && !drawn.desk {
        let path = format!("/requests/{}/evidence/new?slot={}&replaces={}", drawn.head.id, file.slot, file.id);
        acts.push(Cell::link(text.replace, path));
        if !file.is_sent {
            acts.push(Cell::link(text.remove, format!("/evidence/{}/removal", file.id)));
        }
    }
    if acts.is_empty() { Cell::None } else { Cell::Several(acts) }
}

/// That the same bytes lie elsewhere too (BET-16).
fn warning(drawn: Drawn<'_>, file: &File, face: &Face) -> Option<String> {
    let places: Vec<String> = file.uses().map(|used| place(&used, drawn.head.id, face)).collect();
    let text = Text::of(face.lang);
    (!places.is_empty()).then(|| format!("{}{}", text.also, places.join(face.lang.pick(", ", "、"))))
}

/// Where the same bytes lie: `MDF claim 12 (Work summary)`, or this request.
#[must_use]
pub fn place(used: &Use<'_>, request_id: i64, face: &Face) -> String {
    let slot = slot_name(used.kind, used.slot, face.lang);
    let (open, close) = face.lang.pick((" (", ")"), ("（", "）"));
    if used.request_id == request_id {
        return format!("{}{open}{slot}{close}", Text::of(face.lang).same_request);
    }
    format!("{} {}{open}{slot}{close}", requests::kind_word(used.kind, face.lang), used.request_id)
}

/// Whether browsers only download a file that counts.
#[must_use]
pub fn is_downloaded(file: &File) -> bool {
    file.is_current() && !attachments::is_picture(&file.media_type)
}
