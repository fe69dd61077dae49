//! Pages of organisations: values ready to show.

pub mod company;
pub mod contacts;
pub mod desk;
pub mod master;
pub mod preferences;
pub mod request;

use axum::http::{Method, StatusCode};

use super::{
    rules::fields::Faults,
    text::{TABS, company::word, sentence},
};
use crate::{
    access::{Actor, Permission},
    web::{
        Cell, Column, Frame, Link, Section, Table, Wall,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// Tabs of `/organization` that exist and that the reader may open.
pub fn tabs<P: Permission>(actor: &Actor<P>, here: &str) -> Vec<Link> {
    let routes = actor.visitor().menu().routes();
    let held = actor.seat().permissions;
    let opens = |path: &str| {
        let mut same = routes.iter().filter(|route| route.method == Method::GET && route.path == path);
        same.any(|route| matches!(route.wall, Wall::Any(codes) if held.holds_any(codes)))
    };
    let open = TABS.into_iter().filter(|(path, ..)| opens(path));
    open.map(|(path, en, zh)| Link::new(actor.lang().pick(en, zh), path).current(path == here)).collect()
}

/// A form at `path`, with the way back.
fn form<P: Permission>(actor: &Actor<P>, title: &str, path: impl Into<String>, back: (&str, &str)) -> FormPage {
    FormPage::new(Frame::new(actor.visitor(), title), path.into(), Link::new(back.0, back.1))
}

/// Fields without a heading.
const fn group(fields: Vec<Field>) -> Group {
    Group { title: String::new(), hint: String::new(), fields }
}

fn line(name: &'static str, label: &str, value: &str, most: usize) -> Field {
    Field::new(name, label, Control::Line { value: value.to_owned(), kind: "text", most })
}

fn area(name: &'static str, label: &str, value: &str, most: usize) -> Field {
    Field::new(name, label, Control::Area { value: value.to_owned(), rows: 4, most })
}

/// A choice of codes with their words; the first one is no choice.
fn select<'a>(
    name: &'static str,
    label: &str,
    none: &str,
    choices: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> Field {
    let mut all = vec![Choice::new("", none, chosen.is_empty())];
    all.extend(choices.into_iter().map(|(code, word)| Choice::new(code, word, code == chosen)));
    Field::new(name, label, Control::Select(all))
}

/// What a form was filled from, and what there is now.
pub struct Seen<'a> {
    /// The revision that the form carries.
    pub typed: &'a str,
    /// The present revision.
    pub now: i32,
    /// The present state, to be shown beside what was typed.
    pub present: Section,
    /// The sentence about it.
    pub conflict: &'static str,
}

/// The form again: filled from an older revision (409, the present state beside it), or with something wrong (422).
pub fn again(mut page: FormPage, seen: Seen<'_>, faults: Faults) -> Option<FormPage> {
    if seen.typed != seen.now.to_string() {
        page.before.push(seen.present);
        page.notice = Some(seen.conflict.to_owned());
        page.status = StatusCode::CONFLICT;
        return Some(page);
    }
    if faults.is_empty() { None } else { Some(faulty(page, faults)) }
}

/// The form with sentences at its fields (422).
pub fn faulty(mut page: FormPage, faults: Faults) -> FormPage {
    let lang = page.frame.lang;
    faults.into_iter().for_each(|(field, fault)| page.fault(field, sentence(fault, lang)));
    page
}

/// A page that only says why something is not possible (409), with the way back.
pub fn refused(mut page: FormPage, said: impl Into<String>) -> FormPage {
    page.groups.clear();
    page.buttons.clear();
    page.hidden.clear();
    page.notice = Some(said.into());
    page.status = StatusCode::CONFLICT;
    page
}

/// Fields before and after, one a row, with whether they differ.
fn comparison(caption: &str, heads: [&str; 3], rows: Vec<(&str, Cell, Cell)>) -> Table {
    let rows = rows.into_iter().map(|(field, before, after)| vec![Cell::text(field), before, after]).collect();
    Table { caption: caption.to_owned(), columns: heads.map(Column::new).into(), rows }
}
