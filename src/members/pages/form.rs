//! One form for everything that is typed about members: sections of fields, what is wrong in a summary and at the field,
//! what would happen before it happens.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    members::text::Text,
    web::{Cell, Frame, Link, Section, Table, html},
};

/// A form.
#[derive(Debug, Template)]
#[template(path = "members/form.html")]
pub struct FormPage {
    pub frame: Frame,
    pub text: &'static Text,
    /// What the form is for.
    pub hint: String,
    /// A sentence that stands above all: a conflict, a refusal.
    pub notice: Option<String>,
    /// What a confirmed form will do, or the state beside which an edit stands.
    pub before: Vec<Section>,
    /// Rows that belong to it: a dry run, sessions.
    pub tables: Vec<(String, Table)>,
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    pub groups: Vec<Group>,
    /// Buttons: name and value of the step, words; the first is the main one. Empty: nothing can be sent.
    pub buttons: Vec<(&'static str, &'static str)>,
    pub back: Link,
    pub status: StatusCode,
}

/// Fields under a heading.
#[derive(Debug)]
pub struct Group {
    pub title: String,
    pub hint: String,
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub label: String,
    pub help: String,
    pub error: Option<String>,
    pub required: bool,
    pub control: Control,
}

/// What a value is typed into.
#[derive(Debug)]
pub enum Control {
    /// A line.
    Line { value: String, kind: &'static str, most: usize },
    /// Several lines.
    Area { value: String, rows: usize, most: usize },
    /// One of several in a list.
    Select(Vec<Choice>),
    /// One of several, all seen.
    Radios(Vec<Choice>),
    /// Any of several.
    Ticks(Vec<Choice>),
    /// Shown, not typed.
    Fixed(Cell),
}

/// One option.
#[derive(Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub chosen: bool,
}

impl Choice {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
}

impl Field {
    /// A field that may stay empty.
    pub fn new(name: &'static str, label: &str, control: Control) -> Self {
        Self { name, label: label.to_owned(), help: String::new(), error: None, required: false, control }
    }

    /// With an example or a rule.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Must be filled.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Whether it is a set of options under one heading.
    pub fn is_set(&self) -> bool {
        matches!(self.control, Control::Radios(_) | Control::Ticks(_))
    }
}

impl FormPage {
    /// An empty form that is sent to `action`.
    pub fn new(frame: Frame, text: &'static Text, action: String, back: Link) -> Self {
        Self {
            frame,
            text,
            hint: String::new(),
            notice: None,
            before: vec![],
            tables: vec![],
            action,
            hidden: vec![],
            groups: vec![],
            buttons: vec![],
            back,
            status: StatusCode::OK,
        }
    }

    /// Puts a sentence at a field; one without such a field stands above all. The page answers 422.
    pub fn fault(&mut self, field: &str, sentence: String) {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        let found = self.groups.iter_mut().flat_map(|group| group.fields.iter_mut()).find(|known| known.name == field);
        match found {
            Some(found) => found.error = Some(sentence),
            None => self.notice = Some(sentence),
        }
    }

    /// Fields with something wrong, for the summary.
    pub fn wrongs(&self) -> Vec<(&'static str, &str, &str)> {
        let wrong = |field: &'_ Field| field.error.is_some();
        let fields = self.groups.iter().flat_map(|group| &group.fields).filter(|field| wrong(field));
        fields.map(|field| (field.name, field.label.as_str(), field.error.as_deref().unwrap_or_default())).collect()
    }
}

impl IntoResponse for FormPage {
    fn into_response(self) -> Response {
        html(self.status, &self)
    }
}
