//! The form of a new set: which kind, then its rows.

use crate::{
    access::Actor,
    change_sets::{
        Door,
        forms::sheet::{MOST_BYTES, Unreadable},
        rules::column::Kind,
        text::{Text, unreadable},
    },
    web::{
        Cell, Column, DetailPage, Frame, Link, Table,
        form::{Control, Field, FormPage, Group},
    },
};

/// The choice of a kind.
pub fn choose(actor: &Actor<Door>, kinds: &[Kind]) -> DetailPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let row = |kind: &Kind| {
        let word = kind.as_str();
        vec![
            Cell::link(kind.command().name(lang), format!("/change-sets/new?kind={word}")),
            Cell::text(
                kind.columns().iter().map(|column| text.heading(*kind, *column)).collect::<Vec<_>>().join(" · "),
            ),
            Cell::link(text.template, format!("/change-sets/template?kind={word}")),
        ]
    };
    let columns = vec![Column::new(text.kind), Column::new(text.rows), Column::new(text.template).tight()];
    let table = Table { caption: text.choose.to_owned(), columns, rows: kinds.iter().map(row).collect() };
    let mut page = DetailPage::new(Frame::new(actor.visitor(), text.new), vec![]);
    page.tables.push((text.choose.to_owned(), table));
    page
}

/// The form, with what was pasted.
pub fn form(actor: &Actor<Door>, kind: Kind, pasted: &str, remark: &str) -> FormPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let title = format!("{}{}{}", text.new, actor.lang().pick(": ", "："), kind.command().name(lang));
    let back = Link::new(text.back, "/change-sets/new");
    let action = format!("/change-sets?kind={}", kind.as_str());
    let mut page = FormPage::new(Frame::new(actor.visitor(), title), action, back);
    page.hint = text.hint.to_owned();
    let template = Cell::link(text.template, format!("/change-sets/template?kind={}", kind.as_str()));
    let headings: Vec<&str> = kind.columns().iter().map(|column| text.heading(kind, *column)).collect();
    let paste = Control::Area { value: pasted.to_owned(), rows: 10, most: MOST_BYTES };
    let line = Control::Line { value: remark.to_owned(), kind: "text", most: 500 };
    let fields = vec![
        Field::new("template", text.template, Control::Fixed(template)).help(headings.join(" · ")),
        Field::new("paste", text.paste, paste).help(text.paste_help),
        Field::new("file", text.file, Control::File { accept: ".xlsx,.csv,.txt" }).help(text.file_help),
        Field::new("remark", text.remark, line),
    ];
    page.groups.push(Group { title: String::new(), hint: String::new(), fields });
    page.buttons = vec![("read", text.read)];
    page
}

/// The form with why nothing could be read.
pub fn refused(actor: &Actor<Door>, kind: Kind, (pasted, remark): (&str, &str), why: Unreadable) -> FormPage {
    let mut page = form(actor, kind, pasted, remark);
    let said = unreadable(why, kind, actor.lang());
    page.fault(if pasted.is_empty() { "file" } else { "paste" }, said);
    page
}
