//! Pages of reports and invitations: values ready to show.

use chrono::NaiveDate;

use super::{
    forms::{self, Draft},
    rules::{Standing, Way, Wrong, standing_of},
    store::Kept,
    text::Text,
};
use crate::{
    access::{Actor, permission::CustomerInvite},
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Section, Table, Tile, Tone,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// The list, with how it is done in the console and how many reports are valid.
pub fn list(
    actor: &Actor<CustomerInvite>,
    bar: FilterBar,
    (rows, today): (&[Kept], NaiveDate),
    pager: Pager,
) -> ListPage {
    let text = Text::of(actor.lang());
    let columns = vec![
        Column::new(text.company),
        Column::new(text.way),
        Column::new(text.association).wide(),
        Column::new(text.label).wide(),
        Column::new(text.sent_on).tight(),
        Column::new(text.expires_on).tight(),
        Column::new(text.state),
        Column::new(text.made_by).wide(),
    ];
    let table = Table {
        caption: text.title.to_owned(),
        columns,
        rows: rows.iter().map(|row| cells(row, today, text)).collect(),
    };
    let empty = Empty { title: text.empty.to_owned(), hint: text.how.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = vec![Link::new(text.new, "/invitations/new").current(true)];
    if let Some(first) = rows.first() {
        let (value, note) = (first.reports.to_string(), text.of_most.to_owned());
        page.tiles = vec![Tile { label: text.reports.to_owned(), value, note, href: None }];
    }
    page
}

fn cells(row: &Kept, today: NaiveDate, text: &Text) -> Vec<Cell> {
    vec![
        Cell::link(&row.company, format!("/invitations/{}", row.id)).under(&row.remark),
        way(row, text),
        association(&row.association_type, text),
        Cell::text(&row.label),
        Cell::text(row.sent_on.to_string()),
        row.expires_on.map_or_else(|| Cell::text(text.never), |day| Cell::text(day.to_string())),
        state(row, today, text),
        Cell::text(&row.made_by),
    ]
}

fn way(row: &Kept, text: &Text) -> Cell {
    Way::parse(&row.way).map_or(Cell::None, |way| Cell::text(text.way(way).0))
}

fn association(code: &str, text: &Text) -> Cell {
    let known = text.associations.iter().find(|(known, _)| *known == code);
    known.map_or(Cell::None, |(_, word)| Cell::text(*word))
}

fn state(row: &Kept, today: NaiveDate, text: &Text) -> Cell {
    match standing_of(&row.state, row.expires_on, today) {
        Standing::Open(None) => Cell::badge(Tone::Waiting, text.open),
        Standing::Open(Some(0)) => Cell::badge(Tone::Waiting, text.open).under(text.last_day),
        Standing::Open(Some(days)) => Cell::badge(Tone::Waiting, text.open).under(format!("{days} {}", text.days_left)),
        Standing::Expired => Cell::badge(Tone::Refused, text.expired),
        Standing::Accepted => Cell::badge(Tone::Done, text.accepted),
        Standing::Ended => Cell::badge(Tone::Idle, text.ended),
    }
}

/// The form of a record.
pub fn form(actor: &Actor<CustomerInvite>, draft: &Draft, associations: &[&str]) -> FormPage {
    let text = Text::of(actor.lang());
    let back = Link::new(text.cancel, "/invitations");
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.new), "/invitations".to_owned(), back);
    page.hint = format!("{} {}", text.how, text.new_hint);
    let ways = Way::ALL.map(|way| {
        let (label, hint) = text.way(way);
        Choice { hint: hint.to_owned(), ..Choice::new(way.as_str(), label, draft.way == way.as_str()) }
    });
    let offered = text.associations.iter().filter(|(code, _)| associations.contains(code));
    let offered = offered.map(|(code, word)| Choice::new(*code, *word, draft.association == *code)).collect();
    let day = Control::Line { value: draft.sent_on.clone(), kind: "date", most: 10 };
    let remark = Control::Area { value: draft.remark.clone(), rows: 2, most: forms::REMARK };
    let line = |value: &str, most| Control::Line { value: value.to_owned(), kind: "text", most };
    let fields = vec![
        Field::new("company", text.company, line(&draft.company, forms::COMPANY)).help(text.company_help).required(),
        Field::new("way", text.way, Control::Radios(ways.into())).required(),
        Field::new("association", text.association, Control::Radios(offered)).required(),
        Field::new("sent_on", text.sent_on, day).required(),
        Field::new("label", text.label, line(&draft.label, forms::LABEL)).help(text.label_help),
        Field::new("remark", text.remark, remark),
    ];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("save", text.save)];
    page
}

/// The form with what must be mended (422).
pub fn faulty(
    actor: &Actor<CustomerInvite>,
    draft: &Draft,
    associations: &[&str],
    faults: &[(&'static str, Wrong)],
) -> FormPage {
    let text = Text::of(actor.lang());
    let mut page = form(actor, draft, associations);
    for (field, wrong) in faults {
        page.fault(field, text.wrong(*wrong));
    }
    page
}

/// One record, and while it is open the buttons that say what became of it.
pub fn show(actor: &Actor<CustomerInvite>, kept: &Kept, today: NaiveDate) -> FormPage {
    let (face, text) = (actor.face(), Text::of(actor.lang()));
    let path = format!("/invitations/{}", kept.id);
    let mut page =
        FormPage::new(Frame::new(actor.visitor(), &kept.company), path, Link::new(text.cancel, "/invitations"));
    let mut facts = vec![
        (text.state, state(kept, today, text)),
        (text.way, way(kept, text)),
        (text.association, association(&kept.association_type, text)),
        (text.sent_on, Cell::text(kept.sent_on.to_string())),
        (text.expires_on, kept.expires_on.map_or_else(|| Cell::text(text.never), |day| Cell::text(day.to_string()))),
        (text.label, Cell::text(&kept.label)),
        (text.remark, Cell::text(&kept.remark)),
        (text.made_by, Cell::text(&kept.made_by)),
    ];
    if let Some(at) = kept.ended_at {
        facts.push((text.said_by, Cell::maybe(kept.ended_by.as_deref()).under(face.when(at).relative)));
    }
    page.before.push(Section { title: kept.company.clone(), facts });
    if kept.state == "open" {
        text.outcome_hint.clone_into(&mut page.hint);
        page.buttons = vec![("accepted", text.accept), ("ended", text.end)];
    }
    page
}
