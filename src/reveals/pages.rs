//! The form that asks why, and the eye that leads there.

use super::text::Text;
use crate::{
    access::{Actor, Permission},
    lang::Lang,
    members::person::REASON,
    web::{
        Cell, Frame, Link, Section, Typed,
        form::{Choice, Control, Field, FormPage, Group},
    },
};

/// One masked value.
pub struct Personal<'a> {
    /// Its name in the form and in the record.
    pub field: &'static str,
    /// What it is called on the page.
    pub label: &'static str,
    /// The value.
    pub value: &'a str,
}

/// Whose masked values.
pub struct Subject<'a> {
    /// Where it is, for instance `/customers/7`; the form stands below it at `/reveal`.
    pub path: String,
    /// The way back; nothing personal.
    pub back: Link,
    /// Those that there are.
    pub values: Vec<Personal<'a>>,
}

impl<'a> Subject<'a> {
    /// A subject with those values that are filled.
    #[must_use]
    pub fn new(
        path: String,
        back: Link,
        values: impl IntoIterator<Item = (&'static str, &'static str, Option<&'a str>)>,
    ) -> Self {
        let filled = values.into_iter().filter_map(|(field, label, value)| {
            value.filter(|value| !value.is_empty()).map(|value| Personal { field, label, value })
        });
        Self { path, back, values: filled.collect() }
    }
}

/// Asks which value is to be seen, and why.
pub fn ask<P: Permission>(actor: &Actor<P>, of: &Subject<'_>, typed: &Typed) -> FormPage {
    let text = Text::of(actor.lang());
    let frame = Frame::new(actor.visitor(), text.title);
    let mut page = FormPage::new(frame, format!("{}/reveal", of.path), of.back.clone());
    if of.values.is_empty() {
        page.notice = Some(text.nothing.to_owned());
        return page;
    }
    page.hint = text.hint.to_owned();
    let chosen = typed.get("field");
    let choice = |personal: &Personal<'_>| Choice::new(personal.field, personal.label, personal.field == chosen);
    let which = Control::Radios(of.values.iter().map(choice).collect());
    let reason = Control::Area { value: typed.get("reason").to_owned(), rows: 4, most: REASON };
    let fields =
        vec![Field::new("field", text.which, which).required(), Field::new("reason", text.reason, reason).required()];
    page.groups = vec![Group { title: String::new(), hint: String::new(), fields }];
    page.buttons = vec![("do", text.title)];
    page
}

/// The value, this once.
pub(super) fn shown(personal: &Personal<'_>, lang: Lang) -> Section {
    let facts = vec![(personal.label, Cell::text(personal.value))];
    Section { title: Text::of(lang).shown.to_owned(), facts }
}

/// A cell with masked data of the subject at `path`, with an eye for who may look.
#[must_use]
pub fn cell(masked: Cell, path: &str, (field, label): (&str, &str), (may, lang): (bool, Lang)) -> Cell {
    if !may || matches!(masked, Cell::None) {
        return masked;
    }
    let label = format!("{}{}{label}", Text::of(lang).show, lang.pick(" ", ""));
    Cell::Several(vec![masked, Cell::Eye { href: format!("{path}/reveal?field={field}"), label }])
}
