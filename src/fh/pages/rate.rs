//! Pages of rates, as the desk sees them.

use crate::{
    access::{Actor, permission::DeskPolicyManage},
    fh::{
        rules::{
            Scheme,
            rate::{CURRENCIES, Draft, LEVELS, REGION},
        },
        store::rate::Listed,
        text::{self, rate::Text},
    },
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Where the rates are.
pub const PATH: &str = "/desk/fh-rates";

fn region<'a>(row: &'a Listed, text: &'static Text) -> &'a str {
    if row.region.is_empty() { text.every } else { &row.region }
}

fn days(row: &Listed) -> String {
    format!("{} – {}", row.valid_from, row.valid_to.map_or_else(String::new, |day| day.to_string()))
}

/// Rates, newest first.
pub fn list(actor: &Actor<DeskPolicyManage>, bar: FilterBar, (rows, pager): (&[Listed], Pager)) -> ListPage {
    let (text, names) = (Text::of(actor.lang()), text::Text::of(actor.lang()));
    let columns = vec![
        Column::new(text.scheme),
        Column::new(text.level).tight(),
        Column::new(text.region).tight(),
        Column::new(text.valid).tight(),
        Column::number(text.amount),
        Column::number(text.cap_people).wide(),
        Column::new(text.changed_by).wide(),
    ];
    let row = |row: &Listed| {
        vec![
            Cell::link(names.scheme(&row.scheme), format!("{PATH}/edit?rate={}", row.id)),
            Cell::text(text.level_word(&row.level)),
            Cell::text(region(row, text)),
            Cell::text(days(row)),
            Cell::amount(row.amount).under(row.currency.as_str()),
            row.cap_people.map_or(Cell::None, |people| Cell::text(people.to_string())),
            Cell::text(&row.changed_by),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    page.actions = vec![Link::new(text.add, format!("{PATH}/new")).current(true)];
    page
}

fn line(name: &'static str, label: &str, value: &str, kind: &'static str, most: usize) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind, most })
}

fn select(name: &'static str, label: &str, chosen: &str, all: Vec<(&'static str, &'static str)>) -> Field {
    let choices = all.into_iter().map(|(code, word)| Choice::new(code, word, code == chosen)).collect();
    Field::new(name, label, Control::Select(choices))
}

/// A new rate.
pub fn new(actor: &Actor<DeskPolicyManage>, of: &Draft) -> FormPage {
    let (text, names) = (Text::of(actor.lang()), text::Text::of(actor.lang()));
    let back = Link::new(text.title, PATH);
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.add), format!("{PATH}/new"), back);
    page.hint = text.add_hint.to_owned();
    let schemes = Scheme::ALL.map(|scheme| (scheme.code, names.scheme(scheme.code))).to_vec();
    let levels = LEVELS.map(|code| (code, text.level_word(code))).to_vec();
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            select("scheme", text.scheme, &of.scheme, schemes).required(),
            select("level", text.level, &of.level, levels),
            line("region", text.region, &of.region, "text", REGION).help(text.region_help),
            line("valid_from", text.valid_from, &of.valid_from, "date", 10).required(),
            line("valid_to", text.valid_to, &of.valid_to, "date", 10).help(text.valid_to_help),
            line("amount", text.amount, &of.amount, "text", 24).help(text.amount_help).required(),
            select("currency", text.currency, &of.currency, CURRENCIES.map(|code| (code, code)).to_vec()).required(),
            line("cap_people", text.cap_people, &of.cap_people, "text", 5).help(text.cap_people_help),
        ],
    }];
    page.buttons = vec![("save", text.save)];
    page
}

/// The end of a rate.
pub fn edit(actor: &Actor<DeskPolicyManage>, row: &Listed, typed: Option<&str>) -> FormPage {
    let (text, names) = (Text::of(actor.lang()), text::Text::of(actor.lang()));
    let back = Link::new(text.title, PATH);
    let mut page = FormPage::new(Frame::new(actor.visitor(), text.end), format!("{PATH}/edit"), back);
    page.hint = text.end_hint.to_owned();
    let fixed = |name, label: &str, cell| Field::new(name, label, Control::Fixed(cell));
    let last = row.valid_to.map_or_else(String::new, |day| day.to_string());
    page.groups = vec![Group {
        title: String::new(),
        hint: String::new(),
        fields: vec![
            fixed("scheme", text.scheme, Cell::text(names.scheme(&row.scheme))),
            fixed("level", text.level, Cell::text(text.level_word(&row.level))),
            fixed("region", text.region, Cell::text(region(row, text))),
            fixed("amount", text.amount, Cell::amount(row.amount).under(row.currency.as_str())),
            fixed("valid_from", text.valid_from, Cell::text(row.valid_from.to_string())),
            line("valid_to", text.valid_to, typed.unwrap_or(&last), "date", 10).required(),
        ],
    }];
    page.hidden = vec![("rate", row.id.to_string()), ("seen", last)];
    page.buttons = vec![("save", text.save)];
    page
}
