//! Pages of calendars: values ready to show.

use axum::http::StatusCode;

use super::{
    forms::SOURCE,
    rules::{Fault, MOST_FAULTS, Sheet, steps, written},
    store::{Settled, Year},
    text::Text,
};
use crate::{
    access::{Actor, permission::DeskPolicyManage},
    cloud::Site,
    web::{
        Cell, Column, Empty, FilterBar, Frame, Link, ListPage, Pager, Table,
        form::{Control, Field, FormPage, Group},
    },
};

/// Most characters of the list.
const MOST: usize = 20_000;

fn address(page: &str, site: Site, year: i32) -> String {
    format!("/desk/calendars/{page}?site={}&year={year}", site.as_str())
}

/// Settled years, and which are not although they should be (DL-01).
pub fn list(
    actor: &Actor<DeskPolicyManage>,
    bar: FilterBar,
    (site, rows, missing): (Site, &[Year], &[i32]),
    pager: Pager,
) -> ListPage {
    let face = actor.face();
    let text = Text::of(face.lang);
    let columns = vec![
        Column::new(text.year),
        Column::number(text.holidays),
        Column::number(text.make_ups),
        Column::new(text.source).wide(),
        Column::new(text.changed),
    ];
    let row = |row: &Year| {
        vec![
            Cell::link(row.year.to_string(), address("year", site, row.year)),
            Cell::text(row.holidays.to_string()),
            Cell::text(row.make_ups.to_string()),
            Cell::text(&row.source),
            Cell::text(&row.changed_by).over(Cell::when(Some(row.changed_at), &face)),
        ]
    };
    let table = Table { caption: text.title.to_owned(), columns, rows: rows.iter().map(row).collect() };
    let empty = Empty { title: text.empty.to_owned(), hint: text.empty_hint.to_owned(), action: None };
    let mut page = ListPage::new(Frame::new(actor.visitor(), text.title), bar, table, pager, empty);
    let settle = |year: &i32| Link::new(format!("{} {year}", text.settle), address("year", site, *year)).current(true);
    page.actions = missing.iter().map(settle).collect();
    let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let said = || format!("{}{}{}", text.missing.0, years.join(face.lang.pick(", ", "、")), text.missing.1);
    page.notice = (!years.is_empty()).then(said);
    page
}

/// What stands in the form of a year.
#[derive(Debug, Clone, Default)]
pub struct Typing {
    /// Revision it was made from.
    pub revision: i32,
    /// The lines.
    pub days: String,
    /// Where they are from.
    pub source: String,
}

impl From<&Settled> for Typing {
    fn from(settled: &Settled) -> Self {
        Self { revision: settled.revision, days: written(&settled.sheet), source: settled.source.clone() }
    }
}

/// A year to change.
pub fn year(actor: &Actor<DeskPolicyManage>, (site, year): (Site, i32), typing: &Typing) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {} {year}", text.title, text.site(site));
    let back = Link::new(text.back, format!("/desk/calendars?site={}", site.as_str()));
    let mut page = FormPage::new(Frame::new(actor.visitor(), &title), "/desk/calendars/year".to_owned(), back);
    page.hint = text.hint.to_owned();
    page.hidden =
        vec![("site", site.as_str().to_owned()), ("year", year.to_string()), ("revision", typing.revision.to_string())];
    let source = Control::Line { value: typing.source.clone(), kind: "text", most: SOURCE };
    let days = Control::Area { value: typing.days.clone(), rows: 20, most: MOST };
    let fields = vec![
        Field::new("source", text.source, source).help(text.source_help).required(),
        Field::new("days", text.days, days).help(text.days_help),
    ];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("save", text.save), ("check", text.check)];
    page
}

/// With the days as they are now beside it: somebody else changed them (409).
pub fn conflict(mut page: FormPage, actor: &Actor<DeskPolicyManage>, settled: &Settled) -> FormPage {
    let text = Text::of(actor.lang());
    page.notice = Some(text.conflict.to_owned());
    page.status = StatusCode::CONFLICT;
    let row = |(day, (special, name)): (&chrono::NaiveDate, &(_, String))| {
        vec![Cell::text(day.to_string()), Cell::text(text.special(*special)), Cell::text(name)]
    };
    let columns = [text.day, text.kind, text.name].map(Column::new).into();
    let rows = settled.sheet.iter().map(row).collect();
    page.tables.push((text.present.to_owned(), Table { caption: text.present.to_owned(), columns, rows }));
    page
}

/// With what is wrong, line by line (422).
pub fn faulty(mut page: FormPage, actor: &Actor<DeskPolicyManage>, faults: &[(usize, Fault)]) -> FormPage {
    let text = Text::of(actor.lang());
    let mut said: Vec<String> = faults.iter().take(MOST_FAULTS).map(|fault| text.fault(*fault)).collect();
    if faults.len() > MOST_FAULTS {
        said.push(text.more.to_owned());
    }
    page.fault("days", said.join(" "));
    page
}

/// With what saving would change.
pub fn checked(mut page: FormPage, actor: &Actor<DeskPolicyManage>, (before, after): (&Sheet, &Sheet)) -> FormPage {
    let text = Text::of(actor.lang());
    let steps = steps(before, after);
    if steps.is_empty() {
        page.notice = Some(text.no_change.to_owned());
    }
    let row = |(day, step): &(chrono::NaiveDate, _)| {
        let told = after.get(day).or_else(|| before.get(day));
        let (kind, name) = told.map_or(("", ""), |(special, name)| (text.special(*special), name.as_str()));
        vec![Cell::text(day.to_string()), Cell::text(text.step(*step)), Cell::text(kind), Cell::text(name)]
    };
    if !steps.is_empty() {
        let columns = [text.day, text.becomes, text.kind, text.name].map(Column::new).into();
        let rows = steps.iter().map(row).collect();
        page.tables.push((text.changes.to_owned(), Table { caption: text.changes.to_owned(), columns, rows }));
    }
    page
}

/// A file to read.
pub fn sheet(actor: &Actor<DeskPolicyManage>, (site, year): (Site, i32)) -> FormPage {
    let text = Text::of(actor.lang());
    let title = format!("{} · {} {year}", text.sheet, text.site(site));
    let back = Link::new(text.back, address("year", site, year));
    let mut page = FormPage::new(Frame::new(actor.visitor(), &title), address("sheet", site, year), back);
    page.hint = text.sheet_hint.to_owned();
    let file = Field::new("file", text.file, Control::File { accept: ".csv,.txt" }).help(text.sheet_help).required();
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields: vec![file] }];
    page.buttons = vec![("read", text.read)];
    page
}
