//! Pages of documents, as the desk sees them.

use super::{
    rules::{BENEFITS, Draft, KINDS, SITES, TEXT, TITLE},
    store::Listed,
    text::Text,
};
use crate::{
    access::{Actor, permission::DeskPolicyManage},
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Documents.
pub fn list(actor: &Actor<DeskPolicyManage>, bar: FilterBar, rows: &[Listed], pager: Pager) -> ListPage {
    let lang = actor.lang();
    let text = Text::of(lang);
    let columns = vec![
        Column::new(text.code),
        Column::new(text.version).tight(),
        Column::new(text.document),
        Column::new(text.kind).tight(),
        Column::new(text.benefit).tight(),
        Column::new(text.site).tight().wide(),
        Column::new(text.valid).tight(),
        Column::new(text.hash).wide(),
        Column::new(text.uploaded_by).wide(),
    ];
    let row = |row: &Listed| {
        let to = row.valid_to.map_or_else(String::new, |day| day.to_string());
        vec![
            Cell::text(&row.code),
            Cell::text(row.version.to_string()),
            Cell::text(lang.pick(&row.title_en, &row.title_zh)),
            Cell::text(text.kind_word(&row.kind)),
            Cell::text(text.benefit_word(&row.benefit)),
            Cell::text(text.site_word(row.site.as_deref().unwrap_or_default())),
            Cell::text(format!("{} – {to}", row.valid_from)),
            Cell::id(&row.text_hash, lang),
            Cell::text(&row.uploaded_by),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = vec![Link::new(text.add, "/desk/documents/new").current(true)];
    page
}

/// A new version.
pub fn new(actor: &Actor<DeskPolicyManage>, of: &Draft) -> FormPage {
    let text = Text::of(actor.lang());
    let back = Link::new(text.back, "/desk/documents");
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.add), "/desk/documents/new".to_owned(), back);
    page.hint = text.add_hint.to_owned();
    let line = |name, label: &str, value: &str, kind, most| {
        Field::new(name, label, Control::Line { value: value.to_owned(), kind, most })
    };
    let area = |name, label: &str, value: &str| {
        Field::new(name, label, Control::Area { value: value.to_owned(), rows: 8, most: TEXT }).required()
    };
    let select = |name, label: &str, chosen: &str, all: Vec<(&'static str, &'static str)>| {
        let choices = all.into_iter().map(|(code, word)| Choice::new(code, word, code == chosen)).collect();
        Field::new(name, label, Control::Select(choices))
    };
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            line("code", text.code, &of.code, "text", 32).help(text.code_help).required(),
            select("kind", text.kind, &of.kind, KINDS.map(|code| (code, text.kind_word(code))).to_vec()),
            select("benefit", text.benefit, &of.benefit, BENEFITS.map(|code| (code, text.benefit_word(code))).to_vec()),
            select("site", text.site, &of.site, SITES.map(|code| (code, text.site_word(code))).to_vec()),
            line("valid_from", text.valid_from, &of.valid_from, "date", 10).required(),
            line("valid_to", text.valid_to, &of.valid_to, "date", 10).help(text.valid_to_help),
            line("title_en", text.title_en, &of.title_en, "text", TITLE).required(),
            area("text_en", text.text_en, &of.text_en),
            line("title_zh", text.title_zh, &of.title_zh, "text", TITLE).required(),
            area("text_zh", text.text_zh, &of.text_zh),
        ],
    }];
    page.buttons = vec![("add", text.add)];
    page
}
